# SPDX-License-Identifier: Apache-2.0
"""Terms (词项): the telling terms of a short text and how much each of them says."""

import math
import re
import tomllib
from collections import Counter
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from operator import add

_HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
RUN = re.compile(rf"[{_HAN}]+|[a-z0-9]+(?:[.,'’][a-z0-9]+)*")
_IS_HAN = re.compile(rf"[{_HAN}]")
_PLURAL = re.compile(r"(?<=[^su])s$|(?<=ss|ch|sh)es$|(?<=x)es$")

PRIOR_TEXTS = 200  # how many imagined texts the background counts for
PRIOR_SHARE = 0.001  # in which share of them an unknown term stands
COMMON_SHARE = 0.12  # in which share of them a common term stands


@cache
def words(name: str) -> tuple[str, ...]:
    """Give one list of `data/common.toml`."""
    text = resources.files(__package__).joinpath("data/common.toml").read_text("utf-8")
    return tuple(str(tomllib.loads(text)[name]).split())


def pairs(run: str) -> list[str]:
    """Give the overlapping pairs of a run of Chinese characters; a lone character stands for itself.

    >>> pairs("停车位")
    ['停车', '车位']
    """
    return list(map(add, run, run[1:])) if len(run) > 1 else [run]


@cache
def _stop() -> frozenset[str]:
    return frozenset(words("stop_en"))


@cache
def common() -> frozenset[str]:
    """Give the terms that stand almost everywhere in public business."""
    chinese = {pair for word in words("zh") for pair in pairs(word)}
    return frozenset(chinese | {stem(word) for word in words("en")})


def stem(word: str) -> str:
    """Cut the plural and the possessive off an English word.

    >>> stem("policies"), stem("measures"), stem("processes"), stem("bus"), stem("council's")
    ('policy', 'measure', 'process', 'bus', 'council')
    """
    if len(word) <= 3 or not word[-1].isalpha():
        return word
    bare = word.removesuffix("'s").removesuffix("’s")
    return bare[:-3] + "y" if bare.endswith("ies") else _PLURAL.sub("", bare)


def of(text: str) -> list[str]:
    """Give the terms of a text in order, with repeats.

    Chinese runs give their overlapping pairs, numbers and codes themselves, English words their stems without
    stop words.

    >>> of("Build 12 car parks 建停车位")
    ['build', '12', 'car', 'park', '建停', '停车', '车位']
    """
    found: list[str] = []
    stop = _stop()
    for run in RUN.findall(text.lower()):
        if run[0] > "\u33ff":
            found += map(add, run, run[1:]) if len(run) > 1 else run
        elif run not in stop:
            found.append(stem(run))
    return found


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each term says: high for rare ones, low for those that stand in many texts.

    Counts over the given texts are joined with an imagined background of `PRIOR_TEXTS` texts in which common terms
    stand often, so that few texts give sensible weights too.

    Attributes:
        count: how many texts were counted.
        frequency: in how many of them a term stands.
    """

    count: int
    frequency: Mapping[str, int]
    _known: dict[str, float] = field(default_factory=dict, repr=False, compare=False)

    def of(self, term: str) -> float:
        """Give the weight of a term, above 0."""
        weight = self._known.get(term)
        if weight is None:
            weight = self._known[term] = self._of(term)
        return weight

    def _of(self, term: str) -> float:
        share = COMMON_SHARE if term in common() else PRIOR_SHARE
        stands = self.frequency.get(term, 0) + PRIOR_TEXTS * share
        return math.log(1 + (self.count + PRIOR_TEXTS) / stands)

    def table(self) -> dict[str, float]:
        """Give the weights of all counted terms at once."""
        often, plain = PRIOR_TEXTS * COMMON_SHARE, PRIOR_TEXTS * PRIOR_SHARE
        whole, known, log = self.count + PRIOR_TEXTS, common(), math.log
        return {
            term: log(1 + whole / (times + (often if term in known else plain)))
            for term, times in self.frequency.items()
        }


def weigh(texts: Iterable[Iterable[str]]) -> Weights:
    """Count the terms of texts, each given by its terms.

    >>> weights = weigh([["停车", "车位"], ["停车", "建议"]])
    >>> weights.of("车位") > weights.of("停车") > weights.of("建议")
    True
    """
    frequency: Counter[str] = Counter()
    count = 0
    for terms in texts:
        frequency.update(set(terms))
        count += 1
    return Weights(count, frequency)


class Phrases:
    """The terms of one text in order, from which the phrases it shares with others are put together.

    >>> Phrases("建议新增充电桩", weigh([])).shared({"充电", "电桩", "建议"})
    ('充电桩',)
    """

    def __init__(self, text: str, weights: Weights) -> None:
        self._text = text
        self._terms: list[tuple[int, int, str, float]] = []
        known, stop = common(), _stop()
        for found in RUN.finditer(text.lower()):
            run, at = found[0], found.start()
            if run[0] > "\u33ff":
                self._terms += [
                    (n, n + len(pair), pair, 0.0 if pair in known else weights.of(pair))
                    for n, pair in enumerate(pairs(run), at)
                ]
                self._terms.append((-1, -1, "", 0.0))
            elif run not in stop and (term := stem(run)) not in known:
                self._terms.append((at, found.end(), term, weights.of(term)))
                self._terms.append((-1, -1, "", 0.0))

    def shared(self, others: Container[str]) -> tuple[str, ...]:
        """Give the runs made of terms that others have, most telling first, without those all of common terms."""
        told: dict[str, float] = {}
        start, stop, weight = -1, -1, 0.0
        for begin, end, term, says in self._terms:
            if term and term in others:
                start, stop, weight = begin if start < 0 else start, end, weight + says
            elif start >= 0:
                words = self._text[start:stop]
                if weight and told.get(words, 0.0) < weight:
                    told[words] = weight
                start, weight = -1, 0.0
        if len(told) < 2:
            return tuple(told)
        return tuple(sorted(told, key=lambda words: (-told[words], words)))
