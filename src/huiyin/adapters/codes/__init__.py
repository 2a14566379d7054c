# SPDX-License-Identifier: Apache-2.0
"""Codes to be scanned."""
