# SPDX-License-Identifier: Apache-2.0
"""Selectors of meetings."""
