# SPDX-License-Identifier: Apache-2.0
"""Balances (平衡关系): wholes held against their parts, and the rows that are in none of them or in several."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from huiyin.core.overview import definitions, figures


@dataclass(frozen=True, slots=True)
class Balanced:
    """A whole with its parts, counted.

    Attributes:
        nowhere: rows of the whole that are in no part.
        doubled: rows that are in more than one part.
        outside: rows of a part that are not in the whole.
    """

    balance: definitions.Balance
    whole: figures.Figure
    parts: tuple[figures.Figure, ...]
    nowhere: tuple[str, ...]
    doubled: tuple[str, ...]
    outside: tuple[str, ...]

    @property
    def difference(self) -> int:
        """The whole less the sum of its parts."""
        return self.whole.numerator - sum(part.numerator for part in self.parts)

    @property
    def holds(self) -> bool:
        """Whether every row of the whole is in exactly one part: more than that the numbers agree."""
        return not (self.nowhere or self.doubled or self.outside)


def check(
    balance: definitions.Balance, query: figures.Query, facts: Iterable[figures.Fact]
) -> Balanced:
    """Count a whole and its parts under one query and name what does not add up.

    Args:
        balance: which whole and which parts.
        query: session, day and narrowing; its figure is not looked at.
        facts: of the session and day.
    """
    some = list(facts)
    whole, *others = (
        figures.compute(
            figures.Query(one, query.session, query.as_of, query.scheme, query.where), some
        )
        for one in (balance.whole, *balance.parts)
    )
    times = Counter(row for part in others for row in part.hits)
    inside = set(whole.hits)
    return Balanced(
        balance,
        whole,
        tuple(others),
        tuple(sorted(inside - times.keys())),
        tuple(sorted(row for row, n in times.items() if n > 1)),
        tuple(sorted(times.keys() - inside)),
    )
