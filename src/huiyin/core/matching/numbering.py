# SPDX-License-Identifier: Apache-2.0
"""Numbering (编号): item numbers as sources write them, made comparable: "（三）", "8.10", "8.3-8.4", "8.32b/8.33"."""

import re

_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {
    "\u3007": 0,
    "两": 2,
}
_ONE = re.compile(r"\d+(?:\.\d+)*[a-z]?|[零\u3007一二三四五六七八九十两]+")
_RANGE = re.compile(r"\s*(?:-|–|—|~|～|至|到|\bto\b)\s*")
_PART = re.compile(r"[/、,，;；&和及]|\band\b")
MOST = 60  # items a range may name


def numbers(written: str) -> frozenset[str]:
    """Give the items a number names, each in one plain form.

    >>> sorted(numbers("8.3-8.5")), sorted(numbers("8.32b/8.33")), sorted(numbers("（十二）"))
    (['8.3', '8.4', '8.5'], ['8.32b', '8.33'], ['12'])
    """
    named: set[str] = set()
    for part in _PART.split(written.lower()):
        ends = [plain for side in _RANGE.split(part) if (plain := _plain(side))]
        named.update(_between(ends[0], ends[1]) if len(ends) == 2 else ends)
    return frozenset(named)


def is_specific(number: str) -> bool:
    """Tell whether a number hardly stands for anything else in another text ("8.10"; not "3")."""
    return "." in number


def _plain(written: str) -> str:
    found = _ONE.search(written)
    if not found:
        return ""
    return found[0] if found[0][0].isascii() else str(_value(found[0]))


def _value(numeral: str) -> int:
    """Read a Chinese numeral below a hundred."""
    if "十" not in numeral:
        return int("".join(str(_DIGITS[char]) for char in numeral))
    tens, ones = numeral.split("十", 1)
    return (_DIGITS[tens[-1]] if tens else 1) * 10 + (
        _DIGITS[ones[0]] if ones and ones[0] in _DIGITS else 0
    )


def _between(first: str, last: str) -> list[str]:
    """Give all items from first to last where both differ in their last figure only, else the two."""
    stem, _, begin = first.rpartition(".")
    other, _, end = last.rpartition(".")
    if not other and stem:  # "8.3-4"
        other = stem
    if stem != other or not (begin.isdecimal() and end.isdecimal()):
        return [first, last]
    count = int(end) - int(begin)
    if not 0 <= count < MOST:
        return [first, last]
    dot = f"{stem}." if stem else ""
    return [f"{dot}{number}" for number in range(int(begin), int(end) + 1)]
