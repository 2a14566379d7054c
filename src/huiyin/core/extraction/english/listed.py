# SPDX-License-Identifier: Apache-2.0
"""Lists of recommendations: chapters whose numbered paragraphs are what is asked."""

import re
from collections import Counter
from dataclasses import dataclass

from huiyin.core.extraction import drafts
from huiyin.core.extraction.english import asks, cues, forms, headed
from huiyin.core.text import structure, structure_english

HEADING = re.compile(
    r"\b(?:recommendations?|suggestions?|proposals?|asks|what we (?:ask|want|propose)|requests)\b",
    re.IGNORECASE,
)
_CHAPTER = re.compile(r"(?:#{1,2}\s)?(?:chapter|appendix|annex|part|section)\b|\d{1,2}\.?\s", re.IGNORECASE)  # fmt: skip
_CONTENTS = re.compile(r"[\s.…]\d{1,3}$")
_PARAGRAPH = re.compile(r"\((?:see )?(?:paragraphs?|paras?\.?) [\d., and–-]+\)\W*$", re.IGNORECASE)
_LEADS = re.compile(r"\b(?:recommend|suggest|propose|urge|ask|call (?:on|for)|request)\b[^.]{0,160}:\s*$", re.IGNORECASE)  # fmt: skip
_ASKING_SHARE = 0.5
_SURE = 0.65


@dataclass(frozen=True, slots=True)
class Entry:
    """A block of a list: its number, where its words begin, and the numbered paragraph it belongs to."""

    number: str
    begin: int
    group: int


def is_chapter(words: str) -> bool:
    """Tell whether a heading begins a chapter rather than a section of one."""
    letters = [c for c in words if c.isalpha()]
    return bool(_CHAPTER.match(words)) or (len(letters) > 3 and all(c.isupper() for c in letters))


def find(page: drafts.Page) -> dict[int, Entry]:
    """Find the blocks that are entries of a list of recommendations, by their place.

    A section under such a heading counts when at least half of its numbered paragraphs ask for something or refer
    back to a paragraph of the report; items behind "I recommend:" count in any section.
    """
    found: dict[int, Entry] = {}
    heads = _running_heads(page)
    at = 0
    while at < len(page.blocks):
        if _opens(page, at, heads):
            end = _section_end(page, at + 1, heads)
            entries = _entries(page, range(at + 1, end), len(page.blocks) + at)
            if _is_list(page, entries):
                found.update(entries)
                at = end
                continue
        at += 1
    for lead in range(len(page.blocks) - 1):
        if lead not in found and _LEADS.search(_words(page, lead)):
            found.update(_items_after(page, lead, found))
    return found


def _words(page: drafts.Page, at: int) -> str:
    block = page.blocks[at]
    return page.text[max(block.start, block.end - 400) : block.end]


def _running_heads(page: drafts.Page) -> frozenset[str]:
    """Give the lines that come again and again, as heads of pages do."""
    count = Counter(
        re.sub(r"\d+", "", page.text[block.start : block.end]).strip().lower()
        for block in page.blocks
        if block.end - block.start < 90
    )
    return frozenset(line for line, times in count.items() if times > 2)


def _is_head(page: drafts.Page, at: int, heads: frozenset[str]) -> bool:
    block = page.blocks[at]
    if block.role not in (structure.Role.HEADING, structure.Role.TITLE):
        return False
    return re.sub(r"\d+", "", page.text[block.start : block.end]).strip().lower() not in heads


def _opens(page: drafts.Page, at: int, heads: frozenset[str]) -> bool:
    block = page.blocks[at]
    if block.lang != "en" or not _is_head(page, at, heads):
        return False
    words = page.text[block.start : block.end]
    if words[0] in "“‘\"'" or (_CONTENTS.search(words) and len(words.split()) > 1):
        return False  # a quotation or a line of the contents
    return bool(HEADING.search(words)) and headed.response(words) is None


def _section_end(page: drafts.Page, start: int, heads: frozenset[str]) -> int:
    opened = page.text[page.blocks[start - 1].start : page.blocks[start - 1].end]
    for at in range(start, len(page.blocks)):
        if _is_head(page, at, heads):
            words = page.text[page.blocks[at].start : page.blocks[at].end]
            if (
                headed.response(words) is not None
                or is_chapter(words)
                or (not is_chapter(opened) and len(page.blocks) < 80)
            ):
                return at
    return len(page.blocks)


def _entries(page: drafts.Page, places: range, seed: int) -> dict[int, Entry]:
    found: dict[int, Entry] = {}
    number, group = "", -1
    for at in places:
        block = page.blocks[at]
        if block.lang != "en" or block.role in (structure.Role.HEADING, structure.Role.TITLE):
            continue
        sub = block.number[:1] == "(" or (block.number == "" and block.role is structure.Role.ITEM)
        if block.number and not sub:
            number, group = block.number, seed + at
        elif sub and not number:
            group = seed + at
        if group >= 0:
            found[at] = Entry(number, begin_of(page.text, block), group)
    return found


def begin_of(text: str, block: structure.Block) -> int:
    """Give where the words of a block begin, behind its enumerator."""
    match = structure_english.ENUMERATOR.match(text, block.start, block.end)
    return match.end() if match and match.end() < block.end else block.start


def _is_list(page: drafts.Page, entries: dict[int, Entry]) -> bool:
    groups: dict[int, bool] = {}
    for at, entry in entries.items():
        block = page.blocks[at]
        words = page.text[entry.begin : block.end]
        asking = groups.get(entry.group, False) or bool(_PARAGRAPH.search(words))
        if not asking:
            some = asks.find(words[:1200], forms.Manner.LISTED, cues.tokens(words[:1200]))
            asking = any(ask.score >= _SURE for ask in some)
        groups[entry.group] = asking
    return len(groups) >= 1 and sum(groups.values()) >= _ASKING_SHARE * len(groups)


def _items_after(page: drafts.Page, lead: int, known: dict[int, Entry]) -> dict[int, Entry]:
    found: dict[int, Entry] = {}
    parent = page.blocks[lead].number
    for at in range(lead + 1, min(lead + 40, len(page.blocks))):
        block = page.blocks[at]
        if block.role is not structure.Role.ITEM or at in known:
            break
        number = block.number if block.number and block.number[0].isdigit() else parent
        found[at] = Entry(number, begin_of(page.text, block), len(page.blocks) * 2 + at)
    return found
