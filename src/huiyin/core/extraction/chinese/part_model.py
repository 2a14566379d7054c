# SPDX-License-Identifier: Apache-2.0
"""The weighing of the three parts (三段判别): a linear score a sentence, then one reading of the whole run.

The first step weighs character groups and cues of each sentence by itself; the second reads the run from end to end:
facts, then analysis, then suggestions, where a part may be missing and a return costs much. Weights are learned by
`tools/train_parts.py`; docs/reference/model-card-parts.md says on what.
"""

from collections.abc import Sequence
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
_ASKING = ("建议", "恳请", "呼吁", "希望")
_ODD = tuple(np.uint64(odd) for odd in (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9))
_STEPS = ((FACTS, ANALYSIS), (ANALYSIS, SUGGESTIONS), (FACTS, SUGGESTIONS))


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
    texts = [part.text[part.bare :] or part.text for part in pieces]
    lengths = np.array([len(text) for text in texts], dtype=np.int64)
    letters = np.frombuffer("".join(texts).encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    codes = letters.astype(np.uint64)
    codes[(codes >= 48) & (codes <= 57)] = 48
    owner = np.repeat(np.arange(len(texts), dtype=np.int64), lengths)
    found: list[Indices] = []
    owners: list[Indices] = []
    for size in (1, 2, 3):
        many = len(codes) - size + 1
        if many <= 0:
            break
        mixed = np.full(many, size * 7919, dtype=np.uint64)
        for at in range(size):
            mixed = (mixed ^ codes[at : many + at]) * _ODD[at]
            mixed ^= mixed >> np.uint64(29)
        whole = owner[:many] == owner[size - 1 :]
        found.append(
            ((mixed[whole] >> np.uint64(20)) & np.uint64((1 << BITS) - 1)).astype(np.int64)
        )
        owners.append(owner[:many][whole])
    if not found:
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    return np.concatenate(found), np.concatenate(owners)


def scores(pieces: Sequence[part_cues.Piece], cues: Matrix, weights: Weights) -> Matrix:
    """Weigh each sentence by itself.

    Shapes: a row a sentence, a column a part; a row sums to about one.
    """
    found, owners = buckets(pieces)
    many = np.maximum(1.0, np.bincount(owners, minlength=len(pieces)))
    summed = np.stack(
        [
            np.bincount(owners, weights=weights.grams[:, part][found], minlength=len(pieces))
            for part in range(3)
        ],
        axis=1,
    )
    scored: Matrix = (
        summed * (weights.unit / np.sqrt(many))[:, None]
        + CUE_SCALE * (cues @ weights.cues)
        + weights.base
    )
    return scored


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
) -> list[int]:
    """Read a run of sentences as facts, analysis and suggestions.

    Shapes: one part for each sentence, out of those `allowed` for it.
    Units: `within_cost`: log-odds against a part that begins inside a paragraph.
    Cost: linear; 40 to 60 µs a sentence on a busy machine, a quarter of what jieba needs to cut it into words.
    """
    if not pieces:
        return []
    learned = weights or load()
    cues = part_cues.sentence_cues(pieces)
    rows = np.hstack([SCORE_SCALE * scores(pieces, cues, learned), cues])
    emitted = rows @ learned.emissions
    asking = [part.text.startswith(_ASKING, part.bare) for part in pieces]
    emitted[:, SUGGESTIONS] += ASK_GAIN * np.array(asking)
    stepped = part_cues.opening_cues(pieces, cues) @ learned.steps
    if within_cost:
        stepped -= np.array([[0.0 if part.opens else within_cost] for part in pieces])
    return _decide(emitted, stepped, allowed)


def _decide(emitted: Matrix, stepped: Matrix, allowed: Sequence[States]) -> list[int]:
    gates = np.array(
        [[1.0 if part in states else 1e-12 for part in range(3)] for states in allowed]
    )
    shown = np.exp(emitted - emitted.max(axis=1, keepdims=True)) * gates
    shown[0] *= np.exp(-np.array(BEGIN_COST))
    ways = np.empty((len(emitted), 3, 3))
    ways[:] = np.exp(-RETURN_COST)
    for part in range(3):
        ways[:, part, part] = 1.0
    for column, (before, after) in enumerate(_STEPS):
        ways[:, before, after] = np.exp(np.clip(stepped[:, column], -30.0, 30.0))
    ahead = _sweep(shown.tolist(), ways.tolist())
    # Backwards the same sweep, with the ways turned round and each one sentence later.
    turned = np.empty_like(ways)
    turned[0] = np.eye(3)
    turned[1:] = ways[:0:-1].transpose(0, 2, 1)
    behind = _sweep(shown[::-1].tolist(), turned.tolist())[::-1]
    likely = np.array(ahead) * np.array(behind) / np.maximum(shown, 1e-300)
    return [int(part) for part in likely.argmax(axis=1)]


def _sweep(shown: list[list[float]], ways: list[list[list[float]]]) -> list[list[float]]:
    facts, analysis, asked = shown[0]
    found = [[facts, analysis, asked]]
    for (a, b, c), (wf, wa, ws) in zip(shown[1:], ways[1:], strict=True):
        facts, analysis, asked = (
            (facts * wf[0] + analysis * wa[0] + asked * ws[0]) * a,
            (facts * wf[1] + analysis * wa[1] + asked * ws[1]) * b,
            (facts * wf[2] + analysis * wa[2] + asked * ws[2]) * c,
        )
        total = facts + analysis + asked
        if not total > 0.0:
            facts, analysis, asked, total = a, b, c, a + b + c
        facts, analysis, asked = facts / total, analysis / total, asked / total
        found.append([facts, analysis, asked])
    return found
