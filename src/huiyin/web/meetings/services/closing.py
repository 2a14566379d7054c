# SPDX-License-Identifier: Apache-2.0
"""Closing (闭会): a meeting is closed when every word that asks for something has its owner, or a reason why it has none.

With the closing, in one transaction, every suggestion goes to the docket with its clock, and everyone who spoke is told
what became of their words.
"""

from datetime import datetime
from typing import Any

from django.db.models import Q

from huiyin.core.values.refusals import HuiyinError
from huiyin.web.accounts.actors import Actor
from huiyin.web.accounts.models import User
from huiyin.web.docket.services import telling, turning
from huiyin.web.kit import acting, gates, points
from huiyin.web.meetings import live, models
from huiyin.web.meetings.selectors import closing
from huiyin.web.meetings.services import docketing, held, preparing, reading_along, rows


@acting.act
def resolve(
    actor: Actor, found_uid: str, *, version: int, reason: str, now: datetime
) -> models.Found:
    """Say of one thing on the record why nothing more is owed; with no reason, take that back.

    Errors: `NOT_FOUND`; `NOT_ALLOWED`; `FOUND_UNSETTLED` for what no person has confirmed; `CHANGED_MEANWHILE`.
    """
    row = held.found(actor, found_uid)
    rows.by_office(actor, "resolve")
    if row.state not in models.STANDING:
        raise HuiyinError("FOUND_UNSETTLED")
    said = reason.replace("\x00", "").strip()[:300]
    gates.save(row, version, resolution=said)
    held.write("found.resolved", row.meeting, actor, row, now=now, reason=said, found=row.pk)
    return row


@acting.act
def close(actor: Actor, uid: str, *, version: int | None = None, now: datetime) -> models.Meeting:
    """Close a meeting: its suggestions go to the docket, its people are told.

    Errors: `NOT_FOUND`; `MEETING_UNREAD` while words are still to be read; `GUARD_NOTHING_OPEN`, `GUARD_NOBODY_SPEAKS`;
        those of `turning.turn`. Nothing is done then.
    """
    row = rows.meeting(actor, uid)
    facts = preparing.facts_of(row) | closing.facts(row)
    turned = turning.Turn(facts=facts, changes={"closed_at": now}, version=version)
    turning.check(row, "close", actor=actor, turned=turned)
    if reading_along.is_behind(row):
        raise HuiyinError("MEETING_UNREAD")
    for one in to_docket(row):
        docketing.send(actor, one.uid, now=now)
    turning.turn(row, "close", actor=actor, now=now, turned=turned)
    points.reached("meeting.closed")
    _tell(row, now)
    live.changed(row)
    live.changed_for(*row.participants.exclude(state="dropped"))
    return row


def to_docket(row: models.Meeting) -> Any:
    """Give the suggestions that are to go to the docket and have not gone."""
    return row.found.filter(
        kind="suggestion", state__in=models.STANDING, resolution="", proposal=None
    ).order_by("utterance__stated_at", "utterance__seq", "start")


def _tell(row: models.Meeting, now: datetime) -> None:
    """Tell everyone who spoke where to read what became of their words."""
    said = models.Participant.objects.filter(found__meeting=row, found__state__in=models.STANDING)
    of_bodies = said.filter(person=None, body__isnull=False).values("body_id")
    users = User.objects.filter(
        Q(person_id__in=said.filter(person__isnull=False).values("person_id"))
        | Q(grants__role="liaison", grants__body_id__in=of_bodies)
    ).distinct()
    params = {"title": row.title}
    link = f"/meetings/{row.uid}/mine"
    telling.post(users, f"meeting:{row.pk}:words", "meeting.words", params, link=link, now=now)
