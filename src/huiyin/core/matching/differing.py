# SPDX-License-Identifier: Apache-2.0
"""Differing (异同): align two wordings and say in readable phrases what both say and what only one says."""

import re
from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from huiyin.core.matching import terms

_TOKEN = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]|[A-Za-z0-9]+(?:[.'’-][A-Za-z0-9]+)*%?")
_IDLE = "的了在和与等并及将把对为是有也都就而或之其地得中上下"
_MOST = 6  # phrases a side
_SAME_WORDS = 0.8  # share of the words both must have for their order to matter


@dataclass(frozen=True, slots=True)
class Comparison:
    """What two wordings share and where they differ.

    Shapes: phrases are slices of their own text, in order. `slots` are the places where each puts something else
        between the same words: what a says, what b says, and the words that follow in both. `in_order` is 1, or for texts made of the
        same words the share of them that also stand in the same order.
    """

    shared: tuple[str, ...]
    only_a: tuple[str, ...]
    only_b: tuple[str, ...]
    slots: tuple[tuple[str, str, str], ...]
    in_order: float = 1.0


@cache
def _idle() -> frozenset[str]:
    return frozenset(_IDLE) | frozenset(terms.words("stop_en"))


def compare(a: str, b: str) -> Comparison:
    """Compare two wordings.

    Cost: n log n in the tokens of both.

    >>> found = compare("建议在青石路增设路灯", "请在青石路增设公厕")
    >>> found.shared, found.only_a, found.only_b
    (('在青石路增设',), ('建议', '路灯'), ('公厕',))
    """
    if a == b:
        return Comparison((a.strip("。；;. "),), (), (), ())
    left, right = _Side(a), _Side(b)
    blocks = _blocks(left.words, right.words)
    shared = [(i, i + size) for i, _, size in blocks]
    only_a, only_b, slots = [], [], []
    i = j = 0
    for at_a, at_b, size in [*blocks, (len(left.words), len(right.words), 0)]:
        if i < at_a:
            only_a.append((i, at_a))
        if j < at_b:
            only_b.append((j, at_b))
        if i < at_a and j < at_b:
            behind = left.say(at_a, at_a + min(size, 2))
            slots.append((left.say(i, at_a), right.say(j, at_b), behind))
        i, j = at_a + size, at_b + size
    order = _in_order(left.words, right.words, blocks)
    return Comparison(
        left.phrases(shared), left.phrases(only_a), right.phrases(only_b), tuple(slots), order
    )


class _Side:
    """One of the two texts, in Chinese characters and Latin words or numbers with their places."""

    def __init__(self, text: str) -> None:
        lower = text.lower()
        self.text = text if len(lower) == len(text) else lower
        self.starts = [found.start() for found in _TOKEN.finditer(lower)]
        self.words = _TOKEN.findall(lower)

    def say(self, start: int, end: int) -> str:
        if start >= end:
            return ""
        return self.text[self.starts[start] : self.starts[end - 1] + len(self.words[end - 1])]

    def phrases(self, ranges: list[tuple[int, int]]) -> tuple[str, ...]:
        """Say the longest ranges in their order, without those that say nothing alone."""
        told = [one for one in ranges if self._tells(self.words[slice(*one)])]
        if len(told) > _MOST:
            told = sorted(sorted(told, key=lambda one: (one[0] - one[1], one[0]))[:_MOST])
        return tuple(dict.fromkeys(self.say(*one) for one in told))

    @staticmethod
    def _tells(words: list[str]) -> bool:
        if len(words) == 1 and words[0] >= "\u3400":
            return False
        return not _idle().issuperset(words)


def _in_order(left: list[str], right: list[str], blocks: list[tuple[int, int, int]]) -> float:
    both = set(left) & set(right)
    mine, other = sum(map(both.__contains__, left)), sum(map(both.__contains__, right))
    if min(mine, other) < _SAME_WORDS * max(len(left), len(right)):
        return 1.0
    return min(1.0, sum(size for _, _, size in blocks) / min(mine, other))


def _blocks(left: list[str], right: list[str]) -> list[tuple[int, int, int]]:
    """Give the common blocks (place in left, place in right, size), rising on both sides.

    Pairs of tokens that stand once on each side are anchors; the longest rising chain of them is kept and widened.
    """
    anchors = _chain(_anchors(left, right))
    blocks: list[tuple[int, int, int]] = []
    done_a = done_b = 0
    for at_a, at_b in anchors:
        if at_a < done_a or at_b < done_b:
            continue
        i, j = at_a, at_b
        while i > done_a and j > done_b and left[i - 1] == right[j - 1]:
            i, j = i - 1, j - 1
        done_a, done_b = at_a, at_b
        while done_a < len(left) and done_b < len(right) and left[done_a] == right[done_b]:
            done_a, done_b = done_a + 1, done_b + 1
        blocks.append((i, j, done_a - i))
    return blocks


def _anchors(left: list[str], right: list[str]) -> list[tuple[int, int]]:
    ours = list(pairwise(left))
    theirs = list(pairwise(right))
    once = {pair for pair, times in Counter(theirs).items() if times == 1}
    once &= {pair for pair, times in Counter(ours).items() if times == 1}
    places = {pair: place for place, pair in enumerate(theirs) if pair in once}
    return [(place, places[pair]) for place, pair in enumerate(ours) if pair in once]


def _chain(anchors: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Give the longest chain that rises on both sides (anchors rise on the left already)."""
    tails: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for number, (_, place) in enumerate(anchors):
        at = bisect_left(tails, place)
        before.append(ends[at - 1] if at else -1)
        tails[at : at + 1] = [place]
        ends[at : at + 1] = [number]
    chain: list[tuple[int, int]] = []
    number = ends[-1] if ends else -1
    while number >= 0:
        chain.append(anchors[number])
        number = before[number]
    return chain[::-1]
