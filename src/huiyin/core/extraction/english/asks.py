# SPDX-License-Identifier: Apache-2.0
"""Asks: what one English sentence asks others to do."""

import re

from huiyin.core.extraction import lexicon
from huiyin.core.extraction.english import cues, forms, imperatives, names, reported, splitting

_KINDS = {
    forms.Manner.ROW: ("say", "please", "wish", "could", "modal", "told"),
    forms.Manner.LISTED: ("say", "modal", "please", "wish", "told"),
    forms.Manner.SPEECH: ("say", "told", "please", "wish", "could", "modal"),
    forms.Manner.PROSE: ("told", "say", "please", "wish", "modal"),
    forms.Manner.REPORT: ("say", "told", "modal"),
}
_LEAST_SAID = 12
_VETO_REACH = 60
_WHOLE = "en_no_need"  # what is not needed and what is wanted instead are one ask


def find(words: str, manner: forms.Manner, seen: frozenset[str]) -> list[forms.Ask]:
    """Find what a sentence asks.

    Shapes: ranges in `words`, in order, not overlapping; several for a sentence with several asks. `seen` are the
        sentence's `cues.tokens`.

    >>> line = "We urge the Harbour Office to light the steps and publish the plan."
    >>> [line[ask.start:ask.end] for ask in find(line, forms.Manner.PROSE, cues.tokens(line))]
    ['the Harbour Office to light the steps', 'publish the plan']
    """
    lead = _leading(words, manner, seen)
    if lead is None:
        return []
    if lead.rule == _WHOLE:
        return [lead]
    found = []
    whom = lead.addressee
    for place, (a, b) in enumerate(splitting.cut(words, lead.start, lead.end)):
        whom = (names.addressee_after(words, a) if place else "") or whom
        found.append(forms.Ask(a, b, lead.rule, lead.cue, lead.score, whom, lead.who))
    return found


def _leading(words: str, manner: forms.Manner, seen: frozenset[str]) -> forms.Ask | None:
    if manner is not forms.Manner.REPORT:
        ask = imperatives.find(words, manner)
        if ask:
            return ask
    for kind in _KINDS[manner]:
        for match in cues.find(kind, words, seen):
            ask = _judged(words, kind, match, manner)
            if ask:
                return ask
    return None


def _judged(words: str, kind: str, match: re.Match[str], manner: forms.Manner) -> forms.Ask | None:
    cue = cues.cue_of(match)
    if kind == "told":
        return reported.told(words, match, cue, manner)
    if kind == "modal":
        return _modal(words, match, cue, manner)
    if kind != "say":
        return forms.ask_of(words, forms.start_of(words), match, cue, "")
    if manner is forms.Manner.REPORT and not reported.is_said(words, match):
        return None
    behind = len(words) - match.end() > _LEAST_SAID
    start = match.end() if behind else forms.start_of(words)
    return forms.ask_of(words, start, match, cue, names.addressee_after(words, match.end()))


def _modal(
    words: str, match: re.Match[str], cue: lexicon.Cue, manner: forms.Manner
) -> forms.Ask | None:
    small = cues.lowered(words)
    for other in cues.pattern("veto").finditer(small, max(0, match.start() - _VETO_REACH)):
        if other.start() > match.end():
            break
        if other.end() > match.start():
            return None
    whom = names.addressee_before(words, match.start())
    if manner is forms.Manner.REPORT and not reported.is_own(words, match, cue, whom):
        return None
    return forms.ask_of(words, forms.start_of(words), match, cue, whom)
