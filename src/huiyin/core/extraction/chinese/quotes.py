# SPDX-License-Identifier: Apache-2.0
"""Quotes (引语): which words between quotation marks are speech, and who speaks them by the words around."""

import re

from huiyin.core.extraction.chinese import people, words
from huiyin.core.values import findings

_QUOTE = re.compile("“([^“”]{1,3000}(?:“[^“”]{1,60}”[^“”]{0,3000}){0,12})”|「([^「」]{1,3000})」")
_SPEECH = re.compile("[，。！？；,!?;…]")
_PRONOUN = re.compile(words.listed("pronouns"))
_STOP = re.compile("[。！？!?；;\n]")


def speech(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Give the ranges inside quotation marks that are speech, marks left out; quoted terms are none.

    >>> speech("他说：“路太窄，该拓了。”又讲“一刀切”不行。", 0, 24)
    [(4, 12)]
    """
    found = []
    for match in _QUOTE.finditer(text, start, end):
        a, b = match.span(1) if match.group(1) is not None else match.span(2)
        before = text[match.start() - 1 : match.start()] if match.start() > start else ""
        opens = before in ("", "：", ":", "。", "！", "？", "”") or (before in "，," and b - a >= 8)
        said = _SPEECH.search(text, a, b) is not None
        if opens and (said or before in ("：", ":") or (b - a >= 12 and before == "")):
            found.append((a, b))
    return found


def after(text: str, start: int, end: int, cast: people.Cast) -> findings.Speaker | str | None:
    """Name the speaker by the words behind a quote: a speaker, `last` for a pronoun, None when they say nothing."""
    stop = _STOP.search(text, start, end)
    tail = text[start : min(stop.start() if stop else end, start + 60)].lstrip("，,、 ")
    tail = re.split("[：:“]", tail, maxsplit=1)[0]
    if not tail:
        return None
    if _PRONOUN.match(tail):
        return "last"
    clause = re.split("[，,]", tail, maxsplit=1)[0]
    return named(clause, cast) or (people.mentioned(tail, cast) if "”" not in tail else None)


def before(text: str, start: int, end: int, cast: people.Cast) -> findings.Speaker | str | None:
    """Name the speaker by the words in front of a quote, from the nearest clause backwards."""
    head = text[max(start, end - 160) : end]
    sentences = [piece for piece in re.split("[。！？!?”]", head) if piece.strip(" \u3000，,：:“")]
    if not sentences:
        return None
    for clause in reversed(re.split("[，,；;：:]", sentences[-1])):
        bare = clause.strip(" \u3000“")
        if not bare:
            continue
        if _PRONOUN.match(bare):
            return "last"
        found = named(bare, cast)
        if found:
            return found
    return None


def named(clause: str, cast: people.Cast) -> findings.Speaker | None:
    """Give the person or body that a clause begins with or names with a title."""
    match = people.subject_end(clause)
    if match:
        found = people.who(clause[:match], cast)
        if found:
            return found
    for size in (4, 3, 2):
        name = clause[:size]
        if len(name) == size and (name in cast.known or name in cast.roster):
            return people.who(name, cast)
    found = people.mentioned(clause, cast)
    if found:
        return found
    near = [(clause.find(name), name) for name in cast.known if len(name) > 1 and name in clause]
    return people.who(min(near)[1], cast) if near else None
