# SPDX-License-Identifier: Apache-2.0
"""Reads of the docket for its pages; every one goes through `permissions.visible`."""
