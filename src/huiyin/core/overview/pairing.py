# SPDX-License-Identifier: Apache-2.0
"""Pairing (配对): counts and percentages that stand together, and the base that gives most of a set."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from huiyin.core.overview import shares
from huiyin.core.values.spans import Span

UNIT = "件|条|项|份|个|篇|人次|人|名|次|家"


@dataclass(frozen=True, slots=True)
class Statement:
    """A set of shares as a text states it, with what it is worth.

    Attributes:
        span: from the first count or percentage to the last, in the source text.
        counts: the places of the counts, one a cell.
        percentages: the places of the percentages, one a cell.
        finding: what the set is worth.
    """

    span: Span
    counts: tuple[Span, ...]
    percentages: tuple[Span, ...]
    finding: shares.Finding


@dataclass(frozen=True, slots=True)
class Mark:
    """A number of a text: a `count` or a `percent`, and whether it is named as a total."""

    kind: Literal["count", "percent"]
    value: str
    span: Span
    total: bool = False


@dataclass(frozen=True, slots=True)
class Pair:
    """A count with its percentage, and the base that stands between them where one does."""

    count: Mark
    share: Mark
    base: int | None = None


def state(
    pairs: list[Pair], totals: Sequence[int], seen: Sequence[int] = (), *, sure: bool = False
) -> Statement:
    """Make a set of some pairs and say what it is worth.

    Args:
        pairs: at least one.
        totals: named where the set is stated, the nearest last.
        seen: named before that.
        sure: whether the nearest total is the base whatever fits.
    """
    counts = [int(pair.count.value) for pair in pairs]
    printed = [pair.share.value for pair in pairs]
    named = totals[-1] if totals else None
    base = named if sure else _base(counts, printed, totals, seen)
    finding = shares.check(counts, printed, base, named=named)
    spans = [mark.span for pair in pairs for mark in (pair.count, pair.share)]
    return Statement(
        Span(min(span.start for span in spans), max(span.end for span in spans)),
        tuple(pair.count.span for pair in pairs),
        tuple(pair.share.span for pair in pairs),
        finding,
    )


def _base(
    counts: list[int], printed: list[str], totals: Sequence[int], seen: Sequence[int]
) -> int | None:
    """Choose the base that gives most cells: among equals the total named nearest, then the sum, then earlier totals."""
    whole = [sum(counts)] if len(counts) > 1 else []
    wanted = [
        one for one in (*reversed(totals), *whole, *reversed(seen[-9:])) if one >= max(counts)
    ]
    best = max(wanted, key=lambda one: shares.fit(counts, printed, one), default=None)
    return best if best is not None and shares.fit(counts, printed, best) else None


def bare(written: str) -> str:
    """Give a number without the signs that part its thousands."""
    return written.replace(",", "").replace("，", "")
