# SPDX-License-Identifier: Apache-2.0
"""The cast of supervision is that of replies; a panel of members beside them, a leader, a special committee."""

import pytest

from huiyin.web.accounts.models import Committee
from huiyin.web.docket import replaying
from web.docket import making
from web.evaluations import judging
from web.evaluations.conftest import _own_files, _plain_replies, bureau, task

__all__ = ["_own_files", "_plain_replies", "bureau", "task"]


class Watch:
    """何 committee · 秦 leader · three members on the panel."""

    def __init__(self, cast):
        self.leader = cast.actor("秦", "leader")
        self.panel = [cast.member(name) for name in ("甲", "乙", "丙")]
        self.board = Committee.objects.create(name="城市建设委员会")


@pytest.fixture
def watch(cast):
    return Watch(cast)


@pytest.fixture
def proposal(cast, now):
    """A proposal in hand at the housing bureau."""
    return making.assigned(cast, now).proposals.get()


@pytest.fixture
def done(cast, now):
    """A task that was answered; 陈 has the reply."""
    return judging.opened_unlettered(cast, now).reply.assignment


@pytest.fixture
def sound(settings):
    """Ask that the ledger tells the rows."""

    def ask():
        outcome = replaying.verify(settings.ANCHOR_FILE)
        assert outcome.is_sound, outcome.faults

    return ask
