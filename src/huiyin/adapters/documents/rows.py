# SPDX-License-Identifier: Apache-2.0
"""Rows (行): how tables become text in which every row is a record and every cell a slice."""

import re
from collections.abc import Iterable, Sequence
from typing import Final

from huiyin.adapters.documents import taking

_VALUE = re.compile(r"[-+]?[\d.,:/%年月日\s-]+$|https?://")
_SENTENCE = re.compile(r"[。！？；]|[.!?]$|[.!?]\s+\S")
_NAME_LENGTH: Final = 60


def is_header(first: Sequence[str], second: Sequence[str] | None) -> bool:
    """Tell whether the first row names the columns: short words, no values, no sentences, with a row to follow."""
    named = [cell.strip() for cell in first if cell.strip()]
    if second is None or not named or (len(first) < 2 and len(named[0]) > 20):
        return False
    if len(named) < max(1, len(first) - 1):
        return False
    if any(
        len(name) > _NAME_LENGTH or _VALUE.match(name) or _SENTENCE.search(name) for name in named
    ):
        return False
    pairs = [
        (a.strip(), b.strip())
        for a, b in zip(first, second, strict=False)
        if a.strip() and b.strip()
    ]
    return not pairs or any(
        _VALUE.match(b) or len(b) > 1.5 * len(a) or a.isupper() != b.isupper() for a, b in pairs
    )


def add_rows(
    rows: Iterable[tuple[int, Sequence[str]]],
    header: Sequence[str] | None,
    taken: taking.Taking,
    *,
    sheet: str = "",
) -> None:
    """Add numbered rows: cells parted by a tab, rows by a line feed.

    Shapes: anchors `row` (its number in the file, label the sheet) and `cell` (its column from 1, label the column's
        name) for cells that are not empty; `records` has each row but the header, which is anchored as `header`.
    """
    names = [name.strip() for name in header] if header is not None else []
    first = header is not None
    for number, cells in rows:
        start = taken.length
        place = len(taken.anchors)
        kind = "header" if first else "cell"
        for column, cell in enumerate(cells, 1):
            if column > 1:
                taken.put("\t")
            if cell and not cell.isspace():
                taken.put(
                    cell, kind, column, "" if first or column > len(names) else names[column - 1]
                )
            else:
                taken.put(cell)
        if len(taken.anchors) == place:
            taken.put("\n")
            continue
        taken.anchors.insert(place, (start, taken.length, "row", number, sheet))
        if not first:
            taken.records.append((start, taken.length))
        first = False
        taken.put("\n")
