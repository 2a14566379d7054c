# SPDX-License-Identifier: Apache-2.0
"""Who may see what of commitments, and with which roles: added to the docket's one rule."""

from collections.abc import Callable

from django.apps import apps
from django.db.models import Model, Q

from huiyin.web.accounts.actors import Actor
from huiyin.web.commitments import models
from huiyin.web.docket import permissions

READERS = ("clerk", "reviewer", "committee", "assigner", "oversight", "leader", "auditor")
OFFICERS = ("liaison", "handler", "signer")
WRITERS = ("liaison", "handler")
OFFICE = ("committee", "oversight")
_EVERY = Q(pk__isnull=False)
_NONE = Q(pk__in=[])


def _commitments(actor: Actor, at: str = "") -> Q:
    """Whoever may read the answer it stands in; the body itself; the office. One taken in from a ledger elsewhere is seen
    by its body and the office alone.
    """
    if actor.has(*READERS):
        return _EVERY
    answer = apps.get_model("replies", "Answer")
    readable = answer.objects.filter(permissions.visible(actor, answer)).values("pk")
    return _inside(actor, at) | Q(**{f"{at}answer_id__in": readable})


def _inside(actor: Actor, at: str = "") -> Q:
    """Those who work on it: what is not for the public is for them."""
    if actor.has(*READERS):
        return _EVERY
    seen = _NONE
    if bodies := actor.bodies(*OFFICERS):
        seen |= Q(**{f"{at}body_id__in": bodies})
    return seen


def known(actor: Actor, at: str = "") -> Q:
    """Those who work on it, and those whom the reply was sent to."""
    seen = _inside(actor, at)
    if actor.person_id:
        delivery = apps.get_model("replies", "Delivery")
        sent = delivery.objects.filter(person_id=actor.person_id, sent_at__isnull=False)
        seen |= Q(**{f"{at}reply_id__in": sent.values("reply_id")})
    return seen


def _progress(actor: Actor, at: str = "") -> Q:
    """A report is for all who see the commitment where it is public, else for those who know of it."""
    if actor.has(*READERS):
        return _EVERY
    commitments = models.Commitment.objects.filter(_commitments(actor)).values("pk")
    inner = models.Commitment.objects.filter(known(actor)).values("pk")
    return Q(**{f"{at}commitment_id__in": inner}) | Q(
        **{f"{at}public": True, f"{at}commitment_id__in": commitments}
    )


def _promises(actor: Actor) -> Q:
    """What the machine found is for the body that decides on it, and for the offices that look after it."""
    seen = _EVERY if actor.has("oversight", "committee", "auditor") else _NONE
    if bodies := actor.bodies(*OFFICERS):
        seen |= Q(reply__assignment__body_id__in=bodies)
    return seen


RULES: dict[type[Model], Callable[[Actor], Q]] = {
    models.Commitment: _commitments,
    models.Progress: _progress,
    models.Evidence: lambda actor: Q(
        progress__in=models.Progress.objects.filter(_progress(actor)).values("pk")
    ),
    models.Promise: _promises,
    models.Plan: lambda actor: _EVERY,
    models.Goal: lambda actor: _EVERY,
    models.Revisit: lambda actor: _EVERY if actor.has(*READERS) else _revisits(actor),
}


def _revisits(actor: Actor) -> Q:
    reply = apps.get_model("replies", "Reply")
    return Q(reply__in=reply.objects.filter(permissions.visible(actor, reply)).values("pk"))


def knows(actor: Actor, row: models.Commitment) -> bool:
    """Tell whether an actor who sees a commitment may see what is not for the public: those who work on it and the parties."""
    return actor.system or models.Commitment.objects.filter(known(actor), pk=row.pk).exists()


def roles_in(actor: Actor, row: models.Commitment) -> frozenset[str]:
    """Give the roles an actor has towards a commitment.

    Who is of the body that promised holds none but those of the body: nobody verifies the own work.
    """
    own = {role for role, body in actor.grants if body == row.body_id}
    if own:
        return frozenset(own)
    held = {role for role, body in actor.grants if body is None}
    if row.reply is not None:
        held |= permissions.roles_in(actor, row.reply) & {"proposer", "signatory"}
    return frozenset(held)
