# SPDX-License-Identifier: Apache-2.0
"""The fixed cast of the web tests, the same people everywhere (tests/cast.py says who is who)."""

import datetime as dt

import pytest

from huiyin.web.accounts import actors
from huiyin.web.accounts.models import Body, Person, RoleGrant, Session, Term, User
from huiyin.web.live import polling

NOW = dt.datetime(2026, 3, 2, 9, 0, tzinfo=dt.UTC)


class Cast:
    """林 clerk · 沈 reviewer · 何 committee · 罗 assigning office · 王 officer of the lead body · 赵 officer of a joint body
    · 陈 member who proposes · 苏 member who co-signs · 路人 the public."""

    def __init__(self) -> None:
        term = Term.objects.create(
            number=6, opens_on=dt.date(2022, 1, 1), closes_on=dt.date(2026, 12, 31)
        )
        self.session = Session.objects.create(
            term=term, number=5, opens_on=dt.date(2026, 2, 25), closes_on=dt.date(2026, 3, 6), pack="cn-cppcc",
            pack_version="2026.1", submission_opens_at=dt.datetime(2025, 12, 1, tzinfo=dt.UTC),
            submission_deadline=dt.datetime(2026, 3, 5, 12, 0, tzinfo=dt.UTC),
        )  # fmt: skip
        self.housing = Body.objects.create(name="市住房和城乡建设局", aliases=["市住建局"])
        self.traffic = Body.objects.create(name="市交通运输局")
        self.water = Body.objects.create(name="市水务局")
        self.clerk = self.actor("林", "clerk")
        self.reviewer = self.actor("沈", "reviewer")
        self.committee = self.actor("何", "committee")
        self.assigner = self.actor("罗", "assigner")
        self.oversight = self.actor("邓", "oversight")
        self.wang = self.actor("王", "liaison", self.housing)
        self.zhao = self.actor("赵", "liaison", self.traffic)
        self.qian = self.actor("钱", "liaison", self.water)
        self.chen = self.member("陈")
        self.su = self.member("苏")
        self.public = actors.NOBODY

    def member(self, name: str) -> actors.Actor:
        person = Person.objects.create(name=name)
        user = User.objects.create(
            username=f"member-{person.pk}", person=person, email=f"m{person.pk}@chengzhou.example"
        )
        RoleGrant.objects.create(user=user, role="member")
        return actors.of(user, on=NOW.date())

    def actor(self, name: str, role: str, body: Body | None = None) -> actors.Actor:
        user = User.objects.create(username=f"{role}-{name}", first_name=name)
        RoleGrant.objects.create(user=user, role=role, body=body)
        return actors.of(user, on=NOW.date())


@pytest.fixture(autouse=True)
def _own_anchors(settings, tmp_path):
    settings.ANCHOR_FILE = tmp_path / "anchors.jsonl"


@pytest.fixture(autouse=True)
def _nothing_remembered():
    """What a process remembers of one store is nothing in the next, where versions and keys begin anew."""
    polling._seen.clear()
    polling._kept.clear()


@pytest.fixture
def cast(db: None) -> Cast:
    return Cast()


@pytest.fixture
def now() -> dt.datetime:
    return NOW
