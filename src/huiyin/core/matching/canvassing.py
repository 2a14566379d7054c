# SPDX-License-Identifier: Apache-2.0
"""Canvassing (普查): what ties very many answers to very many suggestions by their words, by arrays instead of loops."""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from huiyin.core.matching import counting, nearing, passages, terms, tying
from huiyin.core.matching.passages import Passage

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


class Distinct:
    """Things that are worth looking at once, although they stand in many places.

    Attributes:
        of: for each place the number of its thing.
        first: for each thing its first place.
    """

    def __init__(self, keys: Iterable[Hashable]) -> None:
        numbers: dict[Hashable, int] = {}
        self.of = np.fromiter((numbers.setdefault(key, len(numbers)) for key in keys), np.int64)
        self.first: Ints = np.zeros(len(numbers), np.int64)
        self.first[self.of[::-1]] = np.arange(len(self.of))[::-1]
        self.times = np.bincount(self.of, minlength=len(numbers))
        self.keys = list(numbers)


@dataclass(frozen=True, slots=True)
class Signals:
    """What ties pairs of a suggestion and an answer, by the words of both; in falling nearness for each suggestion.

    Attributes:
        asked: numbers of `Canvass.asked`.
        answer: numbers of `Canvass.answers`.
        near: the pertinence of the whole suggestion.
        rank: nearness against others.
        says: the pertinence of the whole or of the part that the answer is most about.
        topic: the share of the answer's heading that the suggestion speaks of.
    """

    asked: Ints
    answer: Ints
    near: Floats
    rank: Floats
    says: Floats
    topic: Floats


class Canvass:
    """Suggestions and answers counted and weighed together.

    Attributes:
        asked: suggestions of the same wording under the same heading are one.
        answers: answers that say the same under the same heading, by the same body and to the same effect, are one.
        weights: the weights of all terms, for what is looked at one by one.
    """

    def __init__(self, asked: Sequence[Passage], answers: Sequence[Passage]) -> None:
        self.asked = Distinct((one.text, one.context, one.finding.topic) for one in asked)
        self.answers = Distinct(map(_saying, answers))
        asking = [asked[place] for place in self.asked.first.tolist()]
        answering = [answers[place] for place in self.answers.first.tolist()]
        self._texts = Distinct(one.text for one in asking)
        self._topics = Distinct(one.topic for one in answering)
        wordings = [str(key) for key in self._texts.keys]
        parts = [_parts(text) for text in wordings]
        self._part_ends = np.cumsum([0, *map(len, parts)])
        rooms = (
            [one.whole for one in asking],
            [one.whole for one in answering],
            wordings,
            [part for several in parts for part in several],
            [str(key) for key in self._topics.keys],
        )
        counted = counting.count([text for room in rooms for text in room])
        ends = np.cumsum([0, *map(len, rooms)]).tolist()
        wholes, said, texts, cut, topics = (counted.matrix[a:b] for a, b in pairwise(ends))
        times = np.concatenate((self.asked.times, self.answers.times))
        often = np.bincount(
            counted.matrix.indices[: counted.matrix.indptr[ends[2]]],
            np.repeat(times, np.diff(counted.matrix.indptr[: ends[2] + 1])),
            minlength=len(counted.codes),
        )
        weight = counting.weigh(often.astype(np.float64), counted.common, float(times.sum()))
        self._counted, self._often, self._count = counted, often, int(times.sum())
        self._whole = _held(wholes)
        self._said, self._text, self._part = (_vectors(room, weight) for room in (said, texts, cut))
        self._topic = _telling(topics, weight, counted.common)
        sources = np.array([one.finding.source for one in answering], np.int64)
        before = np.maximum.accumulate(sources) if len(sources) else sources
        at = np.searchsorted(
            before, [asking[place].finding.source for place in self._texts.first.tolist()]
        )
        self._near = nearing.find(self._text, self._said, at, counted.common)

    def weights(self) -> terms.Weights:
        """Give the weights of all terms, for what is looked at one by one."""
        often = dict(zip(self._counted.names(), self._often.tolist(), strict=True))
        return terms.Weights(self._count, often)

    def signals(self) -> Signals:
        """Give the pairs near each other with their signals."""
        near = self._near
        says = np.maximum(near.pertinence, tying.PART_SAYS * self._part_says(near))
        order = np.argsort(self._texts.of, kind="stable")  # suggestions by wording
        begin = np.searchsorted(self._texts.of[order], np.arange(len(self._texts.first) + 1))
        owner, entry = nearing.expand(begin[near.asked], begin[near.asked + 1])
        asked = order[entry]
        by_asked = np.argsort(asked, kind="stable")
        owner, asked = owner[by_asked], asked[by_asked]
        answer = near.answer[owner]
        topic = self._topics.of[answer]
        met = nearing.dot(self._topic, topic, self._whole, asked)
        whole = np.asarray(self._topic.sum(axis=1)).ravel()[topic]
        share = np.divide(met, whole, out=np.zeros(len(met)), where=whole > 0)
        return Signals(asked, answer, near.pertinence[owner], near.rank[owner], says[owner], share)

    def shared_count(self, asked: Ints, answer: Ints) -> Floats:
        """Count the terms that suggestions and answers share, pair by pair."""
        return nearing.dot(_held(self._text), self._texts.of[asked], _held(self._said), answer)

    def _part_says(self, near: nearing.Near) -> Floats:
        """Give for each pair the pertinence to the part of the suggestion that the answer is most about."""
        ends = self._part_ends
        owner, part = nearing.expand(ends[near.asked], ends[near.asked + 1])
        says = nearing.dot(self._part, part, self._said, near.answer[owner])
        most = np.zeros(len(near.asked))
        np.maximum.at(most, owner, says)
        return most


def _saying(one: Passage) -> Hashable:
    found = one.finding
    who = found.speaker.name, found.speaker.affiliation, found.addressee
    return one.text, one.context, found.topic, found.kind, found.position, found.due, who


def _parts(text: str) -> list[str]:
    """Give the parts of a suggestion that may be met by themselves; none where it is of one piece."""
    parts = passages.conjuncts(text)
    if len(parts) < 2:
        return []
    return [part for part in parts if len(set(terms.of(part))) >= tying.CONJUNCT_TERMS]


def _vectors(counts: counting.Matrix, weight: Floats) -> counting.Matrix:
    """Give what `pertinence.vector` gives for each text."""
    found = counts.astype(np.float64)
    found.data = np.log1p(found.data) * weight[found.indices]
    row = np.repeat(np.arange(found.shape[0]), np.diff(found.indptr))
    length = np.sqrt(np.bincount(row, found.data**2, minlength=found.shape[0]))
    found.data /= length[row]
    return found


def _held(counts: counting.Matrix) -> counting.Matrix:
    """Give 1 for each term a text holds."""
    found = counts.copy()
    found.data = np.ones(len(found.data))
    return found


def _telling(
    counts: counting.Matrix, weight: Floats, common: npt.NDArray[np.bool_]
) -> counting.Matrix:
    """Give the weight of each telling term of headings with at least two of them."""
    found = _held(counts)
    row = np.repeat(np.arange(found.shape[0]), np.diff(found.indptr))
    telling = ~common[found.indices]
    enough = np.bincount(row, telling, minlength=found.shape[0]) >= tying.HEADING_TERMS
    found.data = np.where(telling & enough[row], weight[found.indices], 0.0)
    found.eliminate_zeros()
    return found
