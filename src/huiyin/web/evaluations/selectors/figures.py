# SPDX-License-Identifier: Apache-2.0
"""Figures (统计) of evaluations: asked, returned, and how each axis was judged; of too few forms nothing is told.

Everything is reckoned from the forms that count now; below the least number of a place no value is shown, and where one
body alone would be hidden the next smallest is hidden with it, so that the whole does not tell it.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from huiyin.core.docket import pack_blocks
from huiyin.core.overview.figures import LEAST, Figure, Query, parts, percent
from huiyin.core.rates import rates
from huiyin.web.docket.selectors import shown as names
from huiyin.web.evaluations import models


@dataclass(frozen=True, slots=True)
class Value:
    """A value of an axis: its words, how often it was given, its share in percent, its tone."""

    words: str
    n: int
    percent: str


@dataclass(frozen=True, slots=True)
class OfAxis:
    """An axis as it was judged over some forms; `hidden` where there are too few to tell."""

    words: str
    base: int
    values: tuple[Value, ...]
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class OfBody:
    """What was asked about a body, what came back, and how satisfied those were; `rate.hidden` where they are too few."""

    body: str
    asked: int
    returned: int
    rate: Figure


def forms(rows: Iterable[models.Evaluation] | None = None) -> list[rates.FormRow]:
    """Give the forms asked for as the rates count them; of all evaluations unless some are named.

    Cost: one query.
    """
    if rows is None:
        rows = models.Evaluation.objects.select_related("reply__assignment__body")
    return [
        rates.FormRow(
            row.uid, "submitted" if row.state in models.JUDGED else row.state, row.counts,
            {"body": str(row.reply.assignment.body_id), "round": str(row.reply.round)},
        )
        for row in rows
    ]  # fmt: skip


def by_body(rows: QuerySet[models.Evaluation], *, least: int = LEAST) -> list[OfBody]:
    """Give for each body what was asked and returned, and the share of satisfied forms.

    Cost: one query.
    """
    some = list(rows)
    bodies = {str(row.reply.assignment.body_id): row.reply.assignment.body for row in some}
    facts = [one.fact() for one in forms(some)]
    found = parts(Query("satisfied"), facts, "body", least=least)
    asked = Counter(str(row.reply.assignment.body_id) for row in some)
    back = Counter(str(row.reply.assignment.body_id) for row in some if row.state in models.JUDGED)
    return [
        OfBody(names.body(bodies[key]), asked[key], back[key], rate) for key, rate in found.items()
    ]


def by_axis(
    rows: QuerySet[models.Evaluation], axes: Sequence[pack_blocks.Axis], *, least: int = LEAST
) -> list[OfAxis]:
    """Give how each axis was judged over the forms that count now.

    Cost: two queries.
    """
    last = {}
    judged = rows.filter(state__in=models.JUDGED)
    for form in models.Judgement.objects.filter(evaluation__in=judged).order_by("number"):
        last[form.evaluation_id] = form
    return [_axis(axis, list(last.values()), least) for axis in axes]


def _axis(axis: pack_blocks.Axis, given: Sequence[models.Judgement], least: int) -> OfAxis:
    said = [
        one
        for form in given
        for one in (form.marks.values() if axis.each else [form.values.get(axis.id)])
    ]
    counted = Counter(one for one in said if one)
    base = sum(counted.values())
    if len(given) < least:
        return OfAxis(names.label(axis.words), 0, (), hidden=True)
    values = tuple(
        Value(names.label(one.words), counted[one.id], percent(counted[one.id], base))
        for one in axis.values
    )
    return OfAxis(names.label(axis.words), base, values)
