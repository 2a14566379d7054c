# SPDX-License-Identifier: Apache-2.0
"""Nearing (寻近): for very many suggestions the answers that are most about each, by arrays instead of loops."""

from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np
import numpy.typing as npt

from huiyin.core.matching import pertinence

TERMS_MOST = 6  # rarest terms of a suggestion that are looked up alone,
TERMS_SHARE = 2  # and one more for every so many terms it has
OFTEN_MOST = (
    5,
    8,
)  # rarest terms among the frequent ones that are looked up in pairs: of a suggestion, of an answer
WINDOW = 16  # answers looked at for each, those around the suggestion's place where more have it
WORTH = 0.4  # of the most that an answer shares with a suggestion; others are not weighed exactly
BLOCK = 2048  # suggestions at once: bounds the memory
PAIRS = 200_000

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Near:
    """Pairs of a suggestion and an answer near it, by suggestion, best first.

    Attributes:
        asked, answer: rows of the two matrices.
        pertinence: cosine of the two.
        rank: pertinence against what both reach with others too.
    """

    asked: Ints
    answer: Ints
    pertinence: Floats
    rank: Floats


def find(asked: Any, answers: Any, at: Ints, common: npt.NDArray[np.bool_]) -> Near:
    """Find the answers near each suggestion.

    Shapes: `asked` and `answers` are matrices text × term with rows of length 1; `at[n]` is the place among the answers
        where suggestion n stands in the order of the sources.
    Cost: bounded steps a suggestion.
    """
    index = _Index(answers, common)
    found = [_block(asked, answers, index, begin, at) for begin in range(0, asked.shape[0], BLOCK)]
    if not found:
        nothing = np.zeros(0, np.int64)
        return Near(nothing, nothing, np.zeros(0), np.zeros(0))
    one, other, says = (np.concatenate(each) for each in zip(*found, strict=True))
    usual, own = _best(other, says, answers.shape[0]), _best(one, says, asked.shape[0])
    rank = says - (usual[other] + own[one]) / 2
    order = np.lexsort((other, -rank, one))
    order = order[place_in_run(one[order]) < pertinence.NEAREST]
    return Near(one[order], other[order], np.minimum(1, says[order]), rank[order])


def dot(one: Any, i: Ints, other: Any, j: Ints) -> Floats:
    """Give what rows i of one matrix share with rows j of another, pair by pair."""
    parts = [
        np.asarray(one[i[n : n + PAIRS]].multiply(other[j[n : n + PAIRS]]).sum(axis=1)).ravel()
        for n in range(0, len(i), PAIRS)
    ]
    return np.concatenate(parts).astype(np.float64) if parts else np.zeros(0)


def place_in_run(sorted_keys: Ints) -> Ints:
    """Give the place of each entry among those of the same key, from 0."""
    new = np.diff(sorted_keys, prepend=-1) != 0
    begin = np.flatnonzero(new)
    place: Ints = np.arange(len(sorted_keys)) - begin[np.cumsum(new) - 1]
    return place


def expand(begin: Ints, end: Ints) -> tuple[Ints, Ints]:
    """Give the ranges end to end: the number of the range of each entry, and the entry."""
    sizes = end - begin
    owner = np.repeat(np.arange(len(begin)), sizes)
    within = np.arange(len(owner)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    return owner, begin[owner] + within


class _Index:
    """Postings of the answers: by term, and by pairs of frequent terms."""

    def __init__(self, answers: Any, common: npt.NDArray[np.bool_]) -> None:
        columns = answers.tocsc()
        columns.sort_indices()
        self.count, self.terms = answers.shape
        self.starts = columns.indptr.astype(np.int64)
        self.frequency = np.diff(self.starts)
        self.telling = (self.frequency > 0) & ~common
        self.rows = columns.indices.astype(np.int64)
        self.values = columns.data
        self.cells = np.repeat(np.arange(self.terms), self.frequency) * self.count + self.rows
        text, pair, says = self.pairs(answers, OFTEN_MOST[1])
        order = np.lexsort((text, pair))
        self.pair_cells = pair[order] * self.count + text[order]
        self.pair_rows, self.pair_says = text[order], says[order]

    def pairs(self, matrix: Any, most: int) -> tuple[Ints, Ints, Floats]:
        """Give the pairs of the rarest frequent terms of each row: row, pair, what it says."""
        text, column, value = self.rarest(matrix, frequent=True, most=most)
        place = place_in_run(text)
        grid = np.full((matrix.shape[0], most), -1, np.int64)
        says = np.zeros((matrix.shape[0], most))
        grid[text, place], says[text, place] = column, value
        found = []
        for i, j in combinations(range(most), 2):
            rows = np.flatnonzero((grid[:, i] >= 0) & (grid[:, j] >= 0))
            low, high = (
                np.minimum(grid[rows, i], grid[rows, j]),
                np.maximum(grid[rows, i], grid[rows, j]),
            )
            found.append((rows, low * self.terms + high, says[rows, i] + says[rows, j]))
        rows, names, told = (np.concatenate(each) for each in zip(*found, strict=True))
        return rows, names, told

    def rarest(self, matrix: Any, *, frequent: bool, most: int) -> tuple[Ints, Ints, Floats]:
        """Give the rarest telling terms of each row: row, term, value."""
        column = matrix.indices.astype(np.int64)
        text = np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))
        kept = self.telling[column]
        if frequent:
            kept &= self.frequency[column] > WINDOW
        text, column, value = text[kept], column[kept], matrix.data[kept]
        order = np.argsort(text * (self.count + 1) + self.frequency[column], kind="stable")
        limit = most + (0 if frequent else np.diff(matrix.indptr)[text[order]] // TERMS_SHARE)
        order = order[place_in_run(text[order]) < limit]
        return text[order], column[order], value[order]


def _block(
    asked: Any, answers: Any, index: _Index, begin: int, at: Ints
) -> tuple[Ints, Ints, Floats]:
    """Give the pairs of a block of suggestions that are worth weighing, with their pertinence."""
    from scipy import sparse

    some = asked[begin : begin + BLOCK]
    place = at[begin : begin + BLOCK]
    text, column, value = index.rarest(some, frequent=False, most=TERMS_MOST)
    low, high = _window(
        index.starts[column],
        index.starts[column + 1],
        index.cells,
        column * index.count + place[text],
    )
    owner, entry = expand(low, high)
    rows, others = [text[owner]], [index.rows[entry]]
    shares = [value[owner] * index.values[entry]]
    text, pair, told = index.pairs(some, OFTEN_MOST[0])
    cells = pair * index.count
    first = np.searchsorted(index.pair_cells, cells)
    last = np.searchsorted(index.pair_cells, cells + index.count)
    low, high = _window(first, last, index.pair_cells, cells + place[text])
    owner, entry = expand(low, high)
    rows.append(text[owner])
    others.append(index.pair_rows[entry])
    shares.append(told[owner] * index.pair_says[entry] / (2 * OFTEN_MOST[0]))
    shape = some.shape[0], index.count
    where = np.concatenate(rows), np.concatenate(others)
    met = sparse.csr_matrix((np.concatenate(shares), where), shape=shape)
    one = np.repeat(np.arange(shape[0]), np.diff(met.indptr))
    most = np.zeros(shape[0])
    np.maximum.at(most, one, met.data)
    kept = met.data >= WORTH * most[one]
    one, other = one[kept], met.indices[kept].astype(np.int64)
    return one + begin, other, dot(some, one, answers, other)


def _window(first: Ints, last: Ints, cells: Ints, wanted: Ints) -> tuple[Ints, Ints]:
    """Cut each posting to `WINDOW` entries around a place in it."""
    long = last - first > WINDOW
    low, high = first.copy(), last.copy()
    middle = np.searchsorted(cells, wanted[long])
    low[long] = np.clip(middle - WINDOW // 2, first[long], last[long] - WINDOW)
    high[long] = low[long] + WINDOW
    return low, high


def _best(key: Ints, value: Floats, count: int) -> Floats:
    """Give for each key the mean of its `pertinence.RIVALS` best values, 0 standing for those it lacks."""
    order = np.lexsort((-value, key))
    kept = order[place_in_run(key[order]) < pertinence.RIVALS]
    return np.bincount(key[kept], value[kept], minlength=count) / pertinence.RIVALS
