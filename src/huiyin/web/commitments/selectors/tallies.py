# SPDX-License-Identifier: Apache-2.0
"""Tallies (计数底数): the commitments that began in a session, bare, for counting, as far as an actor may see them."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from huiyin.web.accounts.actors import Actor
from huiyin.web.accounts.models import Session
from huiyin.web.commitments import models
from huiyin.web.docket import permissions


@dataclass(frozen=True, slots=True)
class CommitmentTally:
    """A commitment.

    Attributes:
        task_id: of the task it was made in, None where it was taken in from a ledger kept elsewhere.
        due_on: the first date promised.
        class_now: its class at the last look, "" where it was never looked at.
        asks: the suggestions it is to meet.
    """

    uid: str
    task_id: int | None
    body_id: int
    state: str
    due_on: date | None
    class_now: str
    asks: tuple[int, ...]


def commitments(actor: Actor, session: Session) -> list[CommitmentTally]:
    """Give the commitments that began in a session.

    Cost: two queries.
    """
    rows = models.Commitment.objects.filter(
        permissions.visible(actor, models.Commitment), begun_in=session
    ).order_by()
    asks: Mapping[int, list[int]] = defaultdict(list)
    links = models.Commitment.suggestions.through.objects.filter(commitment__in=rows.values("pk"))
    for commitment, ask in links.values_list("commitment_id", "suggestion_id"):
        asks[commitment].append(ask)
    names = ("pk", "uid", "assignment_id", "body_id", "state", "first_due_on", "class_now")
    return [
        CommitmentTally(uid, task, body, state, due, now, tuple(sorted(asks[pk])))
        for pk, uid, task, body, state, due, now in rows.values_list(*names)
    ]
