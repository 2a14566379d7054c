# SPDX-License-Identifier: Apache-2.0
"""Who may see what of supervision, and with which roles: added to the docket's one rule.

Both sides of a mutual rating see their own sheet at once, that of the other only when both are in; so does the office.
"""

from collections.abc import Callable, Iterable
from typing import Any

from django.apps import apps
from django.db.models import Exists, Model, OuterRef, Q

from huiyin.web.accounts.actors import Actor
from huiyin.web.accounts.models import RoleGrant, User
from huiyin.web.docket import permissions
from huiyin.web.docket.selectors import rows as docket
from huiyin.web.supervision import models

READERS = ("clerk", "reviewer", "committee", "assigner", "oversight", "leader", "auditor")
OFFICERS = ("liaison", "handler", "signer")
RATINGS = ("of_proposal", "of_handling")
_NOBODY = Q(pk__in=[])


def _of_bodies(actor: Actor, at: str = "assignment__") -> Q:
    bodies = actor.bodies(*OFFICERS)
    return Q(**{f"{at}body_id__in": bodies}) if bodies else _NOBODY


def _keys(actor: Actor, at: str = "") -> Q:
    """The office sees all; who may see the proposal sees it once it was approved; the panel what it votes on."""
    if actor.has(*READERS):
        return Q(**{f"{at}pk__isnull": False})
    proposal = apps.get_model("docket", "Proposal")
    seen = proposal.objects.filter(permissions.visible(actor, proposal)).values("pk")
    found = Q(**{f"{at}state__in": models.APPROVED, f"{at}proposal_id__in": seen})
    if actor.user_id:
        mine = models.Seat.objects.filter(user_id=actor.user_id).values("key_id")
        found |= Q(**{f"{at}pk__in": mine}) | Q(**{f"{at}nominated_by_id": actor.user_id})
    return found


def _inside(actor: Actor) -> Q:
    """What lies between office and body: never the proposer's."""
    return Q(pk__isnull=False) if actor.has(*READERS) else _of_bodies(actor)


def _seats(actor: Actor) -> Q:
    """Who sits on a panel, and what was voted for where ballots are named: the office's, and one's own."""
    if actor.has(*READERS):
        return Q(pk__isnull=False)
    return Q(user_id=actor.user_id) if actor.user_id else _NOBODY


def _sheets(actor: Actor) -> Q:
    """Assessments and look-back sheets are the office's and the body's; a rating's other side shows when both are in."""
    rating = Q(form__in=RATINGS)
    other = models.Sheet.objects.filter(assignment_id=OuterRef("assignment_id"), form__in=RATINGS)
    both = Q(Exists(other.exclude(form=OuterRef("form"))))
    found = ~rating & _inside(actor)
    if actor.has(*READERS):
        found |= rating & both
    if bodies := actor.bodies(*OFFICERS):
        mine = Q(assignment__body_id__in=bodies)
        found |= mine & (Q(form="of_proposal") | Q(form="of_handling") & both)
    if actor.person_id:
        own = Q(form="of_handling", side=str(actor.person_id))
        answered = models.Sheet.objects.filter(
            assignment_id=OuterRef("assignment_id"), form="of_handling", side=str(actor.person_id)
        )
        found |= own | Q(Q(form="of_proposal"), Q(Exists(answered)))
    return found


RULES: dict[type[Model], Callable[[Actor], Q]] = {
    models.KeyProposal: _keys,
    models.Event: lambda actor: _keys(actor, "key__"),
    models.Tally: lambda actor: _keys(actor, "key__") & Q(key__state="concluded"),
    models.Seat: _seats,
    models.Instruction: _inside,
    models.ReminderLetter: _inside,
    models.Round: lambda actor: Q(pk__isnull=False) if actor.has(*READERS) else _NOBODY,
    models.Item: _inside,
    models.Sheet: _sheets,
}


def roles_in_key(actor: Actor, row: models.KeyProposal) -> frozenset[str]:
    """Give the roles an actor has towards a key proposal: general ones, and `panel` with a seat."""
    held = {role for role, body in actor.grants if body is None}
    if actor.user_id and row.seats.filter(user_id=actor.user_id).exists():
        held.add("panel")
    return frozenset(held)


def roles_at_body(actor: Actor, row: Any) -> frozenset[str]:
    """Give the roles an actor has towards an instruction or an item: general ones, and those of the task's body."""
    body = row.assignment.body_id
    return frozenset(role for role, of in actor.grants if of is None or of == body)


def lead_officers(row: models.KeyProposal, role: str) -> Iterable[User]:
    """Give whom a notice for `lead` reaches: the liaisons and handlers of the bodies that answer the proposal."""
    if role != "lead" or row.proposal.case_id is None:
        return ()
    tasks = apps.get_model("docket", "Assignment").objects.filter(
        case_id=row.proposal.case_id, role__in=docket.OWING
    )
    grants = RoleGrant.objects.filter(
        role__in=["liaison", "handler"], body_id__in=tasks.values("body_id")
    )
    return User.objects.filter(grants__in=grants).distinct()
