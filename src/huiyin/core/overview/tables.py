# SPDX-License-Identifier: Apache-2.0
"""Tables (表): a column of percentages with the column of counts to its left, or a set in each row."""

import re
from collections.abc import Sequence
from typing import Literal

from huiyin.core.overview import pairing
from huiyin.core.values.documents import Anchor
from huiyin.core.values.spans import Span

Row = list[tuple[str, int]]  # cells with the place each begins at
_TOTAL_ROW = re.compile(r"^\s*(?:合计|总计|共计|小计|total|all|sum)\s*$", re.IGNORECASE)
_SHARE_HEADER = re.compile(r"占比|比例|比重|百分|[%％]|share|per\s?cent", re.IGNORECASE)
_PLAIN_COUNT = re.compile(r"^\s*(\d{1,3}(?:[,，]\d{3})+|\d+)\s*(?:件|条|项|份|个|篇|人)?\s*$")
_PLAIN_SHARE = re.compile(r"^\s*(\d+(?:\.\d+)?)\s*[%％]?\s*$")
_SET_CELL = re.compile(r"^\s*\d+(?:\.\d+)?(?:\s*[;；]\s*\d+(?:\.\d+)?)*\s*$")


def rows_of(text: str, anchors: Sequence[Anchor]) -> dict[int, Row]:
    """Give the rows of a document's tables by the start of their first line; the other lines of a row give nothing."""
    found: dict[int, Row] = {}
    cells = (one for one in anchors if one.kind == "cell")
    cell = next(cells, None)
    for row in (one.span for one in anchors if one.kind == "row"):
        some: Row = []
        while cell is not None and cell.span.start < row.end:
            if cell.span.start >= row.start:
                empty = range(len(some) + 1, cell.number)  # where the file counts its cells
                some += [("", cell.span.start) for _ in empty]
                some.append((text[cell.span.start : cell.span.end], cell.span.start))
            cell = next(cells, None)
        if len(some) > 1 and "\t" not in text[row.start : row.end]:
            found |= {start: [] for _, start in some[1:]}
            found[row.start] = some
    return found


def cells_of(words: str, start: int) -> Row:
    """Part a line at its tabs."""
    cells, at = [], start
    for cell in words.split("\t"):
        cells.append((cell, at))
        at += len(cell) + 1
    return cells


def read(rows: Sequence[Row]) -> list[pairing.Statement]:
    """Read a table whose first row names its columns."""
    if len(rows) < 2:
        return []
    if sets := _sets_in_rows(rows):
        return sets
    header, body = rows[0], rows[1:]
    found = []
    for column, (name, _) in enumerate(header):
        cells = [row[column] for row in body if column < len(row)]
        shown = [cell for cell, _ in cells if cell.strip()]
        is_share = bool(shown) and all(_PLAIN_SHARE.match(cell) for cell in shown)
        if not is_share or not (
            _SHARE_HEADER.search(name) or all("%" in c or "％" in c for c in shown)
        ):
            continue
        for left in range(column - 1, -1, -1):
            if any(_PLAIN_COUNT.match(row[left][0]) for row in body if left < len(row)):
                found += read_column(body, left, column)
                break
    return found


def read_column(body: Sequence[Row], left: int, column: int) -> list[pairing.Statement]:
    """Read a column of percentages beside a column of counts; a row that says so is the total of all."""
    pairs: list[pairing.Pair] = []
    base = None
    for row in body:
        if len(row) <= column:
            continue
        count, share = _PLAIN_COUNT.match(row[left][0]), _PLAIN_SHARE.match(row[column][0])
        if not count:
            continue
        if any(_TOTAL_ROW.match(cell) for cell, _ in row[:left]):
            base = int(pairing.bare(count.group(1)))
        elif share:
            printed = _mark("percent", share.group(1), row[column])
            pairs.append(
                pairing.Pair(_mark("count", pairing.bare(count.group(1)), row[left]), printed)
            )
    return [pairing.state(pairs, [base] if base else [])] if pairs else []


def _sets_in_rows(rows: Sequence[Row]) -> list[pairing.Statement]:
    """Read tables of which each row is a set: counts and percentages as lists in one cell each, a base between them."""
    found = []
    for row in rows[1:]:
        lists = [cell for cell in row if _SET_CELL.match(cell[0])][:3]
        parts = [re.split(r"\s*[;；]\s*", cell.strip()) for cell, _ in lists]
        if len(parts) < 3 or len(parts[0]) != len(parts[2]) or len(parts[1]) != 1:
            continue
        if not all(part.isdigit() for part in (*parts[0], *parts[1])):
            continue
        pairs = [
            pairing.Pair(_mark("count", count, lists[0]), _mark("percent", share, lists[2]))
            for count, share in zip(parts[0], parts[2], strict=True)
        ]
        found.append(pairing.state(pairs, [int(parts[1][0])], sure=True))
    return found


def _mark(kind: Literal["count", "percent"], value: str, cell: tuple[str, int]) -> pairing.Mark:
    return pairing.Mark(kind, value, Span(cell[1], cell[1] + len(cell[0])))
