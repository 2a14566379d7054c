# SPDX-License-Identifier: Apache-2.0
"""Pertinence (切题): how much an answer is about a suggestion, by the telling terms both use."""

import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from huiyin.core.matching import terms

POSTING_BUDGET = 600  # places looked at for each suggestion, rarest terms first
NEAREST = 12  # answers kept for each suggestion
RIVALS = 4  # how many best suggestions of an answer make its usual pertinence

Vector = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Nearest:
    """An answer near a suggestion.

    Attributes:
        place: the answer's place in the given order.
        pertinence: in [0, 1].
        rank_score: pertinence against what the answer reaches with other suggestions too; only to be compared.
    """

    place: int
    pertinence: float
    rank_score: float


def vector(text: str, weights: terms.Weights) -> Vector:
    """Give the weighted terms of a text, of length 1 together."""
    says = {t: math.log1p(n) * weights.of(t) for t, n in Counter(terms.of(text)).items()}
    length = math.sqrt(math.fsum(value * value for value in says.values()))
    return {term: value / length for term, value in says.items()} if length else {}


def pertinence(suggestion_text: str, reply_text: str, weights: terms.Weights) -> float:
    """Give how much a reply is about a suggestion, in [0, 1].

    Source: cosine of log-counted terms weighted by rarity; figures in docs/algorithms/matching.md.

    >>> weights = terms.weigh([])
    >>> asked = "建议在滨河路增设公厕"
    >>> near = pertinence(asked, "滨河路公厕已列入计划", weights)
    >>> near > pertinence(asked, "养老服务补贴已列入计划", weights)
    True
    """
    return dot(vector(suggestion_text, weights), vector(reply_text, weights))


def dot(one: Vector, other: Vector) -> float:
    """Give the pertinence of two vectors."""
    if len(one) > len(other):
        one, other = other, one
    return min(1.0, sum([value * other[term] for term, value in one.items() if term in other]))


def rank(suggestions: Sequence[Vector], replies: Sequence[Vector]) -> list[list[Nearest]]:
    """Rank for each suggestion the replies near it, best first.

    A reply that is as near to many other suggestions is worth less for each of them: from the pertinence the mean of
    its `RIVALS` best is taken off, and that of the suggestion.

    Cost: at most `POSTING_BUDGET` look-ups for each suggestion.
    """
    postings: defaultdict[str, list[tuple[int, float]]] = defaultdict(list)
    for place, reply in enumerate(replies):
        for term, value in reply.items():
            postings[term].append((place, value))
    near = [_near(suggestion, postings) for suggestion in suggestions]
    met: defaultdict[int, list[float]] = defaultdict(list)
    for found in near:
        for place, value in found.items():
            met[place].append(value)
    usual = {place: best(values) for place, values in met.items()}
    ranked: list[list[Nearest]] = []
    for found in near:
        own = best(list(found.values()))
        told = [
            Nearest(place, min(1.0, value), relative(value, usual[place], own))
            for place, value in found.items()
        ]
        ranked.append(sorted(told, key=lambda one: (-one.rank_score, one.place))[:NEAREST])
    return ranked


def best(values: Sequence[float]) -> float:
    """Give the mean of the `RIVALS` best pertinences of one text, 0 standing for those it lacks."""
    return math.fsum(sorted(values, reverse=True)[:RIVALS]) / RIVALS


def relative(value: float, reply_best: float, suggestion_best: float) -> float:
    """Set a pertinence against what both texts usually reach: above 0 where the two are nearest to each other."""
    return value - (reply_best + suggestion_best) / 2


def _near(suggestion: Vector, postings: Mapping[str, list[tuple[int, float]]]) -> dict[int, float]:
    """Add up what the replies share with one suggestion, rarest terms first, within the budget."""
    met = [(postings[term], value) for term, value in suggestion.items() if term in postings]
    met.sort(key=lambda one: len(one[0]))
    shared: defaultdict[int, float] = defaultdict(float)
    left = POSTING_BUDGET
    for posting, value in met:
        left -= len(posting)
        if left < 0 and shared:
            for place, weight in posting:
                if place in shared:
                    shared[place] += value * weight
            if left < -2 * POSTING_BUDGET:
                break
            continue
        for place, weight in posting:
            shared[place] += value * weight
    return shared
