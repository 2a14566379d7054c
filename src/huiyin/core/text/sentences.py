# SPDX-License-Identifier: Apache-2.0
"""Sentences (句) of a reading, by one compiled pattern for each language."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from huiyin.core.text import structure

# A Chinese sentence ends with its mark and the closing quotes and brackets behind it; a colon or a comma ends none.
_ZH_END = re.compile(
    r"[。！？!?…；;](?:(?<![；;])[。！？!?…]*[”’」』）)\]】》\"']*|(?<=[；;])(?=[一二三四五六七八九十]+[是要、]))"
)
# An English sentence ends with its mark, closing quotes and a footnote number, before a capital, a digit or the end.
_EN_END = re.compile(
    r"[.!?]+[\"'”’)\]]*(?:(?<=\D[.!?”’)\]\"'])\d{1,3})?(?=\s+[\"'“‘(\[]*[A-Z0-9•]|\s*\Z|[!?]\s)"
)
_WORD_BEFORE = re.compile(r"(?:[A-Za-z]+\.)*[A-Za-z]+\Z")
_ABBREVIATIONS = re.compile(
    r"mr|mrs|ms|mx|dr|st|no|nos|rev|hon|prof|para|paras|eg|ie|cf|vs|pp?|sir|jr|sr|figs?|vol|"
    r"art|ch|dept|gov|cllr|ltd|inc|co|approx|est|incl|al|ibid|secs?|ref|eds?|jan|feb|mar|"
    r"apr|jun|jul|aug|sept?|oct|nov|dec",
    re.IGNORECASE,
)
# What a numbered paragraph begins with ends no sentence.
_ENUMERATOR = re.compile(
    r"(?:[A-Z][a-z]+\s)?\(?(?:\d{1,3}(?:\.\d{1,3})*|[a-z]|[ivx]{1,5})[.)](?=\s|[A-Z])|Q\d{1,4}\."
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence: a range of the reading and the block it stands in (its place in the list of blocks)."""

    start: int
    end: int
    block: int


def split(text: str, blocks: list[structure.Block]) -> list[Sentence]:
    """Cut the blocks of a reading into sentences.

    Shapes: offsets in the reading, half-open, without white space at either end, in order; every character of a block
        that is not white space lies in exactly one sentence.

    >>> text = "路太窄。建议拓宽！"
    >>> [text[s.start:s.end] for s in split(text, structure.outline(text))]
    ['路太窄。', '建议拓宽！']
    """
    found: list[Sentence] = []
    for number, block in enumerate(blocks):
        start = block.start
        for end in _ends(text, block):
            _add(found, text, start, end, number)
            start = end
        _add(found, text, start, block.end, number)
    return found


def _ends(text: str, block: structure.Block) -> Iterator[int]:
    if block.lang == "zh":
        yield from (match.end() for match in _ZH_END.finditer(text, block.start, block.end))
        return
    opening = _ENUMERATOR.match(text, block.start, block.end)
    for match in _EN_END.finditer(text, opening.end() if opening else block.start, block.end):
        if text[match.start()] != "." or not _is_abbreviation(text, match.start(), match.end()):
            yield match.end()


def _is_abbreviation(text: str, dot: int, end: int) -> bool:
    """Tell whether the full stop at `dot` belongs to a word or an initial and ends no sentence."""
    if end != dot + 1:
        return False
    word = _WORD_BEFORE.search(text, max(0, dot - 12), dot)
    if not word:
        return False
    letters = word.group()
    if "." in letters:  # U.S., e.g.
        return True
    return _ABBREVIATIONS.fullmatch(letters) is not None or (
        len(letters) == 1 and letters.isupper() and letters != "I"
    )


def _add(found: list[Sentence], text: str, start: int, end: int, block: int) -> None:
    piece = text[start:end]
    bare = piece.strip()
    if bare:
        start += len(piece) - len(piece.lstrip())
        found.append(Sentence(start, start + len(bare), block))
