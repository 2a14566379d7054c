# SPDX-License-Identifier: Apache-2.0
"""Promises (承诺的提取): what a reply promises, with its words, object, amount, date and body, for its author to confirm."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from huiyin.core.calendar import workdays
from huiyin.core.commitments import dating
from huiyin.core.extraction import drafts
from huiyin.core.extraction.chinese import answers as chinese
from huiyin.core.extraction.chinese import speakers
from huiyin.core.extraction.english import answers as english
from huiyin.core.extraction.english import cues, places
from huiyin.core.text import numerals, sentences, structure
from huiyin.core.values import findings, spans
from huiyin.core.values.bodies import Body

_BODY_SPEAKS = findings.Speaker(capacity=findings.Capacity.DEPARTMENT)
_LEAD = re.compile(
    "^(?:下一步|下步|接下来|今后|同时|另外|此外|[一二三四五六七八九十]是|并)?[，,：:]?(?:[^，。；]{0,12}?(?:我[局委办市区县院厅处]|本[局委])|我们)?"
    "(?:承诺|保证|计划|拟|预计|准备|打算|力争|争取|将|会(?!同)|要|确保)*(?:于|在)?"
)
_EN_LEAD = re.compile(
    r"^.*?\b(?:will|shall|'ll|’ll|plans? to|intends? to|undertakes? to|commits? to|aims? to)\s(?:also |now |then |therefore |be able to |continue to )*",
    re.I | re.S,
)
_EN_INTENDS = re.compile(
    r"\b(?:intends?|plans?|undertakes?|commits?|committed|aims?|expects?) to\b(?! (?:consider|note|explore))",
    re.I,
)
_CERTAIN = 0.75


@dataclass(frozen=True, slots=True)
class Promise:
    """A promise found in a reply.

    Shapes: all spans count in the text given; `quote` is what `span` cuts.
    Units: `score` in [0, 1]: how sure the rule is.

    Attributes:
        action: the words that say what is to be done, without "we will" and the date before it.
        amount, due_words: as the text words them, "" without.
        due: the last day the words allow, None where they set none.
        body: the body the sentence names, "" where it names none.
        cue: the words that set the rule off.
    """

    span: spans.Span
    quote: str
    action: spans.Span
    amount: str
    due_words: str
    due: dating.Due | None
    body: str
    score: float
    cue: str


def find(
    text: str,
    said_on: date,
    *,
    bodies: Sequence[Body] = (),
    calendar: workdays.WorkCalendar | None = None,
) -> tuple[Promise, ...]:
    """Find the promises in the words of a body, Chinese or English.

    A promise that only studies or pays attention is found too: whoever confirms sees that it has no date.

    Shapes: in order, without overlap.
    Cost: linear in the text.

    >>> found = find("下一步，我局将于2027年6月底前在滨河路新建公厕3座。", date(2026, 11, 3))
    >>> [(one.amount, one.due.day.isoformat()) for one in found]
    [('3座', '2027-06-30')]
    """
    blocks = structure.outline(text)
    page = drafts.Page(text, blocks, sentences.split(text, blocks))
    found = [
        _promise(page, draft, said_on, bodies, calendar)
        for at, sentence in enumerate(page.sentences)
        for draft in _joined(page, list(_drafts(page, at, sentence)))
        if draft.end - draft.start > 3
    ]
    return tuple(found)


def _joined(page: drafts.Page, some: list[drafts.Draft]) -> list[drafts.Draft]:
    """Join an undated promise with the dated one right behind it: "plans to invest so much, and by June to build"."""
    made: list[drafts.Draft] = []
    for draft in some:
        if draft.kind is not findings.Kind.COMMITMENT:
            continue
        last = made[-1] if made else None
        if last and draft.due and not last.due and page.text[last.end : draft.start].strip(" ，,、") == "":  # fmt: skip
            made[-1] = replace(
                draft, start=last.start, cue=last.cue,
                amount=numerals.amount(page.text[last.start : draft.end]) or draft.amount,
            )  # fmt: skip
        else:
            made.append(draft)
    return made


def _drafts(page: drafts.Page, at: int, sentence: sentences.Sentence) -> Iterator[drafts.Draft]:
    if page.blocks[sentence.block].lang == "zh":
        stretch = speakers.Stretch(sentence.start, sentence.end, at, _BODY_SPEAKS, speakers.SAID)
        yield from chinese.said(page, stretch)
        return
    words = page.text[sentence.start : sentence.end]
    place = places.Place(
        places.Context.REPLY, findings.PartKind.REPLY, sentence.start, _BODY_SPEAKS
    )
    found = english.deed(page, at, sentence.start, cues.tokens(words), place)
    cue = None if found else _EN_INTENDS.search(words)
    if cue and english.due_of(words):
        found = drafts.Draft(
            findings.Kind.COMMITMENT, sentence.start, sentence.end, at, "en_promise", cue.group(), _CERTAIN,
            _BODY_SPEAKS, due=english.due_of(words), amount=english.amount_of(words),
        )  # fmt: skip
    if found:
        yield found


def _promise(
    page: drafts.Page,
    draft: drafts.Draft,
    said_on: date,
    bodies: Sequence[Body],
    calendar: workdays.WorkCalendar | None,
) -> Promise:
    quote = page.text[draft.start : draft.end]
    whole = page.words(draft.sentence)
    due_words = draft.due or numerals.due(quote)
    return Promise(
        spans.Span(draft.start, draft.end),
        quote,
        _action(quote, due_words, draft.start),
        draft.amount or _counted(quote),
        due_words,
        dating.due(due_words, said_on, calendar) if due_words else None,
        _named(whole, bodies),
        draft.score if due_words else min(draft.score, _CERTAIN),
        draft.cue,
    )


def _action(quote: str, due_words: str, at: int) -> spans.Span:
    """Cut what opens a promise ("next, we will by June") off its words."""
    start = 0
    for _ in range(3):
        rest = quote[start:]
        lead = (_EN_LEAD if rest[:1].isascii() else _LEAD).match(rest)
        cut = lead.end() if lead else 0
        if due_words and rest[cut:].startswith(due_words):
            cut += len(due_words)
        while cut < len(rest) and rest[cut] in "，,、 ":
            cut += 1
        if not cut or start + cut >= len(quote):
            break
        start += cut
    return spans.Span(at + start, at + len(quote))


_COUNTED = re.compile(r"\d[\d,.]*[余多]?(?:座|个|处|套|辆|条|所|家|张|台|盏|公里|米|平方米|万元|亿元|元|％|%)")  # fmt: skip


def _counted(quote: str) -> str:
    found = _COUNTED.search(quote)
    return found.group() if found else numerals.amount(quote)


def _named(words: str, bodies: Sequence[Body]) -> str:
    """Give the body whose name or alias stands in a sentence, the longest name first."""
    names = sorted(
        ((name, body.name) for body in bodies for name in (body.name, *body.aliases)),
        key=lambda one: -len(one[0]),
    )
    return next((full for name, full in names if name and name in words), "")
