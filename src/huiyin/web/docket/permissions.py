# SPDX-License-Identifier: Apache-2.0
"""Who may see and do what in the docket: the one rule for every page, export, feed, search and count."""

from collections.abc import Callable
from typing import Any

from django.db.models import Model, Q

from huiyin.core.docket import packs
from huiyin.web.accounts.actors import Actor
from huiyin.web.docket import governing, models

_OFFICE = ("clerk", "reviewer", "committee")
_AFTER_FILING = ("filed", "merged", "in_hand", "replied")
_READERS = ("assigner", "oversight", "leader", "auditor")
_NOT_OUT = ("proposed", "dropped")
_PUBLIC = ("in_hand", "replied", "filed", "merged")


def visible(actor: Actor, model: type[Model]) -> Q:
    """Give the condition that the rows of a model meet which an actor may see.

    The public sees filed proposals that are open; a member sees these and the own, drafts included; invited
    co-signers see what they are asked to sign; the office sees everything once received; a body sees the cases it was
    assigned (never mere drafts); nobody but proposer, co-signers and assistants sees a draft.
    """
    if actor.system:
        return Q()
    return _RULES[model](actor)


def is_visible(actor: Actor, row: Model) -> bool:
    """Tell whether an actor may see a row: the same rule, asked for one."""
    model = type(row)
    return model._default_manager.filter(visible(actor, model), pk=row.pk).exists()


def _proposals(actor: Actor, at: str = "") -> Q:
    def q(**terms: Any) -> Q:
        return Q(**{f"{at}{key}": term for key, term in terms.items()})

    seen = q(state__in=_PUBLIC, disclosure="yes")
    if actor.person_id:
        seen |= q(proposer_id=actor.person_id)
        asked = models.Signature.objects.filter(person_id=actor.person_id).values("proposal_id")
        seen |= q(pk__in=asked) & ~q(state="draft")
    if actor.drafts_for:
        seen |= q(proposer_id__in=actor.drafts_for)
    if actor.has(*_OFFICE, *_READERS):
        seen |= q(received_at__isnull=False) & ~q(state__in=["draft", "cosigning"])
    if bodies := actor.bodies():
        theirs = models.Assignment.objects.filter(body_id__in=bodies).exclude(state__in=_NOT_OUT)
        seen |= q(state__in=_AFTER_FILING, case_id__in=theirs.values("case_id"))
    return seen


def _assignments(actor: Actor) -> Q:
    if actor.has(*_OFFICE, *_READERS):
        return Q(pk__isnull=False)
    seen = Q(pk__in=[])
    if bodies := actor.bodies():
        seen |= Q(body_id__in=bodies) | Q(parent__body_id__in=bodies)
    if actor.person_id:
        signed = models.Signature.objects.filter(person_id=actor.person_id, state="signed")
        own = models.Proposal.objects.filter(
            Q(proposer_id=actor.person_id) | Q(pk__in=signed.values("proposal_id"))
        )
        seen |= Q(case_id__in=own.exclude(case__isnull=True).values("case_id"))
    return seen & ~Q(state__in=_NOT_OUT)


_RULES: dict[type[Model], Callable[[Actor], Q]] = {
    models.Proposal: _proposals,
    models.Suggestion: lambda actor: _proposals(actor, "proposal__"),
    models.Case: lambda actor: Q(
        pk__in=models.Proposal.objects.filter(_proposals(actor))
        .exclude(case=None)
        .values("case_id")
    ),
    models.Assignment: _assignments,
}


def rule(model: type[Model], seen: Callable[[Actor], Q]) -> None:
    """Let a room above say which of its rows an actor may see; called once, at the start."""
    _RULES[model] = seen


def roles_in(actor: Actor, row: Model) -> frozenset[str]:
    """Give the roles an actor has towards a row: the general ones, and those of its own persons and bodies."""
    if how := governing.of(row):
        return how.roles_in(actor, row)
    held = {role for role, body in actor.grants if body is None}
    proposal = row if isinstance(row, models.Proposal) else None
    if proposal is not None:
        if actor.person_id == proposal.proposer_id or proposal.proposer_id in actor.files_for:
            held.add("proposer")
        if (
            actor.person_id
            and proposal.signatures.filter(person_id=actor.person_id, state="signed").exists()
        ):
            held.add("signatory")
    if isinstance(row, models.Assignment):
        held |= {role for role, body in actor.grants if body == row.body_id}
        if (
            row.parent is not None
        ):  # two tiers: the body above rules over the parts it gave out, nobody else
            held.discard("assigner")
            if ("liaison", row.parent.body_id) in actor.grants:
                held.add("assigner")
    return frozenset(held)


def masked(actor: Actor, proposal: models.Proposal) -> bool:
    """Tell whether the proposer's identity is hidden from an actor, on every page, export, notice and in every search.

    On request it is known only to the proposer, those who signed, the assistants and the office that examines.
    """
    if not proposal.masked or actor.system or actor.has(*_OFFICE):
        return False
    if proposal.proposer_id in {actor.person_id, *actor.drafts_for}:
        return False
    return not (
        actor.person_id
        and proposal.signatures.filter(
            person_id=actor.person_id, state__in=["pending", "signed"]
        ).exists()
    )


def unmasked(actor: Actor) -> Q:
    """Give the condition that the proposals meet whose proposer an actor may know: for searching and filtering by name."""
    if actor.system or actor.has(*_OFFICE):
        return Q(pk__isnull=False)
    known = Q(masked=False)
    if actor.person_id:
        asked = models.Signature.objects.filter(
            person_id=actor.person_id, state__in=["pending", "signed"]
        )
        known |= Q(proposer_id=actor.person_id) | Q(pk__in=asked.values("proposal_id"))
    if actor.drafts_for:
        known |= Q(proposer_id__in=actor.drafts_for)
    return known


def may(actor: Actor, act: packs.Act, row: Model) -> bool:
    """Tell whether an actor may do an act of the pack to a row; whether it is possible now is another question."""
    return actor.system or not roles_in(actor, row).isdisjoint(act.by)
