# SPDX-License-Identifier: Apache-2.0
"""The rows an act begins from (取件): what an actor may see, locked; and whether the actor is of the body."""

from datetime import datetime
from typing import Any

from django.db.models import Model

from huiyin.core.docket import transitions
from huiyin.core.values.refusals import HuiyinError
from huiyin.web.accounts.actors import Actor
from huiyin.web.commitments import models
from huiyin.web.commitments.permissions import WRITERS
from huiyin.web.docket import permissions
from huiyin.web.docket.services import turning
from huiyin.web.kit import gates, ledger


def commitment(actor: Actor, uid: str, *, lock: bool = True) -> models.Commitment:
    """Give a commitment an actor may see.

    Errors: `NOT_FOUND`.
    """
    seen = permissions.visible(actor, models.Commitment)
    return gates.get(models.Commitment, seen, lock=lock, uid=uid)


def own(actor: Actor, uid: str, act: str) -> models.Commitment:
    """Give a commitment to those who write for its body, locked; it must still be worked on.

    Errors: `NOT_FOUND`; `NOT_ALLOWED` for anybody else; `ILLEGAL_TRANSITION` once it is closed or given up.
    """
    row = commitment(actor, uid)
    of_body(actor, row.body_id, act)
    if row.state in models.FINAL:
        raise HuiyinError("ILLEGAL_TRANSITION", act=act, state=row.state)
    return row


def of_body(actor: Actor, body_id: int, act: str) -> None:
    """Ask that an actor writes for a body.

    Errors: `NOT_ALLOWED`.
    """
    if not actor.system and body_id not in actor.bodies(*WRITERS):
        raise HuiyinError("NOT_ALLOWED", act=act)


def turn(  # noqa: PLR0913 - what goes with an act
    row: models.Commitment,
    act: str,
    actor: Actor,
    now: datetime,
    *,
    version: int | None = None,
    words: str = "",
    facts: set[str] | None = None,
    changes: dict[str, Any] | None = None,
    note: dict[str, Any] | None = None,
    touched: list[Model] | None = None,
) -> None:
    """Do an act of the table to a commitment."""
    turned = turning.Turn(
        given=transitions.Given(words=words.strip()), facts=facts or set(), changes=changes or {},
        version=version, note=note or {}, touched=touched or [],
    )  # fmt: skip
    turning.turn(row, act, actor=actor, now=now, turned=turned)


def check(
    row: models.Commitment, act: str, actor: Actor, *, version: int | None = None, words: str = "",
    facts: set[str] | None = None,
) -> None:  # fmt: skip
    """Ask whether an act of the table is possible, before anything is written for it."""
    turned = turning.Turn(
        given=transitions.Given(words=words.strip()), facts=facts or set(), version=version
    )
    turning.check(row, act, actor=actor, turned=turned)


def write(
    row: models.Commitment, act: str, actor: Actor, now: datetime, *, touched: list[Model], reason: str = "",
    after: dict[str, Any] | None = None,
) -> None:  # fmt: skip
    """Write an act that is not of the table into the ledger."""
    entry = ledger.Entry(
        act=f"commitment.{act}", kind="commitment", object_id=row.pk, case_id=row.case_id, actor_id=actor.user_id,
        reason=reason.strip(), after=after or {}, touched=touched,
    )  # fmt: skip
    ledger.write(entry, at=now)
