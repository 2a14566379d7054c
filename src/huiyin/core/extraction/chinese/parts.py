# SPDX-License-Identifier: Apache-2.0
"""The parts of a Chinese text (情况、分析、建议), recognised with their headings or by the run of the text."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from huiyin.core.extraction import drafts
from huiyin.core.extraction.chinese import part_cues, part_headings, part_kinds, part_model
from huiyin.core.extraction.chinese.part_model import States
from huiyin.core.text import structure
from huiyin.core.values.findings import PartKind

_KINDS = (PartKind.FACTS, PartKind.ANALYSIS, PartKind.SUGGESTIONS)
_ASIDE = (structure.Role.TITLE, structure.Role.BYLINE, structure.Role.CAPTION)
_ENDS = "。！？!?；;：:…”」』"
_WITHIN_COST = 1.5  # against a part that begins inside a paragraph, in a text of several paragraphs
_MOST_TITLE = 50


@dataclass(frozen=True, slots=True)
class _Run:
    """The sentences of one text: their places on the page, and what is known of each."""

    places: list[int]
    pieces: list[part_cues.Piece]
    alone: list[bool]
    title: str
    turns: int
    counted: list[part_cues.Row] = field(default_factory=list)

    def rows(self) -> list[part_cues.Row]:
        """Give the cues of the pieces, counted once."""
        if not self.counted:
            self.counted.extend(map(part_cues.row, self.pieces))
        return self.counted


def sentence_kinds(page: drafts.Page) -> list[PartKind]:
    """Say of each sentence of a page what it does.

    Shapes: one kind for each of `page.sentences`; OTHER for sentences that are not Chinese, titles and signatures.
        A table's records are read one by one.
    Cost: linear.
    """
    kinds = [PartKind.OTHER] * len(page.sentences)
    for run in _runs(page):
        if run.places:
            for place, kind in zip(run.places, _read(run), strict=True):
                kinds[place] = kind
    return kinds


def label(page: drafts.Page) -> list[drafts.PartDraft]:
    """Give the parts of a page: runs of sentences of one kind, covering all of them.

    >>> from huiyin.core.text import sentences
    >>> text = "近年来老城区车辆快速增加。但停车位严重不足，乱停车问题突出。为此建议：增设夜间停车位。"
    >>> blocks = structure.outline(text)
    >>> page = drafts.Page(text, blocks, sentences.split(text, blocks))
    >>> [str(part.kind) for part in label(page)]
    ['facts', 'analysis', 'suggestions']
    """
    kinds = sentence_kinds(page)
    found: list[drafts.PartDraft] = []
    first = 0
    for place in range(1, len(kinds) + 1):
        if place == len(kinds) or kinds[place] != kinds[first]:
            found.append(drafts.PartDraft(kinds[first], first, place))
            first = place
    return found


def _runs(page: drafts.Page) -> list[_Run]:
    if not page.tabular:
        return [_run(page, range(len(page.sentences)), page.title)]
    by_block: dict[int, list[int]] = {}
    for place, at in enumerate(page.sentences):
        by_block.setdefault(at.block, []).append(place)
    return [_run(page, places, "") for places in by_block.values()]


def _run(page: drafts.Page, places: Sequence[int], title: str) -> _Run:
    run = _Run([], [], [], title or _title(page, places), 0)
    turns = 0
    block_before, whole = -1, True
    for place in places:
        at = page.sentences[place]
        block = page.blocks[at.block]
        text = page.words(place)
        alone = at.start == block.start and at.end == block.end
        if block.lang != "zh" or block.role in _ASIDE or (alone and _is_aside(text, run, page)):
            continue
        opens = at.block != block_before
        # A paragraph cut off in mid-sentence is a broken line: what follows opens nothing.
        fresh = opens and (whole or block.role is not structure.Role.BODY)
        run.places.append(place)
        run.pieces.append(part_cues.piece(text, opens=fresh))
        run.alone.append(alone and fresh)
        turns += opens and (block.role is structure.Role.TURN or part_kinds.is_turn(text))
        block_before = at.block
        whole = text[-1] in _ENDS or len(text) <= 30
    return _Run(run.places, run.pieces, run.alone, run.title, turns)


def _title(page: drafts.Page, places: Sequence[int]) -> str:
    """Give the first line when it reads as a title: short, unmarked, with text behind it."""
    if not places or page.tabular:
        return ""
    text = page.words(places[0])
    block = page.blocks[page.sentences[places[0]].block]
    single = len(text) == block.end - block.start
    if not single or len(places) < 2 or not 4 <= len(text) <= _MOST_TITLE or text[-1] in _ENDS:
        return ""
    first = part_cues.piece(text, opens=True)
    return "" if first.style >= 0 or "：" in text[-1:] else text


def _is_aside(text: str, run: _Run, page: drafts.Page) -> bool:
    if part_kinds.is_label(text):
        return True
    return not run.pieces and text in (run.title, page.title) and not _heads_part(text)


def _heads_part(text: str) -> bool:
    return len(text) <= 8 and bool(part_headings.own_line(part_cues.piece(text, opens=True)))


def _read(run: _Run) -> list[PartKind]:
    heads = part_headings.announced(run.pieces, run.alone)
    form = part_kinds.form(run.title, run.pieces, heads, run.turns, run.rows)
    if form is part_kinds.Form.REPLY:
        return [PartKind.REPLY] * len(run.pieces)
    if form is part_kinds.Form.TURNS:
        return [PartKind.SPEECH] * len(run.pieces)
    if form is part_kinds.Form.NEWS:
        return _reported(run.pieces)
    if form is part_kinds.Form.OTHER:
        return [PartKind.OTHER] * len(run.pieces)
    kinds: list[PartKind] = []
    rows = run.rows()
    for first, last in _chapters(run, heads, rows):
        pieces = run.pieces[first:last]
        cost = _WITHIN_COST if sum(part.opens for part in pieces) >= 4 else 0.0
        allowed = part_headings.allowed(heads[first:last])
        states = part_model.run(pieces, allowed, within_cost=cost, known=rows[first:last])
        kinds += [_KINDS[state] for state in states]
    return kinds


def _reported(pieces: Sequence[part_cues.Piece]) -> list[PartKind]:
    """Speech is what stands in quotes or is said by someone; the rest of a news text is narration."""
    kinds: list[PartKind] = []
    depth = 0
    for part in pieces:
        spoken = depth > 0 or part.text.startswith("“") or part_kinds.is_reported(part.text)
        depth = (
            max(0, depth + part.text.count("“") - part.text.count("”"))
            if not part.opens
            else (max(0, part.text.count("“") - part.text.count("”")))
        )
        kinds.append(PartKind.SPEECH if spoken else PartKind.OTHER)
    return kinds


def _chapters(
    run: _Run, heads: Sequence[States], rows: Sequence[part_cues.Row]
) -> list[tuple[int, int]]:
    """Cut a long report where a new topic begins after one topic's suggestions.

    A chapter begins at a heading on its own line, announced facts or analysis, once suggestions have been opened and
    when they are opened again later.
    """
    whole = len(run.pieces)
    topical = [
        place
        for place, states in enumerate(heads)
        if (states and max(states) < part_model.SUGGESTIONS)
        or (run.alone[place] and not states and _is_topical(run.pieces[place], rows[place]))
    ]
    if not topical:
        return [(0, whole)]
    opened = [
        place
        for place, (row, states) in enumerate(zip(rows, heads, strict=True))
        if part_model.SUGGESTIONS in states or row[part_cues.column("lead_in")]
    ]
    cuts = [0]
    for place in topical:
        since = any(cuts[-1] <= at < place for at in opened)
        if since and opened[-1] > place:
            cuts.append(place)
    return list(zip(cuts, [*cuts[1:], whole], strict=True))


def _is_topical(part: part_cues.Piece, row: part_cues.Row) -> bool:
    """Tell a line that may be a new topic's heading from an item of the suggestions before it."""
    if len(part.text) > 40 or part.text[-1] in _ENDS or part.style not in (-1, 0):
        return False
    return not row[part_cues.column("starts_doing")]
