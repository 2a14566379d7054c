# SPDX-License-Identifier: Apache-2.0
"""Alike (同类建议): which suggestions say the same, with what they share and where they differ."""

from collections import Counter
from collections.abc import Iterable, Sequence

from huiyin.core.matching import differing, opposing, pairing
from huiyin.core.values.echoes import Alike
from huiyin.core.values.findings import Finding

LEAST_SCORE = 0.5  # below it two suggestions are not offered for merging


def find(suggestions: Sequence[Finding], *, texts: Sequence[str]) -> tuple[Alike, ...]:
    """Find the pairs of suggestions that say the same, or nearly.

    A suggestion in the very words of an earlier one is paired with the first of these only; the others of its pairs are those
    of that first one.

    Shapes: `texts[n]` is the wording of `suggestions[n]`. Pairs in the order of their later, then earlier suggestion;
        `a` stands before `b`; no pair twice.
    Units: scores in [`LEAST_SCORE`, 1].
    Cost: near-linear: each wording is compared with a bounded number of earlier ones.
    """
    firsts: dict[str, int] = {}
    first = [firsts.setdefault(text, place) for place, text in enumerate(texts)]
    wordings, places = list(firsts), list(firsts.values())
    again = [place for place, one in enumerate(first) if one != place]
    counts = Counter(first) if again else {}
    bags = pairing.bag(wordings, [counts.get(place, 1) for place in places])
    found = [
        (places[later], places[earlier], score, told)
        for earlier, later, score, told in _near(wordings, bags)
    ]
    if again:
        says = dict(zip(places, pairing.says_something(bags), strict=True))
        whole = {place: differing.whole(texts[place]) for place in {first[one] for one in again}}
        found += [(one, first[one], 1.0, whole[first[one]]) for one in again if says[first[one]]]
    found.sort(key=lambda pair: pair[:2])
    return tuple(
        [
            Alike(
                suggestions[earlier].id,
                suggestions[later].id,
                score,
                told.shared,
                told.only_a,
                told.only_b,
            )
            for later, earlier, score, told in found
        ]
    )


def _near(
    wordings: Sequence[str], bags: pairing.Bags
) -> Iterable[tuple[int, int, float, differing.Comparison]]:
    """Give the pairs of wordings (earlier, later, score, what they share)."""
    scores: dict[tuple[int, int], float] = {}
    heads: dict[int, int] = {}
    for earlier, later, score in pairing.find(bags):
        scores[earlier, later] = score
        heads.setdefault(later, heads.get(earlier, earlier))
    # a link to the head of the best partner's group
    links = [(head, later) for later, head in heads.items() if (head, later) not in scores]
    scores |= zip(links, pairing.compare_many(bags, links), strict=True)
    sides: dict[int, tuple[differing.Side, opposing.Stance]] = {}
    for (earlier, later), by_terms in scores.items():
        if by_terms < LEAST_SCORE:
            continue
        for place in (earlier, later):
            if place not in sides:
                text = wordings[place]
                sides[place] = differing.Side(text), opposing.Stance(text)
        (left, stance), (right, other) = sides[earlier], sides[later]
        common = differing.ends(left, right)
        if opposing.is_barred(left, right, common):
            continue
        aligned = differing.align(left, right, common)
        score = by_terms * opposing.factor(stance, other, aligned)
        if score >= LEAST_SCORE:
            yield earlier, later, round(score, 4), aligned.told()
