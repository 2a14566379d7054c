# SPDX-License-Identifier: Apache-2.0
"""Counting (计数): the terms of very many texts as one sparse matrix, made in pieces to bound the memory."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from huiyin.core.matching import bagging, terms

Matrix = Any  # scipy's csr_matrix, which is loaded only where it is needed
PIECE = 400_000  # characters counted at once


@dataclass(frozen=True, slots=True)
class Counted:
    """How often each term stands in each text.

    Shapes: `matrix` is text × term, rows sorted and without repeats; `codes[n]` is the code of term n, as `bagging` gives it, `common[n]`
        whether it is common; `words` maps the coded Latin words to their numbers.
    """

    matrix: Matrix
    codes: bagging.Codes
    common: npt.NDArray[np.bool_]
    words: dict[str, int]

    def names(self) -> list[str]:
        """Give the terms themselves."""
        latin = list(self.words)
        return [_name(code, latin) for code in self.codes.tolist()]


def count(texts: Sequence[str]) -> Counted:
    """Count the terms of all texts, as `terms.of` gives them.

    Cost: linear in the characters but for sorting the terms of a piece.
    """
    from scipy import sparse

    words: dict[str, int] = {}
    found: list[tuple[bagging.Codes, npt.NDArray[np.int32], npt.NDArray[np.int32]]] = []
    for begin, piece in _pieces(texts):
        owner, codes = bagging.coded(piece, words)
        names, numbers = np.unique(codes, return_inverse=True)
        found.append((names, numbers.astype(np.int32), (owner + begin).astype(np.int32)))
    codes = (
        np.unique(np.concatenate([names for names, _, _ in found]))
        if found
        else np.zeros(0, np.uint64)
    )
    columns = [
        np.searchsorted(codes, names).astype(np.int32)[numbers] for names, numbers, _ in found
    ]
    rows = [owner for _, _, owner in found]
    del found
    column, row = (
        np.concatenate(each) if each else np.zeros(0, np.int32) for each in (columns, rows)
    )
    shape = (len(texts), len(codes))
    matrix = sparse.csr_matrix((np.ones(len(row), np.float32), (row, column)), shape=shape)
    matrix.sum_duplicates()
    return Counted(matrix, codes, np.isin(codes, bagging.common_codes(words)), words)


def weigh(often: npt.NDArray[np.float64], common: npt.NDArray[np.bool_], texts: float) -> Any:
    """Give the weight of each term from the number of texts it stands in, as `terms.Weights` does."""
    share = np.where(common, terms.COMMON_SHARE, terms.PRIOR_SHARE)
    return np.log(1 + (texts + terms.PRIOR_TEXTS) / (often + terms.PRIOR_TEXTS * share))


def _pieces(texts: Sequence[str]) -> Iterator[tuple[int, list[str]]]:
    begin = size = 0
    for place, text in enumerate(texts):
        size += len(text) + 1
        if size >= PIECE:
            yield begin, list(texts[begin : place + 1])
            begin, size = place + 1, 0
    if begin < len(texts):
        yield begin, list(texts[begin:])


def _name(code: int, latin: list[str]) -> str:
    if code >> 63:
        return latin[code & 0x7FFFFFFF]
    return chr(code >> 32) + chr(code & 0xFFFFFFFF) if code >> 32 else chr(code)
