# SPDX-License-Identifier: Apache-2.0
"""The cast of commitments is that of replies: 石 handler · 王 liaison · 高 signer of the housing bureau, which promises."""

import pytest

from huiyin.web.replies.services import letters
from web.replies.conftest import _own_files, bureau, joined, task

__all__ = ["_own_files", "bureau", "joined", "task"]


@pytest.fixture(autouse=True)
def _no_letters(monkeypatch):
    """Typesetting is tried where replies are; here it would only take its time."""
    monkeypatch.setattr(letters, "compose", lambda row, but=(): [])
