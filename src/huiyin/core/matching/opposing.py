# SPDX-License-Identifier: Apache-2.0
"""Opposing (相反): signs that two similar wordings ask for opposite things, or for another place or number."""

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib import resources

from huiyin.core.matching import differing

OPPOSITE_FACTOR = 0.45
OTHER_OBJECT_FACTOR = 0.5
OTHER_NUMBER_FACTOR = 0.48
SCRAMBLED_FACTOR = 0.7  # the same words in another order
LEAST_IN_ORDER = 0.75  # share of the pairs of words of both that also stand in the same order
SHORT = 160  # characters: in longer texts a differing number or place says little about the whole

_NUMBER = re.compile(
    r"\d|[一二三四五六七八九十百千万两]+(?=[号条个处座所年月日天元米名人套辆台%成次期批])|百分之"
)


@dataclass(frozen=True, slots=True)
class _Rules:
    opposites: dict[str, tuple[int, int]]  # word → the rows it stands in, as bits, on either side
    any_opposite: re.Pattern[str]
    negator: re.Pattern[str]
    place: re.Pattern[str]
    place_next: re.Pattern[str]


def _either(words: Iterable[str]) -> str:
    """Give the pattern of any of some words, longest first; the look ahead at their first letters makes it fast."""
    ordered = sorted(set(words), key=lambda word: (-len(word), word))
    first = "".join(sorted({re.escape(word[0]) for word in ordered}))
    told = "|".join(rf"\b{re.escape(w)}" if w.isascii() else re.escape(w) for w in ordered)
    return f"(?=[{first}])(?:{told})"


@cache
def _rules() -> _Rules:
    text = resources.files(__package__).joinpath("data/opposites.toml").read_text("utf-8")
    data = tomllib.loads(text)
    opposites: dict[str, tuple[int, int]] = {}
    for row, sides in enumerate(data["opposites"]):
        for side, words in enumerate(sides):
            for word in words.split("|"):
                one, other = opposites.get(word, (0, 0))
                bit = 1 << row
                opposites[word] = (one | bit, other) if side == 0 else (one, other | bit)
    places = _either(data["places_zh"] + data["places_en"])
    return _Rules(
        opposites,
        re.compile(_either(opposites)),
        re.compile(_either(data["negators_zh"] + data["negators_en"])),
        re.compile(f"{places}$", re.IGNORECASE),
        re.compile(places, re.IGNORECASE),
    )


class Stance:
    """What one text says for or against, found once for all its comparisons.

    Attributes:
        text: the text in small letters.
        sides: for each side of the opposite words the rows it has words of, as bits.
        negated: the words right behind each negator.
    """

    __slots__ = ("negated", "sides", "text")

    def __init__(self, text: str) -> None:
        rules = _rules()
        self.text = text.lower()
        one = other = 0
        for found in rules.any_opposite.findall(self.text):
            mine, theirs = rules.opposites[found]
            one, other = one | mine, other | theirs
        self.sides = one, other
        self.negated = tuple(
            words
            for found in rules.negator.finditer(self.text)
            if (words := _behind(self.text, found))
        )


def _behind(text: str, negator: re.Match[str]) -> str:
    behind = text[negator.end() :].lstrip()
    words = behind[:2] if not behind[:1].isascii() else behind.split(" ", 1)[0]
    return words if len(words) > 1 else ""


def factor(a: Stance, b: Stance, aligned: differing.Alignment) -> float:
    """Give what the likeness of two texts is to be multiplied by: 1 where nothing speaks against it.

    >>> one, other = "取消周末限行", "实行周末限行"
    >>> factor(Stance(one), Stance(other), differing.align(differing.Side(one), differing.Side(other)))
    0.45
    """
    if are_opposite(a, b):
        return OPPOSITE_FACTOR
    if max(len(a.text), len(b.text)) > SHORT:
        return 1.0
    rules = _rules()
    found = 1.0
    for mine, other, behind in aligned.slots():
        if _NUMBER.search(mine + behind[:1]) and _NUMBER.search(other + behind[:1]):
            return OTHER_NUMBER_FACTOR
        if _is_place(rules, mine, behind) and _is_place(rules, other, behind):
            found = OTHER_OBJECT_FACTOR
    return found if found < 1 or aligned.in_order() >= LEAST_IN_ORDER else SCRAMBLED_FACTOR


def is_barred(left: differing.Side, right: differing.Side, common: differing.Range) -> bool:
    """Tell at once, before they are aligned, of two short texts that their ends name another number or place."""
    end = common[1]
    at_a, at_b = len(left.words) - end, len(right.words) - end
    if max(len(left.text), len(right.text)) > SHORT or min(at_a, at_b) <= common[0]:
        return False
    behind = left.say(at_a, at_a + min(end, 2))
    mine, other = left.words[at_a - 1], right.words[at_b - 1]
    if _NUMBER.search(mine + behind[:1]) and _NUMBER.search(other + behind[:1]):
        return True
    return bool(_rules().place_next.match(behind))


def _is_place(rules: _Rules, words: str, behind: str) -> bool:
    return bool(rules.place.search(words) or rules.place_next.match(behind))


def are_opposite(a: Stance, b: Stance) -> bool:
    """Tell whether one asks for what the other asks against.

    >>> are_opposite(Stance("出租车应当提价"), Stance("出租车不应提价"))
    True
    >>> are_opposite(Stance("增加班次"), Stance("增加车次"))
    False
    """
    mine = a.sides[0] & ~b.sides[0], a.sides[1] & ~b.sides[1]
    theirs = b.sides[0] & ~a.sides[0], b.sides[1] & ~a.sides[1]
    if mine[0] & theirs[1] or mine[1] & theirs[0]:
        return True
    return _negated(a, b) != _negated(b, a)


def _negated(here: Stance, there: Stance) -> bool:
    """Tell whether `here` negates words that `there` says plainly."""
    for words in here.negated:
        at = there.text.find(words)
        if at >= 0 and not _rules().negator.search(there.text[max(0, at - 12) : at]):
            return True
    return False
