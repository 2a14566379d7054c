# SPDX-License-Identifier: Apache-2.0
"""Sections: what stands under the headings of an English record, and whose turn it is."""

import re

from huiyin.core.extraction import drafts
from huiyin.core.extraction.english import listed, names, places
from huiyin.core.text import structure
from huiyin.core.values import findings

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


def read(
    page: drafts.Page,
    context: places.Context,
    author: findings.Speaker,
    lists: dict[int, listed.Entry],
) -> list[places.Place]:
    """Say of every block how it is to be read, by the headings and turns before it."""
    found: list[places.Place] = []
    part = findings.PartKind.OTHER
    heading, turn = findings.Speaker(), findings.Speaker()
    skipping = False
    for at, block in enumerate(page.blocks):
        role = block.role
        if role in (structure.Role.HEADING, structure.Role.TITLE):
            words = page.text[block.start : block.end]
            turn = findings.Speaker()
            skipping = context is places.Context.REPORT and (
                (skipping and not listed.is_chapter(words)) or bool(_APPENDIX.match(words))
            )
            if role is structure.Role.HEADING:
                part, heading = _under(words, part, heading)
            found.append(places.Place(places.Context.SKIP, part, block.start))
            continue
        if role in (structure.Role.CAPTION, structure.Role.BYLINE):
            found.append(places.Place(places.Context.SKIP, findings.PartKind.OTHER, block.start))
        elif at in lists:
            entry = lists[at]
            found.append(
                places.Place(
                    places.Context.LISTED,
                    findings.PartKind.SUGGESTIONS,
                    entry.begin,
                    author,
                    entry.number,
                    group=entry.group,
                )
            )
        elif role is structure.Role.TURN and context is not places.Context.REPORT:
            turn, begin = names.of_turn(page.text, block.start, block.end, page.roster)
            found.append(places.Place(places.Context.TURN, findings.PartKind.SPEECH, begin, turn))
        elif turn.name:
            found.append(
                places.Place(places.Context.TURN, findings.PartKind.SPEECH, block.start, turn)
            )
        elif skipping:
            found.append(places.Place(places.Context.SKIP, findings.PartKind.OTHER, block.start))
        elif part is findings.PartKind.REPLY:
            found.append(places.Place(places.Context.REPLY, part, block.start, heading))
        else:
            found.append(places.Place(context, part, block.start, author))
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
