# SPDX-License-Identifier: Apache-2.0
"""Passages (语段): suggestions and answers with their wording and heading, and what is looked for in them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from huiyin.core.matching import acknowledging, numbering, terms
from huiyin.core.values.findings import Finding

QUOTE_HAN, QUOTE_WORDS = 12, 8  # a run so long is a quotation

_PURPOSE = re.compile(
    r"^(?:好让|以便|从而|方便|确保|让|使|以免|避免|为了|以|so that|so as to|in order to)"
)
_CONJUNCT = re.compile(r"[，；。;,]|、并|并且|同时|以及|\band\b|\bas well as\b")


@dataclass(frozen=True)
class Passage:
    """A finding with its wording and the heading it stands under."""

    finding: Finding
    text: str
    context: str

    @cached_property
    def topic(self) -> str:
        return f"{self.finding.topic} {self.context.replace(self.text, ' ')}".strip()

    @cached_property
    def is_empty(self) -> bool:
        return acknowledging.is_empty(self.text)

    @cached_property
    def whole(self) -> str:
        return f"{self.topic} {self.text}"

    @cached_property
    def terms(self) -> frozenset[str]:
        return frozenset(terms.of(self.text))

    @cached_property
    def whole_terms(self) -> frozenset[str]:
        return frozenset(terms.of(self.whole))

    @cached_property
    def numbers(self) -> frozenset[str]:
        return numbering.numbers(self.finding.number) if self.finding.number else frozenset()


def conjuncts(text: str) -> list[str]:
    """Cut a suggestion into the things it asks.

    >>> conjuncts("建议整治占道停车，同时增设停车泊位")
    ['建议整治占道停车', '增设停车泊位']
    """
    return [part for part in map(str.strip, _CONJUNCT.split(text)) if part]


def is_purpose(part: str) -> bool:
    """Tell whether a part of a suggestion only says what it is good for."""
    return bool(_PURPOSE.match(part.lower()))


def share(telling: Iterable[str], found: frozenset[str], weights: terms.Weights) -> float:
    """Give the share of some terms, by weight, that is found among others."""
    known = [(weights.of(term), term in found) for term in sorted(telling)]
    total = sum(weight for weight, _ in known)
    return sum(weight for weight, is_found in known if is_found) / total if total else 0.0


def quotable(asked: str) -> int:
    """Give how many different terms an answer must share to quote a suggestion, 0 where it is too short to be quoted."""
    if any(len(run) >= QUOTE_HAN and run[0] > "\u33ff" for run in terms.RUN.findall(asked.lower())):
        return QUOTE_HAN - 3
    return QUOTE_WORDS // 4 if len(asked.split()) >= QUOTE_WORDS else 0


def quotes(asked: str, answer: str) -> bool:
    """Tell whether an answer repeats a long run of the suggestion.

    >>> quotes("建议在滨河路沿线增设无障碍公厕三座", "您提出“在滨河路沿线增设无障碍公厕”一事")
    True
    """
    for run in terms.RUN.findall(asked.lower()):
        if len(run) >= QUOTE_HAN and run[0] > "\u33ff":
            for i in range(len(run) - QUOTE_HAN + 1):
                if run[i : i + QUOTE_HAN] in answer:
                    return True
    words = asked.lower().split()
    if len(words) < QUOTE_WORDS:
        return False
    said = " ".join(answer.lower().split())
    pieces = (" ".join(words[i : i + QUOTE_WORDS]) for i in range(len(words) - QUOTE_WORDS + 1))
    return any(piece in said for piece in pieces)


def is_asked_body(asked: Finding, answer: Finding) -> bool:
    """Tell whether the body that was asked is the one that answers or is assigned."""
    return is_body(asked.addressee.strip(), answer)


def is_body(named: str, answer: Finding) -> bool:
    """Tell whether a named body is the one that answers or is assigned."""
    if len(named) < 2:
        return False
    others = (answer.speaker.name, answer.speaker.affiliation, answer.addressee)
    return any(len(other) > 1 and (named in other or other in named) for other in others)
