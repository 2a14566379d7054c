# SPDX-License-Identifier: Apache-2.0
"""Sampling (抽样配对): the pairs of very many texts, by an inverted index over the telling terms of each."""

from itertools import combinations
from typing import Any

import numpy as np
import numpy.typing as npt

from huiyin.core.matching import pairing

TELLING_COUNT = 10  # most telling terms of a text that are looked up, and
TELLING_SHARE = 4  # one more for every so many terms it has
LONE_MOST = 48  # a term in more texts than this is looked up only together with another
TOGETHER_COUNT = 5  # so many of these are paired
POSTING_MOST = 48  # a longer posting is cut into pieces of so many neighbouring texts
SAMPLED_SHARE = 0.3  # of the least share that the looked-up terms alone must reach
BLOCK = 4096  # texts compared at once: bounds the memory

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


def find(bags: pairing.Bags) -> list[pairing.Pair]:
    """Give the pairs (earlier, later, score) that reach their least share, at most `PARTNERS` earlier ones a text.

    A term that stands in few texts is looked up alone, one that stands in many only together with a second one; so no
    cap on frequency hides a pair as the number of texts grows.

    Cost: bounded steps a text: its keys × `POSTING_MOST`.
    """
    from scipy import sparse

    sizes = np.fromiter(map(len, bags.rows), np.int64, len(bags.rows))
    starts = np.concatenate(([0], np.cumsum(sizes)))
    numbers = np.concatenate([np.asarray(row, np.int64) for row in bags.rows])
    weights, totals = np.array(bags.weights), np.array(bags.totals)
    whole = sparse.csr_matrix(
        (np.sqrt(weights[numbers]), numbers, starts), shape=(len(sizes), len(weights))
    )
    keys = _keys(bags, numbers, sizes)
    found: list[pairing.Pair] = []
    for begin in range(0, len(sizes), BLOCK):
        end = min(begin + BLOCK, len(sizes))
        earlier, later = _met(keys, begin, end, SAMPLED_SHARE * _least(sizes) * totals)
        found += _scored(whole, earlier, later, sizes, totals)
    return found


def _keys(bags: pairing.Bags, numbers: Ints, sizes: Ints) -> Any:
    """Give a matrix text × look-up key, weighted by the square root of what the key says."""
    from scipy import sparse

    frequency, weights = np.array(bags.frequency, np.int64), np.array(bags.weights)
    text = np.repeat(np.arange(len(sizes)), sizes)
    order = np.lexsort((numbers, -weights[numbers], text))
    text, numbers = text[order], numbers[order]
    known = frequency[numbers] > 1
    text, numbers = text[known], numbers[known]
    rank = _rank(text)
    taken = rank < TELLING_COUNT + sizes[text] // TELLING_SHARE
    text, numbers = text[taken], numbers[taken]
    lone = frequency[numbers] <= LONE_MOST
    texts, names, says = [text[lone]], [numbers[lone]], [weights[numbers[lone]]]
    often_text, often = text[~lone], numbers[~lone]
    place = _rank(often_text)
    first = place < TOGETHER_COUNT
    grid = np.full((len(sizes), TOGETHER_COUNT), -1, np.int64)
    grid[often_text[first], place[first]] = often[first]
    grid.sort(axis=1)
    for one, other in combinations(range(TOGETHER_COUNT), 2):
        rows = np.flatnonzero(grid[:, one] >= 0)
        left, right = grid[rows, one], grid[rows, other]
        texts.append(rows)
        names.append((left + 1) * len(weights) + right)
        says.append((weights[left] + weights[right]) / TOGETHER_COUNT)
    return _cut(np.concatenate(texts), np.concatenate(names), np.concatenate(says), sparse)


def _cut(text: Ints, name: Ints, says: Floats, sparse: Any) -> Any:
    """Number the keys, long postings in pieces."""
    order = np.lexsort((text, name))
    text, name, says = text[order], name[order], says[order]
    new = np.concatenate(([True], name[1:] != name[:-1])) if len(name) else np.zeros(0, bool)
    begin = np.flatnonzero(new)
    within = np.arange(len(name)) - np.repeat(begin, np.diff(np.append(begin, len(name))))
    column = np.cumsum(new | (within % POSTING_MOST == 0)) - 1
    shape = (int(text.max(initial=-1)) + 1, int(column.max(initial=-1)) + 1)
    return sparse.csr_matrix((np.sqrt(says), (text, column)), shape=shape)


def _rank(sorted_text: Ints) -> Ints:
    """Give the place of each entry within its text, from 0."""
    begin = np.flatnonzero(np.diff(sorted_text, prepend=-1))
    return np.arange(len(sorted_text)) - np.repeat(
        begin, np.diff(np.append(begin, len(sorted_text)))
    )


def _met(keys: Any, begin: int, end: int, needed: Floats) -> tuple[Ints, Ints]:
    """Give the pairs (earlier, later) of a block that share enough of the looked-up terms."""
    end = min(end, keys.shape[0])
    if begin >= end:
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    met = (keys[begin:end] @ keys[:end].T).tocoo()
    later, earlier = met.row.astype(np.int64) + begin, met.col.astype(np.int64)
    kept = (earlier < later) & (met.data >= np.minimum(needed[later], needed[earlier]))
    return earlier[kept], later[kept]


def _least(sizes: Ints) -> Floats:
    """Give `pairing.least` of each size."""
    table = np.array([pairing.least(size) for size in range(pairing.LONG_TERMS + 1)])
    return table[np.minimum(sizes, pairing.LONG_TERMS)]


def _scored(
    whole: Any, earlier: Ints, later: Ints, sizes: Ints, totals: Floats
) -> list[pairing.Pair]:
    shared = np.asarray(whole[earlier].multiply(whole[later]).sum(axis=1)).ravel()
    one, other = totals[earlier], totals[later]
    lighter = np.maximum(np.minimum(one, other), 1e-9)
    contained = pairing.CONTAINED_SHARE
    share = np.minimum(
        1, contained * shared / lighter + (1 - contained) * 2 * shared / (one + other)
    )
    least = _least(np.minimum(sizes[earlier], sizes[later]))
    kept = share >= least
    earlier, later, share, least = earlier[kept], later[kept], share[kept], least[kept]
    score = share ** (np.log(0.5) / np.log(least))
    order = np.lexsort((earlier, -score, later))
    order = order[_rank(later[order]) < pairing.PARTNERS]
    return list(
        zip(earlier[order].tolist(), later[order].tolist(), score[order].tolist(), strict=True)
    )
