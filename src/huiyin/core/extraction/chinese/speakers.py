# SPDX-License-Identifier: Apache-2.0
"""Speakers (谁在说): every sentence cut into stretches, each with who says it and how it is told."""

import re
from collections.abc import Iterator

from huiyin.core.extraction import drafts
from huiyin.core.extraction.chinese import people, quotes, reports, words
from huiyin.core.extraction.chinese.voices import ASKED, NOBODY, SAID, STORY, TOLD, Stretch, Walk
from huiyin.core.text import structure
from huiyin.core.values import findings

_HEAD = re.compile(r"[^：:。；;！？!?\n“”]{2,60}[：:]")
_ASKING = frozenset(words.PEOPLE.lists["question_verbs"])


def stretches(page: drafts.Page, cast: people.Cast, owner: findings.Speaker) -> list[Stretch]:
    """Cut the Chinese sentences of a page into stretches with their speakers.

    Shapes: in order of the text; a stretch never leaves its sentence. `owner` speaks where nobody else does.
    """
    by_block: dict[int, list[int]] = {}
    for place, sentence in enumerate(page.sentences):
        by_block.setdefault(sentence.block, []).append(place)
    walk = Walk(cast)
    found: list[Stretch] = []
    for number, places in by_block.items():
        block = page.blocks[number]
        if block.lang == "zh":
            found += _block(page, block, places, walk, owner)
    return found


def alone(page: drafts.Page, owner: findings.Speaker) -> Iterator[Stretch]:
    """Give every sentence of a proposal to its proposer; titles, bylines and captions are left out."""
    out = (structure.Role.TITLE, structure.Role.BYLINE, structure.Role.CAPTION)
    for place, at in enumerate(page.sentences):
        block = page.blocks[at.block]
        bare = block.role is structure.Role.HEADING and not block.number
        if block.lang == "zh" and block.role not in out and not bare:
            yield Stretch(at.start, at.end, place, owner, STORY)


def _block(
    page: drafts.Page,
    block: structure.Block,
    places: list[int],
    walk: Walk,
    owner: findings.Speaker,
) -> Iterator[Stretch]:
    role = block.role
    if role in (structure.Role.TITLE, structure.Role.BYLINE, structure.Role.CAPTION):
        return
    if page.tabular:
        walk.last = walk.other = walk.turn = NOBODY
    speaker, start = _turn(page.text, block, walk)
    if role is structure.Role.HEADING:
        walk.turn = walk.hear(speaker) if speaker else NOBODY
        return
    if speaker:
        walk.turn = walk.hear(speaker)
    elif walk.turn.name and _told(page.text[block.start : block.end], walk.cast):
        walk.turn = NOBODY
    if walk.turn.name:
        for place in places:
            at = page.sentences[place]
            if at.end > start:
                yield Stretch(max(at.start, start), at.end, place, walk.turn, SAID, dialog=True)
        return
    yield from _prose(page, block, places, walk, owner)


def _told(said: str, cast: people.Cast) -> bool:
    """Tell whether a paragraph behind a turn is the writer's again: it quotes, or names a person and never says “I”."""
    if "“" in said:
        return True
    return "我" not in said[:60] and people.mentioned(said[:24], cast) is not None


def _turn(text: str, block: structure.Block, walk: Walk) -> tuple[findings.Speaker | None, int]:
    """Give who takes the floor in a block, and where the words begin."""
    head = _HEAD.match(text, block.start, min(block.end, block.start + 64))
    if not head or head.end() >= block.end or text[head.end() : head.end() + 1] == "“":
        return None, block.start
    name = text[block.start : head.end() - 1]
    if ("，" in name or "," in name) or not structure.is_turn(name) or people.subject_end(name):
        return None, block.start
    found = people.who(name, walk.cast)
    return (found, head.end()) if found else (None, block.start)


def _prose(
    page: drafts.Page,
    block: structure.Block,
    places: list[int],
    walk: Walk,
    owner: findings.Speaker,
) -> Iterator[Stretch]:
    spoken = (
        quotes.speech(page.text, block.start, block.end)
        if page.text.find("“", block.start, block.end) >= 0
        else []
    )
    edges = [block.start, *(edge for pair in spoken for edge in pair), block.end]
    marks: list[Stretch] = []
    for n in range(len(edges) - 1):
        a, b = edges[n], edges[n + 1]
        if n % 2 == 0:
            pieces = _cut(page, places, a, b)
            for place, s, e in pieces:
                if marks and marks[-1].how == ASKED and words.ORDINAL.match(page.text, s):
                    marks.append(Stretch(s, e, place, marks[-1].speaker, ASKED, marks[-1].verb))
                    continue
                marks += reports.cut(
                    page.text, place, s, e, walk, owner, last=e == b and n + 2 < len(edges)
                )
        else:
            speaker = _quoted(page.text, edges, n, walk)
            follows = re.split("[。“\n：]", page.text[b + 1 : b + 30], maxsplit=1)[0]
            verb = next((v for v in _ASKING if v in follows), "")
            marks += [
                Stretch(s, e, place, speaker, SAID, verb, bool(verb), dialog=True)
                for place, s, e in _cut(page, places, a, b)
            ]
    yield from marks


def _quoted(text: str, edges: list[int], n: int, walk: Walk) -> findings.Speaker:
    a, b = edges[n], edges[n + 1]
    lead = text[edges[n - 1] : a].rstrip("“「")
    opened = lead.endswith(("：", ":", "，", ","))
    found = quotes.before(text, edges[n - 1], a, walk.cast) if opened else None
    if found is None and n + 2 < len(edges):
        found = quotes.after(text, b + 1, edges[n + 2], walk.cast)
        if found == "last":
            found = quotes.before(text, edges[n - 1], a, walk.cast) or found
    if found is None and not opened:
        found = quotes.before(text, edges[n - 1], a, walk.cast)
    if isinstance(found, findings.Speaker):
        return walk.hear(found)
    alone = found is None and n == 1 and not lead.strip(" \u3000")
    if alone and walk.other.name:  # a bare answer: the one who spoke before the asker
        return walk.hear(walk.other)
    return walk.last


def _cut(page: drafts.Page, places: list[int], a: int, b: int) -> Iterator[tuple[int, int, int]]:
    for place in places:
        at = page.sentences[place]
        s, e = max(a, at.start), min(b, at.end)
        if s < e and page.text[s:e].strip("”“，,。 \u3000"):
            yield place, s, e


__all__ = ["ASKED", "NOBODY", "SAID", "STORY", "TOLD", "Stretch", "Walk", "alone", "stretches"]
