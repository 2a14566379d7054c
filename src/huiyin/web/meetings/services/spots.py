# SPDX-License-Identifier: Apache-2.0
"""On-the-spot assignments (现场交办): given out with body, owner and date, reported, and closed like a reply."""

from datetime import date, datetime
from typing import Any

from huiyin.core.docket import transitions
from huiyin.core.values.refusals import HuiyinError
from huiyin.web.accounts.actors import Actor
from huiyin.web.accounts.models import Body
from huiyin.web.docket.services import turning
from huiyin.web.kit import acting
from huiyin.web.meetings import followed, live, models
from huiyin.web.meetings.services import held


@acting.act
def give(
    actor: Actor, uid: str, *, version: int, body: int, owner: str, due_on: date | None, now: datetime
) -> models.SpotAssignment:  # fmt: skip
    """Name body, owner and date of an order: from now on it is owed; again, to change them.

    Errors: `NOT_FOUND`, also for a body that is none; `GUARD_HAS_LEAD`, `GUARD_HAS_OWNER`, `GUARD_HAS_DATE`;
        `DATE_INVALID` for a day before the meeting; those of `turning.turn`.
    """
    row = held.spot(actor, uid)
    named = Body.objects.filter(pk=body, valid_to=None).first() if body else None
    if body and named is None:
        raise HuiyinError("NOT_FOUND")
    if due_on is not None and due_on < row.meeting.starts_at.date():
        raise HuiyinError("DATE_INVALID", day=due_on.isoformat())
    tests = {"has_lead": named, "has_owner": owner.strip(), "has_date": due_on}
    changes = {"body": named, "owner": owner.strip()[:60], "due_on": due_on}
    facts = [name for name, holds in tests.items() if holds]
    return _turn(actor, row, "give", now, version=version, facts=facts, changes=changes)


@acting.act
def drop(
    actor: Actor, uid: str, *, version: int, reason: str, now: datetime
) -> models.SpotAssignment:
    """Say that it was no order after all, with the reason.

    Errors: `NOT_FOUND`; those of `turning.turn`.
    """
    return _turn(actor, held.spot(actor, uid), "drop", now, reason=reason, version=version)


@acting.act
def report(
    actor: Actor, uid: str, *, version: int, words: str, now: datetime
) -> models.SpotAssignment:
    """Report what came of an order, as its body.

    Errors: `NOT_FOUND`; `GUARD_HAS_REPORT`; those of `turning.turn`.
    """
    said = words.replace("\x00", "").strip()[:8_000]
    changes = {"report": said, "reported_at": now}
    facts = ["has_report"] if said else []
    row = held.spot(actor, uid)
    return _turn(actor, row, "report", now, version=version, facts=facts, changes=changes)


@acting.act
def send_back(
    actor: Actor, uid: str, *, version: int, reason: str, now: datetime
) -> models.SpotAssignment:
    """Send a report back with what is lacking.

    Errors: `NOT_FOUND`; those of `turning.turn`.
    """
    return _turn(actor, held.spot(actor, uid), "return", now, reason=reason, version=version)


@acting.act
def close(actor: Actor, uid: str, *, version: int, now: datetime) -> models.SpotAssignment:
    """Close an order whose report was checked.

    Errors: `NOT_FOUND`; those of `turning.turn`.
    """
    changes = {"closed_at": now}
    return _turn(actor, held.spot(actor, uid), "close", now, version=version, changes=changes)


def _turn(
    actor: Actor, row: models.SpotAssignment, act: str, now: datetime, *, reason: str = "", **turned: Any
) -> models.SpotAssignment:  # fmt: skip
    given = transitions.Given(words=reason)
    turning.turn(row, act, actor=actor, now=now, turned=turning.Turn(given=given, **turned))
    followed.caught(row.meeting)
    live.changed(row.meeting)
    return row
