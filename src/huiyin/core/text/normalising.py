# SPDX-License-Identifier: Apache-2.0
"""Normalising (规整): from a source text, broken as real ones are, to its reading."""

import re
from array import array
from collections import Counter
from dataclasses import dataclass

import numpy as np

from huiyin.core.text import characters, clean, lines, reading, running
from huiyin.core.values import documents

_BLOCKS = frozenset({"paragraph", "heading", "item", "cell", "caption", "row"})
_MARGINS = frozenset({"header", "footer"})
_CELLS = frozenset({"cell", "row"})
_WORD = re.compile(r"[a-z]+")
_SPACE, _FEED, _PAGE = 0x20, 0x0A, 0x0C


@dataclass(slots=True)
class _Gaps:
    """The stretches between solid characters: `before` and `after` are the solid ones at both sides."""

    before: lines.Places
    after: lines.Places


def read(document: documents.Document) -> reading.Reading:
    """Give the reading of a document: paragraphs parted by one line feed, none broken within.

    Dropped: spaces beside Chinese, runs of spaces but one, zero-width characters, running heads and page numbers, line
    breaks within a paragraph (a space stands for one between Latin words; a hyphen there goes where it only parted the
    word). Replaced: full-width letters and digits, radicals and compatibility ideographs, ligatures. All else,
    quotation marks too, stays as it is.
    Shapes: see `Reading`; offsets rise, each view character stands for one source character.
    Cost: linear, over arrays; no step looks at single characters in turn.
    """
    text = document.text
    as_it_is = None if document.anchors else clean.read(text)
    return as_it_is or _mend(document)


def _mend(document: documents.Document) -> reading.Reading:
    text = document.text
    source = characters.points_of(text)
    points = characters.plain(source)
    classes = characters.classes_of(points)
    _hide(document, classes)
    solid = _solid(classes)
    places = np.flatnonzero(solid)
    if not len(places):
        return reading.Reading("", array("i"), array("i"))
    found = _find_lines(text, points, classes, places)
    if not document.anchors and (
        hidden := running.find_running(
            text, list(zip(found.first.tolist(), (found.last + 1).tolist(), strict=True))
        )
    ):
        for place in hidden:
            classes[found.first[place] : found.last[place] + 1] = characters.NOTHING
        solid = _solid(classes)
        places = np.flatnonzero(solid)
        if not len(places):
            return reading.Reading("", array("i"), array("i"))
        found = _find_lines(text, points, classes, places)
    joins = _decide(document, found, text)
    cells = _places([anchor.span.start for anchor in document.anchors if anchor.kind == "cell"])
    return _compose((text, source, points, classes), solid, places, joins, cells)


def _solid(classes: characters.Classes) -> lines.Flags:
    solid: lines.Flags = (
        (classes == characters.OTHER) | (classes == characters.HAN) | (classes == characters.SIGN)
    )
    return solid


def _hide(document: documents.Document, classes: characters.Classes) -> None:
    """Take out of sight what the file itself sets at the margin of its pages; its line breaks stay."""
    for anchor in document.anchors:
        if anchor.kind in _MARGINS:
            part = classes[anchor.span.start : anchor.span.end]
            part[part != characters.BREAK] = characters.NOTHING


def _gaps(places: lines.Places) -> _Gaps:
    wide = np.flatnonzero(np.diff(places) > 1)
    return _Gaps(places[wide], places[wide + 1])


def _first_in(candidates: lines.Places, gaps: _Gaps) -> lines.Places:
    """Give for each gap the first candidate inside, -1 where there is none."""
    if not len(candidates):
        return np.full(len(gaps.before), -1)
    at = np.minimum(np.searchsorted(candidates, gaps.before), len(candidates) - 1)
    found = candidates[at]
    return np.where((found > gaps.before) & (found < gaps.after), found, -1)


def _find_lines(
    text: str, points: characters.Points, classes: characters.Classes, places: lines.Places
) -> lines.Lines:
    gaps = _gaps(places)
    feeds = np.flatnonzero(classes == characters.BREAK)
    broken = _first_in(feeds, gaps) >= 0
    first = np.concatenate((places[:1], gaps.after[broken]))
    last = np.concatenate((gaps.before[broken], places[-1:]))
    wide = (classes == characters.HAN) | (classes == characters.SIGN)
    marks = characters.marks_of(points)
    counted = (marks == characters.COMMA) | (marks == characters.TERMINAL)
    width = last - first + 1 + _count(wide, first, last + 1)
    word = np.minimum(_word_ends(gaps, places, first) - first + 1, 24)
    word = np.where(wide[first], 4, word)
    return lines.Lines(
        first=first,
        last=last,
        width=width,
        signs=_count(counted, first, last + 1),
        mark=marks[last],
        mark_before=marks[np.maximum(last - 1, first)],
        opening=marks[first],
        head=classes[first],
        tail=classes[last],
        word=word,
        indent=_indents(points, first, feeds),
        breaks=_count_breaks(points, feeds, last[:-1], first[1:]),
        paged=_count(points == _PAGE, last[:-1], first[1:]) > 0
        if "\f" in text
        else np.zeros(len(first) - 1, bool),
    )


def _count(flags: lines.Flags, first: lines.Places, end: lines.Places) -> lines.Places:
    """Count flags in each range."""
    at = np.flatnonzero(flags)
    return np.searchsorted(at, end) - np.searchsorted(at, first)


def _count_breaks(
    points: characters.Points, feeds: lines.Places, before: lines.Places, after: lines.Places
) -> lines.Places:
    """Count line breaks, a carriage return before a line feed being none of its own."""
    kinds = points[feeds]
    lone = np.ones(len(feeds), bool)
    if len(feeds) > 1:
        lone[:-1] = ~((kinds[:-1] == 0x0D) & (kinds[1:] == _FEED) & (np.diff(feeds) == 1))
    counted = feeds[lone]
    return np.searchsorted(counted, after) - np.searchsorted(counted, before)


def _word_ends(gaps: _Gaps, places: lines.Places, first: lines.Places) -> lines.Places:
    if not len(gaps.before):
        return np.full(len(first), places[-1])
    at = np.searchsorted(gaps.before, first)
    return np.where(
        at < len(gaps.before), gaps.before[np.minimum(at, len(gaps.before) - 1)], places[-1]
    )


def _indents(points: characters.Points, first: lines.Places, feeds: lines.Places) -> lines.Places:
    """Give the columns before each line's first character."""
    if not len(feeds):
        return first.copy()
    at = np.searchsorted(feeds, first) - 1
    begins = np.where(at >= 0, feeds[np.maximum(at, 0)] + 1, 0)
    return first - begins + _count(points == 0x3000, begins, first)


def _decide(document: documents.Document, found: lines.Lines, text: str) -> lines.Flags:
    """Tell which lines go on in the next: as the file's own blocks say, else as the lines look."""
    if len(found.first) < 2:
        return np.zeros(0, bool)
    blocks = [
        (anchor.span.start, anchor.kind) for anchor in document.anchors if anchor.kind in _BLOCKS
    ]
    if not blocks or document.media_type == "text/markdown":
        return lines.find_joins(found, text)
    starts = np.unique(_places([start for start, _ in blocks]))
    at = np.searchsorted(starts, found.first, side="right") - 1
    inside = (at[1:] == at[:-1]) & (at[1:] >= 0)
    cells = _stand_in(starts, at, [start for start, kind in blocks if kind in _CELLS])
    fixed = _stand_in(starts, at, [start for start, kind in blocks if kind != "paragraph"])
    joins: lines.Flags = inside & ~cells[1:]
    free = ~inside & ~fixed[:-1] & ~fixed[1:]
    joins |= lines.find_cuts(found, text, _paged(document, found), allowed=free)
    within = inside & cells[1:]
    if within.any():
        joins |= lines.find_joins(found, text, allowed=within)
    return joins


def _places(offsets: list[int]) -> lines.Places:
    return np.array(offsets, dtype=np.int64)


def _stand_in(starts: lines.Places, at: lines.Places, chosen: list[int]) -> lines.Flags:
    """Tell which lines lie in a block that starts at one of the chosen places."""
    return np.isin(starts[np.maximum(at, 0)], _places(chosen)) & (at >= 0)


def _paged(document: documents.Document, found: lines.Lines) -> lines.Flags:
    pages = _places([anchor.span.start for anchor in document.anchors if anchor.kind == "page"])
    ends: lines.Flags = np.diff(np.searchsorted(pages, found.first, side="right")) > 0
    return ends


def _compose(
    whole: tuple[str, characters.Points, characters.Points, characters.Classes],
    solid: lines.Flags,
    places: lines.Places,
    joins: lines.Flags,
    cells: lines.Places,
) -> reading.Reading:
    """Make the view: every solid character, and in each gap a space, a line feed or nothing."""
    text, source, points, classes = whole
    gaps = _gaps(places)
    feeds = np.flatnonzero(classes == characters.BREAK)
    feed = _first_in(feeds, gaps)
    broken = feed >= 0
    ends = broken.copy()
    ends[broken] = ~joins
    wide = (classes == characters.HAN) | (classes == characters.SIGN)
    latin = ~wide[gaps.before] & ~wide[gaps.after]
    space = _first_in(np.flatnonzero(classes == characters.SPACE), gaps)
    space = np.where(space >= 0, space, feed)
    spaced = ~ends & latin & (space >= 0)
    keep, view = solid, points.copy()
    _mend_hyphens(text, keep, spaced, (points, gaps, broken & ~ends))
    tabs = _before_cells(gaps, cells) & ~broken & (space >= 0)
    ends, spaced = ends | tabs, spaced & ~tabs
    mark = np.where(broken, feed, space)
    keep[mark[ends]] = True
    view[mark[ends]] = _FEED
    keep[space[spaced]] = True
    view[space[spaced]] = _SPACE
    return _bind(text, source, view, keep)


def _before_cells(gaps: _Gaps, cells: lines.Places) -> lines.Flags:
    """Tell in which gaps a cell of a table begins."""
    if not len(cells):
        return np.zeros(len(gaps.before), bool)
    cells = np.sort(cells)
    return np.searchsorted(cells, gaps.after, side="right") > np.searchsorted(
        cells, gaps.before, side="right"
    )


def _mend_hyphens(
    text: str,
    keep: lines.Flags,
    spaced: lines.Flags,
    where: tuple[characters.Points, _Gaps, lines.Flags],
) -> None:
    """Rejoin words parted at a line's end: the hyphen goes unless the word is written with one elsewhere."""
    points, gaps, joined = where
    before = points[gaps.before]
    hyphens = ((before == 0x2D) | (before == 0x2010)) & joined
    if not hyphens.any():
        return
    lower = text.lower() if len(text.lower()) == len(text) else text
    vocabulary = Counter(_WORD.findall(lower))
    for gap in np.flatnonzero(hyphens).tolist():
        at, after = int(gaps.before[gap]), int(gaps.after[gap])
        left = re.search(r"[a-z]*$", lower[max(0, at - 30) : at])
        right = _WORD.match(lower, after)
        if left is None or not left[0]:
            continue
        spaced[gap] = False
        if right and text[after].islower() and not _has_hyphen(left[0], right[0], vocabulary):
            keep[at] = False


def _has_hyphen(left: str, right: str, vocabulary: Counter[str]) -> bool:
    if left + right in vocabulary:
        return False
    return len(left) > 2 and vocabulary[left] > 1 and vocabulary[right] > 1


def _bind(
    text: str, source: characters.Points, view: characters.Points, keep: lines.Flags
) -> reading.Reading:
    """Make the reading, without a map where the view is the source."""
    joined = bool(((view >= 0xFB00) & (view <= 0xFB06)).any()) if view.max() >= 0xFB00 else False
    if not joined and keep.all() and np.array_equal(source, view):
        return reading.Reading(text)
    kept = np.flatnonzero(keep).astype(np.int32)
    out = view[kept]
    if joined:
        ligatures = (out >= 0xFB00) & (out <= 0xFB06)
        lengths = np.ones(len(out), np.int64)
        lengths[ligatures] = [len(characters.LIGATURES[int(point)]) for point in out[ligatures]]
        words = "".join(
            characters.LIGATURES.get(int(point), "") if flag else chr(int(point))
            for point, flag in zip(out, ligatures, strict=True)
        )
        kept = np.repeat(kept, lengths)
    else:
        words = out.tobytes().decode("utf-32-le", "surrogatepass")
    starts, ends = array("i"), array("i")
    starts.frombytes(kept.tobytes())
    ends.frombytes((kept + 1).tobytes())
    return reading.Reading(words, starts, ends)
