# SPDX-License-Identifier: Apache-2.0
"""Lines: where a paragraph really ends, and where it was only cut."""

import re
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from huiyin.core.text import characters

Places = NDArray[np.int64]
Flags = NDArray[np.bool_]

_ITEM = re.compile(
    r"(?:[一二三四五六七八九十百]{1,4}[、.．]|[（(][一二三四五六七八九十百\d]{1,3}[)）]|第[一二三四五六七八九十百零\d]{1,4}[章节条款编部]"
    r"|\d{1,3}[、)）]|\d{1,3}[.．](?!\d)|\d{1,3}(?:\.\d{1,3}){1,3}\.?(?=\s+[A-Z“‘\"]|[A-Z])|\d{1,2}(?:\.\d{1,2}){1,3}[ \t　]+(?=[\u4e00-\u9fff])|[①-⑳㈠-㈩]|[（(][a-z]{1,4}[)）]\s|[a-z][)）]\s|[-*•●▪◦‣∙○■□◆]\s|#{1,6}\s|附件)"
)  # fmt: skip
_SPEAKER = re.compile(
    r"(?:[\u4e00-\u9fff·]{1,5}[ 　]?[\u4e00-\u9fff·]{1,12}(?:[（(][^（）()\n]{1,24}[)）])?[：:]"
    r"|(?:[A-Z][\w.’'-]*[ ]){0,4}[A-Z][\w.’'-]*(?: \([^()\n]{1,40}\))?:(?=\s))"
)
_NEVER_FIRST: Final = frozenset("的们吗呢吧")
_NEAR: Final = 10_000
_SLACK: Final = 3
_LONG: Final = 60
_READABLE: Final = 16


@dataclass(slots=True)
class Lines:
    """The lines of a text that hold anything, and the gaps between them.

    Attributes:
        first, last: place of each line's first and last solid character.
        width: its columns, a full-width character being two.
        signs: its commas and full stops.
        mark, mark_before: kinds of its last two solid characters; `opening` of its first one.
        word: columns of its first word.
        breaks: line breaks between it and the next; `paged` whether a page ends there; `indent` spaces before the line.
    """

    first: Places
    last: Places
    width: Places
    signs: Places
    mark: characters.Classes
    mark_before: characters.Classes
    opening: characters.Classes
    head: characters.Classes
    tail: characters.Classes
    word: Places
    indent: Places
    breaks: Places
    paged: Flags

    def ended(self) -> Flags:
        """Tell which lines end as a sentence does."""
        closed = (self.mark == characters.CLOSER) & (self.mark_before == characters.TERMINAL)
        ended: Flags = (self.mark == characters.TERMINAL) | (self.mark == characters.COLON) | closed
        return ended


def find_joins(lines: Lines, text: str, *, allowed: Flags | None = None) -> Flags:
    """Tell for each line but the last whether it was cut, so that the next one goes on with it.

    Two kinds of evidence: a text wrapped at a fixed width, whose full lines go on; and in any text a line that stops
    where no sentence can. A line that begins with a number, a bullet or a speaker begins a paragraph.
    Cost: linear; patterns are tried on the lines that would be joined only.
    """
    ended = lines.ended()[:-1]
    usual = _usual_breaks(lines.breaks)
    close = lines.breaks <= usual
    full, wrapped = _find_full(lines, ended, close | lines.paged)
    joins = _is_cut(lines, ended)
    if wrapped:
        indented = lines.indent[1:] >= 2
        marked = bool((indented & ended).any()) or bool((lines.breaks > usual).any())
        goes_on = full & (close | lines.paged) & ~indented
        joins |= goes_on & ~ended
        joins |= goes_on & ended & marked & ~lines.paged & (lines.mark[:-1] != characters.COLON)
    open_to = np.ones(len(joins), bool) if allowed is None else allowed
    joins |= _is_word_cut(lines, text, ended | joins | ~open_to)
    joins &= open_to
    _part_at_starts(joins, lines, text, full & ~ended)
    return joins


def find_cuts(lines: Lines, text: str, paged: Flags, *, allowed: Flags) -> Flags:
    """Tell which lines were cut, where the file has paragraphs of its own: only what stops in mid-sentence.

    `paged` says where a page ends between two lines: a long line without an end goes on behind the page.
    """
    ended = lines.ended()[:-1]
    width = lines.width[:-1]
    usual = float(np.median(width)) if len(width) else 0.0
    over = (
        paged
        & ~ended
        & (width >= max(0.6 * usual, _READABLE))
        & (lines.mark[:-1] != characters.SEMICOLON)
    )
    joins = _is_cut(lines, ended) | over
    joins |= _is_word_cut(lines, text, ended | joins | ~allowed)
    joins &= allowed
    _part_at_starts(joins, lines, text, over)
    cuts: Flags = joins
    return cuts


def _part_at_starts(joins: Flags, lines: Lines, text: str, certain: Flags) -> None:
    """Take back joins to a line that begins an item, or a speaker's turn where the line above may have ended."""
    for place in np.flatnonzero(joins).tolist():
        start = int(lines.first[place + 1])
        if _ITEM.match(text, start) or (not certain[place] and _SPEAKER.match(text, start)):
            joins[place] = False


def _usual_breaks(breaks: Places) -> int:
    """Give 2 for a text with an empty line after every line, else 1."""
    return 2 if len(breaks) >= 4 and float(np.mean(breaks >= 2)) > 0.9 else 1


def _find_full(lines: Lines, ended: Flags, close: Flags) -> tuple[Flags, bool]:
    """Tell which lines had no room for the next one's first word, and whether the whole text is wrapped so."""
    widths = lines.width[:-1]
    open_lines = ~ended & close
    count = int(open_lines.sum())
    none = np.zeros(len(widths), bool)
    if count < 2 or count < 0.15 * len(widths):
        return none, False
    limit = float(np.quantile(widths[open_lines], 0.97, method="lower"))
    full = widths + lines.word[1:] + _SLACK >= limit
    prose = float(np.mean(lines.signs[:-1][open_lines] > 0)) > 0.25
    steady = (
        float(np.mean(full[open_lines])) > 0.7
        and float(np.quantile(lines.width, 0.98)) <= 1.4 * limit
    )
    return full, limit >= _READABLE and prose and steady


def _is_cut(lines: Lines, ended: Flags) -> Flags:
    """Tell which lines stop in mid-sentence, whatever the shape of the text."""
    mark, opening = lines.mark[:-1], lines.opening[1:]
    width = lines.width[:-1]
    free = ~ended & (mark != characters.SEMICOLON) & (opening != characters.OPENER)
    held = mark == characters.COMMA
    lower = (opening == characters.LOWER) & ((width >= 20) | (mark == characters.HYPHEN))
    hung = (
        (opening == characters.COMMA)
        | (opening == characters.SEMICOLON)
        | ((opening == characters.TERMINAL) & (lines.head[1:] == characters.SIGN))
    )
    han = (lines.tail[:-1] == characters.HAN) & (lines.head[1:] == characters.HAN)
    prose = han & (width >= _LONG) & (lines.signs[:-1] >= 2) & (lines.signs[1:] >= 1)
    cut: Flags = free & ((held & (width >= _READABLE)) | lower | hung | prose)
    return cut


def _is_word_cut(lines: Lines, text: str, settled: Flags) -> Flags:
    """Tell which short lines part a Chinese word: the three characters across the break stand together nearby too."""
    han = (
        (lines.tail[:-1] == characters.HAN)
        & (lines.head[1:] == characters.HAN)
        & ~settled
        & (lines.signs[1:] >= 1)
    )
    cut = np.zeros(len(settled), bool)
    for place in np.flatnonzero(han).tolist():
        cut[place] = parts_word(text, int(lines.last[place]) + 1, int(lines.first[place + 1]))
    return cut


def parts_word(text: str, end: int, start: int) -> bool:
    r"""Tell whether a word is parted between a line's end and the next line's start, by the words nearby.

    >>> parts_word("增设停车\n位。停车位太少。", 4, 5), parts_word("停车管理\n位置不足。", 4, 5)
    (True, False)
    """
    if text[start] in _NEVER_FIRST:
        return True
    near = text[max(0, end - _NEAR) : start + _NEAR]
    across = (text[end - 2 : end] + text[start], text[end - 1] + text[start : start + 2])
    return any(len(word) == 3 and word.isalpha() and word in near for word in across)
