# SPDX-License-Identifier: Apache-2.0
"""Reported speech (转述): the writer's words cut at every verb of saying or asking whose subject is known."""

import re
from collections.abc import Iterator
from dataclasses import replace

from huiyin.core.extraction.chinese import people, words
from huiyin.core.extraction.chinese.voices import ASKED, STORY, TOLD, Stretch, Walk
from huiyin.core.values import findings

_ASK = frozenset(words.PEOPLE.lists["ask_verbs"])
_ASKING = frozenset(words.PEOPLE.lists["question_verbs"])
_REPORT = re.compile(
    words.any_of((*words.PEOPLE.lists["ask_verbs"], *words.PEOPLE.lists["say_verbs"]))
)
_PRONOUN = re.compile(words.listed("pronouns") + "(?!们|人|地)")
_BREAK = re.compile("[，,。；;：:！？!?“”]")
_LIST = re.compile("(?:建议|意见|想法)(?:有|是|分|共)?[^，。：:]{0,8}[：:]")
_SAYS_ON = re.compile("[，,：:]|要|应|可以|能否|把|将|，")


def cut(
    text: str, place: int, start: int, end: int, walk: Walk, owner: findings.Speaker, *, last: bool
) -> Iterator[Stretch]:
    """Cut the writer's words at every verb of saying or asking whose subject is known."""
    edge, current = start, Stretch(start, end, place, owner, STORY)
    for match in _REPORT.finditer(text, start, end):
        if match.start() < edge:
            continue
        verb = match.group()
        if verb not in _ASK and not _SAYS_ON.match(text, match.end(), end):
            continue
        opening = _opening(text, edge, match.start())
        speaker = _subject(text, edge, opening, match, walk)
        if speaker is None:
            continue
        walk.hear(speaker)
        content = match.end()
        while content < end and text[content] in "，,：: ":
            content += 1
        if opening > current.start:
            yield replace(current, end=opening)
        edge = content
        how = ASKED if verb in _ASK else TOLD
        current = Stretch(
            content, end, place, speaker, how, verb, verb in _ASKING, dialog=how == TOLD
        )
    listed = _LIST.search(text, start, end) if current.how == STORY else None
    if listed and walk.last.name:
        current = Stretch(listed.end(), end, place, walk.last, ASKED, "建议")
    elif current.how == STORY:
        first = people.mentioned(text[start : min(end, start + 50)], walk.cast)
        if first:
            walk.hear(first)
    if current.end > current.start and not (
        last and current.how != STORY and text[current.start : current.end].strip("“：: ") == ""
    ):
        yield current


def _opening(text: str, edge: int, verb: int) -> int:
    for at in range(verb - 1, max(edge, verb - 60) - 1, -1):
        if _BREAK.match(text, at):
            return at + 1
    return max(edge, verb - 60)


def _subject(
    text: str, edge: int, opening: int, match: "re.Match[str]", walk: Walk
) -> findings.Speaker | None:
    clause = text[opening : match.start()]
    bare = re.sub(
        "^(?:同时|此外|另外|对此|为此|因此|随后|最后|不过|但|而)[，,]?",
        "",
        clause.strip(" \u3000”"),
    )
    verb = match.group()
    if re.match(
        "[的者书稿案]|和(?:意见|要求)|、(?:批评|意见)", text[match.end() : match.end() + 4]
    ):
        return None
    if _PRONOUN.match(bare):
        nearer = people.mentioned(text[edge:opening], walk.cast)
        if nearer:
            walk.hear(nearer)
        return walk.last if walk.last.name and len(bare) <= 24 else None
    found = people.who(bare, walk.cast) if bare else None
    if found is None and bare and len(bare) <= 3:
        return (
            walk.last
            if verb in _ASK
            and bare in ("还", "也", "并", "并且", "同时", "就", "特别")
            and walk.last.name
            else None
        )
    if found is None and len(bare) <= 16 and opening - 2 > edge:  # …委员结合调研，在会上建议
        back = text[_opening(text, edge, opening - 1) : opening - 1]
        if not bare or re.match("在|结合|经|通过|就|针对", bare):
            found = people.who(back, walk.cast) or (
                walk.last if _PRONOUN.match(back) and walk.last.name else None
            )
    if (
        found is None
        and not bare
        and verb in _ASK
        and walk.last.name
        and text[opening - 1 : opening] != "“"
    ):
        return walk.last
    if (
        found
        and found.capacity is findings.Capacity.DEPARTMENT
        and verb in _ASK
        and found.name == found.affiliation
    ):
        return None
    return found
