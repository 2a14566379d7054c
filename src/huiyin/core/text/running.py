# SPDX-License-Identifier: Apache-2.0
"""Running lines of plain text: page numbers between the lines, and the heads that return beside them."""

import re
from collections import Counter
from collections.abc import Sequence

_NUMBERED = re.compile(
    r"[-—–·]+[ \t　]*\d{1,4}[ \t　]*[-—–·]+|第[ \t　]*\d{1,4}[ \t　]*页(?:[ \t　,，/]*共[ \t　]*\d{1,4}[ \t　]*页)?|page[ \t]+\d{1,4}(?:[ \t]+of[ \t]+\d{1,4})?|\d{1,4}[ \t]*/[ \t]*\d{1,4}[ \t]*页?",
    re.I,
)
_DIGITS = re.compile(r"\d+")
_WIDEST = 60


def find_running(text: str, lines: Sequence[tuple[int, int]]) -> list[int]:
    """Give the numbers of the lines, of those listed as `(start, end)`, that only count pages or head them.

    A bare number counts pages only in a row of at least three that go up by one; a head only beside a page number or a
    form feed, and when it stands there at least three times.
    """
    words = {
        place: text[start:end] for place, (start, end) in enumerate(lines) if end - start <= _WIDEST
    }
    found = {place for place, line in words.items() if _NUMBERED.fullmatch(line)}
    bare = [place for place, line in words.items() if len(line) <= 4 and line.isdecimal()]
    for run in _runs(bare, words):
        found.update(run)
    beside = [
        place
        for place in words
        if place not in found
        and (
            place - 1 in found
            or place + 1 in found
            or "\f" in text[lines[place - 1][1] if place else 0 : lines[place][0]]
        )
    ]
    heads = Counter(_DIGITS.sub("", words[place]) for place in beside)
    found.update(place for place in beside if heads[_DIGITS.sub("", words[place])] >= 3)
    return sorted(found)


def _runs(bare: list[int], words: dict[int, str]) -> list[list[int]]:
    runs: list[list[int]] = [[]]
    for place in bare:
        if runs[-1] and int(words[place]) != int(words[runs[-1][-1]]) + 1:
            runs.append([])
        runs[-1].append(place)
    return [run for run in runs if len(run) >= 3 and run[-1] - run[0] > len(run)]
