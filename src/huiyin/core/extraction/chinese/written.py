# SPDX-License-Identifier: Apache-2.0
"""Written asks (提案中的建议): bare requests in the part of a proposal that suggests, cued ones outside it."""

import re
from collections.abc import Iterator
from dataclasses import replace

from huiyin.core.extraction import drafts
from huiyin.core.extraction.chinese import addressees, asks, cues, speakers, words
from huiyin.core.values import findings

_LABEL = 8
_ANNOUNCES = re.compile(
    "(?:以下|如下|下列|几点)[^，。：:]{0,8}(?:建议|对策|意见|措施|思路)(?:如下)?[。：:]?\\s*$"
)
_TOLD = re.compile("[^。；：:]{0,24}(?:建议|措施|对策)(?:如下)?[：:]\\s*")
_RANKS = tuple(
    re.compile(form)
    for form in (
        "第?[一二三四五六七八九十]{1,3}[、．.，,：:]|第[一二三四五六七八九十]",
        "[（(][一二三四五六七八九十]",
        "[0-9０-９]{1,2}[、．.]",
        "[（(]?[0-9０-９]{1,2}[)）]",
        "[①-⑳]",
    )
)


def suggesting(
    page: drafts.Page, part: speakers.Stretch, known: frozenset[str]
) -> Iterator[drafts.Draft]:
    """Find the suggestions in a sentence of the part of a proposal that suggests: bare requests need no cue there."""
    text = page.text
    start = cues.skip_number(text, part.start, part.end)
    if text[part.end - 1] in "？?" or _ANNOUNCES.search(text, start, part.end):
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
        if one[3] != "要求"  # told of what others required
        and (wide or one[3] == "建议" or addressees.find(page.text[one[1] : one[1] + 40], known))
    ]
    for n, (_opening, content, rule, cue) in enumerate(found):
        stop = found[n + 1][0] if n + 1 < len(found) else part.end
        yield from asks.run(page, part, (content, stop), (rule, cue), strict=False, known=known)


def under_labels(found: list[drafts.Draft], page: drafts.Page) -> list[drafts.Draft]:
    """Drop the short heading of an item that fuller asks spell out, and give those its number; alone it stays an ask."""
    by_sentence: dict[int, list[drafts.Draft]] = {}
    for draft in found:
        if draft.kind is findings.Kind.SUGGESTION:
            by_sentence.setdefault(draft.sentence, []).append(draft)
    if not any(draft.rule == "bare_ask" for draft in found):
        return found
    dropped: set[int] = set()
    number: dict[int, str] = {}
    for place, asked in by_sentence.items():
        rank = _rank(page, place)
        if rank < 0 or not _is_label(page, place, asked):
            continue
        below = [draft for at in _item(page, place, rank) for draft in by_sentence.get(at, ())]
        if any(draft.end - draft.start > _LABEL for draft in below):
            dropped.update(map(id, asked))
            number.update({id(draft): asked[0].number for draft in below if not draft.number})
    return [
        replace(draft, number=number.get(id(draft), draft.number))
        for draft in found
        if id(draft) not in dropped
    ]


def _is_label(page: drafts.Page, place: int, asked: list[drafts.Draft]) -> bool:
    """Tell whether a numbered sentence asks no more than a heading does: up to eight characters, or ten in all."""
    bare = page.words(place).rstrip("。：:；;．. ")
    told = _TOLD.match(bare)
    bare = bare[cues.skip_number(bare, told.end() if told else 0, len(bare)) :]
    if asked[0].rule not in ("bare_ask", "suggest_verb") or not asked[0].number:
        return False
    return (len(bare) <= 10 and "，" not in bare) or all(
        one.end - one.start <= _LABEL for one in asked
    )


def _item(page: drafts.Page, place: int, rank: int) -> Iterator[int]:
    """Give the sentences of an item behind its first, down to the next item of its own rank or a higher one."""
    for at in range(place + 1, min(len(page.sentences), place + 40)):
        other = _rank(page, at)
        if 0 <= other <= rank:
            return
        yield at


def _rank(page: drafts.Page, place: int) -> int:
    """Give how deep the number before a sentence stands, the outermost 0, -1 without a number."""
    at = page.sentences[place]
    told = _TOLD.match(page.text, at.start, at.end)
    match = words.ORDINAL.match(page.text, told.end() if told else at.start, at.end)
    if not match:
        return -1
    return next((n for n, form in enumerate(_RANKS) if form.match(match.group())), len(_RANKS))


def _after_label(page: drafts.Page, place: int) -> bool:
    """Tell whether the sentence before is a bare number and catchword: “（一）退一退。”, with the request behind it."""
    before = page.words(place - 1) if place else ""
    start = cues.skip_number(before, 0, len(before))
    bare = before[start:].rstrip("。：:；;．. ")
    return start > 0 and "建议" not in bare and len(bare) <= 8 and "，" not in bare
