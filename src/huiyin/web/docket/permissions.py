# SPDX-License-Identifier: Apache-2.0
"""Who may see and do what in the docket: the one rule for every page, export, feed, search and count."""

from typing import Any

from django.db.models import Model, Q

from huiyin.core.docket import packs
from huiyin.web.accounts.actors import Actor
from huiyin.web.docket import models

_OFFICE = ("clerk", "reviewer", "committee")
_AFTER_FILING = ("filed", "merged", "in_hand", "replied")
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
        seen |= q(signatures__person_id=actor.person_id) & ~q(state="draft")
    if actor.drafts_for:
        seen |= q(proposer_id__in=actor.drafts_for)
    if actor.has(*_OFFICE, "assigner", "oversight", "leader"):
        seen |= ~q(state__in=["draft", "cosigning"])
    if bodies := actor.bodies():
        seen |= q(state__in=_AFTER_FILING, case__assignments__body_id__in=bodies) & ~q(
            case__assignments__state__in=["proposed", "dropped"]
        )
    if actor.has("auditor"):
        seen |= ~q(state__in=["draft", "cosigning"])
    return seen


def _assignments(actor: Actor) -> Q:
    seen = Q(body_id__in=actor.bodies()) & ~Q(state__in=["proposed", "dropped"])
    if actor.has(*_OFFICE, "assigner", "oversight", "leader", "auditor"):
        seen |= Q()
        return Q(pk__isnull=False)
    if actor.person_id:
        seen |= Q(case__proposals__proposer_id=actor.person_id) & ~Q(
            state__in=["proposed", "dropped"]
        )
    return seen


_RULES = {
    models.Proposal: _proposals,
    models.Suggestion: lambda actor: _proposals(actor, "proposal__"),
    models.Case: lambda actor: _proposals(actor, "proposals__"),
    models.Assignment: _assignments,
}


def roles_in(actor: Actor, row: Model) -> frozenset[str]:
    """Give the roles an actor has towards a row: the general ones, and those of its own persons and bodies."""
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
    return frozenset(held)


def may(actor: Actor, act: packs.Act, row: Model) -> bool:
    """Tell whether an actor may do an act of the pack to a row; whether it is possible now is another question."""
    return actor.system or not roles_in(actor, row).isdisjoint(act.by)
