# SPDX-License-Identifier: Apache-2.0
"""Differing (异同): align two wordings and say in readable phrases what both say and what only one says."""

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from huiyin.core.matching import terms

_TOKEN = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]|[A-Za-z0-9]+(?:[.'’-][A-Za-z0-9]+)*%?")
_IDLE = "的了在和与等并及将把对为是有也都就而或之其地得中上下"
_MOST = 6  # phrases a side
_SAME_WORDS = 0.8  # share of the words both must have for their order to matter

Range = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Comparison:
    """What two wordings share and where they differ.

    Shapes: phrases are slices of their own text, in order.
    """

    shared: tuple[str, ...]
    only_a: tuple[str, ...]
    only_b: tuple[str, ...]


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
    return align(Side(a), Side(b)).told()


def whole(text: str) -> Comparison:
    """Compare a wording with itself."""
    return Comparison((text.strip("。；;. "),), (), ())


class Side:
    """One of two texts, in Chinese characters and Latin words or numbers with their places."""

    __slots__ = ("starts", "text", "words")

    def __init__(self, text: str) -> None:
        lower = text.lower()
        self.text = text if len(lower) == len(text) else lower
        found = [(one.start(), one[0]) for one in _TOKEN.finditer(lower)]
        self.starts = [start for start, _ in found]
        self.words = [word for _, word in found]

    def say(self, start: int, end: int) -> str:
        if start >= end:
            return ""
        return self.text[self.starts[start] : self.starts[end - 1] + len(self.words[end - 1])]

    def phrases(self, ranges: list[Range]) -> tuple[str, ...]:
        """Say the longest ranges in their order, without those that say nothing alone."""
        told = [one for one in ranges if self._tells(self.words[slice(*one)])]
        if len(told) > _MOST:
            told = sorted(sorted(told, key=lambda one: (one[0] - one[1], one[0]))[:_MOST])
        return tuple(dict.fromkeys([self.say(*one) for one in told]))

    @staticmethod
    def _tells(words: list[str]) -> bool:
        if len(words) == 1 and words[0] >= "\u3400":
            return False
        return not _idle().issuperset(words)


@dataclass(frozen=True, slots=True)
class Alignment:
    """Two sides laid beside each other: the ranges both have and, between them, what each has alone."""

    left: Side
    right: Side
    shared: list[Range]
    only: list[tuple[Range, Range]]

    def slots(self) -> list[tuple[str, str, str]]:
        """Give the places where each says something else: what a says, what b says, the words that follow in both."""
        following = dict(self.shared)
        return [
            (
                self.left.say(*mine),
                self.right.say(*other),
                self.left.say(mine[1], min(mine[1] + 2, following.get(mine[1], 0))),
            )
            for mine, other in self.only
            if mine[0] < mine[1] and other[0] < other[1]
        ]

    def in_order(self) -> float:
        """Give 1, or for texts made of the same words the share of them that also stand in the same order."""
        left, right = self.left.words, self.right.words
        size = sum(end - start for start, end in self.shared)
        if size >= min(len(left), len(right)):
            return 1.0
        both = set(left) & set(right)
        mine, other = sum(map(both.__contains__, left)), sum(map(both.__contains__, right))
        if min(mine, other) < _SAME_WORDS * max(len(left), len(right)):
            return 1.0
        return min(1.0, size / min(mine, other))

    def told(self) -> Comparison:
        """Say it in phrases."""
        if self.left.text == self.right.text:
            return whole(self.left.text)
        return Comparison(
            self.left.phrases(self.shared),
            self.left.phrases([mine for mine, _ in self.only if mine[0] < mine[1]]),
            self.right.phrases([other for _, other in self.only if other[0] < other[1]]),
        )


def ends(left: Side, right: Side) -> Range:
    """Give how many words two sides have in common at their beginning, and at their end after these."""
    ours, theirs = left.words, right.words
    least = min(len(ours), len(theirs))
    begin = end = 0
    while begin < least and ours[begin] == theirs[begin]:
        begin += 1
    while end < least - begin and ours[-1 - end] == theirs[-1 - end]:
        end += 1
    return begin, end


def align(left: Side, right: Side, common: Range | None = None) -> Alignment:
    """Lay two sides beside each other; `common` is what `ends` gives for them."""
    shared: list[Range] = []
    only: list[tuple[Range, Range]] = []
    i = j = 0
    for at_a, at_b, size in _blocks(left.words, right.words, *(common or ends(left, right))):
        if i < at_a or j < at_b:
            only.append(((i, at_a), (j, at_b)))
        if size:
            shared.append((at_a, at_a + size))
        i, j = at_a + size, at_b + size
    return Alignment(left, right, shared, only)


def _blocks(left: list[str], right: list[str], begin: int, end: int) -> list[tuple[int, int, int]]:
    """Give the common blocks (place in left, place in right, size), rising on both sides, and an empty one at the end.

    What both begin and end with needs no search; the middles are aligned on their anchors.
    """
    stop_a, stop_b = len(left) - end, len(right) - end
    blocks = [(0, 0, begin)] if begin else []
    if min(stop_a, stop_b) - begin > 1:
        middle = _middle(left[begin:stop_a], right[begin:stop_b])
        blocks += [(i + begin, j + begin, size) for i, j, size in middle]
    if end:
        blocks.append((stop_a, stop_b, end))
    return [*blocks, (len(left), len(right), 0)]


def _middle(left: list[str], right: list[str]) -> list[tuple[int, int, int]]:
    """Give the common blocks of two texts.

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
    if set(left).isdisjoint(right):
        return []
    ours, theirs = _once(left), _once(right)
    return [(place, theirs[pair]) for pair, place in ours.items() if pair in theirs]


def _once(words: list[str]) -> dict[tuple[str, str], int]:
    """Give the place of each pair of neighbours that stands once, in order."""
    places: dict[tuple[str, str], int] = {}
    again: set[tuple[str, str]] = set()
    for place, pair in enumerate(pairwise(words)):
        if pair in places:
            again.add(pair)
        places[pair] = place
    for pair in again:
        del places[pair]
    return places


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
