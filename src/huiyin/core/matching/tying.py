# SPDX-License-Identifier: Apache-2.0
"""Tying (对应): what ties an answer to a suggestion, signal by signal."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from huiyin.core.matching import numbering, passages, pertinence, terms, turns
from huiyin.core.matching.passages import Passage

LEAST_SCORE = 0.32  # below it nothing is tied
KEPT_SHARE = 0.66  # of the best score; weaker ties are not shown
EVIDENCE_MOST = 5
NEARBY_CHARS, NEARBY_SAYS = 800, 0.1  # further on, an answer must name what it answers
RIVALS_MOST = 12  # neighbouring suggestions that may be what the turn is about
NOTHING_SAID = 0.02  # pertinence below which a turn names nothing
RIVAL_SHARE = 0.35  # of what the turn has in common with the suggestion it is most about
HEADING_TERMS = 2  # telling terms a heading must have to name anything
CONJUNCT_TERMS = 4  # a part of a suggestion must have so many terms to be met or missed by itself

# How much each signal ties, in [0, 1]; joined as chances that do not hang together.
SAYS, SAYS_MOST = 1.6, 0.9  # times pertinence
PART_SAYS = 0.8  # times pertinence to one part of a suggestion
TOPIC = 0.45
NUMBER_SPECIFIC, NUMBER_PLAIN = 0.8, 0.4
ASKED_BODY = 0.2
SAID_NEXT = 0.36
NEARBY = 0.15
VOTES = 0.1  # pertinence from which the nearest answer says that two papers belong together
ABOUT_ONE = 0.15  # an answer so much about one suggestion does not speak of the whole paper
WHOLE = 0.34
QUOTES = 0.92
QUOTING_SAYS = 0.1  # pertinence below which no quotation is looked for


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
        about: Mapping[int, float] | None = None,
        paired: set[tuple[int, int]] | None = None,
    ) -> None:
        self.asked, self.answers, self.near, self.weights = asked, answers, near, weights
        self.numbered: defaultdict[str, list[int]] = defaultdict(list)
        for place, answer in enumerate(answers):
            for number in answer.numbers:
                self.numbered[number].append(place)
        self._parts: dict[int, list[tuple[float, pertinence.Vector]]] = {}
        self._vectors: dict[int, pertinence.Vector] = {}
        self._most: dict[int, float] = {}
        self.paired = self._paired_sources() if paired is None else paired
        self.partners: defaultdict[int, list[int]] = defaultdict(list)
        for one, other in sorted(self.paired):
            self.partners[one].append(other)
        self.empty = self._empties(_about(near) if about is None else about)
        self.answering = {one.finding.source for one in answers}
        self.runs = turns.find(asked, answers)

    def _empties(self, about: Mapping[int, float]) -> dict[int, list[int]]:
        """Give for each source that answers another the answers in it that only acknowledge, whatever was asked."""
        sources = {source for _, source in self.paired}
        empty: dict[int, list[int]] = {source: [] for source in sources}
        for place, one in enumerate(self.answers):
            source = one.finding.source
            if source in sources and about.get(place, 0.0) < ABOUT_ONE and one.is_empty:
                empty[source].append(place)
        return empty

    def is_local(self, place: int) -> bool:
        """Tell whether more than the words may tie an answer to a suggestion: its place, its paper or its number."""
        asked = self.asked[place]
        return (
            place in self.runs
            or asked.finding.source in self.answering
            or any(number in self.numbered for number in asked.numbers)
            or bool(self._whole(place))
        )

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
            "addressed_body": ASKED_BODY
            if passages.is_asked_body(asked.finding, answer.finding)
            else 0.0,
            "said_next": SAID_NEXT if behind else NEARBY * self._is_nearby(asked, answer, says),
            "whole_paper": WHOLE if self._is_whole(asked, answer_place) else 0.0,
            "quotes": QUOTES
            if says > QUOTING_SAYS and passages.quotes(asked.text, answer.text)
            else 0.0,
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
            parts = [pertinence.vector(part, self.weights) for part in passages.conjuncts(text)]
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
        if len(telling) < HEADING_TERMS:
            return 0.0
        return passages.share(telling, asked.whole_terms, self.weights)

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
        others = self.partners.get(self.asked[place].finding.source, ())
        return [answer for other in others for answer in self.empty[other][:EVIDENCE_MOST]]

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

    def _paired_sources(self) -> set[tuple[int, int]]:
        """Give the (asking, answering) sources that belong together: the answers of one are about the other."""
        votes: Counter[tuple[int, int]] = Counter()
        for asked, near in zip(self.asked, self.near, strict=True):
            for one in near[:1]:
                source = self.answers[one.place].finding.source
                if one.pertinence >= VOTES:
                    votes[asked.finding.source, source] += 1
        return pair_sources(votes, self.asked, self.answers)


def pair_sources(
    votes: Mapping[tuple[int, int], int], asked: Sequence[Passage], answers: Sequence[Passage]
) -> set[tuple[int, int]]:
    """Give the sources that belong together, from the number of suggestions of one whose nearest answer is in the other."""
    across = {pair: count for pair, count in votes.items() if pair[0] != pair[1]}
    whole: Counter[int] = Counter()
    for (_, source), count in across.items():
        whole[source] += count
    paired = {p for p, count in across.items() if count > 1 and 2 * count > whole[p[1]]}
    asking = {one.finding.source for one in asked}
    if len(asking) == 1:  # nothing else can be meant
        paired |= {(min(asking), one.finding.source) for one in answers}
    return {pair for pair in paired if pair[0] != pair[1]}


def _about(near: Sequence[Sequence[pertinence.Nearest]]) -> dict[int, float]:
    """Give how much each answer is about the suggestion it is most about."""
    about: dict[int, float] = {}
    for one in chain.from_iterable(near):
        about[one.place] = max(about.get(one.place, 0.0), one.pertinence)
    return about
