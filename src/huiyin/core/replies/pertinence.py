# SPDX-License-Identifier: Apache-2.0
"""Pertinence (切题): whether a reply speaks about *this* suggestion, alone or among others, with the words that show it.

Weights and the background of ordinary terms are learned by `tools/train_pertinence.py`;
docs/reference/model-card-pertinence.md says on what. Rules, figures and failures: docs/algorithms/replies.md.
"""

import math
import re
import tomllib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

import numpy as np
import numpy.typing as npt

from huiyin.core.matching import terms
from huiyin.core.values import spans

HEAD_CHARS = 60  # of the first sentence of a suggestion, which names its matter
ROUNDS = 20  # of sharing out
SHOWN = 5  # pieces of evidence
FEATURES = ("pairs", "characters", "head", "elsewhere")

Vector = Mapping[str, float]
Matrix = npt.NDArray[np.float64]

_HAN = "\u3400-\u9fff"
_SENTENCE = re.compile(r"[。！？\n]")
_PLACE = re.compile(rf"(?=([{_HAN}][市县区镇乡]))")
_CODE = re.compile(rf"[a-z]\d+[{_HAN}]|[a-z]市")


@dataclass(frozen=True, slots=True)
class Model:
    """What was learned.

    Attributes:
        pairs, characters: background weights of terms and of single Chinese characters.
        weights: of `FEATURES`, in their order.
        slope, offset: from the weighted sum to log-odds that reply and suggestion belong together.
        warmth: how sharply replies are shared out among suggestions.
    """

    pairs: terms.Weights
    characters: terms.Weights
    weights: tuple[float, ...]
    slope: float
    offset: float
    warmth: float


@dataclass(frozen=True, slots=True)
class Pertinence:
    """How much a reply is about a suggestion.

    Units: `score` in [0, 1]: of pairs with such a score, so many belong together, where as many do as do not.

    Attributes:
        in_reply, in_suggestion: the most telling words both use, in order of their place.
        elsewhere: True when the two name places and share none.
    """

    score: float
    in_reply: tuple[spans.Span, ...] = ()
    in_suggestion: tuple[spans.Span, ...] = ()
    elsewhere: bool = False


@dataclass(frozen=True, slots=True)
class _Side:
    pairs: Vector
    characters: Vector
    terms: frozenset[str]
    head: frozenset[str]
    places: frozenset[str]


@cache
def model() -> Model:
    """Give what was learned, read once."""
    data = resources.files(__package__).joinpath("data/pertinence.npz")
    with data.open("rb") as stream, np.load(stream) as kept:
        count = int(kept["count"])
        tables = [
            dict(zip(kept[name].tolist(), kept[f"{name}_often"].tolist(), strict=True))
            for name in ("pairs", "characters")
        ]
        numbers = kept["learned"].tolist()
    wide, narrow = (terms.Weights(count, table) for table in tables)
    return Model(wide, narrow, tuple(numbers[:4]), *numbers[4:7])


@cache
def _no_place() -> frozenset[str]:
    text = resources.files(__package__).joinpath("data/places.toml").read_text("utf-8")
    return frozenset(tomllib.loads(text)["none"].split())


def places(text: str) -> frozenset[str]:
    """Give the ends of the names of places in a text, enough to see whether two texts name the same.

    >>> sorted(places("澄州市东岸区和本市城区"))
    ['岸区', '州市']
    """
    low = text.lower()
    return frozenset(_CODE.findall(low)) | (frozenset(_PLACE.findall(low)) - _no_place())


def pertinence(reply_text: str, suggestion_text: str) -> Pertinence:
    """Say how much a reply is about a suggestion, each taken alone.

    Shapes: `in_reply` counts in `reply_text`, `in_suggestion` in `suggestion_text`.
    Source: logistic regression over four likenesses; figures in docs/algorithms/replies.md.
    Cost: linear in both texts.

    >>> asked = "建议在滨河路增设公厕。沿线游客多，如厕不便。"
    >>> near, far = pertinence("滨河路公厕已列入计划", asked), pertinence("养老服务补贴已发放", asked)
    >>> near.score > 0.5 > far.score, [asked[span.start : span.end] for span in near.in_suggestion]
    (True, ['滨河路', '公厕'])
    """
    learned = model()
    asked, answer = _side(suggestion_text, learned), _side(reply_text, learned)
    raw = _raw(asked, answer, learned)
    shared = [term for term in asked.terms & answer.terms if term not in terms.common()]
    return Pertinence(
        1 / (1 + math.exp(-(learned.slope * raw + learned.offset))),
        _places_of(reply_text, shared, learned),
        _places_of(suggestion_text, shared, learned),
        _elsewhere(asked, answer) > 0,
    )


def table(replies: Sequence[str], suggestions: Sequence[str]) -> Matrix:
    """Give the pertinence of every reply to every suggestion, each pair taken alone.

    Shapes: a row for each suggestion, a column for each reply, in the order given.
    Units: [0, 1], as `pertinence`.
    """
    learned = model()
    return 1 / (1 + np.exp(-(learned.slope * _raws(replies, suggestions) + learned.offset)))


def among(replies: Sequence[str], suggestions: Sequence[str]) -> Matrix:
    """Share replies out among suggestions where each reply was written for one of them.

    What a reply could say to any suggestion then counts for little. Use it to find the reply of each, never to judge
    one draft alone.

    Shapes: a row for each suggestion, a column for each reply.
    Units: the share of a row that falls to a reply; a row adds up to 1.
    Source: Sinkhorn's balancing, `ROUNDS` rounds.
    Cost: pairs of suggestion and reply times `ROUNDS`.
    """
    if not replies or not suggestions:
        return np.zeros((len(suggestions), len(replies)))
    logs = _raws(replies, suggestions) / model().warmth
    for _ in range(ROUNDS):
        logs = logs - np.logaddexp.reduce(logs, axis=0)[None, :]
        logs = logs - np.logaddexp.reduce(logs, axis=1)[:, None]
    shares: Matrix = np.exp(logs)
    return shares


def features(replies: Sequence[str], suggestions: Sequence[str], learned: Model) -> Matrix:
    """Give the likenesses of every pair, in the order of `FEATURES`: what the weights are learned on."""
    answers = [_side(text, learned) for text in replies]
    asked = [_side(text, learned) for text in suggestions]
    found = [_likenesses(one, other, learned) for one in asked for other in answers]
    return np.array(found).reshape(len(asked), len(answers), len(FEATURES))


def _raws(replies: Sequence[str], suggestions: Sequence[str]) -> Matrix:
    learned = model()
    raws: Matrix = features(replies, suggestions, learned) @ np.array(learned.weights)
    return raws


def _side(text: str, learned: Model) -> _Side:
    words = terms.of(text)
    characters = [char for char in text if "\u3400" <= char <= "\u9fff"]
    head = _SENTENCE.split(text.strip(), maxsplit=1)[0][:HEAD_CHARS]
    return _Side(
        _vector(words, learned.pairs),
        _vector(characters, learned.characters),
        frozenset(words),
        frozenset(terms.of(head)),
        places(text),
    )


def _vector(words: Sequence[str], weights: terms.Weights) -> Vector:
    says = {word: math.log1p(often) * weights.of(word) for word, often in Counter(words).items()}
    length = math.sqrt(math.fsum(value * value for value in says.values()))
    return {word: value / length for word, value in says.items()} if length else {}


def _dot(one: Vector, other: Vector) -> float:
    if len(one) > len(other):
        one, other = other, one
    return sum([value * other[word] for word, value in one.items() if word in other])


def _likenesses(asked: _Side, answer: _Side, learned: Model) -> tuple[float, ...]:
    weigh = learned.pairs.of
    whole = sum([weigh(term) for term in asked.head])
    met = sum([weigh(term) for term in asked.head & answer.terms])
    return (
        _dot(asked.pairs, answer.pairs),
        _dot(asked.characters, answer.characters),
        met / whole if whole else 0.0,
        _elsewhere(asked, answer),
    )


def _elsewhere(asked: _Side, answer: _Side) -> float:
    return float(bool(asked.places and answer.places) and asked.places.isdisjoint(answer.places))


def _raw(asked: _Side, answer: _Side, learned: Model) -> float:
    found = _likenesses(asked, answer, learned)
    return math.fsum(value * weight for value, weight in zip(found, learned.weights, strict=True))


def _places_of(text: str, shared: Sequence[str], learned: Model) -> tuple[spans.Span, ...]:
    """Find the most telling shared words where they stand first in a text."""
    found: list[spans.Span] = []
    low = text.lower()
    for words in terms.Phrases(text, learned.pairs).shared(frozenset(shared)):
        at = low.find(words.lower())
        if at >= 0 and len(found) < SHOWN:
            found.append(spans.Span(at, at + len(words)))
    return tuple(sorted(found))
