# SPDX-License-Identifier: Apache-2.0
"""Doors of the docket: each parses, asks one selector or one service, and renders."""
