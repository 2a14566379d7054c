# SPDX-License-Identifier: Apache-2.0
"""Meetings in session with people in them, and words said in them."""

from huiyin.web.accounts.models import Body, Person
from huiyin.web.meetings import models
from huiyin.web.meetings.services import (
    agenda,
    checking_in,
    hearing,
    inviting,
    preparing,
    reading_along,
    settling,
)
from web.meetings import holding

ASK = "我建议市住建局在老城区增设两百个停车位，先从三处闲置地块做起。"
ORDER = "请市住建局牵头，市交通运输局配合，三月底前把方案报给我。"


def opened(cast, now, **changes):
    """A meeting in session: 陈 and 苏 members, 何砚秋 the mayor, 邱国平 for the housing bureau."""
    row = holding.planned(cast, now, **changes)
    agenda.add(cast.clerk, row.uid, agenda.Point("会议发言", "停车难", 60), now=now)
    mayor = Person.objects.create(name="何砚秋")
    guests = [
        inviting.Guest("member", "陈", holding.person(cast.chen)),
        inviting.Guest("member", "苏", holding.person(cast.su)),
        inviting.Guest("leader", "何砚秋", mayor, duty="市长"),
        inviting.Guest("department", "邱国平", body=Body.objects.get(pk=cast.housing.pk), duty="局长"),
    ]  # fmt: skip
    made = inviting.invite(cast.clerk, row.uid, guests, now=now)
    preparing.hold(cast.clerk, row.uid, "notify", version=None, now=now)
    checking_in.check_in(cast.clerk, row.uid, made[0].uid, now=now)
    return preparing.hold(cast.clerk, row.uid, "open", version=None, now=now)


def join(row, name, role, **more):
    return models.Participant.objects.create(
        meeting=row, name=name, role=role, state="present", arrived_at=row.opened_at, **more
    )


def told(cast, row, *lines, now, prefix="k"):
    """Say lines `label：words` and have them read; gives the utterances."""
    some = [line.partition("：") for line in lines]
    start = row.utterances.count()
    telling = [
        hearing.Telling(key=f"{prefix}{start + n}", label=label, text=text)
        for n, (label, _, text) in enumerate(some)
    ]
    taken = hearing.take(cast.clerk, row.uid, telling, now=now)
    reading_along.read_on(row, now=now)
    return [one.row for one in taken]


def caught(cast, row, line=f"陈委员：{ASK}", *, now, kind="suggestion"):
    """One thing caught in a line, still a proposal of the reader."""
    (said,) = told(cast, row, line, now=now)
    return said.found.get(kind=kind)


def standing(cast, row, line=f"陈委员：{ASK}", *, now, kind="suggestion"):
    return settling.confirm(cast.clerk, caught(cast, row, line, now=now, kind=kind).uid, now=now)


def true_to_their_words(row):
    """Every catch says what its edition says, to the letter."""
    for one in row.found.all():
        text = one.utterance.editions.get(number=one.edition).text
        assert text[one.start : one.end] == one.quote, one
