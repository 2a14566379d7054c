# SPDX-License-Identifier: Apache-2.0
"""The weighing of the three parts (三段判别): a linear score a sentence, then one reading of the whole run.

The first step weighs character groups and cues of each sentence by itself; the second reads the run from end to end:
facts, then analysis, then suggestions, where a part may be missing and a return costs much. Weights are learned by
`tools/train_parts.py`; docs/reference/model-card-parts.md says on what.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

import numpy as np
import numpy.typing as npt

from huiyin.core.extraction.chinese import part_cues

Matrix = npt.NDArray[np.float64]
Indices = npt.NDArray[np.int64]
States = frozenset[int]

FACTS, ANALYSIS, SUGGESTIONS = 0, 1, 2
ANY: States = frozenset((FACTS, ANALYSIS, SUGGESTIONS))
BITS = 15
CUE_SCALE = 0.3  # what a cue weighs beside a character group when the first step is learned
SCORE_SCALE = 3.0  # brings the first step's scores to the size of the cues
BEGIN_COST = (0.0, 1.5, 2.5)  # log-odds against a text that begins with a later part
ASK_GAIN = 1.5  # log-odds for a sentence that begins with the very word of asking
RETURN_COST = 14.0  # log-odds against going back to an earlier part
SIZES = (1, 2, 3)  # of character groups
_PORTION = 200_000  # characters weighed at a time
_ASKING = ("建议", "恳请", "呼吁", "希望")
_ODD = tuple(np.uint64(odd) for odd in (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9))
_SHIFT, _DROP, _MASK = np.uint64(29), np.uint64(20), np.uint64((1 << BITS) - 1)


@dataclass(frozen=True, slots=True)
class Weights:
    """What was learned.

    Attributes:
        grams: a row for each bucket of character groups, a column for each part, in units of `unit`.
        unit: what one step of `grams` is worth.
        cues: a row for each of `part_cues.names()`, for the first step.
        base: the share of each part.
        emissions: rows: the three scores, then the cues; for the second step.
        steps: a row for each of `part_cues.OPENINGS`, a column for each way on.
    """

    grams: npt.NDArray[np.int8]
    unit: float
    cues: Matrix
    base: Matrix
    emissions: Matrix
    steps: Matrix


@cache
def load() -> Weights:
    """Load the shipped weights.

    Cost: once per process; some milliseconds.
    """
    place = resources.files("huiyin.core.extraction") / "data/parts.npz"
    with place.open("rb") as stream, np.load(stream) as packed:
        grams, unit = np.asfortranarray(packed["grams"]), float(packed["unit"])
        cues, base = packed["cues"], packed["base"]
        emissions, steps = packed["emissions"], packed["steps"]
    return Weights(
        grams, unit, *(each.astype(np.float64) for each in (cues, base, emissions, steps))
    )


def buckets(pieces: Sequence[part_cues.Piece]) -> tuple[Indices, Indices]:
    """Give the buckets of all groups of one to three characters, and the sentence each stands in.

    Shapes: two arrays of equal length; groups never reach over the end of a sentence; digits count as one.
    """
    texts = _bare_texts(pieces)
    owner = np.repeat(np.arange(len(texts), dtype=np.int64), [len(text) for text in texts])
    found = [np.zeros(0, dtype=np.int64)]
    owners = [np.zeros(0, dtype=np.int64)]
    for size, mixed in _mixed(texts):
        many = len(mixed)
        whole = owner[:many] == owner[size - 1 :]
        found.append(mixed[whole])
        owners.append(owner[:many][whole])
    return np.concatenate(found), np.concatenate(owners)


def _bare_texts(pieces: Sequence[part_cues.Piece]) -> list[str]:
    return [part.text[part.bare :] or part.text for part in pieces]


def _mixed(texts: Sequence[str]) -> Iterator[tuple[int, Indices]]:
    """Give the bucket of the group that begins at each character of the joined texts, for each size."""
    letters = np.frombuffer("".join(texts).encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    codes = letters.astype(np.uint64)
    codes[(codes >= 48) & (codes <= 57)] = 48
    for size in SIZES:
        many = len(codes) - size + 1
        if many <= 0:
            return
        mixed = np.full(many, size * 7919, dtype=np.uint64)
        for at in range(size):
            mixed ^= codes[at : many + at]
            mixed *= _ODD[at]
            mixed ^= mixed >> _SHIFT
        mixed >>= _DROP
        mixed &= _MASK
        yield size, mixed.view(np.int64)


def scores(pieces: Sequence[part_cues.Piece], cues: Matrix, weights: Weights) -> Matrix:
    """Weigh each sentence by itself.

    Shapes: a row a sentence, a column a part; a row sums to about one.
    """
    texts = _bare_texts(pieces)
    summed = np.empty((len(texts), 3))
    for first, last in _portions(texts):
        summed[first:last] = _summed(texts[first:last], weights)
    lengths = np.array([len(text) for text in texts], dtype=np.float64)
    many = sum(np.maximum(0.0, lengths - (size - 1)) for size in SIZES)
    scored: Matrix = (
        summed * (weights.unit / np.sqrt(np.maximum(1.0, many)))[:, None]
        + CUE_SCALE * (cues @ weights.cues)
        + weights.base
    )
    return scored


def _portions(texts: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Cut a long run so that its arrays stay small."""
    first = size = 0
    for place, text in enumerate(texts, start=1):
        size += len(text)
        if size >= _PORTION or place == len(texts):
            yield first, place
            first, size = place, 0


def _summed(texts: Sequence[str], weights: Weights) -> Matrix:
    """Sum the weights of the groups of each sentence: differences of running sums, which are whole numbers."""
    edges = np.cumsum([0, *map(len, texts)])
    summed = np.zeros((len(texts), 3))
    at, starts, ends, found = 0, [], [], []
    for size, mixed in _mixed(texts):
        first = np.minimum(edges[:-1], len(mixed))
        starts.append(first + at)
        ends.append(np.maximum(edges[1:] - (size - 1), first) + at)
        found.append(mixed)
        at += len(mixed)
    if not found:
        return summed
    groups, opens, closes = np.concatenate(found), np.concatenate(starts), np.concatenate(ends)
    running = np.zeros(at + 1, dtype=np.int64)
    for part in range(3):
        np.cumsum(weights.grams[:, part].take(groups), out=running[1:])
        inside = running.take(closes) - running.take(opens)
        summed[:, part] = inside.reshape(-1, len(texts)).sum(axis=0)
    return summed


def asks(sentence: str) -> float:
    """Say how much a sentence by itself reads as one of the suggestions.

    Units: in [0, 1]; 0.5 is undecided.

    >>> asks("建议市城管局尽快完善停车设施。") > asks("目前停车位严重不足。")
    True
    """
    pieces = [part_cues.piece(sentence, opens=True)]
    row = scores(pieces, part_cues.sentence_cues(pieces), load())[0]
    return float(min(1.0, max(0.0, row[SUGGESTIONS])))


def run(
    pieces: Sequence[part_cues.Piece],
    allowed: Sequence[States],
    *,
    within_cost: float = 0.0,
    weights: Weights | None = None,
    known: Sequence[part_cues.Row] | None = None,
) -> list[int]:
    """Read a run of sentences as facts, analysis and suggestions.

    Shapes: one part for each sentence, out of those `allowed` for it; `known`: its cues, where they were counted.
    Units: `within_cost`: log-odds against a part that begins inside a paragraph.
    Cost: linear; about a quarter of all that reading a proposal costs.
    """
    if not pieces:
        return []
    learned = weights or load()
    rows = known or [part_cues.row(part) for part in pieces]
    cues = part_cues.matrix(rows)
    weighed = scores(pieces, cues, learned)
    emitted = np.hstack([SCORE_SCALE * weighed, cues]) @ learned.emissions
    asking = [part.text.startswith(_ASKING, part.bare) for part in pieces]
    emitted[:, SUGGESTIONS] += ASK_GAIN * np.array(asking)
    stepped = part_cues.opening_cues(pieces, rows) @ learned.steps
    if within_cost:
        stepped -= np.array([[0.0 if part.opens else within_cost] for part in pieces])
    return _decide(emitted, stepped, allowed)


Three = tuple[float, float, float]


def _decide(emitted: Matrix, stepped: Matrix, allowed: Sequence[States]) -> list[int]:
    gates = np.array([_gate(states) for states in allowed])
    shown = np.exp(emitted - emitted.max(axis=1, keepdims=True)) * gates
    shown[0] *= np.exp(-np.array(BEGIN_COST))
    seen = shown.tolist()
    ways = np.exp(np.clip(stepped, -30.0, 30.0)).tolist()
    ahead = _forwards(seen, ways)
    behind = _backwards(seen, ways)
    likely = np.array(ahead) * np.array(behind) / np.maximum(shown, 1e-300)
    found: list[int] = likely.argmax(axis=1).tolist()
    return found


@cache
def _gate(states: States) -> Three:
    facts, analysis, asked = (1.0 if part in states else 1e-12 for part in range(3))
    return facts, analysis, asked


_BACK = math.exp(-RETURN_COST)


def _forwards(seen: list[list[float]], ways: list[list[float]]) -> list[Three]:
    """Say how likely each part is by the sentences up to each; `ways`: on to analysis, to asks, to asks at once."""
    facts, analysis, asked = seen[0]
    found = [(facts, analysis, asked)]
    for (a, b, c), (on, out, over) in zip(seen[1:], ways[1:], strict=True):
        facts, analysis, asked = (
            (facts + analysis * _BACK + asked * _BACK) * a,
            (facts * on + analysis + asked * _BACK) * b,
            (facts * over + analysis * out + asked) * c,
        )
        facts, analysis, asked = _shares((facts, analysis, asked), (a, b, c))
        found.append((facts, analysis, asked))
    return found


def _backwards(seen: list[list[float]], ways: list[list[float]]) -> list[Three]:
    """Say how likely each part is by the sentences from each on."""
    facts, analysis, asked = seen[-1]
    found = [(facts, analysis, asked)]
    for (a, b, c), (on, out, over) in zip(seen[-2::-1], ways[:0:-1], strict=True):
        facts, analysis, asked = (
            (facts + analysis * on + asked * over) * a,
            (facts * _BACK + analysis + asked * out) * b,
            (facts * _BACK + analysis * _BACK + asked) * c,
        )
        facts, analysis, asked = _shares((facts, analysis, asked), (a, b, c))
        found.append((facts, analysis, asked))
    found.reverse()
    return found


def _shares(weights: Three, alone: Three) -> Three:
    """Bring weights to a sum of one; where nothing is left of them the sentence alone decides."""
    facts, analysis, asked = weights
    total = facts + analysis + asked
    if not total > 0.0:
        facts, analysis, asked = alone
        total = facts + analysis + asked
    return facts / total, analysis / total, asked / total
