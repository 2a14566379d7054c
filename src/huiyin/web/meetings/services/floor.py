# SPDX-License-Identifier: Apache-2.0
"""The floor (发言席): who has it, given and ended by who runs the meeting; one speaks at a time, one may put in between.

Whoever gives the floor says which turn the page showed (`after`): if another has it by then, nothing is done, so that two
at the controls never end each other's speakers unseen. The constraints of the store hold the same.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db import IntegrityError, transaction

from huiyin.core.values.refusals import HuiyinError
from huiyin.web.accounts.actors import Actor
from huiyin.web.docket import permissions as rights
from huiyin.web.kit import acting, gates, points
from huiyin.web.meetings import live, models
from huiyin.web.meetings.services import rows

INTERPOSED = ("question", "point_of_order", "answer")
_SHORT_SECONDS = 180  # for what is put in between
_EXTRA_MOST = 3600


@acting.act
def call(actor: Actor, request_uid: str, *, after: str, now: datetime) -> models.Turn:
    """Call on someone who asked for the floor; a question or point of order is put in between, a speech comes after.

    Errors: `NOT_FOUND`; `NOT_ALLOWED`; `ILLEGAL_TRANSITION`; `NOT_PRESENT`; `FLOOR_CHANGED`; `FLOOR_TAKEN`.
    """
    found = gates.get(
        models.FloorRequest, rights.visible(actor, models.FloorRequest), uid=request_uid
    )
    row = _hall(actor, found.meeting.uid, "call")
    asked = models.FloorRequest.objects.select_for_update().get(pk=found.pk)
    if asked.state != "waiting":
        raise HuiyinError("ILLEGAL_TRANSITION", act="call", state=asked.state)
    return _begin(actor, row, asked.participant, str(asked.kind), after=after, asked=asked, now=now)


@acting.act
def give(
    actor: Actor,
    uid: str,
    participant_uid: str,
    *,
    kind: str,
    after: str,
    answers: str = "",
    now: datetime,
) -> models.Turn:
    """Give the floor to somebody: a speech, a question put in, its answer, a department's reply, a point of order.

    An answer names the turn it answers, else it answers the last question that has none yet.

    Errors: `NOT_FOUND`; `NOT_ALLOWED`; `FIELD_UNKNOWN`; `ILLEGAL_TRANSITION`; `NOT_PRESENT`; `FLOOR_CHANGED`;
        `FLOOR_TAKEN`; `NO_QUESTION` for an answer to nothing.
    """
    row = _hall(actor, uid, "give_floor")
    if kind not in models.Turn.Kind.values:
        raise HuiyinError("FIELD_UNKNOWN", field=kind[:20])
    one = row.participants.filter(uid=participant_uid).exclude(state="dropped").first()
    if one is None:
        raise HuiyinError("NOT_FOUND")
    question = _question(row, answers) if kind == "answer" else None
    waits = {"speech": "speech", "question": "question", "point_of_order": "point_of_order"}
    asked = row.requests.filter(participant=one, kind=waits.get(kind, ""), state="waiting").first()
    return _begin(actor, row, one, kind, after=after, asked=asked, answers=question, now=now)


def _question(row: models.Meeting, uid: str) -> models.Turn:
    some = row.turns.filter(kind="question")
    found = some.filter(uid=uid).first() if uid else some.filter(answered_by=None).last()
    if found is None:
        raise HuiyinError("NO_QUESTION")
    return found


def _begin(  # noqa: PLR0913 - a turn is all of these
    actor: Actor, row: models.Meeting, one: models.Participant, kind: str, *, after: str, now: datetime,
    asked: models.FloorRequest | None = None, answers: models.Turn | None = None,
) -> models.Turn:  # fmt: skip
    if one.state != "present":
        raise HuiyinError("NOT_PRESENT", name=one.name)
    running = row.turns.filter(ended_at=None, within=None).first()
    if (running.uid if running else "") != after:
        raise HuiyinError("FLOOR_CHANGED")
    within = running if kind in INTERPOSED else None
    touched: list[models.Turn] = []
    if within is not None:
        touched += _end(row.turns.filter(within=within, ended_at=None), now)
    elif running is not None:
        touched += _end(row.turns.filter(ended_at=None), now)
    points.reached("row.saved")
    try:
        with transaction.atomic():
            made = models.Turn.objects.create(
                meeting=row, item=_open_item(row), participant=one, request=asked, kind=kind, within=within,
                answers=answers, began_at=now,
                allowed_seconds=_SHORT_SECONDS if kind in INTERPOSED else row.speech_seconds,
            )  # fmt: skip
    except IntegrityError as taken:
        raise HuiyinError("FLOOR_TAKEN") from taken
    if asked is not None:
        gates.save(asked, asked.version, state="called", settled_at=now)
    said = [made, *touched, *([asked] if asked else [])]
    rows.write("floor.given", row, actor, *said, now=now, kind=kind, name=one.name)
    live.changed_for(one, *(turn.participant for turn in touched))
    return made


@acting.act
def end(actor: Actor, turn_uid: str, *, now: datetime) -> models.Turn:
    """End a turn, and what was put in between with it; a turn that is over stays as it is.

    Errors: `NOT_FOUND`; `NOT_ALLOWED`; `ILLEGAL_TRANSITION` while the meeting is not in session.
    """
    row, turn = _turn(actor, turn_uid, "end_turn")
    if turn.ended_at is not None:
        return turn
    ended = _end(row.turns.filter(ended_at=None, within=turn), now)
    ended += _end(row.turns.filter(pk=turn.pk), now)
    rows.write("floor.ended", row, actor, *ended, now=now)
    live.changed_for(*(one.participant for one in ended))
    turn.refresh_from_db()
    return turn


@acting.act
def give_time(actor: Actor, turn_uid: str, *, seconds: int, now: datetime) -> models.Turn:
    """Give a running turn more time.

    Errors: `NOT_FOUND`; `NOT_ALLOWED`; `ILLEGAL_TRANSITION` for a turn that is over; `MINUTES_INVALID`.
    """
    row, turn = _turn(actor, turn_uid, "give_time")
    if turn.ended_at is not None:
        raise HuiyinError("ILLEGAL_TRANSITION", act="give_time", state="ended")
    if not 0 < seconds <= _EXTRA_MOST:
        raise HuiyinError("MINUTES_INVALID", value=str(seconds // 60), most=_EXTRA_MOST // 60)
    turn.allowed_seconds += seconds
    turn.save(update_fields=["allowed_seconds"])
    rows.write("floor.time_given", row, actor, turn, now=now, seconds=seconds)
    live.changed_for(turn.participant)
    return turn


def _end(some: Iterable[models.Turn], now: datetime) -> list[models.Turn]:
    ended = list(some)
    for one in ended:
        one.ended_at = max(now, one.began_at)
        one.save(update_fields=["ended_at"])
    return ended


def _open_item(row: models.Meeting) -> models.AgendaItem | None:
    some = row.agenda.filter(opened_at__isnull=False, ended_at=None, dropped_at=None)
    return some.first()


def _hall(actor: Actor, uid: str, act: str) -> models.Meeting:
    row = rows.meeting(actor, uid)
    rows.run_by(actor, row, act)
    rows.in_state(row, act, "open")
    return row


def _turn(actor: Actor, uid: str, act: str) -> tuple[models.Meeting, models.Turn]:
    found = gates.get(models.Turn, rights.visible(actor, models.Turn), uid=uid)
    row = _hall(actor, found.meeting.uid, act)
    return row, models.Turn.objects.select_related("participant").get(pk=found.pk)
