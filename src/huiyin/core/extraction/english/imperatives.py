# SPDX-License-Identifier: Apache-2.0
"""Imperatives: asks that begin with a verb ("Add a crossing…")."""

import re
from functools import cache

from huiyin.core.extraction.english import cues, forms

_ADVERB = re.compile(
    r"(?:[A-Za-z]+ly|further|swiftly|as [a-z ]{3,30}|(?:in|with|where|before) [^,]{3,60}),?\s+",
    re.IGNORECASE,
)
_GOVERNS = re.compile(r"\s+(?:that|the|all|its|an?|their|of the circumstances)\b")
_NOUNISH = re.compile(
    r"\s+(?:of|for|is|was|are|were|has|does|will|would|from|can|in (?:this|the) (?:case|meantime)|=|:)\b|\s*[:=]",
    re.IGNORECASE,
)
# A topic named by its place: "Speed on Castle Hill."
_TOPIC = re.compile(r"\s+(?:on|at|in)(?:\s+(?:the|[A-Z][\w'’]*))+\W*$")
# A recommendation that a register words as "That the company review…".
_THAT = re.compile(r"That(?:,|\s+(?:the|all|in|[A-Z]\w+))\s[^.?]{20,}")
_CAREFUL = (forms.Manner.SPEECH, forms.Manner.PROSE)
_LISTED_SCORE = 0.85
_SCORE = 0.7


@cache
def _sure() -> frozenset[str]:
    return cues.words_of("order") - cues.words_of("step")


def find(words: str, manner: forms.Manner) -> forms.Ask | None:
    """Find the ask of a sentence that begins with a verb."""
    if manner is forms.Manner.ROW and _THAT.match(words):
        return forms.Ask(*forms.bare(words, 4, len(words)), "en_imperative", "That", _SCORE)
    listed = manner is forms.Manner.LISTED
    at, word = _verb(words, manner, cues.words_of("order") if listed else _sure())
    if not word or _NOUNISH.match(words, at + len(word)):
        return None
    if words.rstrip().endswith("?") or len(words[at:].split()) < 2:
        return None
    if manner in _CAREFUL and not (words[at].isupper() and _governs(words, at + len(word))):
        return None
    if manner in _CAREFUL and _TOPIC.match(words, at + len(word)):
        return None
    score = _LISTED_SCORE if listed else _SCORE
    return forms.Ask(*forms.bare(words, at, len(words)), "en_imperative", word, score)


def _verb(words: str, manner: forms.Manner, known: frozenset[str]) -> tuple[int, str]:
    """Give the verb a sentence begins with and where it stands; "" when it begins with none."""
    at = forms.start_of(words)
    word = _word_at(words, at)
    if word in known:
        return at, word
    if manner in _CAREFUL:
        return at, ""
    if word.endswith("s") and word[:-1] in known and _GOVERNS.match(words, at + len(word)):
        return at, word  # "Ensures that…", as registers word it
    adverb = _ADVERB.match(words, at)
    if adverb:
        at = adverb.end()
        word = _word_at(words, at)
    return at, word if word in known else ""


def _governs(words: str, at: int) -> bool:
    """Tell whether a word has an object, which tells "Plan the square" from "Plans for the square"."""
    return _word_at(words, at + 1) in cues.words_of("determiner")


def _word_at(words: str, at: int) -> str:
    stop = at
    while stop < len(words) and (words[stop].isalpha() or words[stop] in "-'’"):
        stop += 1
    return words[at:stop].lower().replace("’", "'")
