# SPDX-License-Identifier: Apache-2.0
"""The cast of replies: the officers of the lead body beside those everybody knows; files in a folder of the test's own."""

import pytest

from huiyin.web.docket.services import assigning, negotiating
from web.docket import making


class Bureau:
    """石 handler · 王 liaison · 高 signer of the housing bureau, the lead; 赵 and 钱 are of the joint bodies."""

    def __init__(self, cast):
        self.shi = cast.actor("石", "handler", cast.housing)
        self.wang = cast.wang
        self.gao = cast.actor("高", "signer", cast.housing)


@pytest.fixture(autouse=True)
def _own_files(settings, tmp_path):
    settings.FILES_ROOT = tmp_path / "files"


@pytest.fixture
def bureau(cast):
    return Bureau(cast)


@pytest.fixture
def task(cast, now):
    """A task of the housing bureau as sole body, accepted."""
    case = making.assigned(cast, now)
    row = case.assignments.get()
    negotiating.sign_for(cast.wang, row.uid, now=now)
    return negotiating.accept(cast.wang, row.uid, now=now)


@pytest.fixture
def joined(cast, now):
    """The housing bureau leads, traffic joins; both accepted; gives the lead's task."""
    case = making.assigned(
        cast, now, assigning.Task(cast.housing, "lead"), assigning.Task(cast.traffic, "joint")
    )
    for row, who in zip(case.assignments.order_by("pk"), (cast.wang, cast.zhao), strict=True):
        negotiating.sign_for(who, row.uid, now=now)
        negotiating.accept(who, row.uid, now=now)
    return case.assignments.get(role="lead")
