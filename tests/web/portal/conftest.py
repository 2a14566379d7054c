# SPDX-License-Identifier: Apache-2.0
"""The session of the overviews' tests, seen through the public's window."""

from web.overviews.conftest import _own_anchors, made, paper, session

__all__ = ["_own_anchors", "made", "paper", "session"]
