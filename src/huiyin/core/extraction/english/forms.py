# SPDX-License-Identifier: Apache-2.0
"""Forms of asking: how freely a text asks, and what an ask is."""

import re
from dataclasses import dataclass
from enum import StrEnum

from huiyin.core.extraction import lexicon
from huiyin.core.extraction.english import cues


class Manner(StrEnum):
    """How freely a text asks, which tells how weak a form still counts."""

    ROW = "row"  # a post, a review or a record of a table: every form counts
    LISTED = "listed"  # stands in a list of recommendations
    SPEECH = "speech"  # somebody is speaking
    PROSE = "prose"  # an article, minutes, a letter
    REPORT = "report"  # the body of a long report: only asks in so many words


@dataclass(frozen=True, slots=True)
class Ask:
    """Something asked: its range in the sentence, rule, cue, and whom and by whom where the sentence says it."""

    start: int
    end: int
    rule: str
    cue: str
    score: float
    addressee: str = ""
    who: str = ""


_OPENING = re.compile(
    r"[\s\"“‘'(\[*•·▪>–—-]*(?:\d{1,3}(?:\.\d{1,3})*[.)]\s*|\([a-z\d]\)\s*|Recommendation \d+:?\s*)?"
    r"(?:(?:also|and|or|but|so|then|just|maybe|perhaps|instead|therefore|at least|in addition|additionally|finally"
    r"|furthermore|moreover|first|firstly|second|secondly|third|thirdly|further|next|lastly|plus|simply|again|now"
    r"|either|otherwise|alternatively|and also|ps|p\.s\.|edit|that|to|accordingly|alternately)[,:]?\s+){0,2}",
    re.IGNORECASE,
)


def start_of(words: str) -> int:
    """Give where a sentence begins behind bullets, numbers and words such as "also"."""
    opening = _OPENING.match(words)
    return opening.end() if opening else 0


def bare(words: str, start: int, end: int) -> tuple[int, int]:
    """Give a range without marks and spaces at its ends; the whole sentence when nothing is left."""
    while start < end and words[start] in " ,;:\"“‘'*-–—\t\n":
        start += 1
    while start < end and words[end - 1] in ' .;,"”*\t\n':
        end -= 1
    return (start, end) if start < end else (0, len(words))


def ask_of(
    words: str, start: int, match: re.Match[str], cue: lexicon.Cue, whom: str, who: str = ""
) -> Ask:
    """Give the ask that a cue shows, from `start` to the end of the sentence."""
    shown = cues.shown(words, match)
    return Ask(*bare(words, start, len(words)), cue.id, shown, cue.score, whom, who)
