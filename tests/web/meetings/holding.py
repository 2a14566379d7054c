# SPDX-License-Identifier: Apache-2.0
"""Meetings in the states that tests begin from, made by the services alone."""

import datetime as dt
import re

import pytest
from django.test import Client

from huiyin.core.values.refusals import HuiyinError
from huiyin.web.accounts.models import Body, Membership, Person, Sector, User
from huiyin.web.docket import replaying
from huiyin.web.meetings.services import agenda, asking, checking_in, floor, inviting, preparing


def plan(now, **changes):
    return {
        "kind": "joint_group", "title": "老城区停车联组讨论会", "topic": "停车难", "place": "一号会议室",
        "language": "zh", "starts_at": now + dt.timedelta(days=10), "speech_seconds": 480, "is_public": False,
        "chair": "",
    } | changes  # fmt: skip


def planned(cast, now, **changes):
    return preparing.plan(cast.clerk, cast.session, fields=plan(now, **changes), now=now)


class Hall:
    """A meeting in session: 韩 chairs it; 陈 of education and 苏 of science are here, 王 answers for housing, 周 is away."""

    def __init__(self, cast, now, **changes):
        self.cast, self.now = cast, now
        self.chair = cast.member("韩")
        self.zhou = cast.member("周")
        for actor, sector in ((cast.chen, "教育界"), (cast.su, "科技界"), (self.zhou, "科技界")):
            row, _ = Sector.objects.get_or_create(name=sector)
            Membership.objects.create(
                person_id=actor.person_id,
                term=cast.session.term,
                sector=row,
                starts_on="2022-01-01",
            )
        self.row = planned(cast, now, chair="韩", **changes)
        agenda.add(
            cast.clerk, self.row.uid, agenda.Point("会议发言", "停车难", 60), agenda.Point("部门回应", "", 30),
            now=now,
        )  # fmt: skip
        guests = [
            inviting.Guest("leader", "韩", person(self.chair)),
            inviting.Guest("member", "陈", person(cast.chen)),
            inviting.Guest("member", "苏", person(cast.su)),
            inviting.Guest("member", "周", person(self.zhou)),
            inviting.Guest(
                "department", "王", body=Body.objects.get(pk=cast.housing.pk), duty="局长"
            ),
        ]
        made = inviting.invite(cast.clerk, self.row.uid, guests, now=now)
        self.han, self.chen, self.su, self.away, self.wang = made
        self.do("notify")
        for one in (self.han, self.chen, self.su, self.wang):
            checking_in.check_in(cast.clerk, self.row.uid, one.uid, now=now)
        self.do("open")

    def do(self, act, words="", actor=None):
        actor = actor or self.cast.clerk
        self.row = preparing.hold(actor, self.row.uid, act, version=None, words=words, now=self.now)
        return self.row

    def later(self, seconds):
        self.now += dt.timedelta(seconds=seconds)
        return self.now

    def ask(self, actor, kind="speech", **given):
        return asking.ask(actor, self.row.uid, kind=kind, now=self.now, **given)

    def call(self, request, after=""):
        return floor.call(self.chair, request.uid, after=after, now=self.now)

    def give(self, one, kind="speech", after="", **given):
        return floor.give(
            self.chair, self.row.uid, one.uid, kind=kind, after=after, now=self.now, **given
        )

    def end(self, turn):
        return floor.end(self.chair, turn.uid, now=self.now)


def person(actor):
    return Person.objects.get(pk=actor.person_id)


def client_of(actor):
    client = Client()
    if actor.user_id:
        client.force_login(
            User.objects.get(pk=actor.user_id), "django.contrib.auth.backends.ModelBackend"
        )
    return client


def refused(code):
    return pytest.raises(HuiyinError, match=rf"^{re.escape(code)}\b")


def sound(settings):
    outcome = replaying.verify(settings.ANCHOR_FILE)
    assert outcome.is_sound, outcome.faults
