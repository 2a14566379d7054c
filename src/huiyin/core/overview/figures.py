# SPDX-License-Identifier: Apache-2.0
"""Figures (指标): a number as a query with its answer, and the rows that prove it.

1. a fact is a row with the marks it holds and the groups it belongs to; the docket gives them, a definition reads them;
2. a query names a definition and all that the number depends on: session, day, scheme, narrowing, rounding;
3. its figure keeps the rows above and below the line and why others are left out: nothing is rounded before it is shown,
   nothing is a share of nothing, and what few people said is kept back;
4. asked again later, the same query gives another figure, and `difference` names the rows that came and went.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Literal

from huiyin.core.overview import definitions

Rounding = Literal["half_up", "cut"]
LEAST = 5  # rows below which what people said is not shown


@dataclass(frozen=True, slots=True)
class Fact:
    """A row that can be counted.

    Attributes:
        id: of the row; the same row has the same id whenever it is counted.
        unit: what it is one of.
        marks: what holds of it.
        groups: by axis, the values it belongs to; several where several bodies answer.
    """

    id: str
    unit: str
    marks: frozenset[str]
    groups: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Query:
    """All that a figure depends on besides the rows.

    Attributes:
        figure: the id of its definition.
        session, as_of: which session, as it was known on which day.
        scheme: the rules pack and version whose letters and values it speaks in.
        where: pairs of axis and value that narrow it, sorted.
        part: of a `parts` figure, the value of its axis; None is the whole.
        rounding, digits: how it is shown.
    """

    figure: str
    session: str = ""
    as_of: date | None = None
    scheme: str = ""
    where: tuple[tuple[str, str], ...] = ()
    part: str | None = None
    rounding: Rounding = "half_up"
    digits: int = 1

    @property
    def definition(self) -> definitions.Definition:
        """What the figure is.

        Errors: `FIGURE_UNKNOWN`.
        """
        return definitions.get(self.figure)


@dataclass(frozen=True, slots=True)
class Figure:
    """The answer to a query.

    Attributes:
        hits, base: ids of the rows counted above and below the line, sorted.
        excluded: why rows are left out, and how many, by name.
        hidden: True where too few people said it; then hits, base and excluded are empty.
    """

    query: Query
    hits: tuple[str, ...] = ()
    base: tuple[str, ...] = ()
    excluded: tuple[tuple[str, int], ...] = ()
    hidden: bool = False

    @property
    def numerator(self) -> int:
        """How many rows are counted above the line."""
        return len(self.hits)

    @property
    def denominator(self) -> int:
        """How many rows are counted below the line."""
        return len(self.base)

    @property
    def share(self) -> Fraction | None:
        """The exact quotient; None over nothing, where it is hidden, and of a count."""
        if not self.base or self.query.definition.kind == "count":
            return None
        return Fraction(len(self.hits), len(self.base))

    def percent(self, digits: int | None = None) -> str:
        """Give the share in percent, rounded as the query says; "" where there is none.

        >>> Figure(Query("answered"), ("1", "2"), ("1", "2", "3")).percent()
        '66.7'
        """
        return "" if self.share is None else self._shown(self.share * 100, digits)

    def quotient(self, digits: int | None = None) -> str:
        """Give a ratio as a number, rounded as the query says; "" where there is none.

        >>> Figure(Query("suggestions_per_proposal"), ("a", "b", "c"), ("p", "q")).quotient()
        '1.5'
        """
        return "" if self.share is None else self._shown(self.share, digits)

    @property
    def proof(self) -> str:
        """The hash of the query and of every row it rests on: two figures with one proof are the same."""
        said = [_plain(self.query), self.hits, self.base, self.excluded, self.hidden]
        text = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()

    def _shown(self, exact: Fraction, digits: int | None) -> str:
        return _round(exact, self.query.digits if digits is None else digits, self.query.rounding)


@dataclass(frozen=True, slots=True)
class Difference:
    """What changed between two answers: rows that came above and below the line, and rows that went."""

    before: Figure
    after: Figure
    hits_in: tuple[str, ...]
    hits_out: tuple[str, ...]
    base_in: tuple[str, ...]
    base_out: tuple[str, ...]

    @property
    def same(self) -> bool:
        """Whether nothing changed that the number rests on."""
        kept = self.before.excluded == self.after.excluded
        moved = self.hits_in or self.hits_out or self.base_in or self.base_out
        return kept and self.before.hidden == self.after.hidden and not moved


def percent(part: int, whole: int, digits: int = 1) -> str:
    """Give a share of which no figure is kept, in percent, rounded half up; "" over nothing.

    >>> percent(1, 16), percent(0, 0)
    ('6.3', '')
    """
    return _round(Fraction(part * 100, whole), digits, "half_up") if whole else ""


def compute(query: Query, facts: Iterable[Fact], *, least: int = LEAST) -> Figure:
    """Answer a query from the facts of its session and day.

    Of what people said, nothing is given over fewer than `least` rows, nor where leaving such a group out would tell it
    by subtraction (see `parts`).

    Errors: `FIGURE_UNKNOWN`.
    Cost: linear in the facts; for a guarded figure, once more for each axis that narrows it.
    """
    some = _of_units(query, facts)
    found = _count(query, some)
    if query.definition.guarded and (_is_small(found, least) or _is_told_apart(query, some, least)):
        return _hide(found)
    return found


def parts(
    query: Query, facts: Iterable[Fact], axis: str = "", *, least: int = LEAST
) -> dict[str, Figure]:
    """Answer a query for each value of an axis.

    Where exactly one value of a guarded figure is too small to be shown, the smallest shown one is kept back with it:
    else the whole would tell.

    Args:
        query: of a `parts` figure over its own axis, each part stands over the base of all; else each over its own.
        facts: of the session and day.
        axis: by default that of the definition.
        least: rows below which a guarded figure is kept back.

    Shapes: by value, sorted; rows without the axis stand under "".
    Cost: linear in the facts; for a guarded figure, once more for each value and axis that narrows it.
    """
    some = _of_units(query, facts)
    if not axis or axis == query.definition.over:
        return _shares(query, some)
    found = _beside(query, some, axis, least)
    if query.definition.guarded and query.where:
        for value, one in found.items():
            if not one.hidden and _is_told_apart(one.query, some, least):
                found[value] = _hide(one)
    return found


def difference(before: Figure, after: Figure) -> Difference:
    """Tell what changed between two answers to one query; session, day or scheme may differ."""
    return Difference(
        before,
        after,
        _less(after.hits, before.hits),
        _less(before.hits, after.hits),
        _less(after.base, before.base),
        _less(before.base, after.base),
    )


def _round(exact: Fraction, digits: int, rounding: Rounding) -> str:
    mode = ROUND_HALF_UP if rounding == "half_up" else ROUND_DOWN
    number = Decimal(exact.numerator) / Decimal(exact.denominator)
    return str(number.quantize(Decimal(1).scaleb(-digits), rounding=mode))


def _of_units(query: Query, facts: Iterable[Fact]) -> list[Fact]:
    known = query.definition
    return [fact for fact in facts if fact.unit in (known.unit, known.above)]


def _count(query: Query, facts: Iterable[Fact]) -> Figure:
    known = query.definition
    why: Counter[str] = Counter()
    base: set[str] = set()
    hits: set[str] = set()
    for fact in facts:
        if not _is_within(fact, query.where):
            continue
        reason = next((mark for mark in known.leave_out if mark in fact.marks), "")
        if reason:
            why[reason] += 1
            continue
        below = fact.unit == known.unit and (
            not known.base or not known.base.isdisjoint(fact.marks)
        )
        if below:
            base.add(fact.id)
        if _is_hit(query, fact) and (below or known.above != known.unit):
            hits.add(fact.id)
    return Figure(query, tuple(sorted(hits)), tuple(sorted(base)), tuple(sorted(why.items())))


def _is_hit(query: Query, fact: Fact) -> bool:
    known = query.definition
    if fact.unit != known.above:
        return False
    if query.part is not None:
        return query.part in _at(fact, known.over)
    return not known.hit or not known.hit.isdisjoint(fact.marks)


def _shares(query: Query, facts: Sequence[Fact]) -> dict[str, Figure]:
    """Give the parts of one base: a row of several values is in each of their parts."""
    whole = _count(query, facts)
    base = set(whole.base)
    rows: dict[str, set[str]] = {}
    for fact in facts:
        if fact.id in base:
            for value in _at(fact, query.definition.over):
                rows.setdefault(value, set()).add(fact.id)
    return {
        value: replace(whole, query=replace(query, part=value), hits=tuple(sorted(rows[value])))
        for value in sorted(rows)
    }


def _beside(query: Query, facts: Sequence[Fact], axis: str, least: int) -> dict[str, Figure]:
    """Give a figure for each value of an axis, guarded within that axis alone."""
    rows: dict[str, list[Fact]] = {}
    for fact in facts:
        if _is_within(fact, query.where):
            for value in _at(fact, axis):
                rows.setdefault(value, []).append(fact)
    found = {
        value: _count(replace(query, where=_and(query.where, (axis, value))), rows[value])
        for value in sorted(rows)
    }
    return _guard(found, least) if query.definition.guarded else found


def _is_within(fact: Fact, where: Iterable[tuple[str, str]]) -> bool:
    return all(value in _at(fact, axis) for axis, value in where)


def _at(fact: Fact, axis: str) -> tuple[str, ...]:
    return fact.groups.get(axis, ()) or ("",)


def _and(where: tuple[tuple[str, str], ...], one: tuple[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple(sorted({*where, one}))


def _is_told_apart(query: Query, facts: Sequence[Fact], least: int) -> bool:
    """Tell whether a figure is kept back among those beside it, along any axis that narrows it."""
    for axis, value in query.where:
        rest = tuple(pair for pair in query.where if pair != (axis, value))
        found = _beside(replace(query, where=rest), facts, axis, least).get(value)
        if found is not None and found.hidden:
            return True
    return False


def _is_small(found: Figure, least: int) -> bool:
    return found.query.definition.guarded and 0 < found.denominator < least


def _guard(found: dict[str, Figure], least: int) -> dict[str, Figure]:
    kept = {value: _hide(one) if _is_small(one, least) else one for value, one in found.items()}
    hidden = [value for value, one in kept.items() if one.hidden]
    shown = [value for value, one in kept.items() if one.base]
    if len(hidden) == 1 and shown:
        smallest = min(shown, key=lambda value: (kept[value].denominator, value))
        kept[smallest] = _hide(kept[smallest])
    return kept


def _hide(found: Figure) -> Figure:
    return Figure(found.query, hidden=True)


def _less(some: tuple[str, ...], others: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted(set(some) - set(others)))


def _plain(query: Query) -> dict[str, object]:
    return {
        "figure": query.figure,
        "session": query.session,
        "as_of": query.as_of.isoformat() if query.as_of else "",
        "scheme": query.scheme,
        "where": [list(pair) for pair in query.where],
        "part": query.part,
        "rounding": query.rounding,
        "digits": query.digits,
    }
