# SPDX-License-Identifier: Apache-2.0
"""Turns (话轮): the answers that are said right after a suggestion."""

from collections import defaultdict
from collections.abc import Sequence

from huiyin.core.matching.passages import Passage
from huiyin.core.values.findings import Finding

NEXT_CHARS = 400  # an answer that begins within so many characters is said right after
RUN_GAP = 20  # characters between the answers of one turn
RUN_MOST = 6  # answers of one turn that are looked at


def find(asked: Sequence[Passage], answers: Sequence[Passage]) -> dict[int, tuple[int, ...]]:
    """Give for each suggestion the answers of the turn right after it, if no one else asks in between.

    Shapes: places in the given order; no key for a suggestion that no turn follows.
    """
    both = {one.finding.source for one in asked} & {one.finding.source for one in answers}
    events: defaultdict[int, list[tuple[int, int, int]]] = defaultdict(list)
    for side, passages in enumerate((asked, answers)):
        for place, passage in enumerate(passages):
            if passage.finding.source in both:
                start = passage.finding.span.start
                events[passage.finding.source].append((start, side, place))
    turns: dict[int, tuple[int, ...]] = {}
    for found in events.values():
        waiting: list[int] = []
        run: list[int] = []
        for _, side, place in sorted(found):
            one = (answers if side else asked)[place].finding
            if side == 0:
                if run or (waiting and not _is_same_name(asked[waiting[-1]].finding, one)):
                    waiting = []
                run = []
                waiting.append(place)
            elif waiting and len(run) < RUN_MOST:
                last = answers[run[-1]].finding if run else None
                if not _joins(asked[waiting[-1]].finding, last, one):
                    continue
                run.append(place)
                begin = answers[run[0]].finding
                turns |= dict.fromkeys(
                    (w for w in waiting if _is_close(asked[w].finding, begin)), tuple(run)
                )
    return turns


def _joins(asker: Finding, last: Finding | None, one: Finding) -> bool:
    """Tell whether an answer begins the turn after a suggestion, or goes on with it."""
    if last is None:
        return not (asker.speaker.name and _is_same_name(asker, one))
    return _is_same_name(last, one) and one.span.start - last.span.end <= RUN_GAP


def _is_close(asked: Finding, answer: Finding) -> bool:
    return 0 <= answer.span.start - asked.span.end <= NEXT_CHARS


def _is_same_name(one: Finding, other: Finding) -> bool:
    return one.speaker.name == other.speaker.name
