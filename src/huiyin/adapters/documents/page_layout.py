# SPDX-License-Identifier: Apache-2.0
"""The layout of pages: which lines make a paragraph, which run at head and foot, which are notes."""

import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Final

from huiyin.adapters.documents import taking

NOTE_MARK = re.compile(r"(?<=[.,;:”’\"')\]a-z])\d{1,3}(?=[\s.,;:)—–-]|$)")
_ITEM = re.compile(
    r"\s*(?:\d{1,3}(?:\.\d{1,3}){1,3}\.?(?=\s|[A-Z])|\d{1,3}[.)、．]\s?(?!\d)|[（(]?[a-z]{1,4}[)）]\s|[•●▪◦‣∙○■□◆–—*-]\s"
    r"|[一二三四五六七八九十百]{1,3}[、.．]|[（(][一二三四五六七八九十]{1,3}[)）]|第[一二三四五六七八九十百零\d]{1,4}[章节条款]|(?:Chapter|CHAPTER|Box|BOX|Table|TABLE|Figure|FIGURE|Annex|Appendix|Recommendation)\s+\w{1,5}\b)"
)
_TERMINAL = re.compile(r"[.!?:;。！？：；…][\"'”’」』）)\]]*\s*$")
_NOTE = re.compile(r"\s*(?:\d{1,3}|[*†‡①-⑳])\s?\S")
_DIGITS = re.compile(r"[\d\s]+|\b[ivxl]+\b")
_NUMBER = re.compile(
    r"\s*[-—–·]*\s*(?:第|page\s*)?\s*(?:\d{1,4}|[ivxl]{1,6})\s*页?\s*(?:(?:/|of|共)\s*\d{1,4}\s*页?)?\s*[-—–·]*\s*",
    re.I,
)
_EDGE: Final = 2


@dataclass(slots=True)
class Line:
    """One line of a page: its words, its place in points, the height of its letters, its raised note marks."""

    text: str
    left: float
    right: float
    bottom: float
    top: float
    height: float
    marks: tuple[tuple[int, int], ...] = ()
    role: str = ""


def lay_out(pages: list[list[Line]], taken: taking.Taking) -> None:
    """Add the lines of all pages with anchors for pages, paragraphs, headings, heads and feet."""
    body = _body_height(pages)
    _mark_running(pages)
    for lines in pages:
        _mark_notes(lines, body)
    for number, lines in enumerate(pages, 1):
        with taken.around("page", number):
            for group in _group(lines):
                _add(group, body, taken)


def _body_height(pages: list[list[Line]]) -> float:
    heights: Counter[float] = Counter()
    for line in (line for lines in pages for line in lines):
        heights[round(line.height, 1)] += len(line.text)
    return heights.most_common(1)[0][0] if heights else 0.0


def _key(line: Line) -> str:
    return _DIGITS.sub("", line.text).lower()


def _mark_running(pages: list[list[Line]]) -> None:
    """Mark the outermost lines that return on many pages, and page numbers standing alone there."""
    ends = [(lines[:_EDGE], lines[: -_EDGE - 1 : -1]) for lines in pages]
    seen = Counter(key for sides in ends for side in sides for key in {_key(line) for line in side})
    often = max(3, len(pages) // 8)
    for top, bottom in ends:
        for side, role in ((top, "header"), (bottom, "footer")):
            for line in side:
                if _NUMBER.fullmatch(line.text) or (_key(line) and seen[_key(line)] >= often):
                    line.role = role
                elif seen[_key(line)] < often:
                    break


def _mark_notes(lines: list[Line], body: float) -> None:
    """Mark small print at the foot that begins with a note's number, and raised numbers that fell out of their line."""
    rest = [line for line in lines if not line.role]
    start = len(rest)
    while start > 0 and 0 < rest[start - 1].height < 0.93 * body:
        start -= 1
    while start < len(rest) and not _NOTE.match(rest[start].text):
        start += 1
    if start > 0:  # a page of small print throughout is no note
        for line in rest[start:]:
            line.role = "footnote"
    for line in rest[:start]:
        if line.height < 0.8 * body and line.text.strip().isdecimal():
            line.role = "note_mark"


def _group(lines: list[Line]) -> list[list[Line]]:
    """Part a page's lines into paragraphs; heads, feet and notes are groups of their own."""
    groups: list[list[Line]] = []
    plain = [line for line in lines if not line.role]
    gaps = [
        a.bottom - b.bottom for a, b in pairwise(plain) if 0 < a.bottom - b.bottom < 4 * a.height
    ]
    leading = median(gaps) if gaps else 0.0
    margin = _margin(plain)
    before: Line | None = None
    for line in lines:
        joins = (
            before is not None
            and before.role == line.role == ""
            and not _parts(before, line, leading, margin)
        )
        if line.role == "footnote" and before is not None and before.role == "footnote":
            joins = not _NOTE.match(line.text)
        if joins:
            groups[-1].append(line)
        else:
            groups.append([line])
        if line.role != "note_mark":
            before = line
    return groups


def _margin(lines: list[Line]) -> float:
    rights = sorted(line.right for line in lines if len(line.text) > 20)
    return rights[int(len(rights) * 0.9)] if rights else 0.0


def _parts(above: Line, below: Line, leading: float, margin: float) -> bool:
    """Tell whether a new paragraph begins with the line below."""
    if below.bottom > above.top:  # the next column
        return bool(_TERMINAL.search(above.text))
    if leading and above.bottom - below.bottom > max(1.35 * leading, leading + 0.3 * below.height):
        return True
    if above.height and abs(below.height - above.height) > 0.12 * above.height:
        return True
    ended = bool(_TERMINAL.search(above.text))
    short = _had_room(above, below, margin)
    if _ITEM.match(below.text):
        return ended or short
    indent = below.left - above.left
    if ended and 0.8 * above.height < indent < 6 * above.height and not _ITEM.match(above.text):
        return True
    return short and (ended or not _continues(below.text))


def _had_room(above: Line, below: Line, margin: float) -> bool:
    """Tell whether the first word of the line below would have fitted on the line above."""
    wide = (above.right - above.left) / max(len(above.text.strip()), 1)
    word = below.text.split(maxsplit=1)[0] if below.text.split() else ""
    size = 2 if word[:1] > "\u2e7f" else min(len(word), 24) + 1
    return above.right + size * wide + 0.5 * above.height < margin


def _continues(text: str) -> bool:
    return text.lstrip()[:1].islower()


def _add(group: list[Line], body: float, taken: taking.Taking) -> None:
    role = group[0].role
    kind, label = {"": ("paragraph", ""), "header": ("header", ""), "footer": ("footer", "")}.get(
        role, ("footer", role)
    )
    if not role and body and group[0].height > 1.12 * body and len(group) <= 4:
        kind = "heading"
    level = (1 if group[0].height > 1.5 * body else 2) if kind == "heading" else 0
    with taken.around(kind, level, label):
        for line in group:
            start = taken.length
            taken.put(line.text)
            for begin, end in line.marks if not role else ():
                taken.anchors.append((start + begin, start + end, "footer", 0, "note_mark"))
            taken.put("\n")
