# SPDX-License-Identifier: Apache-2.0
"""Records (履职): what a member proposed and signed in a session, act by act."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from huiyin.web.accounts.actors import Actor
from huiyin.web.accounts.models import Session
from huiyin.web.docket import models, permissions

OFFICE = ("clerk", "reviewer", "committee")  # who knows every proposer, masked ones too
_FILED = ("filed", "in_hand", "replied", "merged")


@dataclass(frozen=True, slots=True)
class Act:
    """An act of a member: its kind, its day, what it was about, and where it leads."""

    kind: str
    on: date
    title: str
    href: str


def may_read(actor: Actor, person_id: int) -> bool:
    """Tell whether an actor may read a member's record: the member, and the office that examines."""
    return actor.person_id == person_id or actor.has(*OFFICE)


def acts(actor: Actor, person_id: int, session: Session) -> list[Act]:
    """Give what a member handed in, what of it was filed, and what the member signed.

    Cost: two queries.
    """
    seen = models.Proposal.objects.filter(
        permissions.visible(actor, models.Proposal), session=session, received_at__isnull=False
    )
    found = []
    for row in seen.filter(proposer_id=person_id).exclude(state__in=["draft", "cosigning"]):
        assert row.received_at is not None
        found.append(_act("proposed", timezone.localdate(row.received_at), row))
        if row.state in _FILED and row.filed_at:
            found.append(_act("filed", timezone.localdate(row.filed_at), row))
    signed = models.Signature.objects.filter(
        person_id=person_id, state="signed", proposal__in=seen.values("pk")
    )
    for one in signed.exclude(proposal__proposer_id=person_id).select_related("proposal"):
        assert one.proposal.received_at is not None
        found.append(_act("signed", timezone.localdate(one.proposal.received_at), one.proposal))
    return found


def _act(kind: str, on: date, row: models.Proposal) -> Act:
    return Act(kind, on, row.title, f"/proposals/{row.uid}/")
