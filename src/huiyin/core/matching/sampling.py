# SPDX-License-Identifier: Apache-2.0
"""Sampling (抽样配对): the pairs of very many texts, by an inverted index over the telling terms of each."""

from collections.abc import Sequence
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
CROWD = 5000  # from so many texts on,
CROWD_PARTNERS = 4  # fewer best partners are kept for each
BLOCK = 4096  # texts compared at once: bounds the memory

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]


def find(bags: pairing.Bags) -> list[pairing.Pair]:
    """Give the pairs (earlier, later, score) that reach their least share, at most `PARTNERS` earlier ones a text,
    in a crowd `CROWD_PARTNERS`.

    A term that stands in few texts is looked up alone, one that stands in many only together with a second one; so no
    cap on frequency hides a pair as the number of texts grows.

    Cost: bounded steps a text: its keys × `POSTING_MOST`.
    """
    whole, sizes, totals = _whole(bags)
    numbers = np.asarray(whole.indices, np.int64)
    keys = _keys(bags, numbers, sizes)
    found: list[pairing.Pair] = []
    for begin in range(0, len(sizes), BLOCK):
        end = min(begin + BLOCK, len(sizes))
        earlier, later = _met(keys, begin, end, SAMPLED_SHARE * _least(sizes) * totals)
        found += _best(bags, whole, earlier, later)
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


def compare(bags: pairing.Bags, pairs: Sequence[tuple[int, int]]) -> list[float]:
    """Give what `pairing.compare_many` promises."""
    if not pairs:
        return []
    whole, sizes, totals = _whole(bags)
    one, other = np.array(pairs, np.int64).T
    share = _share(whole, one, other, totals)
    least = _least(np.minimum(sizes[one], sizes[other]))
    scores: Floats = np.maximum(share, 0) ** (np.log(0.5) / np.log(least))
    scores[~_are_telling(bags, one, other, sizes)] = 0
    return list(map(float, scores))


def says_something(bags: pairing.Bags) -> list[bool]:
    """Give what `pairing.says_something` promises."""
    whole, sizes, _ = _whole(bags)
    text = np.repeat(np.arange(len(sizes)), sizes)
    telling = np.bincount(text, ~np.asarray(bags.common, bool)[whole.indices], len(sizes))
    found = (sizes > 0) & (telling >= np.minimum(pairing.LEAST_TELLING, sizes))
    return list(map(bool, found))


def _whole(bags: pairing.Bags) -> tuple[Any, Ints, Floats]:
    """Give the matrix text × term, weighted by the square root, and the number and weight of each text's terms."""
    from scipy import sparse

    starts, numbers = bags.starts, bags.numbers
    if starts is None:
        starts = np.cumsum([0, *map(len, bags.rows)])
        numbers = np.concatenate([np.asarray(row, np.int32) for row in bags.rows])
    weights = np.asarray(bags.weights)
    shape = (len(bags.rows), len(weights))
    whole = sparse.csr_matrix((np.sqrt(weights[numbers]), numbers, starts), shape=shape)
    whole.has_canonical_format = True
    return whole, np.diff(starts).astype(np.int64), np.asarray(bags.totals)


def _share(whole: Any, one: Ints, other: Ints, totals: Floats) -> Floats:
    """Give `pairing.share` of many pairs."""
    shared = np.asarray(whole[one].multiply(whole[other]).sum(axis=1)).ravel()
    mine, theirs = totals[one], totals[other]
    lighter = np.maximum(np.minimum(mine, theirs), 1e-9)
    contained = pairing.CONTAINED_SHARE
    both = np.maximum(mine + theirs, 1e-9)
    share: Floats = contained * shared / lighter + (1 - contained) * 2 * shared / both
    return np.minimum(1, share)


def _are_telling(bags: pairing.Bags, one: Ints, other: Ints, sizes: Ints) -> npt.NDArray[np.bool_]:
    whole, *_ = _whole(bags)
    whole.data = (~np.asarray(bags.common, bool)[whole.indices]).astype(np.float64)
    shared = np.asarray(whole[one].multiply(whole[other]).sum(axis=1)).ravel()
    least = np.minimum(pairing.LEAST_TELLING, np.minimum(sizes[one], sizes[other]))
    enough: npt.NDArray[np.bool_] = shared >= least
    return enough


def _best(bags: pairing.Bags, whole: Any, earlier: Ints, later: Ints) -> list[pairing.Pair]:
    sizes, totals = np.diff(whole.indptr).astype(np.int64), np.asarray(bags.totals)
    share = _share(whole, earlier, later, totals)
    least = _least(np.minimum(sizes[earlier], sizes[later]))
    kept = share >= least
    earlier, later, share, least = earlier[kept], later[kept], share[kept], least[kept]
    score = share ** (np.log(0.5) / np.log(least))
    order = np.lexsort((earlier, -score, later))
    partners = pairing.PARTNERS if len(sizes) < CROWD else CROWD_PARTNERS
    order = order[_rank(later[order]) < partners]
    order = order[_are_telling(bags, earlier[order], later[order], sizes)]
    return list(
        zip(earlier[order].tolist(), later[order].tolist(), score[order].tolist(), strict=True)
    )
