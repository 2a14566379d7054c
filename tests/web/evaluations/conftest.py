# SPDX-License-Identifier: Apache-2.0
"""The cast of evaluations is that of replies: 石, 王 and 高 of the housing bureau, its task accepted."""

import pytest

from huiyin.web.replies.services import checking, letters
from web.replies.conftest import _own_files, bureau, joined, task

__all__ = ["_own_files", "bureau", "joined", "task"]


@pytest.fixture(autouse=True)
def _plain_replies(monkeypatch):
    """How a reply is checked and its letter typeset is tried where replies are: here it passes, and a line stands for it."""
    monkeypatch.setattr(checking, "passes", lambda row: True)
    monkeypatch.setattr(
        letters, "compose", lambda row, but=(): [("html", b"<p>")] if "html" not in but else []
    )
