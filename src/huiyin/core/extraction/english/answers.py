# SPDX-License-Identifier: Apache-2.0
"""Answers: replies, commitments and outcomes in English records."""

import re

from huiyin.core.extraction import drafts
from huiyin.core.extraction.english import cues, names, places, responses
from huiyin.core.values import findings

_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
)
_DUE = re.compile(
    rf"\b(?:by|before|until|from|on|in|no later than|during)\s(?:the\s)?(?:(?:end|middle|beginning|start|close|(?:first|second|third|last)\s(?:week|half|quarter|day))\sof\s)?(?:(?:early|late|mid|next|this|coming)[\s-](?:the\s)?)?(?:\d{{1,2}}(?:st|nd|rd|th)?\s{_MONTH}(?:\s\d{{4}})?|{_MONTH}(?:\s\d{{1,2}})?(?:,?\s\d{{4}})?|\d{{4}}|(?:spring|summer|autumn|winter|year|month|week|quarter)(?:\s\d{{4}})?|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|Christmas|Easter|Whitsun|Michaelmas|New\sYear|half-?term|midsummer|Q[1-4]\s\d{{4}})\b"
    r"|\bwithin\s(?:the\snext\s)?(?:\w+|\d+)\s(?:working\s)?(?:days?|weeks?|months?|years?)\b|\b(?:later\sthis|next|this)\s(?:year|month|week|spring|summer|autumn|winter)\b|\bby\s(?:tomorrow|then)\b",
    re.IGNORECASE,
)
_AMOUNT = re.compile(
    r"[£€$¥]\s?\d[\d,.]*\d?(?:\s?(?:k|m|bn|million|billion|thousand))?\b|\b\d[\d,.]*\s(?:million|billion|thousand)?\s?(?:pounds|euros?|dollars|yuan|RMB)\b",
    re.IGNORECASE,
)
_TOPIC = re.compile(
    r"\b(?:your (?:suggestion|proposal|question|letter|motion|enquiry|request|recommendation)|recommendation|with regard|regarding|as regards|on the (?:question|point|suggestion|matter|subject))\s?(?:that|to|of|about|on|concerning|regarding)?\s(?P<topic>[^.;:]{4,160})",
    re.IGNORECASE,
)


def due_of(words: str) -> str:
    """Give the date of a promise in the words of the text.

    >>> due_of("We will open the footbridge by the end of March 2027.")
    'by the end of March 2027'
    """
    match = _DUE.search(words)
    return match.group() if match else ""


def amount_of(words: str) -> str:
    """Give the sum of money of a promise in the words of the text."""
    match = _AMOUNT.search(words)
    return match.group().strip() if match else ""


def deed(
    page: drafts.Page,
    at: int,
    start: int,
    seen: frozenset[str],
    place: places.Place,
    *,
    told: bool = False,
) -> drafts.Draft | None:
    """Read a sentence as a commitment or an outcome; `told` when it reports what somebody answered."""
    end = page.sentences[at].end
    words = page.text[start:end]
    for name, kind in (("done", findings.Kind.OUTCOME), ("promise", findings.Kind.COMMITMENT)):
        match = cues.first(name, words, seen)
        if not match and told and name == "promise" and due_of(words):
            match = cues.first("promised", words, seen)
        if not match and name == "promise" and _is_dated(words, place):
            match = cues.first("dated", words, seen)
        if not match or (_is_negated(words, match) and not told):
            continue
        cue = cues.cue_of(match)
        who = place.speaker
        if not who.name:
            who = names.person(names.addressee_before(words, match.start()))
            if place.context is places.Context.PROSE and not who.name and not due_of(words):
                continue
        return drafts.Draft(
            kind, start, _bare_end(page.text, start, end), at, cue.id,
            cues.shown(words, match), cue.score, who,
            topic=topic_of(words) if kind is findings.Kind.OUTCOME else "",
            due=(due_of(words[match.start() :]) or due_of(words)) if kind is findings.Kind.COMMITMENT else "",
            amount=amount_of(words), number=place.number,
        )  # fmt: skip
    return None


def topic_of(words: str) -> str:
    """Give the words that say what an answer is about."""
    match = _TOPIC.search(words)
    return " ".join(match["topic"].split()) if match else ""


def read(page: drafts.Page, members: list[int], place: places.Place) -> list[drafts.Draft]:
    """Read a paragraph of an answer: one reply, and the commitments and outcomes it holds."""
    start = max(page.sentences[members[0]].start, place.begin)
    end = page.sentences[members[-1]].end
    if end - start < 2:
        return []
    words = page.text[start:end]
    position, cue = responses.position_of(words)
    found = [
        drafts.Draft(
            findings.Kind.REPLY, start, _bare_end(page.text, start, end), members[0],
            f"en_{position}" if position else "en_reply", cue, 0.85, place.speaker,
            topic=topic_of(words), number=place.number, position=place.position or position,
        )
    ]  # fmt: skip
    for at in members:
        begin = max(page.sentences[at].start, place.begin)
        sentence = page.text[begin : page.sentences[at].end]
        done = deed(page, at, begin, cues.tokens(sentence), place) if sentence else None
        if done:
            found.append(done)
    return found


def _is_dated(words: str, place: places.Place) -> bool:
    """Tell whether a sentence of a body that answers names a day for what will be."""
    return place.speaker.capacity is findings.Capacity.DEPARTMENT and bool(due_of(words))


def _is_negated(words: str, match: re.Match[str]) -> bool:
    before = words[max(0, match.start() - 40) : match.start()].lower()
    return bool(re.search(r"\b(?:if|not|never|no|whether|until|unless|once|that|which|who)\s(?:\w+\s){0,2}\Z", before))  # fmt: skip


def _bare_end(text: str, start: int, end: int) -> int:
    while end > start + 1 and text[end - 1] in " .;":
        end -= 1
    return end
