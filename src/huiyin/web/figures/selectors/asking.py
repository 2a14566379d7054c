# SPDX-License-Identifier: Apache-2.0
"""Asking (取数): figures of a session for an actor: one, all, by an axis, and what must add up.

This is where the rooms above get their numbers: a figure's id with its narrowing gives the value with its proof, and the
same call later gives it anew.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.http import QueryDict

from huiyin.core.overview import balances, definitions, figures
from huiyin.core.rates import rates
from huiyin.core.values.refusals import HuiyinError
from huiyin.web.accounts.actors import Actor
from huiyin.web.figures.selectors import facts, labels, sessions

Where = Iterable[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Row:
    """A value of an axis with some figures of it; `far` where satisfied far exceeds solved."""

    value: str
    name: str
    figures: tuple[figures.Figure, ...]
    far: bool


def one(
    actor: Actor, figure: str, *, session: str = "", where: Where = (), part: str | None = None, as_of: date
) -> figures.Figure:  # fmt: skip
    """Answer one figure of a session for an actor.

    Errors: `FIGURE_UNKNOWN`; `NOT_FOUND` for a session that does not exist.
    """
    definitions.get(figure)
    held = facts.gather(actor, sessions.asked(session), as_of=as_of)
    return figures.compute(_query(held, figure, where, part), held.facts)


def of(
    held: facts.Gathered, figure: str, where: Where = (), part: str | None = None
) -> figures.Figure:
    """Answer one figure from facts that were gathered."""
    return figures.compute(_query(held, figure, where, part), held.facts)


def four(held: facts.Gathered, where: Where = ()) -> list[figures.Figure]:
    """Give the four rates."""
    pairs = tuple(where)
    return [of(held, figure, pairs) for figure in rates.FOUR]


def is_far(some: Iterable[figures.Figure]) -> bool:
    """Tell whether of the four rates satisfied far exceeds solved."""
    by = {one.query.figure: one for one in some}
    return rates.is_far_above(by["satisfied"], by["solved"])


def by_axis(held: facts.Gathered, axis: str, where: Where = ()) -> list[Row]:
    """Give the four rates for each value of an axis, those with most replies due first.

    Values that stand for nothing any of the rates counts are left out.
    """
    pairs = tuple(where)
    parts = [figures.parts(held.query(figure, pairs), held.facts, axis) for figure in rates.FOUR]
    names = labels.of(axis, held.session)
    found = []
    for value in {value for some in parts for value in some}:
        where_all = (*pairs, (axis, value))
        row = tuple(
            some.get(value) or figures.Figure(held.query(figure, where_all))
            for figure, some in zip(rates.FOUR, parts, strict=True)
        )
        if any(one.base or one.hidden for one in row):
            found.append(Row(value, names.get(value, value), row, is_far(row)))
    return sorted(found, key=lambda row: (-row.figures[0].denominator, row.value == "", row.name))


def balanced(held: facts.Gathered, where: Where = ()) -> list[balances.Balanced]:
    """Hold every whole against its parts."""
    query = held.query("received", where)
    return [balances.check(one, query, held.facts) for one in definitions.balances().values()]


def narrowing(asked: QueryDict) -> tuple[tuple[str, str], ...]:
    """Read from an address by which values a page is narrowed; several of one axis ask for rows that belong to each."""
    return tuple(
        (axis, value) for axis in labels.NARROWING for value in asked.getlist(axis) if value
    )


def _query(held: facts.Gathered, figure: str, where: Where, part: str | None) -> figures.Query:
    query = held.query(figure, where)
    known = query.definition
    if part is not None and known.kind != "parts":
        raise HuiyinError("FIGURE_UNKNOWN", name=f"{figure}/{part}")
    return figures.Query(query.figure, query.session, query.as_of, query.scheme, query.where, part)
