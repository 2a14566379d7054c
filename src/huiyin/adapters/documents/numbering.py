# SPDX-License-Identifier: Apache-2.0
"""Automatic numbers of Word lists: the "一、" or "1." that is shown but stands nowhere in the text."""

import re
from dataclasses import dataclass, field
from typing import Any, Final

_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DIGITS: Final = "〇一二三四五六七八九"
_STEMS: Final = "甲乙丙丁戊己庚辛壬癸"
_PLACE = re.compile(r"%(\d)")


@dataclass(slots=True)
class Level:
    """One level of a list: the form of its number, the words around it, where it starts."""

    form: str = "decimal"
    words: str = ""
    start: int = 1


@dataclass(slots=True)
class Numbering:
    """Count list items as Word does when it shows them."""

    lists: dict[str, dict[int, Level]] = field(default_factory=dict)
    _counts: dict[str, dict[int, int]] = field(default_factory=dict)
    _abstract: dict[str, str] = field(default_factory=dict)

    def label(self, number_id: str, depth: int) -> str:
        """Count one item and give its number as shown, "•" for a bullet, "" for an unknown list."""
        levels = self.lists.get(number_id)
        if not levels or depth not in levels:
            return ""
        counts = self._counts.setdefault(self._abstract.get(number_id, number_id), {})
        counts[depth] = counts.get(depth, levels[depth].start - 1) + 1
        for deeper in [d for d in counts if d > depth]:
            del counts[deeper]
        if levels[depth].form == "bullet":
            return "•"
        return _PLACE.sub(
            lambda place: self._number(levels, counts, int(place[1]) - 1), levels[depth].words
        )

    @staticmethod
    def _number(levels: dict[int, Level], counts: dict[int, int], depth: int) -> str:
        level = levels.get(depth, Level())
        return write(counts.get(depth, level.start), level.form)


def read_numbering(root: Any) -> Numbering:
    """Read `numbering.xml`."""
    found = Numbering()
    abstract: dict[str, dict[int, Level]] = {}
    for node in root.iter(f"{_W}abstractNum"):
        levels = {
            int(level.get(f"{_W}ilvl", 0)): _read_level(level) for level in node.iter(f"{_W}lvl")
        }
        abstract[node.get(f"{_W}abstractNumId", "")] = levels
    for node in root.iter(f"{_W}num"):
        target = node.find(f"{_W}abstractNumId")
        if target is not None:
            number_id, of = node.get(f"{_W}numId", ""), target.get(f"{_W}val", "")
            found.lists[number_id] = abstract.get(of, {})
            found._abstract[number_id] = of
    return found


def _read_level(node: Any) -> Level:
    def value(name: str, otherwise: str) -> str:
        child = node.find(f"{_W}{name}")
        return otherwise if child is None else str(child.get(f"{_W}val", otherwise))

    start = value("start", "1")
    return Level(
        value("numFmt", "decimal"), value("lvlText", ""), int(start) if start.isdecimal() else 1
    )


def write(number: int, form: str) -> str:
    """Write a number in one of Word's forms; forms not known are written in digits.

    >>> write(23, "chineseCounting"), write(4, "lowerRoman"), write(28, "upperLetter")
    ('二十三', 'iv', 'BB')
    """
    if form in (
        "chineseCounting",
        "chineseCountingThousand",
        "japaneseCounting",
        "taiwaneseCountingThousand",
    ):
        return _chinese(number)
    if form in ("upperLetter", "lowerLetter") and number > 0:
        letters = chr(65 + (number - 1) % 26) * min((number - 1) // 26 + 1, 20)
        return letters if form == "upperLetter" else letters.lower()
    if form in ("upperRoman", "lowerRoman"):
        return _roman(number) if form == "upperRoman" else _roman(number).lower()
    if form == "ideographTraditional" and 1 <= number <= 10:
        return _STEMS[number - 1]
    if form == "decimalEnclosedCircle" and 1 <= number <= 20:
        return chr(0x245F + number)
    return f"{number:02d}" if form == "decimalZero" else str(number)


def _chinese(number: int) -> str:
    if not 0 < number < 100:
        return "".join(_DIGITS[int(digit)] for digit in str(number) if digit.isdigit())
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else ("十" if tens == 1 else f"{_DIGITS[tens]}十")
    return head + (_DIGITS[ones] if ones else "")


def _roman(number: int) -> str:
    if not 0 < number < 4000:
        return str(number)
    signs = (
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    )
    written = ""
    for value, sign in signs:
        times, number = divmod(number, value)
        written += sign * times
    return written
