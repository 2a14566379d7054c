# SPDX-License-Identifier: Apache-2.0
"""Settling (批量判定): the echoes of very many suggestions. Only those that more than words may tie are taken one by one."""

from collections import Counter
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from huiyin.core.matching import canvassing, judging, nearing, passages, pertinence, tying
from huiyin.core.matching.passages import Passage
from huiyin.core.values.echoes import Echo

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

_REASONS = ("shared_terms", "named_topic", "addressed_body", "quotes")


def find(asked: Sequence[Passage], answers: Sequence[Passage]) -> dict[str, Echo]:
    """Give the echo of each suggestion, in their order."""
    return _Settling(asked, answers).echoes()


class _Settling:
    def __init__(self, asked: Sequence[Passage], answers: Sequence[Passage]) -> None:
        self.asked, self.answers = asked, answers
        self.canvass = canvassing.Canvass(asked, answers)
        self.signals = self.canvass.signals()
        count = len(self.canvass.asked.first)
        self.starts = np.searchsorted(self.signals.asked, np.arange(count + 1))
        self.places = self.canvass.answers.first  # of each distinct answer
        self.weights = self.canvass.weights()
        self.judge = judging.Judge(answers, self.weights, told=judging.CROWD_TOLD)

    def echoes(self) -> dict[str, Echo]:
        about: dict[int, float] = {}
        most = np.zeros(len(self.places))
        np.maximum.at(most, self.signals.answer, self.signals.near)
        about = dict(enumerate(most[self.canvass.answers.of].tolist()))
        votes = self._votes()
        paired = tying.pair_sources(votes, self.asked, self.answers)
        ties = tying.Ties(self.asked, self.answers, _Lists(self), self.weights, about, paired)
        local = [ties.is_local(place) for place in range(len(self.asked))]
        far = np.flatnonzero(~np.array(local, bool))
        common = self._by_words(far)
        return {
            one.finding.id: self.judge.echo(one, ties.of(place))
            if place not in common
            else _given(common[place], one.finding.id)
            for place, one in enumerate(self.asked)
        }

    def _votes(self) -> Counter[tuple[int, int]]:
        """Count which sources hold the answers nearest to the suggestions of which."""
        begin, end = self.starts[:-1], self.starts[1:]
        nearest = np.where(end > begin, begin, -1)[self.canvass.asked.of]
        place = np.flatnonzero(nearest >= 0)
        pair = nearest[place]
        sure = self.signals.near[pair] >= tying.VOTES
        place, answer = place[sure].tolist(), self.places[self.signals.answer[pair[sure]]].tolist()
        return Counter(
            (self.asked[one].finding.source, self.answers[other].finding.source)
            for one, other in zip(place, answer, strict=True)
        )

    def _by_words(self, far: Ints) -> dict[int, Echo]:
        """Give the echo of the suggestions that words alone may tie, judged once for those that are the same."""
        names = [self.asked[place].finding.addressee.strip() for place in far.tolist()]
        kinds = canvassing.Distinct(zip(self.canvass.asked.of[far].tolist(), names, strict=True))
        row = self.canvass.asked.of[far[kinds.first]]
        owner, pair = nearing.expand(self.starts[row], self.starts[row + 1])
        answer = self.signals.answer[pair]
        signals = np.zeros((len(_REASONS), len(owner)))
        signals[0] = np.minimum(tying.SAYS_MOST, tying.SAYS * self.signals.says[pair])
        signals[1] = tying.TOPIC * self.signals.topic[pair]
        signals[2] = tying.ASKED_BODY * self._is_asked(
            [names[n] for n in kinds.first.tolist()], owner, answer
        )
        signals[3] = self._quotes(row[owner], answer, self.signals.says[pair])
        score = 1 - np.prod(1 - signals, axis=0)
        order = np.lexsort((self.places[answer], -self.signals.rank[pair], -score.round(4), owner))
        order = order[score[order] >= tying.LEAST_SCORE]
        place = nearing.place_in_run(owner[order])
        best = np.zeros(len(kinds.first))
        np.maximum.at(best, owner[order], score[order])
        kept = (place < tying.EVIDENCE_MOST) & (
            score[order] >= tying.KEPT_SHARE * best[owner[order]]
        )
        order = order[kept]
        reason = signals[:, order].argmax(axis=0)
        ties = [
            tying.Tie(*told)
            for told in zip(
                self.places[answer[order]].tolist(),
                score[order].round(4).tolist(),
                [_REASONS[n] for n in reason.tolist()],
                strict=True,
            )
        ]
        ends = np.searchsorted(owner[order], np.arange(len(kinds.first) + 1)).tolist()
        echoes = [
            self.judge.echo(self.asked[far[first]], ties[ends[n] : ends[n + 1]])
            for n, first in enumerate(kinds.first.tolist())
        ]
        return {
            place: echoes[kind] for place, kind in zip(far.tolist(), kinds.of.tolist(), strict=True)
        }

    def _is_asked(self, names: list[str], owner: Ints, answer: Ints) -> Floats:
        """Tell for each pair whether the body that was asked answers or is assigned."""
        asked = canvassing.Distinct(names)
        who = canvassing.Distinct(
            (one.speaker.name, one.speaker.affiliation, one.addressee)
            for one in (self.answers[place].finding for place in self.places.tolist())
        )
        pairs, number = np.unique(
            asked.of[owner] * len(who.keys) + who.of[answer], return_inverse=True
        )
        found = [
            passages.is_body(
                names[asked.first[one]], self.answers[self.places[who.first[other]]].finding
            )
            for one, other in zip(
                *(each.tolist() for each in np.divmod(pairs, max(1, len(who.keys)))), strict=True
            )
        ]
        return np.array(found, np.float64)[number] if found else np.zeros(0)

    def _quotes(self, row: Ints, answer: Ints, says: Floats) -> Floats:
        """Tell for each pair whether the answer repeats a long run of the suggestion."""
        found = np.zeros(len(row))
        first = self.canvass.asked.first
        needed = np.zeros(len(first))
        for one in np.unique(row).tolist():
            needed[one] = passages.quotable(self.asked[first[one]].text)
        some = np.flatnonzero((says > tying.QUOTING_SAYS) & (needed[row] > 0))
        shared = self.canvass.shared_count(row[some], answer[some])
        for one in some[shared >= needed[row[some]]].tolist():
            told = self.answers[self.places[answer[one]]].text
            if passages.quotes(self.asked[first[row[one]]].text, told):
                found[one] = tying.QUOTES
        return found


class _Lists(Sequence[Sequence[pertinence.Nearest]]):
    """The answers near each suggestion, made when they are asked for."""

    def __init__(self, settling: _Settling) -> None:
        self._of = settling

    def __len__(self) -> int:
        return len(self._of.asked)

    def __getitem__(self, place):  # type: ignore[no-untyped-def]
        one, signals = self._of, self._of.signals
        row = one.canvass.asked.of[place]
        found = slice(one.starts[row], one.starts[row + 1])
        told = zip(
            one.places[signals.answer[found]].tolist(),
            signals.near[found].tolist(),
            signals.rank[found].tolist(),
            strict=True,
        )
        return [pertinence.Nearest(*each) for each in told]


def _given(echo: Echo, suggestion: str) -> Echo:
    return (
        echo
        if echo.suggestion == suggestion
        else Echo(suggestion, echo.verdict, echo.reason, echo.evidence)
    )
