# SPDX-License-Identifier: Apache-2.0
"""Written asks (提案中的建议): bare requests in the part of a proposal that suggests, cued ones outside it."""

from collections.abc import Iterator

from huiyin.core.extraction import drafts
from huiyin.core.extraction.chinese import addressees, asks, cues, speakers, words


def suggesting(
    page: drafts.Page, part: speakers.Stretch, known: frozenset[str]
) -> Iterator[drafts.Draft]:
    """Find the suggestions in a sentence of the part of a proposal that suggests: bare requests need no cue there."""
    text = page.text
    start = cues.skip_number(text, part.start, part.end)
    if text[part.end - 1] in "？?" or (start > part.start and _is_heading(page, part, start)):
        return
    told = list(cues.find(text, start, part.end)) if cues.any_asks(text, start, part.end) else []
    first = told[0][0] if told else part.end
    found: list[drafts.Draft] = []
    if not asks.tells_back(text, start, min(first, start + 60)):
        counted = start > part.start or _after_label(page, part.sentence)
        found += asks.run(
            page, part, (start, first), ("bare_ask", ""), strict=not counted, known=known
        )
    for n, (_opening, content, rule, cue) in enumerate(told):
        stop = told[n + 1][0] if n + 1 < len(told) else part.end
        found += asks.run(page, part, (content, stop), (rule, cue), strict=False, known=known)
    yield from found or asks.modal(page, part, start, part.end, known, weak=False)


def elsewhere(
    page: drafts.Page, part: speakers.Stretch, known: frozenset[str], *, wide: bool
) -> Iterator[drafts.Draft]:
    """Find what the writer asks outside that part: only behind a verb that asks (`wide`: any of them)."""
    if not cues.any_asks(page.text, part.start, part.end):
        return
    found = [
        one
        for one in cues.find(page.text, part.start, part.end)
        if wide or one[3] == "建议" or addressees.find(page.text[one[1] : one[1] + 40], known)
    ]
    for n, (_opening, content, rule, cue) in enumerate(found):
        stop = found[n + 1][0] if n + 1 < len(found) else part.end
        yield from asks.run(page, part, (content, stop), (rule, cue), strict=False, known=known)


def _is_label(said: str) -> bool:
    """Tell whether a numbered sentence merely names what follows: “（一）统一规划。”."""
    bare = said.rstrip("。：:；;．. ")
    last = [match.end() for match in words.VERB.finditer(bare)]
    return len(bare) <= 5 or (len(bare) <= 8 and (not last or last[-1] == len(bare)))


def _is_heading(page: drafts.Page, part: speakers.Stretch, start: int) -> bool:
    """Tell whether a numbered sentence is the heading of those behind it, which say the same in full."""
    said = page.text[start : part.end]
    if _is_label(said):
        return True
    after = part.sentence + 1
    if len(said.rstrip("。：: ")) > 10 or "，" in said or after >= len(page.sentences):
        return False
    follows = page.sentences[after]
    same = follows.block == page.sentences[part.sentence].block
    return same and not words.ORDINAL.match(page.text, follows.start, follows.end)


def _after_label(page: drafts.Page, place: int) -> bool:
    if not place:
        return False
    before = page.words(place - 1)
    start = cues.skip_number(before, 0, len(before))
    return start > 0 and _is_label(before[start:])
