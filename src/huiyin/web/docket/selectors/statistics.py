# SPDX-License-Identifier: Apache-2.0
"""Statistics (统计) of the present session: what came in, from whom, where it lies, and which terms end soon."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, QuerySet
from django.db.models.functions import TruncDate

from huiyin.web.accounts.actors import Actor
from huiyin.web.accounts.models import Body
from huiyin.web.docket import loads, models, permissions
from huiyin.web.docket.selectors import overdue, shown

READERS = ("clerk", "reviewer", "committee", "assigner", "oversight", "leader", "auditor")
AHEAD, BACK, MOST = 30, 30, 20
Bars = list[tuple[str, int, str]]


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart: its key among the words, its bars, and whether they lie."""

    key: str
    bars: Bars
    across: bool = True


def charts(actor: Actor, *, on: date) -> list[Chart]:
    """Give the charts with anything in them.

    Cost: one query for each, two for loads.
    """
    some: list[tuple[str, Callable[[], Bars], bool]] = [
        ("received", lambda: _received(_rows(actor)), False),
        ("states", lambda: _states(_rows(actor)), True),
        ("loads", lambda: _loads(on), True),
        ("ahead", lambda: _ahead(actor, on), False),
    ]
    found = [Chart(key, bars(), across) for key, bars, across in some]
    return [one for one in found if one.bars]


def _rows(actor: Actor) -> QuerySet[models.Proposal]:
    seen = models.Proposal.objects.filter(
        permissions.visible(actor, models.Proposal), received_at__isnull=False
    )
    return seen.filter(session=shown.present()).order_by()


def _received(rows: QuerySet[models.Proposal]) -> Bars:
    by = dict(
        rows.annotate(day=TruncDate("received_at")).values_list("day").annotate(n=Count("pk"))
    )
    if not by:
        return []
    days = [max(by) - timedelta(days=n) for n in reversed(range(BACK))]
    return [(f"{day:%m-%d}", by.get(day, 0), "/proposals/") for day in days]


def _states(rows: QuerySet[models.Proposal]) -> Bars:
    by = dict(rows.values_list("state").annotate(n=Count("pk")))
    return [
        (label, by[state], f"/proposals/?state={state}")
        for state, label in shown.states("proposal")
        if state in by
    ]


def _loads(on: date) -> Bars:
    by = loads.by_body(on)
    rows = Body.objects.filter(pk__in=by)
    found = [(shown.body(row), by[row.pk][0], f"/bodies/{row.pk}/") for row in rows]
    return sorted(found, key=lambda one: (-one[1], one[0]))[:MOST]


def _ahead(actor: Actor, on: date) -> Bars:
    rows = overdue.rows(actor, on=on, late=False, within=AHEAD).order_by()
    days = dict(rows.values_list("due_on").annotate(n=Count("pk", distinct=True)))
    if not days:
        return []
    some = [on + timedelta(days=n) for n in range(AHEAD + 1)]
    return [(f"{day:%m-%d}", days.get(day, 0), "/clocks/overdue/") for day in some]
