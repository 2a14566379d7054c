# SPDX-License-Identifier: Apache-2.0
"""Alike (同类建议): which suggestions say the same, with what they share and where they differ."""

from collections.abc import Iterable, Sequence

from huiyin.core.matching import differing, opposing, pairing
from huiyin.core.values.echoes import Alike
from huiyin.core.values.findings import Finding

LEAST_SCORE = 0.5  # below it two suggestions are not offered for merging
LEAST_TELLING = 3  # telling terms both must say; fewer is a chance meeting


def find(suggestions: Sequence[Finding], *, texts: Sequence[str]) -> tuple[Alike, ...]:
    """Find the pairs of suggestions that say the same, or nearly.

    Shapes: `texts[n]` is the wording of `suggestions[n]`. Pairs in the order of their later, then earlier suggestion;
        `a` stands before `b`; no pair twice.
    Units: scores in [`LEAST_SCORE`, 1].
    Cost: near-linear: each suggestion is compared with a bounded number of earlier ones.
    """
    bags = pairing.bag(texts)
    heads: dict[int, int] = {}
    scores: dict[tuple[int, int], float] = {}
    for earlier, later, score in pairing.find(bags):
        scores[later, earlier] = score
        heads.setdefault(later, heads.get(earlier, earlier))
    for later, head in heads.items():  # a link to the head of the best partner's group
        if (later, head) not in scores:
            scores[later, head] = pairing.compare(bags, head, later)
    found = (
        _likeness(suggestions, texts, bags, earlier, later, score)
        for (later, earlier), score in sorted(scores.items())
        if score >= LEAST_SCORE
    )
    return tuple(one for one in found if one)


def _likeness(
    suggestions: Sequence[Finding],
    texts: Sequence[str],
    bags: pairing.Bags,
    i: int,
    j: int,
    score: float,
) -> Alike | None:
    if not _is_telling(bags, i, j):
        return None
    a, b = texts[i], texts[j]
    compared = differing.compare(a, b)
    score *= opposing.factor(a, b, compared)
    if score < LEAST_SCORE:
        return None
    sides = compared.shared, compared.only_a, compared.only_b
    return Alike(suggestions[i].id, suggestions[j].id, round(score, 4), *sides)


def _is_telling(bags: pairing.Bags, i: int, j: int) -> bool:
    """Tell whether two texts share enough beyond the words of all public business."""
    least = min(LEAST_TELLING, len(bags.rows[i]), len(bags.rows[j]))
    return pairing.telling(bags, i, j) >= least


def groups(suggestions: Sequence[Finding], pairs: Iterable[Alike]) -> dict[str, str]:
    """Put suggestions that say the same into groups, guarded against chains.

    Two groups join only if every member of the joined group is alike to its first suggestion or to at least half of the
    other members: A like B and B like C never make A and C one by themselves.

    Shapes: a key for each suggestion; the value is the id of its group's first suggestion, its own id when alone.
    """
    order = {one.id: place for place, one in enumerate(suggestions)}
    near: dict[str, set[str]] = {one.id: set() for one in suggestions}
    pairs = list(pairs)
    for pair in pairs:
        near[pair.a].add(pair.b)
        near[pair.b].add(pair.a)
    members = {key: [key] for key in near}
    head = {key: key for key in near}
    for pair in sorted(pairs, key=lambda pair: (-pair.score, order[pair.a], order[pair.b])):
        first, second = sorted((head[pair.a], head[pair.b]), key=order.__getitem__)
        if first == second or not _hold(first, members[first] + members[second], near):
            continue
        head |= dict.fromkeys(members[second], first)
        members[first] += members.pop(second)
    return head


def _hold(first: str, joined: list[str], near: dict[str, set[str]]) -> bool:
    group = set(joined)
    half = (len(joined) - 1) / 2
    return all(
        one == first or first in near[one] or len(near[one] & group) >= half for one in joined
    )
