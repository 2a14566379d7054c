# SPDX-License-Identifier: Apache-2.0
"""Positions (立场): whether a reply accepts, accepts in part, rejects or only considers, with the words that show it.

Cues are data (`data/positions.toml`); rules, figures and failures stand in docs/algorithms/replies.md.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import resources

from huiyin.core.replies import acknowledging
from huiyin.core.values import spans


class Position(StrEnum):
    """The position a reply takes."""

    ACCEPTED = "accepted"
    PARTLY = "partly"
    REJECTED = "rejected"
    CONSIDERING = "considering"
    SUPPORTED = "supported"  # in the Universal Periodic Review
    NOTED = "noted"
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True)
class Stand:
    """A position and what shows it.

    Units: `score` in [0, 1]: how sure the rule is.

    Attributes:
        span: the words that show it, None where nothing does.
        rule: the cue list that decided.
    """

    position: Position
    span: spans.Span | None
    score: float
    rule: str


# Characters by which a limit or a refusal may come after other words and still decide.
REACH = {"partly": 90, "rejected": 60}
OPENING = 420  # characters in which a reply says its position, where it does
_ORDER = ("partly", "rejected", "considering", "accepted")
_FIRM = ("partly", "rejected", "accepted")  # beyond the opening, "will consider" is of some detail
_SCORES = {"said": 0.95, "opening": 0.9, "anywhere": 0.75, "does": 0.65, "none": 0.3}


@cache
def _cues() -> Mapping[str, Mapping[str, re.Pattern[str]]]:
    text = resources.files(__package__).joinpath("data/positions.toml").read_text("utf-8")
    return {
        lang: {
            name: re.compile("|".join(patterns), re.IGNORECASE) for name, patterns in table.items()
        }
        for lang, table in tomllib.loads(text).items()
    }


def classify(text: str, lang: str = "en", *, review: bool = False) -> Stand:
    """Say which position a reply takes.

    The words that state a position decide, those at the opening before later ones; a limit said beside an acceptance
    makes it partial. Where none is stated, what the body says it did or will do counts as accepting.

    Args:
        text: the reply.
        lang: `en` or `zh`.
        review: True for the Universal Periodic Review, where a reply supports or notes.

    >>> classify("The Department does not accept this recommendation.").position.value
    'rejected'
    >>> stand = classify("We accept this recommendation in principle, subject to funding.")
    >>> stand.position.value, stand.rule
    ('partly', 'partly')
    """
    cues = _cues()[lang]
    if review:
        return _of_review(text, cues)
    for name in ("rejected", "partly", "considering", "accepted"):
        found = cues[f"opening_{name}"].match(text.lstrip())
        if found:
            at = len(text) - len(text.lstrip())
            stand = _stand(name, found, "said", f"opening_{name}", at)
            return _limited(text, stand, cues)
    stated = _stated(text[:OPENING], cues, "opening") or _stated(text, cues, "anywhere")
    if stated:
        return _limited(text, stated, cues)
    if lang == "zh" and acknowledging.is_acknowledgement_only(text):
        return Stand(Position.CONSIDERING, None, 0.6, "acknowledged")
    for name in ("limits", "does"):
        found = cues[name].search(text)
        if found:
            position = "partly" if name == "limits" else "accepted"
            return _stand(position, found, "does", name)
    return Stand(Position.UNCLEAR, None, _SCORES["none"], "none")


def _stated(text: str, cues: Mapping[str, re.Pattern[str]], where: str) -> Stand | None:
    """Give the position stated first; one that rejects or limits wins over an acceptance inside its words."""
    found = [
        (match.start(), order, name, match)
        for order, name in enumerate(_ORDER if where == "opening" else _FIRM)
        for match in [cues[name].search(text)]
        if match
    ]
    if not found:
        return None
    first = min(found, key=lambda one: (one[0] - REACH.get(one[2], 0), one[1]))
    return _stand(first[2], first[3], where, first[2])


def _limited(text: str, stand: Stand, cues: Mapping[str, re.Pattern[str]]) -> Stand:
    """Turn an acceptance that names a limit soon after into a partial one."""
    if stand.position is not Position.ACCEPTED or stand.span is None:
        return stand
    near = cues["but"].search(text, stand.span.start, min(len(text), stand.span.end + OPENING))
    return _stand("partly", near, "opening", "but") if near else stand


def _of_review(text: str, cues: Mapping[str, re.Pattern[str]]) -> Stand:
    for name in ("noted", "supported"):
        found = cues[f"review_{name}"].search(text)
        if found:
            return _stand(name, found, "said", f"review_{name}")
    return Stand(Position.UNCLEAR, None, _SCORES["none"], "none")


def _stand(name: str, found: re.Match[str], how: str, rule: str, at: int = 0) -> Stand:
    span = spans.Span(found.start() + at, found.end() + at)
    return Stand(Position(name), span, _SCORES[how], rule)
