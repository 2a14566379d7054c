# SPDX-License-Identifier: Apache-2.0
"""Clean texts (无需规整): plain texts whose reading is their own words, found by a few looks at their lines.

Most texts need no mending, and arrays cost more than they give on a page or two. What is not surely clean is left to
`normalising`, which decides the same from arrays; a test holds the two to each other.
"""

import re
from array import array

from huiyin.core.text import characters, lines, reading, running

# Anything that is dropped or replaced wherever it stands; then a space that is not just one between Latin words.
_ODD = re.compile(
    "[^\n -~\xa1-\xac\xae-\u167f\u2010-\u2027\u2030-\u205e\u2061-\u2e7f\u3001-\u3029\u4e00-\u9fff\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff60]"
)
_LOOSE_SPACE = re.compile(" (?:(?<![!-~] )|(?![!-~]))")
_SIGN = re.compile(
    f"[{re.escape(characters.MARKS[characters.COMMA] + characters.MARKS[characters.TERMINAL])}]"
)
_TERMINAL = frozenset(characters.MARKS[characters.TERMINAL])
_COLON = frozenset(characters.MARKS[characters.COLON])
_CLOSER = frozenset(characters.MARKS[characters.CLOSER])
_COMMA = frozenset(characters.MARKS[characters.COMMA])
_HANGS = _TERMINAL | _COMMA | frozenset(characters.MARKS[characters.SEMICOLON])
_HAN_SIGNS = frozenset("々〆〇〡〢〣〤〥〦〧〨〩")
_PROSE = 30  # characters from which a line may be wrapped prose
_PROSE_SHARE = 0.25

Ranges = list[tuple[int, int]]


def read(text: str) -> reading.Reading | None:
    r"""Give the reading of a text that needs no mending, None where it may need some.

    Shapes: see `Reading`.
    Cost: linear; one look at each character, a few at each line.

    >>> read("路太窄。\n建议拓宽。\n").text, read("路 太窄。")
    ('路太窄。\n建议拓宽。', None)
    """
    if _ODD.search(text) or (" " in text and _LOOSE_SPACE.search(text)):
        return None
    spaced = "\n\n" in text or text.startswith("\n")
    found = _lines(text)
    if not found or running.find_running(text, found) or _may_go_on(text, found, spaced=spaced):
        return None
    if not spaced:
        return reading.Reading(text.rstrip("\n"))
    starts, ends = array("i"), array("i")
    for start, end in found:
        starts.extend(range(start, end + 1))
        ends.extend(range(start + 1, end + 2))
    starts.pop()
    ends.pop()
    return reading.Reading("\n".join([text[a:b] for a, b in found]), starts, ends)


def _lines(text: str) -> Ranges:
    found: Ranges = []
    at = 0
    for line in text.split("\n"):
        if line:
            found.append((at, at + len(line)))
        at += len(line) + 1
    return found


def _may_go_on(text: str, found: Ranges, *, spaced: bool) -> bool:
    """Tell whether any line may go on in the next: it does in a wrapped text, or where it stops in mid-sentence."""
    opens = [n for n, (a, b) in enumerate(found[:-1]) if not _ends(text, a, b)]
    if len(opens) > 1:
        signed = sum(_SIGN.search(text, *found[n]) is not None for n in opens)
        if signed > (0 if spaced else _PROSE_SHARE * len(opens)):
            return True
    return any(_is_cut(text, found[n], found[n + 1]) for n in opens)


def _ends(text: str, a: int, b: int) -> bool:
    mark = text[b - 1]
    if mark in _TERMINAL or mark in _COLON:
        return True
    return mark in _CLOSER and text[max(b - 2, a)] in _TERMINAL


def _is_cut(text: str, line: tuple[int, int], after: tuple[int, int]) -> bool:
    mark, opening = text[line[1] - 1], text[after[0]]
    if mark in _COMMA or opening in _HANGS or opening.islower():
        return True
    if not (_is_han(mark) and _is_han(opening)) or not _SIGN.search(text, *after):
        return False
    return line[1] - line[0] >= _PROSE or lines.parts_word(text, line[1], after[0])


def _is_han(char: str) -> bool:
    return "\u4e00" <= char <= "\u9fff" or char in _HAN_SIGNS
