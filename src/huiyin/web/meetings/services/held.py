# SPDX-License-Identifier: Apache-2.0
"""The rows of what was said (取件): utterances, what was caught in them, and orders given; locked, as far as one may see."""

from datetime import datetime
from typing import Any

from huiyin.web.accounts.actors import Actor
from huiyin.web.docket import permissions as rights
from huiyin.web.kit import gates, ledger
from huiyin.web.meetings import followed, models


def utterance(actor: Actor, uid: str, *, lock: bool = True) -> models.Utterance:
    """Give an utterance an actor may see.

    Errors: `NOT_FOUND`.
    """
    seen = rights.visible(actor, models.Utterance)
    return gates.get(models.Utterance, seen, lock=lock, uid=uid)


def found(actor: Actor, uid: str, *, lock: bool = True) -> models.Found:
    """Give one thing caught that an actor may see.

    Errors: `NOT_FOUND`.
    """
    return gates.get(models.Found, rights.visible(actor, models.Found), lock=lock, uid=uid)


def spot(actor: Actor, uid: str, *, lock: bool = True) -> models.SpotAssignment:
    """Give an on-the-spot assignment an actor may see.

    Errors: `NOT_FOUND`.
    """
    seen = rights.visible(actor, models.SpotAssignment)
    return gates.get(models.SpotAssignment, seen, lock=lock, uid=uid)


def write(
    act: str, row: models.Meeting, actor: Actor, *touched: Any, now: datetime, reason: str = "", **after: Any
) -> None:  # fmt: skip
    """Write what was done to the words of a meeting into the ledger, and wake the office that catches them.

    Errors: RuntimeError outside a transaction.
    """
    entry = ledger.Entry(
        act=act, kind="meeting", object_id=row.pk, actor_id=actor.user_id, reason=reason,
        after={name: ledger.plain(value) for name, value in after.items()}, touched=touched,
    )  # fmt: skip
    ledger.write(entry, at=now)
    followed.caught(row)
