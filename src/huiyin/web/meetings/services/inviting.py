# SPDX-License-Identifier: Apache-2.0
"""Inviting (邀请): who takes part, registers, asks for leave, sits where and in which group."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from huiyin.core.values.refusals import HuiyinError
from huiyin.web.accounts.actors import Actor
from huiyin.web.accounts.models import Body, Membership, Person
from huiyin.web.docket.selectors import shown as names
from huiyin.web.kit import acting, gates
from huiyin.web.meetings import live, models, permissions
from huiyin.web.meetings.services import rows

INVITES = ("planned", "notified", "open", "suspended")
NOT_HERE_YET = ("invited", "registered", "on_leave")


@dataclass(frozen=True, slots=True)
class Guest:
    """Someone to be invited; sector, party and gender are the register's where the person is known."""

    role: str
    name: str
    person: Person | None = None
    body: Body | None = None
    duty: str = ""
    seat: str = ""
    group: str = ""


@acting.act
def invite(
    actor: Actor, uid: str, some: Sequence[Guest], *, now: datetime
) -> list[models.Participant]:
    """Invite people; who is invited already is left as is, who was taken off is invited again.

    Errors: `NOT_FOUND`; `NOT_ALLOWED`; `ILLEGAL_TRANSITION`; `FIELD_EMPTY`; `FIELD_UNKNOWN` for a role; `SEAT_TAKEN`.
    Cost: four queries, however many are invited for the first time.
    """
    row = rows.meeting(actor, uid)
    rows.by_office(actor, "invite")
    rows.in_state(row, "invite", *INVITES)
    for one in some:
        if one.role not in models.Participant.Role.values:
            raise HuiyinError("FIELD_UNKNOWN", field=one.role[:20])
        if not one.name:
            raise HuiyinError("FIELD_EMPTY", field=names.say("guest.name"))
    known = {one.person_id: one for one in row.participants.filter(person__isnull=False)}
    plain = {(one.name, one.body_id) for one in row.participants.filter(person=None)}
    seats = _seats([one.person.pk for one in some if one.person], row)
    again = [
        known[one.person.pk]
        for one in some
        if one.person and one.person.pk in known and known[one.person.pk].state == "dropped"
    ]
    for back in again:
        gates.save(back, back.version, state="invited")
    fresh: dict[object, models.Participant] = {}
    for one in some:
        key: object = one.person.pk if one.person else (one.name, one.body.pk if one.body else None)
        if key not in known and key not in plain:
            fresh.setdefault(key, _row(row, one, seats))
    made = _made(list(fresh.values()))
    if made or again:
        rows.write("people.invited", row, actor, *made, *again, now=now, n=len(made) + len(again))
    return made


def _seats(person_ids: Iterable[int], row: models.Meeting) -> dict[int, str]:
    """Give the sector each member sits for in the meeting's term."""
    some = Membership.objects.filter(person_id__in=person_ids, term_id=row.session.term_id)
    return dict(some.exclude(sector=None).values_list("person_id", "sector__name"))


def _row(row: models.Meeting, one: Guest, sectors: dict[int, str]) -> models.Participant:
    person = one.person
    return models.Participant(
        meeting=row, role=one.role, person=person, body=one.body, name=one.name,
        duty=one.duty or (person.duty if person else ""), party=person.party if person else "",
        gender=person.gender if person else "", sector=sectors.get(person.pk, "") if person else "",
        seat=one.seat, group=one.group,
    )  # fmt: skip


def _made(some: list[models.Participant]) -> list[models.Participant]:
    try:
        with transaction.atomic():
            return models.Participant.objects.bulk_create(some)
    except IntegrityError as taken:
        seats = ", ".join(one.seat for one in some if one.seat)
        raise HuiyinError("SEAT_TAKEN", seat=seats[:60]) from taken


def members_of(sector_id: int, row: models.Meeting) -> list[Guest]:
    """Give the members of a sector in the meeting's term, as guests to invite."""
    some = Membership.objects.filter(
        sector_id=sector_id, term_id=row.session.term_id, ends_on=None
    ).select_related("person")
    return [Guest("member", one.person.name, one.person) for one in some]


@acting.act
def register(
    actor: Actor, uid: str, *, participant_uid: str = "", now: datetime
) -> models.Participant:
    """Say that one comes: each for oneself, the office for anybody.

    Errors: `NOT_FOUND`; `NOT_ALLOWED`; `ILLEGAL_TRANSITION` once the meeting is over.
    """
    row, one = _self_or_office(actor, uid, participant_uid, "register")
    if one.state in ("invited", "on_leave"):
        gates.save(one, one.version, state="registered", leave_reason="")
        _say("people.registered", row, actor, one, now=now)
    return one


@acting.act
def ask_leave(
    actor: Actor, uid: str, *, reason: str, participant_uid: str = "", now: datetime
) -> models.Participant:
    """Ask for leave, with the reason.

    Errors: `NOT_FOUND`; `NOT_ALLOWED`; `REASON_REQUIRED`; `ILLEGAL_TRANSITION` for who is here already.
    """
    row, one = _self_or_office(actor, uid, participant_uid, "ask_leave")
    if not reason.strip():
        raise HuiyinError("REASON_REQUIRED", act="ask_leave")
    if one.state not in NOT_HERE_YET:
        raise HuiyinError("ILLEGAL_TRANSITION", act="ask_leave", state=one.state)
    gates.save(one, one.version, state="on_leave", leave_reason=reason.strip()[:300])
    _say("people.on_leave", row, actor, one, now=now, reason=reason.strip())
    return one


@acting.act
def place(
    actor: Actor, participant_uid: str, *, version: int, seat: str, group: str, now: datetime
) -> models.Participant:
    """Give someone a seat and a group.

    Errors: `NOT_FOUND`; `NOT_ALLOWED`; `SEAT_TAKEN`; `CHANGED_MEANWHILE`.
    """
    one = rows.participant(actor, participant_uid)
    rows.by_office(actor, "place")
    try:
        with transaction.atomic():
            gates.save(one, version, seat=seat[:20], group=group[:40])
    except IntegrityError as taken:
        raise HuiyinError("SEAT_TAKEN", seat=seat[:20]) from taken
    _say("people.placed", one.meeting, actor, one, now=now)
    return one


@acting.act
def drop(actor: Actor, participant_uid: str, *, reason: str, now: datetime) -> models.Participant:
    """Take someone off the list, with the reason.

    Errors: `NOT_FOUND`; `NOT_ALLOWED`; `REASON_REQUIRED`; `ILLEGAL_TRANSITION` for who is here or has spoken.
    """
    one = rows.participant(actor, participant_uid)
    rows.by_office(actor, "drop_participant")
    if not reason.strip():
        raise HuiyinError("REASON_REQUIRED", act="drop_participant")
    if one.state not in NOT_HERE_YET or one.turns.exists():
        raise HuiyinError("ILLEGAL_TRANSITION", act="drop_participant", state=one.state)
    gates.save(one, one.version, state="dropped", leave_reason="")
    _say("people.dropped", one.meeting, actor, one, now=now, reason=reason.strip())
    return one


def _self_or_office(
    actor: Actor, uid: str, participant_uid: str, act: str
) -> tuple[models.Meeting, models.Participant]:
    row = rows.meeting(actor, uid)
    rows.in_state(row, act, *INVITES)
    own = permissions.own_participant(actor, row)
    if participant_uid and (own is None or own.uid != participant_uid):
        rows.by_office(actor, act)
        own = row.participants.filter(uid=participant_uid).exclude(state="dropped").first()
        if own is None:
            raise HuiyinError("NOT_FOUND")
    if own is None:
        raise HuiyinError("NOT_ALLOWED", act=act)
    return row, own


def _say(
    act: str, row: models.Meeting, actor: Actor, one: models.Participant, *, now: datetime, reason: str = ""
) -> None:  # fmt: skip
    rows.write(act, row, actor, one, now=now, reason=reason, state=one.state)
    live.changed_for(one)
