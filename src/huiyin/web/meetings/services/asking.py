# SPDX-License-Identifier: Apache-2.0
"""Asking for the floor (申请发言): from the phone or through the clerk; the chair puts the queue in order."""

from collections import Counter
from datetime import datetime

from huiyin.core.meetings import queueing
from huiyin.core.values.refusals import HuiyinError
from huiyin.web.accounts.actors import Actor
from huiyin.web.docket import permissions as rights
from huiyin.web.kit import acting, gates
from huiyin.web.meetings import live, models, permissions
from huiyin.web.meetings.services import rows

EARLY = ("notified", "open", "suspended")  # a speech may be asked for before the meeting begins
WORDS_MOST = 300


@acting.act
def ask(
    actor: Actor,
    uid: str,
    *,
    kind: str = "speech",
    words: str = "",
    participant_uid: str = "",
    now: datetime,
) -> models.FloorRequest:
    """Ask for the floor: for oneself, or for another by who runs the meeting; asking twice is one request.

    Errors: `NOT_FOUND`; `NOT_ALLOWED`; `FIELD_UNKNOWN`; `ILLEGAL_TRANSITION`; `NOT_PRESENT` for who has not checked in
        where the meeting has begun.
    """
    row = rows.meeting(actor, uid)
    if kind not in models.FloorRequest.Kind.values:
        raise HuiyinError("FIELD_UNKNOWN", field=kind[:20])
    rows.in_state(row, "ask_for_floor", *(EARLY if kind == "speech" else ("open",)))
    one = _who(actor, row, participant_uid)
    if row.state == "open" and one.state != "present":
        raise HuiyinError("NOT_PRESENT", name=one.name)
    waiting = row.requests.filter(participant=one, kind=kind, state="waiting").first()
    if waiting is not None:
        return waiting
    made = models.FloorRequest.objects.create(
        meeting=row, participant=one, kind=kind, words=" ".join(words.split())[:WORDS_MOST], asked_at=now,
        item=row.agenda.filter(opened_at__isnull=False, ended_at=None, dropped_at=None).first(),
    )  # fmt: skip
    rows.write("floor.asked", row, actor, made, now=now, kind=kind)
    live.changed_for(one)
    return made


def _who(actor: Actor, row: models.Meeting, participant_uid: str) -> models.Participant:
    own = permissions.own_participant(actor, row)
    if participant_uid and (own is None or own.uid != participant_uid):
        rows.run_by(actor, row, "ask_for_floor")
        own = row.participants.filter(uid=participant_uid).exclude(state="dropped").first()
        if own is None:
            raise HuiyinError("NOT_FOUND")
    if own is None:
        raise HuiyinError("NOT_ALLOWED", act="ask_for_floor")
    return own


@acting.act
def withdraw(actor: Actor, request_uid: str, *, now: datetime) -> models.FloorRequest:
    """Take one's own request back; a second time changes nothing.

    Errors: `NOT_FOUND`; `NOT_ALLOWED` for the request of another; `ILLEGAL_TRANSITION` once it was called.
    """
    row, one = _request(actor, request_uid)
    own = permissions.own_participant(actor, row)
    if own is None or own.pk != one.participant_id:
        raise HuiyinError("NOT_ALLOWED", act="withdraw_request")
    if one.state == "withdrawn":
        return one
    _settle(row, one, "withdrawn", "withdraw_request", actor, now)
    return one


@acting.act
def refuse(actor: Actor, request_uid: str, *, reason: str, now: datetime) -> models.FloorRequest:
    """Let a request go without the floor, with the reason, which its maker reads.

    Errors: `NOT_FOUND`; `NOT_ALLOWED`; `REASON_REQUIRED`; `ILLEGAL_TRANSITION` for one that waits no more.
    """
    row, one = _request(actor, request_uid)
    rows.run_by(actor, row, "refuse_request")
    if not reason.strip():
        raise HuiyinError("REASON_REQUIRED", act="refuse_request")
    _settle(row, one, "refused", "refuse_request", actor, now, reason.strip()[:300])
    return one


def _settle(
    row: models.Meeting, one: models.FloorRequest, state: str, act: str, actor: Actor, now: datetime, reason: str = ""
) -> None:  # fmt: skip
    if one.state != "waiting":
        raise HuiyinError("ILLEGAL_TRANSITION", act=act, state=one.state)
    gates.save(one, one.version, state=state, settled_at=now, reason=reason)
    rows.write(f"floor.{state}", row, actor, one, now=now, reason=reason)
    live.changed_for(one.participant)


@acting.act
def put(actor: Actor, request_uid: str, *, where: str, now: datetime) -> models.FloorRequest:
    """Put a request in its place: `up`, `down`, `first`, or `free`, where evening out the sectors decides again.

    What stands above the place is fixed with it, so that the chair's order holds whoever asks afterwards.

    Errors: `NOT_FOUND`; `NOT_ALLOWED`; `FIELD_UNKNOWN`; `ILLEGAL_TRANSITION` for one that waits no more.
    """
    row, one = _request(actor, request_uid)
    rows.run_by(actor, row, "order_requests")
    if where not in ("up", "down", "first", "free"):
        raise HuiyinError("FIELD_UNKNOWN", field=where[:20])
    if one.state != "waiting":
        raise HuiyinError("ILLEGAL_TRANSITION", act="order_requests", state=one.state)
    line = queue(row)
    at = [other.pk for other in line].index(one.pk)
    mover = line.pop(at)
    to = {"up": max(0, at - 1), "down": min(len(line), at + 1), "first": 0, "free": at}[where]
    line.insert(to, mover)
    fixed = max([to, *(n for n, other in enumerate(line) if other.order and other.pk != one.pk)])
    touched = []
    for place, other in enumerate(line, start=1):
        order = place if place <= fixed + 1 else 0
        if where == "free" and other.pk == one.pk:
            order = 0
        if where == "free" and not other.order:
            order = 0
        if other.order != order:
            gates.save(other, other.version, order=order)
            touched.append(other)
    if touched:
        rows.write("floor.ordered", row, actor, *touched, now=now, where=where)
    return mover


def queue(row: models.Meeting) -> list[models.FloorRequest]:
    """Give who waits for a speech, in order: first as the chair put them, then whoever evens out the sectors most.

    Cost: two queries.
    """
    some = list(
        row.requests.filter(state="waiting", kind="speech").select_related(
            "participant__person", "participant__body", "item"
        )
    )
    spoken, by_person = spoken_so_far(row)
    waiting = [
        queueing.Waiting(
            one.pk, one.asked_at.timestamp(), one.participant.sector, one.order, by_person[one.participant_id]
        )
        for one in some
    ]  # fmt: skip
    rows_by_id = {one.pk: one for one in some}
    return [rows_by_id[one.id] for one in queueing.order(waiting, spoken)]


def spoken_so_far(row: models.Meeting) -> tuple[Counter[str], Counter[int]]:
    """Count the speeches held so far: of each sector, and of each participant."""
    held = row.turns.filter(kind="speech").values_list("participant__sector", "participant_id")
    pairs = list(held)
    return Counter(sector for sector, _ in pairs if sector), Counter(pk for _, pk in pairs)


def _request(actor: Actor, uid: str) -> tuple[models.Meeting, models.FloorRequest]:
    found = gates.get(models.FloorRequest, rights.visible(actor, models.FloorRequest), uid=uid)
    row = rows.meeting(actor, found.meeting.uid)
    return row, models.FloorRequest.objects.select_for_update().get(pk=found.pk)
