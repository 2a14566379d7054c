# SPDX-License-Identifier: Apache-2.0
"""Routing (分办): lead and joint bodies for each suggestion, with the duty that speaks for them."""

import math
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from huiyin.core.matching import terms
from huiyin.core.values.bodies import Body
from huiyin.core.values.echoes import Candidate

LEAST_SCORE = 0.16  # below it no body is proposed: better none than a wrong one
LEAST_TERMS = 2  # telling terms a duty and a suggestion must share
JOINT_SHARE = 0.6  # a joint body reaches so much of the lead's score
JOINT_MOST = 3
NAMED_SCORE = 0.95
WHERE_SHARE = 0.9  # a district named only as the place comes just behind the body whose duty it is
DUTY_MOST = 0.9

# A name that any body could bear names none.
_GENERIC = re.compile(
    r"^(?:市|区|县|省|全市)?(?:政府|党委|有关|相关|职能|主管|各级|各)?(?:部门|单位|方面|机关|政府|市政府|区政府|县政府)?$"
)

_PLACE = re.compile(r"(?:区|县|镇|乡|街道)$")
_PARTICLE = re.compile(r"[的了是在和与把对一不为及等有]")


@dataclass(frozen=True, slots=True)
class _Duty:
    body: int
    words: str
    terms: frozenset[str]
    weight: float


class Router:
    """Ranks the bodies of a list for suggestions; compiled once.

    Example: see tests/core/matching/test_routing.py.
    """

    def __init__(self, bodies: Sequence[Body]) -> None:
        self._bodies = bodies
        self._names: dict[str, int] = {}
        for place, body in enumerate(bodies):
            for name in (body.name, *body.aliases, body.name_en):
                if len(name) > 1 and not _GENERIC.match(name):
                    self._names.setdefault(name.lower(), place)
        ordered = sorted(self._names, key=lambda name: (-len(name), name))
        self._named = re.compile("|".join(map(_whole, ordered))) if ordered else None
        said = [
            (place, duty, frozenset(terms.of(duty)))
            for place, body in enumerate(bodies)
            for duty in body.duties
        ]
        self._weights = terms.weigh(each for _, _, each in said)
        self._duties = [_Duty(p, duty, each, self._weigh(each)) for p, duty, each in said]
        self._postings: defaultdict[str, list[int]] = defaultdict(list)
        for number, one in enumerate(self._duties):
            for term in filter(_is_telling, one.terms):
                self._postings[term].append(number)

    def rank(self, texts: Sequence[str], addressees: Sequence[str]) -> list[tuple[Candidate, ...]]:
        """Rank bodies for each suggestion: one lead first, then at most `JOINT_MOST` joint ones.

        A body that the text or the addressee names comes before every body found by its duties; generic names
        ("有关部门") name none. Empty where nothing matches well.

        Shapes: a tuple for each text, in order; `addressees` has one entry, perhaps "", for each text.
        Units: scores in [`LEAST_SCORE`, 1].
        Cost: linear in the length of the texts; the list of bodies is compiled once.
        """
        if not self._bodies:
            return [()] * len(texts)
        ranked: dict[tuple[str, str], tuple[Candidate, ...]] = {}
        asked = list(zip(texts, addressees, strict=True))
        for one in asked:
            if one not in ranked:
                ranked[one] = self._rank(*one)
        return [ranked[one] for one in asked]

    def _rank(self, text: str, addressee: str) -> tuple[Candidate, ...]:
        found: dict[int, tuple[float, str, str]] = {}
        for place, name in self._find_named(addressee):
            found.setdefault(place, (1.0, "named", name))
        by_duty = self._find_by_duty(text)
        best = max((score for score, _ in by_duty.values()), default=0.0)
        for place, name in self._find_named(text):
            score = WHERE_SHARE * best or LEAST_SCORE if _PLACE.search(name) else NAMED_SCORE
            found.setdefault(place, (score, "named", name))
        least = max(LEAST_SCORE, JOINT_SHARE * best)
        for place, (score, duty) in by_duty.items():
            if score >= least:
                found.setdefault(place, (score, "duty", duty))
        order = sorted(found, key=lambda place: (-found[place][0], place))[: 1 + JOINT_MOST]
        return tuple(
            Candidate(
                self._bodies[place].name,
                "joint" if at else "lead",
                round(found[place][0], 4),
                found[place][1],
                found[place][2],
            )
            for at, place in enumerate(order)
        )

    def _find_named(self, words: str) -> list[tuple[int, str]]:
        if not words or not self._named:
            return []
        return [(self._names[m[0]], m[0]) for m in self._named.finditer(words.lower())]

    def _find_by_duty(self, text: str) -> dict[int, tuple[float, str]]:
        """Give for each body near the text how near it is, and the duty that says most of it."""
        said = frozenset(terms.of(text))
        whole = self._weigh(said)
        shared: defaultdict[int, float] = defaultdict(float)
        duties: defaultdict[int, float] = defaultdict(float)
        count: defaultdict[int, int] = defaultdict(int)
        for term in sorted(said & self._postings.keys()):
            weight = self._weights.of(term)
            for number in self._postings[term]:
                duties[number] += weight
            for body in {self._duties[number].body for number in self._postings[term]}:
                shared[body] += weight
                count[body] += 1
        best: dict[int, _Duty] = {}
        for number in sorted(duties, key=lambda number: (-duties[number], number)):
            best.setdefault(self._duties[number].body, self._duties[number])
        found: dict[int, tuple[float, str]] = {}
        for body, weight in shared.items():
            score = weight / math.sqrt(best[body].weight * whole)
            if count[body] >= LEAST_TERMS and score >= LEAST_SCORE:
                found[body] = (min(score, DUTY_MOST), best[body].words)
        return found

    def _weigh(self, each: frozenset[str]) -> float:
        return math.fsum(self._weights.of(term) for term in each)


def _whole(name: str) -> str:
    """Give the pattern of a name; a Latin one stands as whole words."""
    return rf"\b{re.escape(name)}\b" if name.isascii() else re.escape(name)


def _is_telling(term: str) -> bool:
    return term not in terms.common() and not _PARTICLE.search(term)
