# SPDX-License-Identifier: Apache-2.0
"""The docket's rows for the rooms above (供上层取件): tasks, their suggestions, the parties of a case."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from huiyin.web.accounts.actors import Actor
from huiyin.web.accounts.models import Person
from huiyin.web.docket import models, permissions
from huiyin.web.docket.services import turning
from huiyin.web.kit import gates

OWING = ("lead", "sole", "separate")  # who answers the proposer
BESIDE = ("joint", "part")  # who gives an opinion to whoever answers


@dataclass(frozen=True, slots=True)
class Party:
    """A person to whom the reply of a case goes: as proposer or as one who signed, and of which proposal."""

    person: Person
    proposal: models.Proposal
    signs: bool


def task(actor: Actor, uid: str, *, lock: bool = False) -> models.Assignment:
    """Give a task an actor may see.

    Errors: `NOT_FOUND`.
    """
    seen = permissions.visible(actor, models.Assignment)
    return gates.get(models.Assignment, seen, lock=lock, uid=uid)


def tasks(actor: Actor) -> QuerySet[models.Assignment]:
    """Give the tasks an actor may see, with body and case."""
    rows = models.Assignment.objects.filter(permissions.visible(actor, models.Assignment))
    return rows.select_related("body", "case__session")


def case(actor: Actor, uid: str) -> models.Case:
    """Give a case an actor may see.

    Errors: `NOT_FOUND`.
    """
    return gates.get(models.Case, permissions.visible(actor, models.Case), uid=uid)


def asks(row: models.Assignment) -> list[models.Suggestion]:
    """Give the suggestions a task has to answer: a lead or sole body all of the case, the others their part."""
    living = models.Suggestion.objects.filter(dropped_at=None)
    if row.role in ("lead", "sole"):
        apart = models.Assignment.objects.filter(
            case_id=row.case_id, role="separate", state__in=models.Assignment.LIVING
        )
        own = living.filter(proposal__case_id=row.case_id).exclude(proposal__state="withdrawn")
        living = own.exclude(assignments__in=apart)
    else:
        living = living.filter(assignments=row)
    found = living.select_related("proposal__proposer").order_by("proposal", "order")
    return list(found.distinct())


def asks_of(tasks: Iterable[models.Assignment]) -> dict[int, set[int]]:
    """Give the keys of the suggestions that each of some tasks has to answer, by the task: `asks`, for many at once.

    Cost: one query for the separate bodies, and one for each lead or sole body, of which a case has one.
    """
    rows = list(tasks)
    found: dict[int, set[int]] = {row.pk: set() for row in rows}
    for row in rows:
        if row.role in ("lead", "sole"):
            found[row.pk] = {one.pk for one in asks(row)}
    parts = [row.pk for row in rows if row.role not in ("lead", "sole")]
    if parts:
        links = models.Suggestion.objects.filter(assignments__in=parts, dropped_at=None)
        for task_id, suggestion_id in links.values_list("assignments", "pk"):
            if task_id in found:
                found[task_id].add(suggestion_id)
    return found


def beside(row: models.Assignment) -> list[models.Assignment]:
    """Give the living tasks of bodies that join a task: joint ones, and parts given out below."""
    rows = models.Assignment.objects.filter(case_id=row.case_id, state__in=models.Assignment.LIVING)
    below = Q(parent=row) | Q(parent=None)
    return list(rows.filter(below, role__in=BESIDE).select_related("body").order_by("pk"))


def proposals(row: models.Assignment) -> list[models.Proposal]:
    """Give the proposals handled in a task's case that still stand."""
    rows = models.Proposal.objects.filter(case_id=row.case_id).exclude(state="withdrawn")
    return list(rows.select_related("proposer", "session__term").order_by("pk"))


def parties(row: models.Assignment) -> list[Party]:
    """Give everyone the reply of a task goes to, each once: proposers first, then, as the pack says, those who signed."""
    found: dict[int, Party] = {}
    standing = proposals(row)
    for one in standing:
        found.setdefault(one.proposer_id, Party(one.proposer, one, False))
    pack = turning.pack_of(row)
    if pack.options.get("answer", "each_signer") == "each_signer":
        signed = models.Signature.objects.filter(proposal__in=standing, state="signed")
        for sign in signed.select_related("person", "proposal").order_by("proposal", "order"):
            found.setdefault(sign.person_id, Party(sign.person, sign.proposal, True))
    return list(found.values())
