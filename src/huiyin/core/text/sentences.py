# SPDX-License-Identifier: Apache-2.0
"""Sentences (句) of a reading, by one compiled pattern for each language."""

import re
from dataclasses import dataclass

from huiyin.core.text import structure

# A Chinese sentence ends with its mark and the closing quotes and brackets behind it; a colon or a comma ends none.
_ZH_END = re.compile(r"[。！？!?…]+[”’」』）)\]】》\"']*|[；;](?=[一二三四五六七八九十]+[是要、])")
_ABBREVIATION = r"(?<!\bMr)(?<!\bMrs)(?<!\bMs)(?<!\bDr)(?<!\bSt)(?<!\bNo)(?<!\bRev)(?<!\bHon)(?<!\bProf)(?<!\bpara)(?<!\bparas)(?<!\be\.g)(?<!\bi\.e)(?<!\bcf)(?<!\bvs)(?<!\bp)(?<!\bpp)(?<!\b[A-Z])"
_EN_END = re.compile(
    _ABBREVIATION + r"[.!?]+[\"'”’)\]]*(?=\s+[\"'“‘(\[]*[A-Z0-9•]|\s*$)|[!?]+[\"'”’)\]]*(?=\s|$)"
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
        end_mark = _ZH_END if block.lang == "zh" else _EN_END
        start = block.start
        for match in end_mark.finditer(text, block.start, block.end):
            _add(found, text, start, match.end(), number)
            start = match.end()
        _add(found, text, start, block.end, number)
    return found


def _add(found: list[Sentence], text: str, start: int, end: int, block: int) -> None:
    piece = text[start:end]
    bare = piece.strip()
    if bare:
        start += len(piece) - len(piece.lstrip())
        found.append(Sentence(start, start + len(bare), block))
