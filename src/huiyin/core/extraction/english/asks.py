# SPDX-License-Identifier: Apache-2.0
"""Asks: what one English sentence asks others to do."""

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from huiyin.core.extraction import lexicon
from huiyin.core.extraction.english import cues, names, splitting
from huiyin.core.values import findings


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
_ADVERB = re.compile(r"(?:[A-Za-z]+ly|further|swiftly|as [a-z ]{3,30}|in [^,]{3,60}|with [^,]{3,60}|where [^,]{3,60}|before [^,]{3,60}),?\s+(?=([A-Za-z-]+))", re.IGNORECASE)  # fmt: skip
_GOVERNS = re.compile(r"\s+(?:that|the|all|its|an?|their|of the circumstances)\b")
_NOUNISH = re.compile(r"\s+(?:of|for|is|was|are|were|has|does|will|would|from|can|in (?:this|the) (?:case|meantime)|=|:)\b|\s*[:=]", re.IGNORECASE)  # fmt: skip
_FIRST = {
    Manner.ROW: ("say", "please", "wish", "could", "modal", "told"),
    Manner.LISTED: ("say", "modal", "please", "wish", "told"),
    Manner.SPEECH: ("say", "told", "please", "wish", "could", "modal"),
    Manner.PROSE: ("told", "say", "please", "wish", "modal"),
    Manner.REPORT: ("say", "told", "modal"),
}


@cache
def _sure() -> frozenset[str]:
    return cues.words_of("order") - cues.words_of("step")


def find(words: str, manner: Manner, seen: frozenset[str]) -> list[Ask]:
    """Find what a sentence asks.

    Shapes: ranges in `words`, in order, not overlapping; several for a sentence with several asks.

    >>> line = "We urge the Harbour Office to light the steps and publish the plan."
    >>> [line[ask.start:ask.end] for ask in find(line, Manner.PROSE, cues.tokens(line))]
    ['the Harbour Office to light the steps', 'publish the plan']
    """
    lead = _leading(words, manner, seen)
    if lead is None:
        return []
    pieces = splitting.cut(words, lead.start, lead.end)
    return [Ask(a, b, lead.rule, lead.cue, lead.score, lead.addressee, lead.who) for a, b in pieces]


def _leading(words: str, manner: Manner, seen: frozenset[str]) -> Ask | None:
    if manner is not Manner.REPORT:
        ask = _imperative(words, manner)
        if ask:
            return ask
    for kind in _FIRST[manner]:
        for match in cues.find(kind, words, seen):
            ask = _judged(words, kind, match, manner)
            if ask:
                return ask
    return None


def _judged(words: str, kind: str, match: re.Match[str], manner: Manner) -> Ask | None:
    cue = cues.cue_of(match)
    end = _end(words)
    if kind == "told":
        return _told(words, match, cue, end, manner)
    if kind == "modal":
        return _modal(words, match, cue, end, manner)
    start = match.end() if kind == "say" and end - match.end() > 12 else _start(words)
    whom = names.addressee_after(words, match.end()) if kind == "say" else ""
    if kind == "say" and manner is Manner.REPORT and not _is_said(words, match):
        return None
    return _ask(words, start, end, match, cue, whom)


def _told(
    words: str, match: re.Match[str], cue: lexicon.Cue, end: int, manner: Manner
) -> Ask | None:
    aside = _ASIDE.match(words, match.end())
    begin = aside.end() if aside else match.end()
    if end - begin < 8 or _NO_OBJECT.match(words, begin):
        return None
    if not _is_asked(words, match, manner):
        return None
    subject = names.BEFORE_VERB.search(words, max(0, match.start() - 180), match.start())
    if not subject and manner is Manner.ROW and match.start() == 0:
        return _ask(words, match.end(), end, match, cue, names.addressee_after(words, begin))
    if not subject or subject["who"] in ("The", "This", "That", "These", "Those", "It was"):
        return None
    who = "" if subject["who"].split()[-1] in ("We", "I") else subject["who"]
    whom = names.addressee_after(words, match.end())
    return Ask(
        *_bare(words, match.end(), end), cue.id, cues.shown(words, match), cue.score, whom, who
    )


# A recommendation that a register worded as "That the company review…".
_THAT = re.compile(r"That(?:,|\s+(?:the|all|in|[A-Z]\w+))\s[^.?]{20,}")
_ASIDE = re.compile(r"\s*\([^()]{1,60}\),?\s*(?:that\s)?")
_WEAK = re.compile(r"\b(?:suggest|argu|insist|request|asked for|calls? for|advis|said|felt|not|stat)", re.I)  # fmt: skip


def _is_asked(words: str, match: re.Match[str], manner: Manner) -> bool:
    """Tell whether what is reported with a verb that also states facts is an ask."""
    if not _WEAK.search(match.group()):
        return True
    if cues.pattern("asking_words").search(cues.lowered(words), match.end()):
        return True
    if manner is Manner.REPORT:
        return False
    every = cues.words_of("order")
    behind = [word.strip(",.;") for word in words[match.end() :].lower().split()[:14]]
    return not behind or any(w in every for w in behind) or behind[0].endswith("ing")


def _modal(
    words: str, match: re.Match[str], cue: lexicon.Cue, end: int, manner: Manner
) -> Ask | None:
    veto = cues.pattern("veto")
    for other in veto.finditer(cues.lowered(words), max(0, match.start() - 60)):
        if other.start() > match.end():
            break
        if other.end() > match.start():
            return None
    whom = names.addressee_before(words, match.start())
    if manner is Manner.REPORT and not _is_own(words, match, cue, whom):
        return None
    return _ask(words, _start(words), end, match, cue, whom)


def _is_own(words: str, match: re.Match[str], cue: lexicon.Cue, whom: str) -> bool:
    """Tell whether a modal verb in the body of a report is the author's ask of somebody."""
    if cue.id not in ("en_shall", "en_should") or not whom:
        return False
    known = whom[0].islower() or names.capacity_of(whom) is not findings.Capacity.UNKNOWN
    foreign = cues.pattern("not_own")
    return (
        known
        and words[0] not in '“"•'
        and not foreign.search(cues.lowered(words), 0, match.start())
    )


def _ask(
    words: str, start: int, end: int, match: re.Match[str], cue: lexicon.Cue, whom: str
) -> Ask:
    return Ask(*_bare(words, start, end), cue.id, cues.shown(words, match), cue.score, whom)


def _imperative(words: str, manner: Manner) -> Ask | None:
    opening = _OPENING.match(words)
    at = opening.end() if opening else 0
    known = cues.words_of("order") if manner is Manner.LISTED else _sure()
    word = _word_at(words, at)
    third = word[:-1] if word.endswith("s") else ""  # "Ensures that…", as registers word it
    if third in known and manner not in _CAREFUL and _GOVERNS.match(words, at + len(word)):
        word = third
    if word not in known and manner not in _CAREFUL:
        adverb = _ADVERB.match(words, at)
        if adverb:
            at = adverb.end()
            word = _word_at(words, at)
    if manner is Manner.ROW and _THAT.match(words):
        return Ask(*_bare(words, 4, _end(words)), "en_imperative", "That", 0.6)
    if word not in known or _NOUNISH.match(words, at + len(word)):
        return None
    if words.rstrip().endswith("?") or len(words[at:].split()) < 2:
        return None
    if manner in _CAREFUL and not (words[at].isupper() and _governs(words, at + len(word))):
        return None
    score = 0.85 if manner is Manner.LISTED else 0.7
    return Ask(*_bare(words, at, _end(words)), "en_imperative", word, score)


_CAREFUL = (Manner.SPEECH, Manner.PROSE)


def _governs(words: str, at: int) -> bool:
    """Tell whether a word has an object, which tells "Plan the square" from "Plans for the square"."""
    return _word_at(words, at + 1) in cues.words_of("determiner")


def _word_at(words: str, at: int) -> str:
    stop = at
    while stop < len(words) and (words[stop].isalpha() or words[stop] in "-'’"):
        stop += 1
    return words[at:stop].lower().replace("’", "'")


_NOT_SAID = re.compile(
    r"\b(?:not|cannot|whether|should|against|to|which|as|if|have|what|that)\s*(?:\w+\s){0,1}\Z"
)
_NO_OBJECT = re.compile(
    r"\s*(?:[(,:.;)]|(?:or|and|in|as|by|at|with|me|it|which|when|below|above)\b)"
)
_PLANS = re.compile(r"\b(?:propose|ask)\Z")


def _is_said(words: str, match: re.Match[str]) -> bool:
    """Tell whether the author of a report really asks here: not "which I recommend", not "I propose to examine"."""
    shown = match.group()
    if shown.startswith("it is") or _NOT_SAID.search(
        words[max(0, match.start() - 30) : match.start()]
    ):
        return False
    if _PLANS.search(shown) and words[match.end() : match.end() + 4] == " to ":
        return False
    lead = words[match.end() :].lstrip(", ")
    return len(lead) >= 12 and not _NO_OBJECT.match(lead)


def _start(words: str) -> int:
    opening = _OPENING.match(words)
    return opening.end() if opening else 0


def _end(words: str) -> int:
    return len(words)


def _bare(words: str, start: int, end: int) -> tuple[int, int]:
    while start < end and words[start] in " ,;:\"“‘'*-–—\t\n":
        start += 1
    while start < end and words[end - 1] in ' .;,"”*\t\n':
        end -= 1
    return (start, end) if start < end else (0, len(words))
