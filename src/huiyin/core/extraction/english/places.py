# SPDX-License-Identifier: Apache-2.0
"""Places: where each block of an English record stands, which tells how it is to be read."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from huiyin.core.extraction import drafts
from huiyin.core.extraction.english import forms, listed, names, responses
from huiyin.core.text import structure
from huiyin.core.values import findings


class Context(StrEnum):
    """How a block is to be read."""

    ROW = "row"
    TURN = "turn"
    LISTED = "listed"
    REPLY = "reply"
    REPORT = "report"
    PROSE = "prose"
    SKIP = "skip"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a block stands.

    Attributes:
        context: how it is to be read.
        part: what its stretch of the document does.
        begin: where its own words begin, behind a speaker's label or an enumerator.
        speaker: who speaks, as far as the structure says.
        number: the item's number, or the numbers a reply answers ("8.3-8.4").
        position: of a reply, where its words say it.
        group: the same for all blocks of one numbered paragraph; -1 for others.
    """

    context: Context
    part: findings.PartKind
    begin: int
    speaker: findings.Speaker = field(default=findings.Speaker())
    number: str = ""
    position: str = ""
    group: int = -1


_SECTIONS = (
    (findings.PartKind.REPLY, re.compile(r"\b(?:repl(?:y|ies)|responses?|answers?)\b", re.I)),
    (findings.PartKind.SUGGESTIONS, listed.HEADING),
    (findings.PartKind.ANALYSIS, re.compile(r"\b(?:analysis|problems?|causes?|challenges?|difficulties|why (?:it|this) matters)\b", re.I)),
    (findings.PartKind.FACTS, re.compile(r"\b(?:facts?|background|situation|context|introduction|what we found|findings)\b", re.I)),
    (findings.PartKind.SPEECH, re.compile(r"\b(?:discussion|debate|members?[’'] views|statements?|speeches|questions? (?:and|from)|public participation|examination)\b", re.I)),
)  # fmt: skip
_APPENDIX = re.compile(
    r"(?:appendix|appendices|annex|references|bibliography|glossary|acronyms|abbreviations|contents|call for evidence|footnotes)\b",
    re.I,
)
_DEAR = re.compile(r"Dear\s+(?:[A-Z]|all\b|colleague)")
_THANKS = re.compile(
    r"\b(?:thank you for (?:your|the|raising|writing)|in (?:reply|response|answer) to your|your (?:letter|proposal|motion|suggestion|question|enquiry|petition)\b)",
    re.I,
)
_YOURS = re.compile(r"(?:Yours|Kind regards|With (?:kind|best)|Sincerely|Best wishes)", re.I)
_BODY = re.compile(
    r"((?:[A-Z][\w’']+[ ](?:(?:and|of|the|on|for)[ ]){0,2}){0,7}(?:Select[ ])?(?:Committee|Inquiry|Commission|Panel|Task[ ]?[Ff]orce|Forum))\b"
)
_MANY_NUMBERS = 12


def survey(page: drafts.Page) -> list[Place]:
    """Say of every block how it is to be read.

    Shapes: one place a block, in order.
    """
    if page.tabular:
        return [
            Place(Context.ROW, findings.PartKind.SUGGESTIONS, block.start) for block in page.blocks
        ]
    answered = responses.walk(page)
    if answered:
        return _of_response(page, answered)
    numbered = sum(1 for block in page.blocks if "." in block.number)
    context = Context.REPORT if numbered >= _MANY_NUMBERS else Context.PROSE
    author = _author(page) if context is Context.REPORT else findings.Speaker()
    letter = _letter(page)
    if letter is not None:
        return _of_letter(page, letter)
    lists = listed.find(page)
    return _of_sections(page, context, author, lists)


def _of_response(page: drafts.Page, answered: dict[int, responses.Answered]) -> list[Place]:
    asker = _author(page)
    found = []
    for at, block in enumerate(page.blocks):
        here = answered.get(at)
        if here is None:
            found.append(Place(Context.SKIP, findings.PartKind.OTHER, block.start))
        elif here.quoted:
            found.append(
                Place(
                    Context.LISTED,
                    findings.PartKind.SUGGESTIONS,
                    here.begin,
                    asker,
                    here.number,
                    group=here.group,
                )
            )
        else:
            found.append(
                Place(
                    Context.REPLY,
                    findings.PartKind.REPLY,
                    here.begin,
                    names.person(here.who) if here.who else findings.Speaker(),
                    here.number,
                    here.position,
                )
            )
    return found


def _author(page: drafts.Page) -> findings.Speaker:
    """Give the body whose report this is, "" where its first pages name none."""
    count = Counter(" ".join(m.split()) for m in _BODY.findall(f"{page.title}\n{page.text[:6000]}"))
    for bare in ("Committee", "Inquiry", "Commission", "Panel"):
        if len(count) > 1:
            count.pop(bare, None)
    name = count.most_common(1)[0][0] if count else ""
    name = re.sub(r"^(?:(?:The|In|By|Report|This|Of|[A-Z]+ OF [A-Z]+)\s(?:of the\s)?)+", "", name)
    return findings.Speaker(name, findings.Capacity.PROPOSING_BODY)


def _letter(page: drafts.Page) -> int | None:
    """Give the block a letter begins with ("Dear …"), None when this is no letter."""
    for at, block in enumerate(page.blocks[:25]):
        if block.lang == "en" and _DEAR.match(page.text, block.start, block.end):
            return at
    return None


def _of_letter(page: drafts.Page, dear: int) -> list[Place]:
    head = page.text[page.blocks[dear].start : page.blocks[dear].start + 1200]
    is_reply = bool(_THANKS.search(head))
    closing = next(
        (
            at
            for at in range(dear + 1, len(page.blocks))
            if _YOURS.match(page.text, page.blocks[at].start, page.blocks[at].end)
        ),
        len(page.blocks),
    )
    signature = [
        page.text[block.start : block.end].split("\n")[0]
        for block in page.blocks[closing + 1 : closing + 4]
    ]
    name = signature[0] if signature and len(signature[0]) < 60 else ""
    post = ", ".join(line for line in signature[1:] if len(line) < 80)
    speaker = names.person(name, post) if name else findings.Speaker()
    if is_reply:
        speaker = replace(speaker, capacity=findings.Capacity.DEPARTMENT)
    found = []
    for at, block in enumerate(page.blocks):
        inside = dear < at < closing and block.role is not structure.Role.HEADING
        context = (Context.REPLY if is_reply else Context.TURN) if inside else Context.SKIP
        part = findings.PartKind.REPLY if is_reply else findings.PartKind.SUGGESTIONS
        found.append(
            Place(context, part if inside else findings.PartKind.OTHER, block.start, speaker)
        )
    return found


def _of_sections(
    page: drafts.Page,
    context: Context,
    author: findings.Speaker,
    lists: dict[int, listed.Entry],
) -> list[Place]:
    found: list[Place] = []
    part = findings.PartKind.OTHER
    heading, turn = findings.Speaker(), findings.Speaker()
    skipping = False
    for at, block in enumerate(page.blocks):
        role = block.role
        if role in (structure.Role.HEADING, structure.Role.TITLE):
            words = page.text[block.start : block.end]
            turn = findings.Speaker()
            skipping = context is Context.REPORT and (
                (skipping and not listed.is_chapter(words)) or bool(_APPENDIX.match(words))
            )
            if role is structure.Role.HEADING:
                part, heading = _under(words, part, heading)
            found.append(Place(Context.SKIP, part, block.start))
            continue
        if role in (structure.Role.CAPTION, structure.Role.BYLINE):
            found.append(Place(Context.SKIP, findings.PartKind.OTHER, block.start))
        elif at in lists:
            entry = lists[at]
            found.append(
                Place(
                    Context.LISTED,
                    findings.PartKind.SUGGESTIONS,
                    entry.begin,
                    author,
                    entry.number,
                    group=entry.group,
                )
            )
        elif role is structure.Role.TURN and context is not Context.REPORT:
            turn, begin = names.of_turn(page.text, block.start, block.end, page.roster)
            found.append(Place(Context.TURN, findings.PartKind.SPEECH, begin, turn))
        elif turn.name:
            found.append(Place(Context.TURN, findings.PartKind.SPEECH, block.start, turn))
        elif skipping:
            found.append(Place(Context.SKIP, findings.PartKind.OTHER, block.start))
        elif part is findings.PartKind.REPLY:
            found.append(Place(Context.REPLY, part, block.start, heading))
        else:
            found.append(Place(context, part, block.start, author))
    return found


def _under(
    words: str, part: findings.PartKind, body: findings.Speaker
) -> tuple[findings.PartKind, findings.Speaker]:
    """Say what stands under a heading; the name of a body keeps the part and names who answers."""
    speaker = names.person(words.lstrip("# "))
    names_body = speaker.capacity is findings.Capacity.DEPARTMENT and len(words.split()) <= 9
    for kind, pattern in _SECTIONS:
        if pattern.search(words):
            return kind, speaker if names_body else findings.Speaker()
    if names_body:
        return part, speaker
    return findings.PartKind.OTHER, findings.Speaker()


def manner_of(context: Context) -> forms.Manner:
    """Give the manner in which asks are sought in a context."""
    return {
        Context.ROW: forms.Manner.ROW,
        Context.TURN: forms.Manner.SPEECH,
        Context.LISTED: forms.Manner.LISTED,
        Context.REPORT: forms.Manner.REPORT,
    }.get(context, forms.Manner.PROSE)


def runs(page: drafts.Page, places: Sequence[Place]) -> list[drafts.PartDraft]:
    """Give the parts of the document: stretches of sentences that do the same thing."""
    found: list[drafts.PartDraft] = []
    first = 0
    kinds = [places[sentence.block].part for sentence in page.sentences]
    for at in range(1, len(kinds) + 1):
        if at == len(kinds) or kinds[at] is not kinds[first]:
            found.append(drafts.PartDraft(kinds[first], first, at))
            first = at
    return found
