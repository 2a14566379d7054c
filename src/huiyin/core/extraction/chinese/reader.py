# SPDX-License-Identifier: Apache-2.0
"""The way through a Chinese record: its frame, its parts, its speakers, then what each of them says."""

from collections.abc import Iterator, Sequence

from huiyin.core.extraction import drafts
from huiyin.core.extraction.chinese import (
    answers,
    asks,
    cues,
    frames,
    orders,
    parts,
    people,
    speakers,
    words,
    written,
)
from huiyin.core.text import structure
from huiyin.core.values import findings

Capacity = findings.Capacity
Part = findings.PartKind
_ASKERS = (Capacity.MEMBER, Capacity.PROPOSING_BODY, Capacity.UNKNOWN)


def read(page: drafts.Page) -> tuple[list[drafts.Draft], list[drafts.PartDraft]]:
    """Find drafts and parts in the Chinese blocks of a page."""
    cast = people.cast(page.roster, page.bodies)
    frame = frames.find(page, cast)
    kinds = parts.sentence_kinds(page)
    found: list[drafts.Draft] = []
    if frame.kind == "letter":
        found += _letter(page, frame.owner)
    else:
        ear = asks.Ear()
        talk = _Talk()
        told = frame.kind == "told"
        for stretch in (
            speakers.stretches(page, cast, frame.owner)
            if told
            else speakers.alone(page, frame.owner)
        ):
            found += _stretch(page, stretch, kinds, cast, ear, talk)
        found = written.under_labels(found, page)
    return _tidy(found, page), _runs(kinds)


def _runs(kinds: Sequence[findings.PartKind]) -> list[drafts.PartDraft]:
    """Give runs of one kind as parts."""
    edges = [n for n in range(len(kinds)) if n == 0 or kinds[n] != kinds[n - 1]]
    stops = [*edges[1:], len(kinds)] if edges else []
    return [drafts.PartDraft(kinds[a], a, b) for a, b in zip(edges, stops, strict=True)]


class _Talk:
    """What has happened in the talk so far."""

    def __init__(self) -> None:
        self.answered = False
        self.asked = False  # the last stretch of speech was a question
        self.last = speakers.NOBODY


def _stretch(
    page: drafts.Page,
    part: speakers.Stretch,
    kinds: Sequence[findings.PartKind],
    cast: people.Cast,
    ear: asks.Ear,
    talk: _Talk,
) -> Iterator[drafts.Draft]:
    if part.how == speakers.STORY:
        yield from _story(page, part, kinds, cast, ear, talk)
        return
    capacity = part.speaker.capacity
    found: list[drafts.Draft] = []
    if capacity in _ASKERS:
        found = _asker(page, part, ear, talk, cast)
    elif capacity is Capacity.LEADER:
        found = _leader(page, part, talk, cast)
    elif capacity is Capacity.DEPARTMENT:
        found = list(answers.said(page, part)) if page.text[part.end - 1] not in "？?" else []
        talk.answered = True
    talk.asked = any(draft.kind is findings.Kind.QUESTION for draft in found)
    talk.last = part.speaker
    yield from found


def _asker(
    page: drafts.Page, part: speakers.Stretch, ear: asks.Ear, talk: _Talk, cast: people.Cast
) -> list[drafts.Draft]:
    found = list(asks.said(page, part, ear, cast.bodies))
    if not found:
        found = list(orders.questions(page, part))
    if not found and part.how in (speakers.SAID, speakers.TOLD):
        found = list(orders.judgements(page, part, answered=talk.answered))
    return found


def _leader(
    page: drafts.Page, part: speakers.Stretch, talk: _Talk, cast: people.Cast
) -> list[drafts.Draft]:
    found = list(orders.assignments(page, part, cast.bodies)) or list(orders.questions(page, part))
    if found:
        talk.answered = talk.answered or found[0].kind is findings.Kind.ASSIGNMENT
        return found
    answered = list(answers.said(page, part)) if part.how == speakers.SAID else []
    talk.answered = True
    if talk.asked:
        return answered
    return [draft for draft in answered if draft.rule in ("refusal", "promise_date", "acknowledge")]


def _story(
    page: drafts.Page,
    part: speakers.Stretch,
    kinds: Sequence[findings.PartKind],
    cast: people.Cast,
    ear: asks.Ear,
    talk: _Talk,
) -> Iterator[drafts.Draft]:
    if kinds[part.sentence] is Part.SUGGESTIONS:
        yield from written.suggesting(page, part, cast.bodies)
    elif part.speaker.name or not talk.last.name:
        wide = kinds[part.sentence] not in (Part.FACTS, Part.ANALYSIS)
        yield from written.elsewhere(page, part, cast.bodies, wide=wide)
    yield from orders.told_judgement(page, part, cast, talk.last)


def _letter(page: drafts.Page, owner: findings.Speaker) -> Iterator[drafts.Draft]:
    topic = number = ""
    begun = False
    for place, at in enumerate(page.sentences):
        block = page.blocks[at.block]
        if block.lang != "zh" or frames.skipped(block):
            continue
        start = frames.opens(page.text, at.start, at.end)
        if not begun:
            begun = start > at.start
            start = start if begun else at.end
        if start >= at.end:
            continue
        head = words.ORDINAL.match(page.text, start, at.end)
        if head:
            start, number, topic = head.end(), cues.number(head.group()), ""
        if start >= at.end:
            continue
        said = page.text[start : at.end]
        topic = answers.topic_of(said) or topic
        named = head is not None and len(said) <= 20 and "，" not in said
        if block.role is structure.Role.HEADING or answers.only_topic(said) or named:
            topic = topic or said.strip("。：: ")
            continue
        part = speakers.Stretch(start, at.end, place, owner, speakers.SAID)
        yield from answers.said(page, part, topic, number)


def _tidy(found: list[drafts.Draft], page: drafts.Page) -> list[drafts.Draft]:
    """Order the drafts; drop what leaves its sentence and what is said twice."""
    kept: dict[tuple[int, int, str], drafts.Draft] = {}
    for draft in found:
        at = page.sentences[draft.sentence]
        if at.start <= draft.start < draft.end <= at.end:
            kept.setdefault((draft.start, draft.end, draft.kind), draft)
    return sorted(kept.values(), key=lambda draft: (draft.start, draft.end, draft.kind))
