# SPDX-License-Identifier: Apache-2.0
"""Marking (标注): a source cut into blocks and segments, so that overlapping findings can be drawn side by side."""

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from huiyin.core.values import documents, findings

CHUNK_BLOCKS = 30  # blocks the browser may lay out or leave alone together
_LINE = re.compile(r"[^\r\n\f\v\u2028\u2029\x85]+")


@dataclass(frozen=True, slots=True)
class Segment:
    """A run of text under the same findings.

    Attributes:
        text: the words.
        under: the findings that cover it, the narrowest first; empty for bare text.
        opens: ids of the findings that begin here.
    """

    text: str
    under: tuple[findings.Finding, ...] = ()
    opens: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Block:
    """A line of the source: its segments joined give its words to the letter."""

    start: int
    heading: bool
    page: int
    segments: tuple[Segment, ...]


@dataclass(frozen=True, slots=True)
class Stretch:
    """Blocks of one part, or some of them; only the first of a part bears its label."""

    part: str
    label: bool
    blocks: tuple[Block, ...]


def stretches(
    document: documents.Document,
    parts: Sequence[findings.Part],
    found: Sequence[findings.Finding],
) -> Iterator[Stretch]:
    """Cut a source into stretches of blocks, in order.

    Shapes: `parts` and `found` are those of this source. The first block of a page bears the page's number, others 0.
    Cost: linear in the text, n log n in the findings.
    """
    held: list[Block] = []
    kind, labelled = "", ""
    ordered = sorted(parts, key=lambda part: part.span)
    for block in blocks(document, found):
        now = _part_at(block.start, ordered) or kind
        if held and (now != kind or len(held) >= CHUNK_BLOCKS):
            yield Stretch(kind, labelled != kind, tuple(held))
            held, labelled = [], kind
        kind = now
        held.append(block)
    if held:
        yield Stretch(kind, labelled != kind, tuple(held))


def blocks(document: documents.Document, found: Sequence[findings.Finding]) -> Iterator[Block]:
    """Cut a source into its lines, without blank ones, each with its segments."""
    headings = {anchor.span.start for anchor in document.anchors if anchor.kind == "heading"}
    pages = [anchor for anchor in document.anchors if anchor.kind == "page"]
    waiting = sorted(found, key=lambda finding: finding.span, reverse=True)
    active: list[findings.Finding] = []
    for line in _LINE.finditer(document.text):
        start, end = line.span()
        page = 0
        while pages and pages[0].span.start < end:
            page = pages.pop(0).number
        while waiting and waiting[-1].span.start < end:
            active.append(waiting.pop())
        active = [finding for finding in active if finding.span.end > start]
        if line.group().strip() or active:
            cut = tuple(_segments(document.text, start, end, active))
            yield Block(start, start in headings, page, cut)


def _segments(
    text: str, start: int, end: int, active: Sequence[findings.Finding]
) -> Iterator[Segment]:
    if not active:
        yield Segment(text[start:end])
        return
    edges = {start, end}
    for finding in active:
        edges.add(max(start, finding.span.start))
        edges.add(min(end, finding.span.end))
    cuts = sorted(edges)
    for first, last in itertools.pairwise(cuts):
        under = [f for f in active if f.span.start <= first and last <= f.span.end]
        under.sort(key=lambda finding: (len(finding.span), finding.id))
        opens = tuple(f.id for f in under if _opens(f, first, start))
        yield Segment(text[first:last], tuple(under), opens)


def _opens(finding: findings.Finding, first: int, line_start: int) -> bool:
    if finding.span.start == first:
        return True
    # a finding that begins in a line end is first seen where the next line begins
    return first == line_start and finding.span.start < first and not _seen_before(finding, first)


def _seen_before(finding: findings.Finding, first: int) -> bool:
    return _LINE.search(finding.quote[: first - finding.span.start]) is not None


def _part_at(start: int, parts: list[findings.Part]) -> str:
    while len(parts) > 1 and parts[0].span.end <= start:
        parts.pop(0)
    return str(parts[0].kind) if parts and parts[0].span.start <= start else ""
