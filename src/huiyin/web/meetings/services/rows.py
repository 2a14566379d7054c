# SPDX-License-Identifier: Apache-2.0
"""The rows an act begins from (取件): what an actor may see, locked, and whether the actor may act on it."""

from datetime import datetime
from typing import Any

from huiyin.core.values.refusals import HuiyinError
from huiyin.web.accounts.actors import Actor
from huiyin.web.docket import permissions as rights
from huiyin.web.kit import gates, ledger
from huiyin.web.meetings import live, models, permissions


def meeting(actor: Actor, uid: str, *, lock: bool = True) -> models.Meeting:
    """Give a meeting an actor may see.

    Errors: `NOT_FOUND`.
    """
    return gates.get(models.Meeting, rights.visible(actor, models.Meeting), lock=lock, uid=uid)


def participant(actor: Actor, uid: str, *, lock: bool = True) -> models.Participant:
    """Give a participant an actor may see.

    Errors: `NOT_FOUND`.
    """
    seen = rights.visible(actor, models.Participant)
    return gates.get(models.Participant, seen, lock=lock, uid=uid)


def by_office(actor: Actor, act: str) -> None:
    """Ask that an actor is of the office that prepares meetings.

    Errors: `NOT_ALLOWED`.
    """
    if not (actor.system or actor.has(*permissions.OFFICE)):
        raise HuiyinError("NOT_ALLOWED", act=act)


def run_by(actor: Actor, row: models.Meeting, act: str) -> None:
    """Ask that an actor runs what happens in the hall: the office, and who chairs the meeting.

    Errors: `NOT_ALLOWED`.
    """
    if not permissions.runs(actor, row):
        raise HuiyinError("NOT_ALLOWED", act=act)


def in_state(row: models.Meeting, act: str, *states: str) -> None:
    """Ask that a meeting is in one of some states.

    Errors: `ILLEGAL_TRANSITION`.
    """
    if row.state not in states:
        raise HuiyinError("ILLEGAL_TRANSITION", act=act, state=row.state)


def write(
    act: str, row: models.Meeting, actor: Actor, *touched: Any, now: datetime, reason: str = "", **after: Any
) -> None:  # fmt: skip
    """Write what was done to a meeting into the ledger, and wake whoever follows the hall.

    Errors: RuntimeError outside a transaction.
    """
    entry = ledger.Entry(
        act=act, kind="meeting", object_id=row.pk, actor_id=actor.user_id, reason=reason,
        after={name: ledger.plain(value) for name, value in after.items()}, touched=touched,
    )  # fmt: skip
    ledger.write(entry, at=now)
    live.changed(row)


def inside(actor: Actor, uid: str) -> models.Meeting:
    """Give a meeting to those who may know what only those in the hall know.

    Errors: `NOT_FOUND`; `NOT_ALLOWED`.
    """
    row = meeting(actor, uid, lock=False)
    if not permissions.is_inside(actor, row):
        raise HuiyinError("NOT_ALLOWED", act="look_inside")
    return row
