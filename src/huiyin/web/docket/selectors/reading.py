# SPDX-License-Identifier: Apache-2.0
"""Reading (查阅): the rows of the docket an actor may see, one or all of a kind, for doors that show no pages."""

from django.db.models import Q, QuerySet

from huiyin.web.accounts.actors import Actor
from huiyin.web.docket import models, permissions
from huiyin.web.kit import gates


def proposal(actor: Actor, uid: str) -> models.Proposal:
    """Give a proposal.

    Errors: `NOT_FOUND`, whether it is absent or hidden; so do the others.
    """
    return gates.get(models.Proposal, permissions.visible(actor, models.Proposal), uid=uid)


def suggestion(actor: Actor, uid: str) -> models.Suggestion:
    """Give a suggestion, also one that was split or dropped."""
    return gates.get(models.Suggestion, permissions.visible(actor, models.Suggestion), uid=uid)


def case(actor: Actor, uid: str) -> models.Case:
    """Give a case."""
    return gates.get(models.Case, permissions.visible(actor, models.Case), uid=uid)


def task(actor: Actor, uid: str) -> models.Assignment:
    """Give a body's task."""
    return gates.get(models.Assignment, permissions.visible(actor, models.Assignment), uid=uid)


def attachment(actor: Actor, uid: str, pk: int) -> models.Attachment:
    """Give a file of a proposal."""
    row = proposal(actor, uid)
    return gates.get(models.Attachment, Q(dropped_at=None), proposal=row, pk=pk)


def suggestions(actor: Actor) -> QuerySet[models.Suggestion]:
    """Give the suggestions that stand."""
    seen = permissions.visible(actor, models.Suggestion)
    rows = models.Suggestion.objects.filter(seen, dropped_at=None)
    return rows.select_related("proposal", "split_from")


def cases(actor: Actor) -> QuerySet[models.Case]:
    """Give the cases."""
    seen = permissions.visible(actor, models.Case)
    return models.Case.objects.filter(seen).select_related("session")


def tasks(actor: Actor) -> QuerySet[models.Assignment]:
    """Give the tasks."""
    seen = permissions.visible(actor, models.Assignment)
    rows = models.Assignment.objects.filter(seen).select_related("case", "body")
    return rows.prefetch_related("deadlines")


def deadlines(actor: Actor) -> QuerySet[models.Deadline]:
    """Give the clocks of the matters an actor may see."""
    mine = models.Proposal.objects.filter(permissions.visible(actor, models.Proposal))
    found = Q(assignment__in=tasks(actor).values("pk"))
    found |= Q(assignment=None, proposal__in=mine.values("pk"))
    return models.Deadline.objects.filter(found).select_related("assignment", "proposal")
