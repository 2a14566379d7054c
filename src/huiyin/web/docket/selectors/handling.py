# SPDX-License-Identifier: Apache-2.0
"""Handling (承办): which bodies have a case and how far they are, as everyone who sees the case may know."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Exists, OuterRef, Q

from huiyin.web.accounts.actors import Actor
from huiyin.web.accounts.models import Body
from huiyin.web.docket import models, permissions


@dataclass(frozen=True, slots=True)
class Handled:
    """A body that has a case, in its role (`lead`, `sole`, `separate`, `joint`), with the days of its work."""

    body: Body
    role: str
    issued_at: datetime | None
    received_at: datetime | None
    replied_on: date | None


def bodies(cases: Iterable[int]) -> dict[int, list[Handled]]:
    """Give the bodies that have some cases by now, who answers first; the caller has asked which cases may be seen.

    Cost: one query.
    """
    rows = models.Assignment.objects.filter(
        case_id__in=list(cases), state__in=models.Assignment.LIVING, parent=None
    ).select_related("body")
    found: dict[int, list[Handled]] = {}
    for row in rows.order_by("case_id", "pk"):
        one = Handled(row.body, row.role, row.issued_at, row.received_at, row.replied_on)
        found.setdefault(row.case_id, []).append(one)
    for some in found.values():
        some.sort(key=lambda one: one.role == "joint")
    return found


def held_by(body: int) -> Q:
    """Give the condition of the suggestions of the cases a body has now; one that handed its task on has the case no longer."""
    rows = models.Assignment.objects.filter(
        body_id=body, state__in=models.Assignment.LIVING, parent=None
    )
    return Q(proposal__case_id__in=rows.values("case_id"))


def answered() -> Q:
    """Give the condition of the suggestions that are answered: their case is, their own or the one they were merged into, or
    the separate body they were given to has answered. While a case is handled a second time they wait again.
    """
    along = models.Proposal.objects.filter(case=OuterRef("proposal__case"), state="replied")
    merged = Q(Exists(along), proposal__state="merged")
    given = models.Assignment.scope.through.objects.filter(suggestion=OuterRef("pk"))
    apart = given.filter(assignment__role="separate", assignment__state="done")
    return Q(proposal__state="replied") | merged | Q(Exists(apart))


def counts(actor: Actor) -> dict[int, tuple[int, int]]:
    """Give for each body how many cases an actor may see it has to answer, and how many of them it has answered.

    Cost: one query over the tasks.
    """
    cases = models.Case.objects.filter(permissions.visible(actor, models.Case)).values("pk")
    rows = models.Assignment.objects.filter(
        case_id__in=cases, state__in=models.Assignment.LIVING, parent=None
    ).exclude(role="joint")
    some = (
        rows.order_by()
        .values_list("body_id")
        .annotate(n=Count("pk"), done=Count("pk", filter=Q(state="done")))
    )
    return {body: (n, done) for body, n, done in some}
