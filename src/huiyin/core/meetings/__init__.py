# SPDX-License-Identifier: Apache-2.0
"""Meetings (会议) without the web: the transcript, the queue, the agenda, the balance, what is still open."""
