# SPDX-License-Identifier: Apache-2.0
"""Splitting: one sentence with several asks becomes several, each with words of its own."""

import re
from functools import cache

from huiyin.core.extraction import lexicon

_ENUMERATED = re.compile(r"(?<=\s)\((?:[a-h]|i{1,3}|iv|v|\d)\)\s")
_FEW_WORDS = 4


def cut(words: str, start: int, end: int) -> list[tuple[int, int]]:
    """Cut the range of an ask into the asks it is made of.

    Shapes: ranges in `words`, in order, none empty; one range when nothing shows a second ask.

    >>> line = "add a bench by the pond and remove the fence"
    >>> [line[a:b] for a, b in cut(line, 0, len(line))]
    ['add a bench by the pond', 'remove the fence']
    """
    marks = [
        mark
        for mark in _ENUMERATED.finditer(words, start, end)
        if _opens().match(words, mark.end(), end)
    ]
    if len(marks) >= 2:
        starts = [start, *(mark.start() for mark in marks[1:])]
    else:
        starts = [start]
        for match in _joint().finditer(words, start, end):
            piece = words[starts[-1] : match.start()]
            enough = len(piece.split()) >= _FEW_WORDS and _acts(piece)
            if enough and len(words[match.end() : end].split()) >= 2:
                starts.append(match.end())
    pieces = []
    for place, at in enumerate(starts):
        stop = starts[place + 1] if place + 1 < len(starts) else end
        a, b = _trim(words, at, stop, last=place + 1 == len(starts))
        if a < b:
            pieces.append((a, b))
    return pieces or [(start, end)]


def _trim(words: str, start: int, end: int, *, last: bool) -> tuple[int, int]:
    while start < end and words[start] in " ,;:–—-":
        start += 1
    if words.startswith(("that ", "to "), start) and start + 5 < end:
        start = words.index(" ", start) + 1
    tail = _TAIL.search(words, start, end) if not last else None
    if tail:
        end = tail.start()
    while start < end and words[end - 1] in " ,;:.!":
        end -= 1
    return start, end


_TAIL = re.compile(r"(?:[\s,;]|\band\b|\bor\b|\balso\b|\bthat\b|\bto\b|\bthen\b|\bfurther\b)*\Z")


@cache
def _opens() -> re.Pattern[str]:
    """What stands behind "(a)" when it is an ask: a verb, "that", or someone who should."""
    verbs = "|".join(sorted(lexicon.load("en").lists["order"]))
    return re.compile(
        rf"(?:{verbs}|[Tt]hat|to)\s|[^;.()]{{1,80}}\b(?:should|must|shall)\b", re.IGNORECASE
    )


@cache
def _joint() -> re.Pattern[str]:
    lists = lexicon.load("en").lists
    verbs = "|".join(sorted(set(lists["order"]) - {"not", "do", "have", "further", "better"}))
    determiners = "|".join(lists["determiner"])
    more = r"(?:(?:also|then|further|strongly|to|please|should|therefore)\s+){0,2}"
    return re.compile(
        rf"(?:;\s+(?:and\s+|or\s+)?|,\s+(?:and\s+)?|\s+and\s+){more}(?=(?:{verbs})\s+(?:{determiners})\b)"
        rf"|(?:;\s+(?:and\s+)?|,?\s+and\s+){more}"
        r"(?=(?:we|I)\s+(?:also\s+|further\s+)?(?:recommend|urge|suggest|propose|call\son)\b"
        r"|(?:urges?|recommends?|calls?\son|urged|recommended|called\son)\s+(?:the|that)\b"
        r"|that\s+(?:the|all|each|every|no|[A-Z])"
        r"|(?:the|all|each)\s(?:\w+\s){1,5}(?:should|must|shall)\b)"
    )


_MODALS = frozenset(
    {"should", "must", "shall", "ought", "need", "needs", "could", "would", "be", "to"}
)


def _acts(piece: str) -> bool:
    """Tell whether a piece says something to do, so that a second ask may follow it."""
    order = piece.lower().split()
    words = set(order)
    if order[-1] in lexicon.load("en").lists["order"]:
        return False  # "plan and run the scheme": one object for both
    return not words.isdisjoint(_MODALS) or not words.isdisjoint(lexicon.load("en").lists["order"])
