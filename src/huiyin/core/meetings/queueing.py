# SPDX-License-Identifier: Apache-2.0
"""The speakers' queue (发言排队): the chair's order first, then those whose sector has spoken least."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Waiting:
    """Someone who waits for the floor.

    Attributes:
        place: where the chair put the request, from 1; 0 where nowhere.
        asked: the moment, as a number that grows.
        sector: "" for who belongs to none; each such counts as a sector of its own.
        spoken: how often this person has spoken here.
    """

    id: int
    asked: float
    sector: str = ""
    place: int = 0
    spoken: int = 0


def order(waiting: Sequence[Waiting], spoken: Mapping[str, int]) -> list[Waiting]:
    """Give the queue: first what the chair ordered, then one by one whoever evens out the sectors most.

    Shapes: `spoken` counts the speeches of each sector so far; each one called on counts for the next.
    Cost: quadratic in the queue.

    >>> queue = order([Waiting(1, 1.0, "科技"), Waiting(2, 2.0, "教育")], {"科技": 3})
    >>> [one.id for one in queue]
    [2, 1]
    """
    placed = sorted((one for one in waiting if one.place), key=lambda one: (one.place, one.asked))
    counts = Counter(spoken)
    for one in placed:
        counts[one.sector] += bool(one.sector)
    rest = [one for one in waiting if not one.place]
    found = list(placed)
    while rest:
        best = min(
            rest,
            key=lambda one: (
                one.spoken,
                counts[one.sector] if one.sector else 0,
                one.asked,
                one.id,
            ),
        )
        rest.remove(best)
        counts[best.sector] += bool(best.sector)
        found.append(best)
    return found
