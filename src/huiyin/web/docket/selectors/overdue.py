# SPDX-License-Identifier: Apache-2.0
"""Clocks that ran out or soon will, with the reminders that went out."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, QuerySet

from huiyin.web.accounts.actors import Actor
from huiyin.web.docket import models, permissions
from huiyin.web.docket.selectors import shown
from huiyin.web.kit import ports

SOON = 10
WINDOWS = ("member_objection",)  # a right that lapses, no duty that runs out


@dataclass(frozen=True, slots=True)
class Line:
    """A clock as a line of the page."""

    row: models.Deadline
    name: str
    title: str
    href: str
    body: str
    over: int
    fired: list[tuple[str, date]]
    next_on: date | None
    next_form: str


def rows(
    actor: Actor, *, on: date, late: bool = True, within: int = SOON
) -> QuerySet[models.Deadline]:
    """Give the clocks that ran out (or soon will) on matters an actor may see, the oldest first."""
    tasks = models.Assignment.objects.filter(permissions.visible(actor, models.Assignment)).values(
        "pk"
    )
    mine = models.Proposal.objects.filter(permissions.visible(actor, models.Proposal)).values("pk")
    found = models.Deadline.objects.filter(
        Q(assignment__in=tasks) | Q(assignment=None, proposal__in=mine), state="running"
    ).exclude(clock__in=WINDOWS)
    found = (
        found.filter(due_on__lt=on)
        if late
        else found.filter(due_on__gte=on, due_on__lte=on + timedelta(days=within))
    )
    found = found.select_related("assignment__case", "assignment__body", "proposal__case")
    return found.prefetch_related("reminders").order_by("due_on", "pk")


def line(row: models.Deadline, *, on: date) -> Line:
    """Give a clock as a line."""
    pack = ports.pack(row.pack, row.pack_version)
    clock = pack.clocks.get(row.clock)
    task = row.assignment
    title = task.case.title if task else row.proposal.title if row.proposal else ""
    href = (
        f"/assignments/{task.uid}/"
        if task
        else f"/proposals/{row.proposal.uid}/"
        if row.proposal
        else ""
    )
    rungs = sorted(row.reminders.all(), key=lambda one: one.due_on)
    ahead = [one for one in rungs if one.fired_at is None and not one.skipped]
    case = task.case if task else row.proposal.case if row.proposal else None
    return Line(
        row,
        shown.label(clock.words) if clock else row.clock,
        f"{shown.number(case)} {title}".strip(),
        href,
        shown.body(task.body) if task else "",
        (on - row.due_on).days,
        [(one.form, one.fired_at.date()) for one in rungs if one.fired_at],
        ahead[0].due_on if ahead else None,
        ahead[0].form if ahead else "",
    )
