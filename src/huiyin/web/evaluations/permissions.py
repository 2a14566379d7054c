# SPDX-License-Identifier: Apache-2.0
"""Who may see what of evaluations, and with which roles: added to the docket's one rule.

The person asked sees the own, always; the office that keeps the docket sees that it is asked, and what was said; the body
that replied sees it only once it was submitted; nobody else ever does.
"""

from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import Model, Q

from huiyin.web.accounts.actors import Actor
from huiyin.web.accounts.models import User
from huiyin.web.evaluations import models

READERS = ("clerk", "committee", "oversight", "leader", "auditor")
OFFICERS = ("liaison", "handler", "signer")


def _evaluations(actor: Actor, at: str = "") -> Q:
    def q(**terms: Any) -> Q:
        return Q(**{f"{at}{key}": term for key, term in terms.items()})

    if actor.has(*READERS):
        return q(pk__isnull=False)
    seen = q(pk__in=[])
    if actor.person_id:
        seen |= q(person_id=actor.person_id)
    if bodies := actor.bodies(*OFFICERS):
        seen |= q(reply__assignment__body_id__in=bodies, state__in=models.JUDGED)
    return seen


RULES: dict[type[Model], Callable[[Actor], Q]] = {
    models.Evaluation: _evaluations,
    models.Judgement: lambda actor: _evaluations(actor, "evaluation__"),
    models.Rung: lambda actor: _evaluations(actor, "evaluation__"),
}


def is_own(actor: Actor, row: models.Evaluation) -> bool:
    """Tell whether an evaluation is the actor's own; an assistant's is never."""
    return actor.person_id is not None and actor.person_id == row.person_id


def roles_in(actor: Actor, row: models.Evaluation) -> frozenset[str]:
    """Give the roles an actor has towards an evaluation: general ones, those of the body, and of who is asked."""
    body = row.reply.assignment.body_id
    held = {role for role, of in actor.grants if of is None or of == body}
    if is_own(actor, row):
        held.add("signatory" if row.signs else "proposer")
    return frozenset(held)


def evaluator(row: models.Evaluation, role: str) -> Iterable[User]:
    """Give whom a notice for `evaluator` reaches."""
    return User.objects.filter(person_id=row.person_id) if role == "evaluator" else ()
