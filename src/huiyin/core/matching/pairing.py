# SPDX-License-Identifier: Apache-2.0
"""Pairing (配对): which of many short texts share enough telling terms to be worth comparing word by word."""

import math
from array import array
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any, Protocol

from huiyin.core.matching import terms

FEW = 300  # so many texts are compared all with all, without loading scipy
CONTAINED_SHARE = 0.5  # how much of the score is containment, the rest is likeness of the wholes
SHORT_TERMS = 12  # a text of so many terms must reach `SHORT_LEAST`,
SHORT_LEAST = 0.42
LONG_TERMS = 150  # one of so many `LONG_LEAST`, between them along a power
LONG_LEAST = 0.1
LEAST_TELLING = 3  # telling terms both must say; fewer is a chance meeting
PARTNERS = 8  # best partners kept for each text
_SLOPE = math.log(LONG_LEAST / SHORT_LEAST) / math.log(LONG_TERMS / SHORT_TERMS)

Pair = tuple[int, int, float]


class Row(Protocol):
    """The term numbers of one text."""

    def __len__(self) -> int: ...
    def tolist(self) -> list[int]: ...


@dataclass(frozen=True, slots=True)
class Bags:
    """Texts as sets of term numbers, with weights: plain arrays for few texts, numpy arrays for many.

    Attributes:
        rows: for each text its distinct term numbers.
        frequency: in how many texts each term number stands.
        weights: the weight of each term number.
        totals: the weight of each text.
        common: whether a term number is of a common term.
        starts, numbers: for many texts all rows end to end, and where each begins.
    """

    rows: Sequence[Row]
    frequency: Any
    weights: Any
    totals: Any
    common: Any
    starts: Any = None
    numbers: Any = None


def bag(texts: Sequence[str], times: Sequence[int] | None = None) -> Bags:
    """Count and weigh the terms of all texts; `times` says how often each stands in the sources, once where not given."""
    times = times or [1] * len(texts)
    if len(texts) >= FEW:
        from huiyin.core.matching import bagging  # loads numpy

        return bagging.bag(list(texts), times)
    numbers: defaultdict[str, int] = defaultdict(count().__next__)
    frequencies: Counter[int] = Counter()
    rows: list[array[int]] = []
    for text, often in zip(texts, times, strict=True):
        row = array("i", sorted(set(map(numbers.__getitem__, terms.of(text)))))
        for number in row:
            frequencies[number] += often
        rows.append(row)
    frequency = array("i", [frequencies[n] for n in range(len(numbers))])
    counted = terms.Weights(sum(times), dict(zip(numbers, frequency, strict=True)))
    weights = array("d", counted.table().values())
    totals = array("d", (sum(map(weights.__getitem__, row)) for row in rows))
    common = terms.common()
    return Bags(rows, frequency, weights, totals, [name in common for name in numbers])


def says_something(bags: Bags) -> list[bool]:
    """Tell of each text whether it says enough beyond the words of all public business to be like another."""
    if len(bags.rows) >= FEW:
        from huiyin.core.matching import sampling  # loads scipy

        return sampling.says_something(bags)
    return [
        bool(len(row)) and _is_telling(bags, place, place) for place, row in enumerate(bags.rows)
    ]


def _is_telling(bags: Bags, i: int, j: int) -> bool:
    """Tell whether two texts share enough beyond the words of all public business."""
    theirs = set(bags.rows[i].tolist())
    shared = sum(n in theirs and not bags.common[n] for n in bags.rows[j].tolist())
    return shared >= min(LEAST_TELLING, len(bags.rows[i]), len(bags.rows[j]))


def least(size: int) -> float:
    """Give the share two texts must reach when the shorter has `size` terms: long ones share less when alike."""
    within = min(max(size, SHORT_TERMS), LONG_TERMS)
    return float(SHORT_LEAST * (within / SHORT_TERMS) ** _SLOPE)


def share(shared: float, one: float, other: float) -> float:
    """Give how much two texts say the same, in [0, 1], from the weight they share and their own weights."""
    smaller = min(one, other)
    if not smaller:
        return 0.0
    contained, whole = shared / smaller, 2 * shared / (one + other)
    return min(1.0, CONTAINED_SHARE * contained + (1 - CONTAINED_SHARE) * whole)


def score(found: float, size: int) -> float:
    """Put a share on one scale for short and long texts: `least` gives 0.5, the same words give 1."""
    return float(found ** (math.log(0.5) / math.log(least(size)))) if found > 0 else 0.0


def compare(bags: Bags, i: int, j: int) -> float:
    """Give the score of two texts by their terms alone, 0.5 where they just reach their least share."""
    theirs = set(bags.rows[i].tolist())
    shared = math.fsum([bags.weights[n] for n in bags.rows[j].tolist() if n in theirs])
    size = min(len(bags.rows[i]), len(bags.rows[j]))
    return score(share(shared, bags.totals[i], bags.totals[j]), size)


def compare_many(bags: Bags, pairs: Sequence[tuple[int, int]]) -> list[float]:
    """Give `compare` of many pairs, 0 for those that share too little that is telling."""
    if len(bags.rows) >= FEW:
        from huiyin.core.matching import sampling  # loads scipy

        return sampling.compare(bags, pairs)
    return [compare(bags, i, j) if _is_telling(bags, i, j) else 0.0 for i, j in pairs]


def find(bags: Bags) -> list[Pair]:
    """Give the pairs (earlier text, later text, score) that reach `least`, at most `PARTNERS` earlier ones a text.

    Shapes: in the order of the later text, best partner first; only pairs that share something telling.
    Cost: near-linear in the number of texts.
    """
    if len(bags.rows) >= FEW:
        from huiyin.core.matching import sampling  # loads scipy

        return sampling.find(bags)
    postings: defaultdict[int, list[int]] = defaultdict(list)
    pairs: list[Pair] = []
    for place, row in enumerate(bags.rows):
        shared: defaultdict[int, float] = defaultdict(float)
        for number in row.tolist():
            if bags.frequency[number] > 1:
                for other in postings[number]:
                    shared[other] += bags.weights[number]
                postings[number].append(place)
        pairs += _best(bags, place, shared)
    return pairs


def _best(bags: Bags, place: int, shared: dict[int, float]) -> list[Pair]:
    found: list[Pair] = []
    size, total = len(bags.rows[place]), bags.totals[place]
    for other, weight in shared.items():
        smaller = min(size, len(bags.rows[other]))
        reached = share(weight, total, bags.totals[other])
        if reached >= least(smaller):
            found.append((other, place, score(reached, smaller)))
    found.sort(key=lambda pair: (-pair[2], pair[0]))
    return [pair for pair in found[:PARTNERS] if _is_telling(bags, pair[0], place)]
