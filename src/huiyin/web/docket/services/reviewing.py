# SPDX-License-Identifier: Apache-2.0
"""Reviewing (分审): who looks at a proposal during its examination."""

from datetime import datetime

from huiyin.core.values.refusals import HuiyinError
from huiyin.web.accounts.actors import Actor
from huiyin.web.accounts.models import User
from huiyin.web.docket import models, permissions
from huiyin.web.kit import acting, gates, ledger

_OPEN = ("received", "first_examined", "second_examined")
OFFICE = ("clerk", "reviewer", "committee")


@acting.act
def give(actor: Actor, uid: str, reviewer: User, *, now: datetime) -> models.Proposal:
    """Give a proposal under examination to somebody of the office to look at; it decides nothing.

    Errors: `NOT_FOUND`; `NOT_ALLOWED` for others than the office, and for a reviewer who is not of it;
        `ILLEGAL_TRANSITION` when it is not examined now.
    """
    seen = permissions.visible(actor, models.Proposal)
    row = gates.get(models.Proposal, seen, lock=True, uid=uid)
    if not actor.has(*OFFICE) or not reviewer.grants.filter(role__in=OFFICE).exists():
        raise HuiyinError("NOT_ALLOWED", act="give")
    if row.state not in _OPEN:
        raise HuiyinError("ILLEGAL_TRANSITION", act="give", state=row.state)
    was = row.reviewer_id
    gates.save(row, row.version, reviewer_id=reviewer.pk)
    ledger.write(
        ledger.Entry(
            act="proposal.given", kind="proposal", object_id=row.pk, actor_id=actor.user_id,
            before={"reviewer": was}, after={"reviewer": reviewer.pk},
        ),
        at=now,
    )  # fmt: skip
    return row
