# SPDX-License-Identifier: Apache-2.0
"""Tying (对应): what ties an answer to a suggestion, signal by signal."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

from huiyin.core.matching import acknowledging, numbering, pertinence, terms
from huiyin.core.values.findings import Finding

LEAST_SCORE = 0.32  # below it nothing is tied
KEPT_SHARE = 0.66  # of the best score; weaker ties are not shown
EVIDENCE_MOST = 5
NEXT_CHARS = 400  # an answer that begins within so many characters is said right after
NEARBY_CHARS, NEARBY_SAYS = 800, 0.1  # further on, an answer must name what it answers
RUN_GAP = 20  # characters between the answers of one turn
RUN_MOST = 6  # answers of one turn that are looked at
RIVALS_MOST = 12  # neighbouring suggestions that may be what the turn is about
NOTHING_SAID = 0.02  # pertinence below which a turn names nothing
RIVAL_SHARE = 0.35  # of what the turn has in common with the suggestion it is most about
QUOTE_HAN, QUOTE_WORDS = 12, 8  # a run so long is a quotation
CONJUNCT_TERMS = 4  # a part of a suggestion must have so many terms to be met or missed by itself

# How much each signal ties, in [0, 1]; joined as chances that do not hang together.
SAYS, SAYS_MOST = 1.6, 0.9  # times pertinence
PART_SAYS = 0.8  # times pertinence to one part of a suggestion
TOPIC = 0.45
NUMBER_SPECIFIC, NUMBER_PLAIN = 0.8, 0.4
ASKED_BODY = 0.2
SAID_NEXT = 0.36
NEARBY = 0.15
ABOUT_ONE = 0.15  # an answer so much about one suggestion does not speak of the whole paper
WHOLE = 0.34
QUOTES = 0.92

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
        for place, answer in enumerate(answers):
            for number in answer.numbers:
                self.numbered[number].append(place)
        self._parts: dict[int, list[tuple[float, pertinence.Vector]]] = {}
        self._vectors: dict[int, pertinence.Vector] = {}
        self._most: dict[int, float] = {}
        self.paired = self._paired_sources()
        about: defaultdict[int, float] = defaultdict(float)
        for one in chain.from_iterable(near):
            about[one.place] = max(about[one.place], one.pertinence)
        self.empty: defaultdict[int, list[int]] = defaultdict(list)
        for source in {source for _, source in self.paired}:
            self.empty[source] = [
                place
                for place, one in enumerate(answers)
                if one.finding.source == source and one.is_empty and about[place] < ABOUT_ONE
            ]
        self.runs = self._turns()

    def of(self, place: int) -> list[Tie]:
        """Give the ties of one suggestion, strongest first."""
        known = {one.place: one for one in self.near[place]}
        behind = self._behind(place)
        numbered = [
            p for n in self.asked[place].numbers for p in self.numbered[n][: 2 * EVIDENCE_MOST]
        ]
        ties = [
            tie
            for answer in dict.fromkeys((*known, *sorted(behind), *numbered, *self._whole(place)))
            if (tie := self._tie(place, answer, known.get(answer), answer in behind))
        ]
        ranks = {p: one.rank_score for p, one in known.items()}
        ties.sort(key=lambda tie: (-tie.score, -ranks.get(tie.place, 0.0), tie.place))
        if any(tie.reason != "whole_paper" for tie in ties):
            ties = [tie for tie in ties if tie.reason != "whole_paper"]
        least = max(LEAST_SCORE, KEPT_SHARE * ties[0].score) if ties else 0.0
        return [tie for tie in ties if tie.score >= least][:EVIDENCE_MOST]

    def _tie(
        self, place: int, answer_place: int, near: pertinence.Nearest | None, behind: bool
    ) -> Tie | None:
        asked, answer = self.asked[place], self.answers[answer_place]
        says = max(near.pertinence if near else 0.0, self._says(place, answer_place))
        signals = {
            "shared_terms": min(SAYS_MOST, SAYS * says),
            "named_topic": TOPIC * self._topic(asked, answer),
            "same_number": self._number(asked, answer),
            "addressed_body": ASKED_BODY if _is_asked_body(asked.finding, answer.finding) else 0.0,
            "said_next": SAID_NEXT if behind else NEARBY * self._is_nearby(asked, answer, says),
            "whole_paper": WHOLE if self._is_whole(asked, answer_place) else 0.0,
            "quotes": QUOTES if says > 0.1 and quotes(asked.text, answer.text) else 0.0,
        }
        left = 1.0
        for signal in signals.values():
            left *= 1 - signal
        if 1 - left < LEAST_SCORE:
            return None
        return Tie(answer_place, round(1 - left, 4), max(signals, key=signals.__getitem__))

    def _says(self, place: int, answer_place: int) -> float:
        """Give the pertinence of an answer to a suggestion, or to the part of it that it is most about."""
        vectors = self._parts.get(place)
        if vectors is None:
            text = self.asked[place].text
            parts = [pertinence.vector(part, self.weights) for part in conjuncts(text)]
            told = [(PART_SAYS, part) for part in parts if len(part) >= CONJUNCT_TERMS]
            vectors = [
                (1.0, pertinence.vector(text, self.weights)),
                *(told if len(parts) > 1 else ()),
            ]
            self._parts[place] = vectors
        answer = self._vectors.get(answer_place)
        if answer is None:
            whole = self.answers[answer_place].whole
            answer = self._vectors[answer_place] = pertinence.vector(whole, self.weights)
        return max(share * pertinence.dot(each, answer) for share, each in vectors)

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

    def _whole(self, place: int) -> list[int]:
        """Give the answers that acknowledge the whole paper a suggestion stands in."""
        source = self.asked[place].finding.source
        paired = sorted(other for one, other in self.paired if one == source)
        return [answer for other in paired for answer in self.empty[other][:EVIDENCE_MOST]]

    @staticmethod
    def _is_nearby(asked: Passage, answer: Passage, says: float) -> bool:
        one, other = asked.finding, answer.finding
        gap = other.span.start - one.span.end
        return one.source == other.source and says >= NEARBY_SAYS and 0 <= gap <= NEARBY_CHARS

    def _is_whole(self, asked: Passage, answer_place: int) -> bool:
        """Tell whether an answer that only acknowledges stands in the paper that answers the suggestion's own."""
        sources = asked.finding.source, self.answers[answer_place].finding.source
        return sources in self.paired and answer_place in self.empty[sources[1]]

    def _behind(self, place: int) -> set[int]:
        """Give the answers of the turn right after a suggestion, unless the turn is about another suggestion."""
        run = self.runs.get(place)
        if not run:
            return set()
        if run[0] not in self._most:
            asked = [other for other, others in self._near_runs(place) if others == run]
            self._most[run[0]] = max(self._run_says(other, run) for other in asked)
        says, most = self._run_says(place, run), self._most[run[0]]
        if most < NOTHING_SAID or says >= RIVAL_SHARE * most:
            return set(run)
        return {other for other in run if self.answers[other].is_empty}

    def _near_runs(self, place: int) -> list[tuple[int, tuple[int, ...]]]:
        around = range(max(0, place - RIVALS_MOST), min(len(self.asked), place + RIVALS_MOST))
        return [(other, self.runs[other]) for other in around if other in self.runs]

    def _run_says(self, place: int, run: tuple[int, ...]) -> float:
        return max(self._says(place, answer) for answer in run)

    def _turns(self) -> dict[int, tuple[int, ...]]:
        """Give for each suggestion the answers of the turn right after it, if no one else asks in between."""
        events: defaultdict[int, list[tuple[int, int, int]]] = defaultdict(list)
        for side, passages in enumerate((self.asked, self.answers)):
            for place, one in enumerate(passages):
                events[one.finding.source].append((one.finding.span.start, side, place))
        turns: dict[int, tuple[int, ...]] = {}
        for found in events.values():
            waiting: list[int] = []
            run: list[int] = []
            for _, side, place in sorted(found):
                if side == 0:
                    if run or (waiting and not self._same_asker(waiting[-1], place)):
                        waiting = []
                    run = []
                    waiting.append(place)
                elif self._joins(waiting, run, place):
                    run.append(place)
                    turns |= dict.fromkeys(
                        (w for w in waiting if self._is_close(w, run[0])), tuple(run)
                    )
        return turns

    def _same_asker(self, one: int, other: int) -> bool:
        first, second = self.asked[one].finding, self.asked[other].finding
        return first.speaker.name == second.speaker.name

    def _joins(self, waiting: list[int], run: list[int], place: int) -> bool:
        if not waiting or len(run) >= RUN_MOST:
            return False
        one = self.answers[place].finding
        if not run:
            return not _is_same_speaker(self.asked[waiting[-1]].finding, one)
        last = self.answers[run[-1]].finding
        return last.speaker.name == one.speaker.name and one.span.start - last.span.end <= RUN_GAP

    def _is_close(self, place: int, answer: int) -> bool:
        gap = self.answers[answer].finding.span.start - self.asked[place].finding.span.end
        return 0 <= gap <= NEXT_CHARS

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
        paired = {p for p, count in votes.items() if count > 1 and 2 * count > whole[p[1]]}
        asking = {one.finding.source for one in self.asked}
        if len(asking) == 1:  # nothing else can be meant
            paired |= {(min(asking), one.finding.source) for one in self.answers}
        return {pair for pair in paired if pair[0] != pair[1]}


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
