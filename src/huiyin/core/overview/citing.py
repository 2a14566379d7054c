# SPDX-License-Identifier: Apache-2.0
"""Citing (引文): words of a text, cut where a sentence of a paper can quote them, with their place."""

from hashlib import sha256
from typing import Literal

from huiyin.core.overview.supporting import Source

Language = Literal["zh", "en"]
QUOTE = {"zh": 60, "en": 160}  # characters of a quotation at most
_ENDS = "。！？；;.!?"
_PAUSES = "，、,:：—"


def cite(kind: str, ref: str, text: str, language: Language, *, telling: bool = False) -> Source:
    """Cite words of a text: its beginning up to a stop, or with `telling` the sentence that says most.

    Shapes: `quote` is `text[start:end]`, without the stop that ends it.

    >>> one = cite("answer", "a1", "感谢关注。已更换水管三十公里，其余明年完成。", "zh", telling=True)
    >>> one.quote, one.start
    ('已更换水管三十公里，其余明年完成', 5)
    """
    start = _most_telling(text) if telling else 0
    ascii_only = text[
        start : start + QUOTE["en"]
    ].isascii()  # quoted in English, whatever the paper is in
    end = _stop(text, start, QUOTE["en" if ascii_only else language])
    digest = sha256(text.encode()).hexdigest()
    return Source(kind, ref, digest, text[start:end], start, end)


def _most_telling(text: str) -> int:
    starts = [0] + [at + 1 for at, char in enumerate(text[:-1]) if char in _ENDS + "\n"]
    starts = [at + len(text[at:]) - len(text[at:].lstrip()) for at in starts]

    def weight(place: int) -> tuple[int, int]:
        at = starts[place]
        after = starts[place + 1] if place + 1 < len(starts) else len(text)
        said = text[at:after]
        cues = ("已", "将", "预计", "计划", "will", "has been", "have been", "completed")
        worth = 2 * any(char.isdigit() for char in said) + sum(cue in said for cue in cues)
        return (worth if len(said) > 8 else -1, -place)

    return starts[max(range(len(starts)), key=weight)]


def _stop(text: str, start: int, most: int) -> int:
    ends = [at for at in range(start + 1, min(len(text), start + most)) if text[at] in _ENDS]
    ends = [at for at in ends if not (text[at] == "." and text[at + 1 : at + 2].isalnum())]
    if ends:
        return ends[0]
    if len(text) - start <= most:
        return len(text.rstrip(_ENDS + " \n")) or len(text)
    reach = range(start + most // 3, start + most)
    for stops in (_PAUSES, " "):
        if pauses := [at for at in reach if text[at] in stops and text[at + 1 : at + 2] != ""]:
            return pauses[-1]
    return start + most
