# SPDX-License-Identifier: Apache-2.0
"""Meetings (会议): prepared, held and closed; what is said in the hall is the case file."""
