# SPDX-License-Identifier: Apache-2.0
"""The agenda (议程): drawn up and reordered by the office; items are taken up and ended in the hall."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max

from huiyin.core.values.refusals import HuiyinError
from huiyin.web.accounts.actors import Actor
from huiyin.web.accounts.models import Body
from huiyin.web.docket.selectors import shown as names
from huiyin.web.kit import acting, gates
from huiyin.web.meetings import models
from huiyin.web.meetings.services import rows

DRAWN_UP = ("planned", "notified", "open", "suspended")
IN_SESSION = ("open",)


@dataclass(frozen=True, slots=True)
class Point:
    """A point of the agenda as it is typed.

    Units: minutes; 0 where it takes no time of its own.
    """

    title: str
    topic: str = ""
    minutes: int = 0
    body: Body | None = None


@acting.act
def add(actor: Actor, uid: str, *points: Point, now: datetime) -> list[models.AgendaItem]:
    """Put points at the end of the agenda.

    Errors: `NOT_FOUND`; `NOT_ALLOWED`; `ILLEGAL_TRANSITION`; `FIELD_EMPTY`.
    """
    row = _drawn_up(actor, uid)
    last = row.agenda.aggregate(n=Max("order"))["n"] or 0
    made = models.AgendaItem.objects.bulk_create(
        models.AgendaItem(meeting=row, order=place, **_checked(point))
        for place, point in enumerate(points, start=last + 1)
    )
    rows.write("agenda.added", row, actor, *made, now=now, titles=[one.title for one in made])
    return made


@acting.act
def change(
    actor: Actor, uid: str, item_uid: str, *, version: int, point: Point, now: datetime
) -> models.AgendaItem:
    """Change what a point says.

    Errors: those of `add`; `CHANGED_MEANWHILE`.
    """
    row = _drawn_up(actor, uid)
    item = _item(row, item_uid)
    gates.save(item, version, **_checked(point))
    rows.write("agenda.changed", row, actor, item, now=now, title=item.title)
    return item


@acting.act
def move(actor: Actor, uid: str, item_uid: str, *, by: int, now: datetime) -> models.AgendaItem:
    """Move a point up (-1) or down (1); at the end of the agenda it stays.

    Errors: `NOT_FOUND`; `NOT_ALLOWED`; `ILLEGAL_TRANSITION`.
    """
    row = _drawn_up(actor, uid)
    some = list(row.agenda.filter(dropped_at=None).order_by("order"))
    at = next((n for n, one in enumerate(some) if one.uid == item_uid), None)
    if at is None:
        raise HuiyinError("NOT_FOUND")
    to = at + (1 if by > 0 else -1)
    if 0 <= to < len(some):
        one, other = some[at], some[to]
        places = one.order, other.order
        beyond = (row.agenda.aggregate(n=Max("order"))["n"] or 0) + 1
        gates.save(other, other.version, order=beyond)  # two points never stand in one place
        gates.save(one, one.version, order=places[1])
        gates.save(other, other.version, order=places[0])
        rows.write("agenda.moved", row, actor, one, other, now=now, title=one.title)
    return some[at]


@acting.act
def drop(actor: Actor, uid: str, item_uid: str, *, reason: str, now: datetime) -> models.AgendaItem:
    """Take a point off the agenda; it stays in the ledger with the reason.

    Errors: `NOT_FOUND`; `NOT_ALLOWED`; `REASON_REQUIRED`; `ILLEGAL_TRANSITION` once it was taken up.
    """
    row = _drawn_up(actor, uid)
    item = _item(row, item_uid)
    if item.opened_at is not None:
        raise HuiyinError("ILLEGAL_TRANSITION", act="drop_item", state="opened")
    if not reason.strip():
        raise HuiyinError("REASON_REQUIRED", act="drop_item")
    gates.save(item, item.version, dropped_at=now)
    rows.write("agenda.dropped", row, actor, item, now=now, reason=reason.strip())
    return item


@acting.act
def take_up(actor: Actor, uid: str, item_uid: str, *, now: datetime) -> models.AgendaItem:
    """Take a point up in the hall; the one before it is ended by that, and one that was ended is taken up again.

    Errors: `NOT_FOUND`; `NOT_ALLOWED`; `ILLEGAL_TRANSITION` while the meeting is not in session.
    """
    row = _in_session(actor, uid, "take_up")
    item = _item(row, item_uid)
    if item.opened_at is not None and item.ended_at is None:
        return item
    touched = _end_open(row, now)
    gates.save(item, item.version, opened_at=item.opened_at or now, ended_at=None)
    rows.write("agenda.taken_up", row, actor, item, *touched, now=now, title=item.title)
    return item


@acting.act
def finish(actor: Actor, uid: str, item_uid: str, *, now: datetime) -> models.AgendaItem:
    """End a point that was taken up.

    Errors: `NOT_FOUND`; `NOT_ALLOWED`; `ILLEGAL_TRANSITION` for one that is not open.
    """
    row = _in_session(actor, uid, "finish")
    item = _item(row, item_uid)
    if item.opened_at is None or item.ended_at is not None:
        raise HuiyinError("ILLEGAL_TRANSITION", act="finish_item", state="not_open")
    rows.write("agenda.finished", row, actor, *_end_open(row, now), now=now, title=item.title)
    item.refresh_from_db()
    return item


def _end_open(row: models.Meeting, now: datetime) -> list[models.AgendaItem]:
    some = list(row.agenda.filter(opened_at__isnull=False, ended_at=None, dropped_at=None))
    for one in some:
        gates.save(one, one.version, ended_at=now)
    return some


def _drawn_up(actor: Actor, uid: str) -> models.Meeting:
    row = rows.meeting(actor, uid)
    rows.by_office(actor, "draw_up_agenda")
    rows.in_state(row, "draw_up_agenda", *DRAWN_UP)
    return row


def _in_session(actor: Actor, uid: str, act: str) -> models.Meeting:
    row = rows.meeting(actor, uid)
    rows.run_by(actor, row, act)
    rows.in_state(row, act, *IN_SESSION)
    return row


def _item(row: models.Meeting, uid: str) -> models.AgendaItem:
    item = row.agenda.filter(uid=uid, dropped_at=None).first()
    if item is None:
        raise HuiyinError("NOT_FOUND")
    return item


def _checked(point: Point) -> dict[str, object]:
    if not point.title:
        raise HuiyinError("FIELD_EMPTY", field=names.say("agenda.title"))
    return {
        "title": point.title, "topic": point.topic, "minutes": point.minutes, "body": point.body,
    }  # fmt: skip
