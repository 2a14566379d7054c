# SPDX-License-Identifier: Apache-2.0
"""Reported asks, and how a report tells its own asks from what it relates."""

import re

from huiyin.core.extraction import lexicon
from huiyin.core.extraction.english import cues, forms, names
from huiyin.core.values import findings

_ASIDE = re.compile(r"\s*\([^()]{1,60}\),?\s*(?:that\s)?")
# Verbs that also state facts: what follows must be something to do.
_WEAK = re.compile(
    r"\b(?:suggest|argu|insist|request|asked for|calls? for|advis|said|felt|not|stat)",
    re.IGNORECASE,
)
_NOT_SAID = re.compile(
    r"\b(?:not|cannot|whether|should|against|to|which|as|if|have|what|that)\s*(?:\w+\s){0,1}\Z"
)
_NO_OBJECT = re.compile(
    r"\s*(?:[(,:.;)]|(?:or|and|in|as|by|at|with|me|it|which|when|below|above)\b)"
)
_PLANS = re.compile(r"\b(?:propose|ask)\Z")
_NOBODY = ("The", "This", "That", "These", "Those", "It was")
_REACH = 180
_LEAST_WORDS = 8
_LEAST_SAID = 12


def told(
    words: str, match: re.Match[str], cue: lexicon.Cue, manner: forms.Manner
) -> forms.Ask | None:
    """Read a verb that reports an ask, with who asked."""
    aside = _ASIDE.match(words, match.end())
    begin = aside.end() if aside else match.end()
    if len(words) - begin < _LEAST_WORDS or _NO_OBJECT.match(words, begin):
        return None
    if not _is_asked(words, match, manner):
        return None
    subject = names.BEFORE_VERB.search(words, max(0, match.start() - _REACH), match.start())
    whom = names.addressee_after(words, begin)
    if not subject and manner is forms.Manner.ROW and match.start() == 0:
        return forms.ask_of(words, begin, match, cue, whom)
    if not subject or subject["who"] in _NOBODY:
        return None
    who = "" if subject["who"].split()[-1] in ("We", "I") else subject["who"]
    return forms.ask_of(words, begin, match, cue, whom, who)


def _is_asked(words: str, match: re.Match[str], manner: forms.Manner) -> bool:
    """Tell whether what is reported with a verb that also states facts is an ask."""
    if not _WEAK.search(match.group()):
        return True
    if cues.pattern("asking_words").search(cues.lowered(words), match.end()):
        return True
    if manner is forms.Manner.REPORT:
        return False
    behind = [word.strip(",.;") for word in words[match.end() :].lower().split()[:14]]
    verbs = cues.words_of("order")
    return not behind or any(word in verbs for word in behind) or behind[0].endswith("ing")


def is_own(words: str, match: re.Match[str], cue: lexicon.Cue, whom: str) -> bool:
    """Tell whether a modal verb in the body of a report is the author's ask of somebody."""
    if cue.id not in ("en_shall", "en_should") or not whom:
        return False
    if words[0] in '“"•':
        return False
    known = whom[0].islower() or names.capacity_of(whom) is not findings.Capacity.UNKNOWN
    foreign = cues.pattern("not_own")
    return known and not foreign.search(cues.lowered(words), 0, match.start())


def is_said(words: str, match: re.Match[str]) -> bool:
    """Tell whether the author of a report asks here: not "which I recommend", not "I propose to examine"."""
    shown = match.group()
    before = words[max(0, match.start() - 30) : match.start()]
    if shown.startswith("it is") or _NOT_SAID.search(before):
        return False
    if _PLANS.search(shown) and words[match.end() : match.end() + 4] == " to ":
        return False
    lead = words[match.end() :].lstrip(", ")
    return len(lead) >= _LEAST_SAID and not _NO_OBJECT.match(lead)
