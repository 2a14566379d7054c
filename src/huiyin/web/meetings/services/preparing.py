# SPDX-License-Identifier: Apache-2.0
"""Preparing (筹备): a meeting is planned, amended, announced, opened, suspended or cancelled."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from huiyin.core.docket.transitions import Given
from huiyin.core.values.refusals import HuiyinError
from huiyin.web.accounts.actors import Actor
from huiyin.web.accounts.models import Person, Session
from huiyin.web.docket.selectors import shown as names
from huiyin.web.docket.services import turning
from huiyin.web.kit import acting, gates, ports
from huiyin.web.meetings import live, models
from huiyin.web.meetings.services import rows

FIELDS = (
    "kind", "title", "topic", "place", "language", "starts_at", "speech_seconds", "is_public", "chair",
)  # fmt: skip
ACTS = ("notify", "open", "suspend", "resume", "cancel")
_UNFINISHED = ("planned", "notified", "open", "suspended")


@acting.act
def plan(
    actor: Actor, session: Session, *, fields: Mapping[str, Any], now: datetime
) -> models.Meeting:
    """Plan a meeting of a session, under the pack the session is under.

    Errors: `NOT_ALLOWED`; `FIELD_EMPTY`, `FIELD_UNKNOWN`; `PERSON_UNKNOWN` for a chair nobody knows.
    """
    rows.by_office(actor, "plan_meeting")
    pack = ports.pack(session.pack, session.pack_version)
    made = models.Meeting.objects.create(
        session=session, pack=pack.id, pack_version=pack.version, state=pack.machines["meeting"].initial,
        created_at=now, **_checked(fields),
    )  # fmt: skip
    rows.write("meeting.planned", made, actor, made, now=now)
    return made


@acting.act
def amend(
    actor: Actor, uid: str, *, version: int, fields: Mapping[str, Any], now: datetime
) -> models.Meeting:
    """Amend the plan of a meeting that is not over.

    Errors: `NOT_FOUND`; `NOT_ALLOWED`; `ILLEGAL_TRANSITION`; `CHANGED_MEANWHILE`; those of `plan`.
    """
    row = rows.meeting(actor, uid)
    rows.by_office(actor, "amend_meeting")
    rows.in_state(row, "amend_meeting", *_UNFINISHED)
    gates.save(row, version, **_checked(fields))
    rows.write("meeting.amended", row, actor, row, now=now)
    return row


def _checked(fields: Mapping[str, Any]) -> dict[str, Any]:
    if unknown := set(fields) - set(FIELDS):
        raise HuiyinError("FIELD_UNKNOWN", field=sorted(unknown)[0])
    found = dict(fields)
    if found["kind"] not in models.Meeting.Kind.values:
        raise HuiyinError("FIELD_UNKNOWN", field=str(found["kind"])[:20])
    if not found["title"]:
        raise HuiyinError("FIELD_EMPTY", field=names.say("meeting.title"))
    if not found["speech_seconds"]:
        raise HuiyinError("FIELD_EMPTY", field=names.say("meeting.speech_minutes"))
    found["chair"] = person_named(found["chair"]) if found.get("chair") else None
    return found


def person_named(said: str) -> Person:
    """Give the one person of a name; where several bear it, the name with the member's number behind it tells them apart.

    Errors: `PERSON_UNKNOWN`, `PERSON_AMBIGUOUS`.
    """
    name, _, code = said.partition(" ")
    some = list(Person.objects.filter(name=said)[:2])
    if len(some) != 1 and code:
        some = list(Person.objects.filter(name=name, memberships__code=code).distinct()[:2])
    if not some:
        raise HuiyinError("PERSON_UNKNOWN", name=said[:60])
    if len(some) > 1:
        raise HuiyinError("PERSON_AMBIGUOUS", name=said[:60])
    return some[0]


def facts_of(row: models.Meeting) -> set[str]:
    """Give the guards of the pack that hold for a meeting now, but for what was said in it."""
    some = row.participants.exclude(state="dropped")
    facts = {
        "has_agenda": row.agenda.filter(dropped_at=None).exists(),
        "has_participants": some.exists(),
        "someone_present": some.filter(state="present").exists(),
        "nobody_speaks": not row.turns.filter(ended_at=None).exists(),
    }
    return {name for name, holds in facts.items() if holds}


@acting.act
def hold(
    actor: Actor, uid: str, act_id: str, *, version: int | None, words: str = "", now: datetime
) -> models.Meeting:
    """Announce, open, suspend, resume or cancel a meeting.

    Errors: `NOT_FOUND`; `ACT_UNKNOWN`; `NOT_ALLOWED`; `ILLEGAL_TRANSITION`; `GUARD_…`; `REASON_REQUIRED`;
        `CHANGED_MEANWHILE`.
    """
    row = rows.meeting(actor, uid)
    if act_id not in ACTS:
        raise HuiyinError("ACT_UNKNOWN", act=act_id)
    changes: dict[str, Any] = {}
    if act_id == "notify":
        changes["notified_at"] = now
    if act_id == "open":
        changes["opened_at"] = now
    turned = turning.Turn(
        given=Given(words=words.strip()), facts=facts_of(row), changes=changes, version=version
    )
    turning.turn(row, act_id, actor=actor, now=now, turned=turned)
    live.changed(row)
    live.changed_for(*row.participants.exclude(state="dropped"))
    return row
