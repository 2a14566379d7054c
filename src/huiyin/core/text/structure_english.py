# SPDX-License-Identifier: Apache-2.0
"""Structure of English records: titles, bylines, headings, numbered paragraphs, list items and speaker turns."""

import re
from collections import Counter
from dataclasses import replace

from huiyin.core.text import structure

ENUMERATOR = re.compile(
    r"(?P<label>(?:Recommendation|Proposal|Suggestion|Conclusion|Motion|Item)s?\s+)?"
    r"(?P<number>\d{1,3}(?:\.\d{1,3}){1,3}|\d{1,3}(?=[.):：]))[.):：]?\s*(?=[A-Z“\"‘'(\[a-z])"
    r"|(?P<bracket>\((?:[a-z]|[ivx]{1,5}|\d{1,2})\)|(?:[a-z]|[ivx]{2,5})[.)])\s+"
    r"|(?P<bullet>[•▪◦‣●○·*–—-]|\uf0b7|\u2022)\s+"
)
TURN = re.compile(
    r"(?:\*\*|__)?(?:Q\s?\d{1,4}\.?\s+)?"
    r"(?P<name>(?:The\s+)?(?:[A-Z][\w’'.-]*|of|the|for|and|de|van|von|O[’'][A-Z]\w+)"
    r"(?:[ ](?:[A-Z][\w’'.-]*|of|the|for|and|de|van|von|&)){0,7})"
    r"(?P<post>\s\([^()\n]{1,80}\))?(?:,\s(?P<role>[^:\n.?!]{2,60}))?\s?(?:\*\*|__)?\s?[:：](?:\*\*|__)?\s+(?=\S)"
)
_TITLED = re.compile(
    r"(?:The\s+)?(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Professor|Sir|Dame|Lord|Lady|Baroness|Councillor|Cllr|Alderman"
    r"|(?:Deputy\s|Vice[- ])?Mayor|Minister|Senator|Rev|Chair(?:man|woman|person)?|President|Speaker|Secretary"
    r"|Director|Commissioner|Member|Delegate|Clerk|Moderator|Q|A)\b"
)
_NO_TURN = re.compile(
    r"(?:Note|Notes|Source|Date|Time|Place|Venue|Subject|Re|To|From|Cc|Present|Apologies|Status|Response|Reply|Answer"
    r"|Recommendations?|Suggestions?|Proposals?|Conclusions?|Background|Figure|Table|Box|Chapter|Members?|Title|Email"
    r"|Agenda|Action|Actions|Issue|Question|Questions|Example|Summary|Tel|Ref|Reference|Our\sref|Your\sref|Available"
    r"|Government\s[Rr]esponse|In\sattendance|Also\spresent|Witnesses|Examination|Attendance|Location|Evidence)\b",
    re.IGNORECASE,
)
# "Harbour Council: response to the forum" is a heading and nobody's turn.
_RESPONSE_TO = re.compile(
    r"(?:(?:formal|official|written|joint|interim)\s)?(?:response|reply|answers?|replies|recommendations?)\s(?:to|of|from|by|on)\s[^.?!;]{3,90}$",
    re.IGNORECASE,
)
# A line that says when a paper was agreed ("Cabinet, 4 May 2026").
_DATED = re.compile(
    r"(?:[A-Z][\w’'-]*(?:[ ,]+[\w’'-]+){0,5}?[ ,]+)?\d{1,2}(?:st|nd|rd|th)?\s"
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December)\s\d{4}$"
)
_END = re.compile(r"[.!?;,:][\"'”’)\]]*\d{0,3}$")
_BYLINE = re.compile(
    r"(?:By|From our)\s+[A-Z]|(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,?\s+)?\d{1,2}(?:st|nd|rd|th)?\s+"
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December)\s+\d{4}$"
    r"|(?:January|February|March|April|May|June|July|August|September|October|November|December)\s\d{1,2},?\s\d{4}$"
)
_MARK = re.compile(r"#{1,6}\s+")
_CAPTION = re.compile(
    r"(?:Photo|Picture|Image|Figure|Fig\.|Photograph)\b[^.]{0,20}[:.]\s", re.IGNORECASE
)


def refine(text: str, blocks: list[structure.Block]) -> list[structure.Block]:
    r"""Say what each English block is.

    Shapes: the same blocks in the same order; those of other languages as they came.

    >>> text = "1. Widen the path by the school.\nMrs Okafor: The bridge is closed."
    >>> [(b.role.value, b.number) for b in refine(text, structure.outline(text))]
    [('item', '1'), ('turn', '')]
    """
    if all(block.lang != "en" for block in blocks):
        return blocks
    labels = Counter(
        match["name"]
        for block in blocks
        if block.lang == "en" and (match := TURN.match(text, block.start, block.end))
    )
    found: list[structure.Block] = []
    headed = False
    for place, block in enumerate(blocks):
        if block.lang != "en" or block.role is structure.Role.ROW:
            found.append(block)
            continue
        done = _one(text, block, labels, first=not headed and place < 3 and len(blocks) > 1)
        headed = headed or done.role is structure.Role.TITLE
        found.append(done)
    return found


def _one(
    text: str, block: structure.Block, labels: Counter[str], *, first: bool
) -> structure.Block:
    words = text[block.start : min(block.end, block.start + 260)]
    mark = _MARK.match(words)
    if mark:
        role = structure.Role.TITLE if first else structure.Role.HEADING
        return replace(block, role=role, level=len(mark.group().strip()))
    if is_turn(text, block, labels):
        return replace(block, role=structure.Role.TURN)
    if _CAPTION.match(words) and len(words) < 200:
        return replace(block, role=structure.Role.CAPTION)
    return _numbered(words, block, first=first)


def _numbered(words: str, block: structure.Block, *, first: bool) -> structure.Block:
    """Tell headings, bylines, list items and numbered paragraphs apart."""
    enumerator = ENUMERATOR.match(words)
    number = (enumerator["number"] or enumerator["bracket"] or "") if enumerator else ""
    if _is_heading(words, enumerator):
        if _BYLINE.match(words) or (not first and not enumerator and _DATED.match(words.rstrip())):
            return replace(block, role=structure.Role.BYLINE)
        role = structure.Role.TITLE if first else structure.Role.HEADING
        return replace(block, role=role, level=number.count(".") + 1, number=number)
    if not enumerator:
        return block
    if "." in number and not enumerator["bracket"]:
        return replace(block, number=number)
    level = 2 if enumerator["bracket"] or enumerator["bullet"] else 1
    return replace(block, role=structure.Role.ITEM, level=level, number=number)


def _is_heading(words: str, enumerator: re.Match[str] | None) -> bool:
    if len(words) > 120 or (enumerator and enumerator["bullet"]):
        return False
    body = words[enumerator.end() :] if enumerator else words
    letter = next((c for c in body if c.isalpha()), "")
    if not letter.isupper() or _END.search(body.rstrip(" ?")):
        return False
    return len(body.split()) <= (8 if enumerator and not enumerator["label"] else 14)


def is_turn(text: str, block: structure.Block, labels: Counter[str]) -> bool:
    """Tell whether a block begins with the name of who speaks.

    A label without a title counts when it has two capitalised words or comes again in the document.
    """
    match = TURN.match(text, block.start, block.end)
    if not match or _NO_TURN.match(match["name"]):
        return False
    if _RESPONSE_TO.match(text[match.end() : min(block.end, match.end() + 120)].rstrip()):
        return False
    name = match["name"]
    if _TITLED.match(name):
        return True
    capitals = sum(1 for word in name.split() if word[0].isupper())
    return labels[name] > 1 or (capitals >= 2 and len(name) <= 40)
