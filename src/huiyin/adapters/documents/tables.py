# SPDX-License-Identifier: Apache-2.0
"""csv and tsv: every row a record; a table with faulty rows is refused whole, with all of them listed."""

import csv
import io
from collections import Counter
from typing import Final

from huiyin.adapters.documents import charset, rows, settings, taking
from huiyin.core.values import refusals

_DELIMITERS: Final = ",;\t|"
_LISTED: Final = 50
_Row = tuple[int, list[str]]


def read(raw: bytes, kind: str, limits: settings.Limits, taken: taking.Taking) -> None:
    """Take the rows of a table.

    Errors: `TABLE_MALFORMED` with row and code of every bad row (`CELL_COUNT`, `STRAY_QUOTE`, `CELL_TOO_LONG`,
        `HEADER_TWICE`); `SHEET_TOO_LARGE`; those of `charset.decode`.
    """
    text = charset.decode(raw)
    delimiter = "\t" if kind == "tsv" else _find_delimiter(text)
    found, bad = _parse(text, delimiter, limits)
    header = (
        found[0][1]
        if found and rows.is_header(found[0][1], found[1][1] if len(found) > 1 else None)
        else None
    )
    if header:
        names = Counter(name.strip() for name in header if name.strip())
        bad += [(found[0][0], "HEADER_TWICE") for times in names.values() if times > 1]
    bad += _odd_widths(found)
    if bad:
        listed = "; ".join(f"{row} {code}" for row, code in sorted(set(bad))[:_LISTED])
        raise refusals.HuiyinError("TABLE_MALFORMED", count=len(set(bad)), rows=listed)
    rows.add_rows(found, header, taken)


def _find_delimiter(text: str) -> str:
    """Take the sign that parts the first lines into the same number of cells, most cells first; a comma otherwise."""
    best = (0.0, ",")
    for sign in _DELIMITERS:
        sample = csv.reader(io.StringIO(text[:20_000], newline=""), delimiter=sign)
        try:
            widths = [len(row) for row, _ in zip(sample, range(50), strict=False) if row]
        except csv.Error:
            continue
        widths = widths[:-1] if len(widths) > 2 else widths
        if widths:
            width, times = Counter(widths).most_common(1)[0]
            if width > 1:
                best = max(best, (times / len(widths) + min(width, 20) / 100, sign))
    return best[1]


def _parse(
    text: str, delimiter: str, limits: settings.Limits
) -> tuple[list[_Row], list[tuple[int, str]]]:
    csv.field_size_limit(limits.cell_characters)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    found: list[_Row] = []
    bad: list[tuple[int, str]] = []
    number = 0
    while True:
        number += 1
        try:
            cells = next(reader)
        except StopIteration:
            return found, bad
        except csv.Error as wrong:
            bad.append((number, "CELL_TOO_LONG" if "field limit" in str(wrong) else "STRAY_QUOTE"))
            continue
        if number > limits.rows or len(cells) > limits.columns:
            raise refusals.HuiyinError("SHEET_TOO_LARGE", rows=limits.rows, columns=limits.columns)
        if cells:
            found.append((number, cells))


def _odd_widths(found: list[_Row]) -> list[tuple[int, str]]:
    """List rows whose number of cells is not that of most rows; empty cells at the end do not count."""
    widths = Counter(len(cells) for _, cells in found)
    if len(widths) < 2:
        return []
    usual = widths.most_common(1)[0][0]
    return [
        (number, "CELL_COUNT")
        for number, cells in found
        if len(cells) < usual or any(cell.strip() for cell in cells[usual:])
    ]
