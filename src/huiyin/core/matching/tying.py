# SPDX-License-Identifier: Apache-2.0
"""Tying (对应): what ties an answer to a suggestion, signal by signal."""

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from huiyin.core.matching import numbering, pertinence, terms
from huiyin.core.values.findings import Finding

LEAST_SCORE = 0.32  # below it nothing is tied
KEPT_SHARE = 0.5  # of the best score; weaker ties are not shown
EVIDENCE_MOST = 5
NEXT_CHARS = 400  # an answer that begins within so many characters is said right after
NEXT_COUNT = 3  # so many answers behind a suggestion are looked at
QUOTE_HAN, QUOTE_WORDS = 12, 8  # a run so long is a quotation
CONJUNCT_TERMS = 4  # a part of a suggestion must have so many terms to be met or missed by itself
SHORT_ANSWER = 40  # characters: too short to name what it answers

# How much each signal ties, in [0, 1]; joined as chances that do not hang together.
SAYS = 1.6  # times pertinence
PART_SAYS = 0.8  # times pertinence to one part of a suggestion
TOPIC = 0.45
NUMBER_SPECIFIC, NUMBER_PLAIN = 0.8, 0.4
ASKED_BODY = 0.2
SAID_NEXT, SAID_NEXT_ELSEWHERE = 0.36, 0.15
QUOTES = 0.85

_CONJUNCT = re.compile(r"[，；。;,]|、并|并且|同时|以及|\band\b|\bas well as\b")


@dataclass(frozen=True)
class Passage:
    """A finding with its wording and the heading it stands under."""

    finding: Finding
    text: str
    context: str

    @cached_property
    def topic(self) -> str:
        return f"{self.finding.topic} {self.context}".strip()

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


@dataclass(frozen=True, slots=True)
class Tie:
    """An answer tied to a suggestion: how surely, and by which signal above all."""

    place: int
    score: float
    reason: str


class Ties:
    """All ties between suggestions and answers."""

    def __init__(
        self,
        asked: Sequence[Passage],
        answers: Sequence[Passage],
        near: Sequence[Sequence[pertinence.Nearest]],
        weights: terms.Weights,
    ) -> None:
        self.asked, self.answers, self.near, self.weights = asked, answers, near, weights
        self.numbered: defaultdict[str, list[int]] = defaultdict(list)
        self.starts: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
        for place, answer in enumerate(answers):
            for number in answer.numbers:
                self.numbered[number].append(place)
            self.starts[answer.finding.source].append((answer.finding.span.start, place))
        for starts in self.starts.values():
            starts.sort()
        self._parts: dict[int, list[pertinence.Vector]] = {}
        self._vectors: dict[int, pertinence.Vector] = {}
        self.paired = self._paired_sources()

    def of(self, place: int) -> list[Tie]:
        """Give the ties of one suggestion, strongest first."""
        known = {one.place: one for one in self.near[place]}
        behind = self._behind(self.asked[place])
        numbered = [
            p for n in self.asked[place].numbers for p in self.numbered[n][: 2 * EVIDENCE_MOST]
        ]
        ties = [
            tie
            for answer in dict.fromkeys((*known, *behind, *numbered))
            if (tie := self._tie(place, answer, known.get(answer), answer in behind))
        ]
        ranks = {p: one.rank_score for p, one in known.items()}
        ties.sort(key=lambda tie: (-tie.score, -ranks.get(tie.place, 0.0), tie.place))
        least = max(LEAST_SCORE, KEPT_SHARE * ties[0].score) if ties else 0.0
        return [tie for tie in ties if tie.score >= least][:EVIDENCE_MOST]

    def _tie(
        self, place: int, answer_place: int, near: pertinence.Nearest | None, behind: bool
    ) -> Tie | None:
        asked, answer = self.asked[place], self.answers[answer_place]
        says = max(near.pertinence if near else 0.0, self._part_says(place, answer_place))
        asked_body = _is_asked_body(asked.finding, answer.finding)
        signals = {
            "shared_terms": min(1.0, SAYS * says),
            "named_topic": TOPIC * self._topic(asked, answer),
            "same_number": self._number(asked, answer),
            "addressed_body": ASKED_BODY if asked_body else 0.0,
            "said_next": self._next(answer, says, asked_body) if behind else 0.0,
            "quotes": QUOTES if says > 0.1 and quotes(asked.text, answer.text) else 0.0,
        }
        left = 1.0
        for signal in signals.values():
            left *= 1 - signal
        if 1 - left < LEAST_SCORE:
            return None
        return Tie(answer_place, round(1 - left, 4), max(signals, key=signals.__getitem__))

    def _part_says(self, place: int, answer_place: int) -> float:
        """Give the pertinence of the answer to the part of the suggestion it is most about."""
        vectors = self._parts.get(place)
        if vectors is None:
            parts = conjuncts(self.asked[place].text)
            told = [pertinence.vector(part, self.weights) for part in parts if len(parts) > 1]
            vectors = self._parts[place] = [each for each in told if len(each) >= CONJUNCT_TERMS]
        answer = self._vectors.get(answer_place)
        if answer is None:
            whole = self.answers[answer_place].whole
            answer = self._vectors[answer_place] = pertinence.vector(whole, self.weights)
        return max((PART_SAYS * pertinence.dot(each, answer) for each in vectors), default=0.0)

    def _topic(self, asked: Passage, answer: Passage) -> float:
        """Give the share of the answer's heading that the suggestion speaks of."""
        if not answer.topic:
            return 0.0
        telling = set(terms.of(answer.topic)) - terms.common()
        if len(telling) < 2:
            return 0.0
        return share(telling, asked.whole_terms, self.weights)

    def _number(self, asked: Passage, answer: Passage) -> float:
        same = asked.numbers & answer.numbers
        if not same:
            return 0.0
        if any(map(numbering.is_specific, same)):
            return NUMBER_SPECIFIC
        sources = asked.finding.source, answer.finding.source
        return NUMBER_PLAIN if sources[0] == sources[1] or sources in self.paired else 0.0

    @staticmethod
    def _next(answer: Passage, says: float, asked_body: bool) -> float:
        points_back = len(answer.text) <= SHORT_ANSWER or says > 0.03 or asked_body
        return SAID_NEXT if points_back else SAID_NEXT_ELSEWHERE

    def _behind(self, asked: Passage) -> set[int]:
        """Give the answers said right after a suggestion by someone else."""
        one = asked.finding
        starts = self.starts.get(one.source, [])
        at = bisect_left(starts, (one.span.end, -1))
        found = starts[at : at + NEXT_COUNT]
        return {
            place
            for start, place in found
            if start - one.span.end <= NEXT_CHARS
            and not _is_same_speaker(one, self.answers[place].finding)
        }

    def _paired_sources(self) -> set[tuple[int, int]]:
        """Give the (asking, answering) sources that belong together: the answers of one are about the other."""
        votes: Counter[tuple[int, int]] = Counter()
        whole: Counter[int] = Counter()
        for asked, near in zip(self.asked, self.near, strict=True):
            for one in near[:1]:
                source = self.answers[one.place].finding.source
                if one.pertinence >= 0.1 and source != asked.finding.source:
                    votes[asked.finding.source, source] += 1
                    whole[source] += 1
        return {pair for pair, count in votes.items() if count > 1 and 2 * count > whole[pair[1]]}


def conjuncts(text: str) -> list[str]:
    """Cut a suggestion into the things it asks.

    >>> conjuncts("建议整治占道停车，同时增设停车泊位")
    ['建议整治占道停车', '增设停车泊位']
    """
    return [part for part in map(str.strip, _CONJUNCT.split(text)) if part]


def share(telling: Iterable[str], found: frozenset[str], weights: terms.Weights) -> float:
    """Give the share of some terms, by weight, that is found among others."""
    known = [(weights.of(term), term in found) for term in sorted(telling)]
    total = sum(weight for weight, _ in known)
    return sum(weight for weight, is_found in known if is_found) / total if total else 0.0


def quotes(asked: str, answer: str) -> bool:
    """Tell whether an answer repeats a long run of the suggestion.

    >>> quotes("建议在滨河路沿线增设无障碍公厕三座", "您提出“在滨河路沿线增设无障碍公厕”一事")
    True
    """
    for run in terms.RUN.findall(asked.lower()):
        if len(run) >= QUOTE_HAN and run[0] > "\u33ff":
            pieces = (run[i : i + QUOTE_HAN] for i in range(len(run) - QUOTE_HAN + 1))
            if any(piece in answer for piece in pieces):
                return True
    words = asked.lower().split()
    said = " ".join(answer.lower().split())
    pieces = (" ".join(words[i : i + QUOTE_WORDS]) for i in range(len(words) - QUOTE_WORDS + 1))
    return any(piece in said for piece in pieces)


def _is_asked_body(asked: Finding, answer: Finding) -> bool:
    """Tell whether the body that was asked is the one that answers or is assigned."""
    named = asked.addressee.strip()
    if len(named) < 2:
        return False
    others = (answer.speaker.name, answer.speaker.affiliation, answer.addressee)
    return any(len(other) > 1 and (named in other or other in named) for other in others)


def _is_same_speaker(one: Finding, other: Finding) -> bool:
    return bool(one.speaker.name) and one.speaker.name == other.speaker.name
