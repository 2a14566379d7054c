# SPDX-License-Identifier: Apache-2.0
"""Cues of English records, sought quickly: first by the words a sentence has, then by pattern at the starts of words."""

import re
from collections.abc import Iterator
from functools import cache

from huiyin.core.extraction import lexicon

_MARKS = '.,;:!?()"“”—/'
# Every pattern begins with a word.
_AT_WORD = r"\b(?=\w)"


@cache
def pattern(kind: str) -> re.Pattern[str]:
    """Give the pattern of a kind of cue, to be tried only where a word begins."""
    whole = lexicon.load("en").patterns[kind]
    return re.compile(f"{_AT_WORD}(?:{whole.pattern})", whole.flags)


@cache
def words_of(name: str) -> frozenset[str]:
    """Give a list of the lexicon as a set."""
    return frozenset(lexicon.load("en").lists.get(name, ()))


@cache
def gate(kind: str) -> frozenset[str]:
    """Give the words without which no cue of a kind can match; empty when there is no such list."""
    return words_of(f"gate_{kind}")


def tokens(words: str) -> frozenset[str]:
    """Give the words of a sentence in small letters, for the gates.

    >>> sorted(tokens("We’d like (please) a bench."))
    ['a', 'bench', 'like', 'please', "we'd"]
    """
    small = lowered(words)
    for mark in _MARKS:
        if mark in small:
            small = small.replace(mark, " ")
    return frozenset(small.split())


def lowered(words: str) -> str:
    """Give a sentence in small letters and with straight apostrophes, letter for letter in the same places."""
    small = words.lower().replace("’", "'")
    return small if len(small) == len(words) else words


def find(kind: str, words: str, seen: frozenset[str]) -> Iterator[re.Match[str]]:
    """Give the places where cues of a kind stand, in order; none when the gate is shut."""
    if is_shut(kind, words, seen):
        return iter(())
    return pattern(kind).finditer(lowered(words))


def is_shut(kind: str, words: str, seen: frozenset[str]) -> bool:
    """Tell whether a sentence lacks every word and phrase of a gate."""
    known = gate(kind)
    if not known or not known.isdisjoint(seen):
        return False
    small = lowered(words)
    return not any(phrase in small for phrase in _phrases(kind))


@cache
def _phrases(kind: str) -> tuple[str, ...]:
    return tuple(word for word in sorted(gate(kind)) if " " in word)


def first(kind: str, words: str, seen: frozenset[str]) -> re.Match[str] | None:
    """Give the first place where a cue of a kind stands, None without one."""
    return next(find(kind, words, seen), None)


def cue_of(match: re.Match[str]) -> lexicon.Cue:
    """Give the cue a match belongs to."""
    return lexicon.load("en").cue_of(match)


def shown(words: str, match: re.Match[str]) -> str:
    """Give the words of a match as a reason shows them: on one line and not too long."""
    return " ".join(words[match.start() : match.end()].split())[:60]
