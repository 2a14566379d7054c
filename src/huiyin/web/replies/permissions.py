# SPDX-License-Identifier: Apache-2.0
"""Who may see what of replies, and with which roles: added to the docket's one rule."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db.models import Model, Q

from huiyin.web.accounts.actors import Actor
from huiyin.web.accounts.models import RoleGrant, User
from huiyin.web.docket import permissions
from huiyin.web.replies import models

if TYPE_CHECKING:
    from huiyin.web.docket.models import Assignment

READERS = ("clerk", "reviewer", "committee", "assigner", "oversight", "leader", "auditor")
OFFICERS = ("liaison", "handler", "signer")
LEADS = ("lead", "sole", "separate")
_SHOWN = ("full", "summary")
_NOBODY = Q(pk__in=[])


def _of_bodies(actor: Actor, at: str) -> Q:
    bodies = actor.bodies(*OFFICERS)
    return Q(**{f"{at}body_id__in": bodies}) if bodies else _NOBODY


def _replies(actor: Actor, at: str = "") -> Q:
    """The body sees its own; a joint body once it is asked to co-sign; the office what is signed; a party what was sent to
    it; the rest only what is released of cases they may see.
    """

    def q(**terms: Any) -> Q:
        return Q(**{f"{at}{key}": term for key, term in terms.items()})

    out = q(state__in=models.OUT)
    if actor.has(*READERS):
        seen = out
    else:
        case = apps.get_model("docket", "Case")
        cases = case.objects.filter(permissions.visible(actor, case)).values("pk")
        released = q(released_at__isnull=False, disclosure__in=_SHOWN)
        seen = out & released & q(assignment__case_id__in=cases)
    if bodies := actor.bodies(*OFFICERS):
        seen |= q(assignment__body_id__in=bodies) | q(assignment__parent__body_id__in=bodies)
        asked = models.Cosign.objects.filter(assignment__body_id__in=bodies)
        seen |= q(pk__in=asked.values("reply_id"))
    if actor.has("oversight"):
        seen |= q(state="with_oversight")
    if actor.person_id:
        sent = models.Delivery.objects.filter(person_id=actor.person_id, sent_at__isnull=False)
        seen |= out & q(pk__in=sent.values("reply_id"))
    return seen


def _contacts(actor: Actor) -> Q:
    seen = _of_bodies(actor, "assignment__")
    if actor.has(*READERS):
        seen |= Q(pk__isnull=False)
    if actor.person_id:
        seen |= Q(person_id=actor.person_id)
    return seen


def _opinions(actor: Actor) -> Q:
    """Its own body sees it from the first word, the lead body and the office once it was sent; proposers never."""
    seen = _of_bodies(actor, "assignment__")
    sent = ~Q(state="draft")
    if bodies := actor.bodies(*OFFICERS):
        tasks = apps.get_model("docket", "Assignment").objects.filter(
            body_id__in=bodies, role__in=LEADS
        )
        living = tasks.exclude(state__in=["proposed", "dropped", "handed_on"])
        seen |= sent & Q(assignment__case_id__in=living.values("case_id"))
    if actor.has("oversight", "assigner", "auditor"):
        seen |= Q(pk__isnull=False)
    return seen


def _deliveries(actor: Actor) -> Q:
    seen = _of_bodies(actor, "reply__assignment__")
    if actor.has(*READERS):
        seen |= Q(pk__isnull=False)
    if actor.person_id:
        seen |= Q(person_id=actor.person_id, sent_at__isnull=False)
    return seen


def _inner(actor: Actor) -> Q:
    """Remarks and editions of a draft: the body's own, and the oversight office's once it lies there."""
    seen = _of_bodies(actor, "reply__assignment__")
    if actor.has("oversight"):
        seen |= Q(reply__state__in=["with_oversight", *models.OUT])
    if actor.has("auditor"):
        seen |= Q(pk__isnull=False)
    return seen


def _whole(actor: Actor) -> Q:
    """Answers and letters of replies whose whole text an actor may read, not only that they exist or their summary."""
    seen = _replies(actor, "reply__")
    return (
        seen
        if actor.has(*READERS)
        else seen & (~released_only(actor, "reply__") | Q(reply__disclosure="full"))
    )


def released_only(actor: Actor, at: str = "") -> Q:
    """Give the condition of replies an actor sees, if at all, only because they were released to everyone."""
    if actor.has(*READERS):
        return _NOBODY
    inside = _NOBODY
    if bodies := actor.bodies(*OFFICERS):
        inside |= Q(**{f"{at}assignment__body_id__in": bodies})
        inside |= Q(**{f"{at}assignment__parent__body_id__in": bodies})
        asked = models.Cosign.objects.filter(assignment__body_id__in=bodies)
        inside |= Q(**{f"{at}pk__in": asked.values("reply_id")})
    if actor.person_id:
        sent = models.Delivery.objects.filter(person_id=actor.person_id, sent_at__isnull=False)
        inside |= Q(**{f"{at}pk__in": sent.values("reply_id")})
    return ~inside


RULES: dict[type[Model], Callable[[Actor], Q]] = {
    models.Reply: _replies,
    models.Answer: _whole,
    models.Letter: _whole,
    models.Contact: _contacts,
    models.Opinion: _opinions,
    models.Delivery: _deliveries,
    models.Comment: _inner,
    models.ReplyEdition: _inner,
    models.Overruling: _inner,
    models.Cosign: lambda actor: (
        Q(reply__in=models.Reply.objects.filter(_replies(actor)).values("pk"))
        & _inner_or_joint(actor)
    ),
}


def _inner_or_joint(actor: Actor) -> Q:
    return _inner(actor) | _of_bodies(actor, "assignment__")


def only_released(actor: Actor, row: models.Reply) -> bool:
    """Tell whether an actor who sees a reply sees it only because it was released to everyone."""
    return (
        not actor.system and models.Reply.objects.filter(released_only(actor), pk=row.pk).exists()
    )


def sees_whole(actor: Actor, row: models.Reply) -> bool:
    """Tell whether an actor who sees a reply may read all of it, and not only its summary."""
    return row.disclosure == "full" or not only_released(actor, row)


def _general(actor: Actor) -> set[str]:
    return {role for role, body in actor.grants if body is None}


def roles_in_reply(actor: Actor, row: models.Reply) -> frozenset[str]:
    """Give the roles an actor has towards a reply: general ones, those of its body, and as one it is sent to."""
    held = _general(actor) | {role for role, body in actor.grants if body == row.assignment.body_id}
    if actor.person_id:
        own = row.deliveries.filter(person_id=actor.person_id).values_list("signs", flat=True)
        held |= {"signatory" if signs else "proposer" for signs in own}
    return frozenset(held)


def roles_in_opinion(actor: Actor, row: models.Opinion) -> frozenset[str]:
    """Give the roles an actor has towards an opinion: those of its body, and `lead` for officers of the lead body."""
    held = _general(actor) | {role for role, body in actor.grants if body == row.assignment.body_id}
    if actor.bodies(*OFFICERS) & set(_lead_bodies(row.assignment)):
        held.add("lead")
    return frozenset(held)


def _lead_bodies(task: "Assignment") -> list[int]:
    rows = task.case.assignments.filter(role__in=LEADS, state__in=task.LIVING)
    return list(rows.values_list("body_id", flat=True))


def lead_officers(row: models.Opinion, role: str) -> Iterable[User]:
    """Give whom a notice for `lead` reaches: the liaisons and handlers of the lead body."""
    if role != "lead":
        return ()
    grants = RoleGrant.objects.filter(
        role__in=["liaison", "handler"], body_id__in=_lead_bodies(row.assignment)
    )
    return User.objects.filter(grants__in=grants).distinct()
