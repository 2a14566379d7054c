# SPDX-License-Identifier: Apache-2.0
"""Bagging (计词): count and weigh the terms of very many texts at once, by arrays instead of loops."""

import re
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from huiyin.core.matching import pairing, terms

Codes = npt.NDArray[np.uint64]
Ints = npt.NDArray[np.int64]

_LATIN = re.compile(r"[a-z0-9]+(?:[.,'’][a-z0-9]+)*")
_WORD = np.uint64(1 << 63)  # marks the codes of Latin words


def bag(texts: "list[str]", times: "Sequence[int] | None" = None) -> pairing.Bags:
    """Give the same as `pairing.bag` does one text after the other.

    Chinese terms are coded by their two characters, Latin words by a running number.
    """
    words: dict[str, int] = {}
    owners, codes = coded(texts, words)
    names, numbers = np.unique(codes, return_inverse=True)
    cells = np.sort(owners * len(names) + numbers)
    cells = cells[np.diff(cells, prepend=-1) > 0]
    owners, numbers = cells // max(len(names), 1), cells % max(len(names), 1)
    often = np.ones(len(texts), np.int64) if times is None else np.asarray(times, np.int64)
    frequency = np.bincount(numbers, often[owners], minlength=len(names)).astype(np.int64)
    common = np.isin(names, common_codes(words))
    weights = _weigh(frequency, common, int(often.sum()))
    totals = np.bincount(owners, weights[numbers], minlength=len(texts))
    starts = np.searchsorted(owners, np.arange(len(texts) + 1))
    flat = numbers.astype(np.int32)
    ends = starts.tolist()
    rows = [flat[a:b] for a, b in pairwise(ends)]
    return pairing.Bags(rows, frequency, weights, totals, common, starts, numbers)


def coded(texts: "list[str]", words: dict[str, int]) -> tuple[Ints, Codes]:
    """Give the text and the code of each term of some texts; new Latin words are numbered on in `words`."""
    joined = "\0".join([text.replace("\0", " ") for text in texts]).lower()
    chars = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), np.uint32)
    owner = np.cumsum(chars == 0)
    han_owner, han_codes = _han(chars, owner)
    latin_owner, latin_codes = _latin(joined, owner, words)
    owners = np.concatenate((han_owner, latin_owner)).astype(np.int64)
    return owners, np.concatenate((han_codes, latin_codes))


def _han(chars: npt.NDArray[np.uint32], owner: Ints) -> tuple[Ints, Codes]:
    is_han = (chars >= 0x3400) & (chars <= 0x4DBF) | (chars >= 0x4E00) & (chars <= 0x9FFF)
    is_han |= (chars >= 0xF900) & (chars <= 0xFAFF) | (chars >= 0x20000)
    edge = np.zeros(1, bool)
    before = np.concatenate((edge, is_han[:-1])) if len(chars) else is_han
    after = np.concatenate((is_han[1:], edge)) if len(chars) else is_han
    paired = np.flatnonzero(is_han & after)
    lone = np.flatnonzero(is_han & ~before & ~after)
    wide = chars.astype(np.uint64)
    codes = np.concatenate((wide[paired] << np.uint64(32) | wide[paired + 1], wide[lone]))
    return owner[np.concatenate((paired, lone))], codes


def _latin(joined: str, owner: Ints, words: dict[str, int]) -> tuple[Ints, Codes]:
    stop = frozenset(terms.words("stop_en"))
    places: list[int] = []
    numbers: list[int] = []
    for found in _LATIN.finditer(joined):
        if found[0] not in stop:
            places.append(found.start())
            numbers.append(words.setdefault(terms.stem(found[0]), len(words)))
    return owner[np.array(places, np.int64)], np.array(numbers, np.uint64) | _WORD


def common_codes(words: dict[str, int]) -> Codes:
    """Give the codes of the common terms."""
    codes = []
    for term in terms.common():
        if term in words:
            codes.append(int(_WORD) | words[term])
        elif term[0] > "\u33ff":
            codes.append(ord(term[0]) << 32 | ord(term[1]) if len(term) == 2 else ord(term))
    return np.array(codes, np.uint64)


def _weigh(frequency: Ints, common: npt.NDArray[np.bool_], count: int) -> npt.NDArray[np.float64]:
    share = np.where(common, terms.COMMON_SHARE, terms.PRIOR_SHARE)
    stands = frequency + terms.PRIOR_TEXTS * share
    weights: npt.NDArray[np.float64] = np.log(1 + (count + terms.PRIOR_TEXTS) / stands)
    return weights
