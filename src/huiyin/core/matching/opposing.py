# SPDX-License-Identifier: Apache-2.0
"""Opposing (相反): signs that two similar wordings ask for opposite things, or for another place or number."""

import re
import tomllib
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
    opposites: tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]
    any_opposite: re.Pattern[str]
    negator: re.Pattern[str]
    place: re.Pattern[str]
    place_next: re.Pattern[str]


def _either(words: list[str]) -> str:
    ordered = sorted(words, key=len, reverse=True)
    return "|".join(rf"\b{re.escape(w)}" if w.isascii() else re.escape(w) for w in ordered)


@cache
def _rules() -> _Rules:
    text = resources.files(__package__).joinpath("data/opposites.toml").read_text("utf-8")
    data = tomllib.loads(text)
    sides = [[side.split("|") for side in row] for row in data["opposites"]]
    places = _either(data["places_zh"]) + "|" + _either(data["places_en"])
    return _Rules(
        tuple((re.compile(_either(one)), re.compile(_either(other))) for one, other in sides),
        re.compile("|".join(_either(side) for row in sides for side in row)),
        re.compile(f"(?:{_either(data['negators_zh'] + data['negators_en'])})"),
        re.compile(f"(?:{places})$", re.IGNORECASE),
        re.compile(f"(?:{places})", re.IGNORECASE),
    )


def factor(a: str, b: str, compared: differing.Comparison) -> float:
    """Give what the likeness of two texts is to be multiplied by: 1 where nothing speaks against it.

    >>> factor("取消周末限行", "实行周末限行", differing.compare("取消周末限行", "实行周末限行"))
    0.45
    """
    if are_opposite(a, b):
        return OPPOSITE_FACTOR
    if max(len(a), len(b)) > SHORT:
        return 1.0
    rules = _rules()
    found = SCRAMBLED_FACTOR if compared.in_order < LEAST_IN_ORDER else 1.0
    for mine, other, behind in compared.slots:
        if _NUMBER.search(mine + behind[:1]) and _NUMBER.search(other + behind[:1]):
            found = min(found, OTHER_NUMBER_FACTOR)
        elif _is_place(rules, mine, behind) and _is_place(rules, other, behind):
            found = min(found, OTHER_OBJECT_FACTOR)
    return found


def _is_place(rules: _Rules, words: str, behind: str) -> bool:
    return bool(rules.place.search(words) or rules.place_next.match(behind))


def are_opposite(a: str, b: str) -> bool:
    """Tell whether one asks for what the other asks against.

    >>> are_opposite("出租车应当提价", "出租车不应提价"), are_opposite("增加班次", "增加车次")
    (True, False)
    """
    rules = _rules()
    a, b = a.lower(), b.lower()
    if rules.any_opposite.search(a) and rules.any_opposite.search(b):
        for one, other in rules.opposites:
            if _only(one, a, b) and _only(other, b, a):
                return True
            if _only(one, b, a) and _only(other, a, b):
                return True
    return _negated(rules, a, b) != _negated(rules, b, a)


def _only(pattern: re.Pattern[str], here: str, there: str) -> bool:
    return bool(pattern.search(here)) and not pattern.search(there)


def _negated(rules: _Rules, here: str, there: str) -> bool:
    """Tell whether `here` negates words that `there` says plainly."""
    for negator in rules.negator.finditer(here):
        behind = here[negator.end() :].lstrip()
        words = behind[:2] if not behind[:1].isascii() else behind.split(" ", 1)[0]
        at = there.find(words) if len(words) > 1 else -1
        if at >= 0 and not rules.negator.search(there[max(0, at - 12) : at]):
            return True
    return False
