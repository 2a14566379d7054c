# SPDX-License-Identifier: Apache-2.0
"""Numbered recommendations: each ask a finding, and together they cover the whole numbered paragraph."""

from collections.abc import Sequence
from itertools import groupby

from huiyin.core.extraction import drafts
from huiyin.core.extraction.english import asks, cues, forms, names, places
from huiyin.core.text import structure
from huiyin.core.values import findings

_EMPTY_LEAD = 7
_CONCLUSION_SCORE = 0.5
_LISTED_SCORE = 0.8


def read(page: drafts.Page, where: Sequence[places.Place]) -> list[drafts.Draft]:
    """Give the suggestions of all numbered paragraphs of lists and quotations."""
    listed = [
        at
        for at, sentence in enumerate(page.sentences)
        if where[sentence.block].context is places.Context.LISTED
    ]
    found: list[drafts.Draft] = []
    for _, group in groupby(listed, key=lambda at: where[page.sentences[at].block].group):
        found += _of_group(page, where, list(group))
    return found


def _of_group(
    page: drafts.Page, where: Sequence[places.Place], group: list[int]
) -> list[drafts.Draft]:
    found: list[drafts.Draft] = []
    lead = ""
    for block, members in groupby(group, key=lambda at: page.sentences[at].block):
        some, lead = _of_block(page, where[block], list(members), lead)
        found += some
    if found:
        return found
    return [_whole(page, where[page.sentences[group[0]].block], group)]


def _of_block(
    page: drafts.Page, place: places.Place, members: list[int], lead: str
) -> tuple[list[drafts.Draft], str]:
    """Read one block: `lead` is whom the line before a list of items asks."""
    found: list[drafts.Draft] = []
    starts: list[int] = []
    held = -1
    for at in members:
        start = max(page.sentences[at].start, place.begin)
        words = page.text[start : page.sentences[at].end]
        some = asks.find(words, forms.Manner.LISTED, cues.tokens(words)) if words else []
        if some and words.rstrip().endswith(":") and some[0].end - some[0].start < 60:
            lead = some[0].addressee or lead
            if len(words[some[0].start :].split()) < _EMPTY_LEAD:
                held = start if held < 0 else held
                continue
        if not some:
            held = start if held < 0 and not found else held
            if found:
                found[-1] = _draft(page, place, found[-1], starts[-1], page.sentences[at].end)
            continue
        for order, ask in enumerate(some):
            begin = start + ask.start if order else (held if held >= 0 else start)
            starts.append(begin)
            found.append(
                drafts.Draft(
                    findings.Kind.SUGGESTION,
                    begin,
                    start + ask.end,
                    at,
                    ask.rule,
                    ask.cue,
                    ask.score,
                    place.speaker,
                    ask.addressee or lead,
                    number=place.number,
                )
            )
        held = -1
    is_item = page.blocks[page.sentences[members[0]].block].role is structure.Role.ITEM
    if not found and is_item and (lead or not place.number):
        found = [_item(page, place, members, lead)]
    return found, lead


def _draft(
    page: drafts.Page, place: places.Place, draft: drafts.Draft, start: int, end: int
) -> drafts.Draft:
    stop = end
    while stop > start + 1 and page.text[stop - 1] in " .;":
        stop -= 1
    return drafts.Draft(
        draft.kind, start, stop, draft.sentence, draft.rule, draft.cue, draft.score,
        place.speaker, draft.addressee, number=place.number,
    )  # fmt: skip


def _item(page: drafts.Page, place: places.Place, members: list[int], lead: str) -> drafts.Draft:
    start = max(page.sentences[members[0]].start, place.begin)
    end = page.sentences[members[-1]].end
    return drafts.Draft(
        findings.Kind.SUGGESTION, start, end, members[0], "en_listed", "", _LISTED_SCORE,
        place.speaker, lead, number=place.number,
    )  # fmt: skip


def _whole(page: drafts.Page, place: places.Place, group: list[int]) -> drafts.Draft:
    start = max(page.sentences[group[0]].start, place.begin)
    end = page.sentences[group[-1]].end
    words = page.text[start:end]
    return drafts.Draft(
        findings.Kind.SUGGESTION, start, max(end, start + 1), group[0], "numbered_conclusion",
        "", _CONCLUSION_SCORE, place.speaker, names.addressee_before(words, 0), number=place.number,
    )  # fmt: skip
