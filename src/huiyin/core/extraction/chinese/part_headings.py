# SPDX-License-Identifier: Apache-2.0
"""Headings of the parts (三段标题): what a text itself says its parts are, on lines of their own or inline."""

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from huiyin.core.extraction.chinese import part_cues, part_model
from huiyin.core.extraction.chinese.part_model import States

_PARTS = ("facts", "analysis", "suggestions")
_LONGEST = 30


@dataclass(frozen=True, slots=True)
class Patterns:
    """The compiled lists of `data/part_headings.toml`."""

    ends: tuple[re.Pattern[str], ...]
    holds: tuple[re.Pattern[str], ...]
    inline: tuple[re.Pattern[str], ...]
    doing: tuple[str, ...]
    kinds: dict[str, re.Pattern[str]]
    no_name: tuple[str, ...]


@cache
def patterns() -> Patterns:
    """Compile the lists once."""
    raw = tomllib.loads(
        (resources.files("huiyin.core.extraction") / "data/part_headings.toml").read_text("utf-8")
    )
    heads = raw["headings"]
    tail = r"(?:有|如下|主要有|内容)?[：:。]?(?:[（(][^）)]*[）)])?[：:]?\s*$"
    return Patterns(
        tuple(re.compile(f"(?:{'|'.join(heads[part])}){tail}") for part in _PARTS),
        tuple(re.compile("|".join(heads[part])) for part in _PARTS),
        tuple(re.compile(f"(?:{'|'.join(raw['inline'][part])})") for part in _PARTS),
        tuple(heads["doing"]),
        {
            kind: re.compile("|".join(words))
            for kind, words in raw["kinds"].items()
            if kind != "no_name"
        },
        tuple(raw["kinds"]["no_name"]),
    )


def own_line(part: part_cues.Piece) -> States:
    """Say which parts a line by itself announces: empty when it is no heading of a part.

    >>> line = part_cues.piece("二、现状及存在的问题", opens=True)
    >>> sorted(own_line(line))
    [0, 1]
    """
    text = part.text[part.bare :].strip()
    if not text or len(text) > _LONGEST or text.endswith(("。", "；", "！", "？", "，")):
        return frozenset()
    known = patterns()
    last = [number for number, end in enumerate(known.ends) if end.search(text)]
    if not last:
        return frozenset()
    ordered = text.startswith(known.doing)
    if ordered and not (last == [part_model.SUGGESTIONS] and re.search("建议|对策", text)):
        return frozenset()
    if ordered and text.startswith("关于"):
        return frozenset()
    both = {number for number, inside in enumerate(known.holds) if inside.search(text)}
    joined = re.search("[和与及、]", text) is not None
    return frozenset(both) if joined else frozenset(last)


def inline(part: part_cues.Piece) -> States:
    """Say which part a heading announces that the sentence runs on from: empty without one."""
    known = patterns()
    for number, pattern in enumerate(known.inline):
        match = pattern.match(part.text, part.bare)
        if match is None:
            continue
        rest = part.text[match.end() :]
        marked = rest[:1] in "：:　 \t" or rest[:2] in ("如下", "一是")
        follows = part_cues.piece(rest, opens=False).style >= 0
        sure = (
            match.end() - match.start() >= 4 and part.style in (0, 1) and rest[:1] not in "的是，"
        )
        if rest and (marked or follows or sure):
            return frozenset((number,))
    return frozenset()


def announced(pieces: Sequence[part_cues.Piece], alone: Sequence[bool]) -> list[States]:
    """Give what each sentence announces as a heading.

    Shapes: one set for each piece, empty for most; `alone` says which sentences are paragraphs by themselves.
    """
    found: list[States] = []
    for part, single in zip(pieces, alone, strict=True):
        states = own_line(part) if single else frozenset[int]()
        found.append(states or (inline(part) if part.opens or part.style >= 0 else states))
    if found and not found[0] and pieces:
        found[0] = inline(pieces[0])
    return found


def allowed(heads: Sequence[States]) -> list[States]:
    """Say of each sentence which parts it may belong to, given the headings.

    Under a heading a text stays with its part until the next; it may move on by itself only to a part that no later
    heading announces.
    """
    later: list[States] = []
    coming: States = frozenset()
    for states in reversed(heads):
        later.append(coming)
        coming = coming | states if states else coming
    later.reverse()
    found: list[States] = []
    current: States = frozenset()
    for states, ahead in zip(heads, later, strict=True):
        current = states or current
        found.append(states or (_stays(current, ahead) if current else _before(ahead)))
    return found


@cache
def _before(ahead: States) -> States:
    """Say what may stand before the first heading: everything that comes before what it announces."""
    first = min(ahead, default=part_model.SUGGESTIONS + 1)
    return frozenset(part for part in part_model.ANY if part < first) or part_model.ANY


@cache
def _stays(current: States, ahead: States) -> States:
    """Say what may stand under a heading, given what is announced later."""
    if part_model.SUGGESTIONS in current:
        return current
    onward = {part for part in part_model.ANY if part > max(current) and part not in ahead}
    if part_model.SUGGESTIONS in ahead:
        onward.discard(part_model.SUGGESTIONS)
    return current | onward
