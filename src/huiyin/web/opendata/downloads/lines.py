# SPDX-License-Identifier: Apache-2.0
"""Tables as csv and JSON Lines, line by line; a cell that begins like a formula stays words, and can be restored."""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

FORMS = {"csv": "text/csv; charset=utf-8", "jsonl": "application/jsonl; charset=utf-8"}
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "'")


def safe(cell: str) -> str:
    """Give a cell that no spreadsheet takes for a formula.

    >>> safe("=1+1"), safe("-5%"), safe("'tis"), safe("停车")
    ("'=1+1", "'-5%", "''tis", '停车')
    """
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def restored(cell: str) -> str:
    """Give back what `safe` was given.

    >>> [restored(safe(one)) for one in ("=1+1", "'tis", "停车", "")]
    ['=1+1', "'tis", '停车', '']
    """
    return cell[1:] if cell[:1] == "'" and cell[1:].startswith(_FORMULA) else cell


def write(form: str, heads: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> Iterator[bytes]:
    """Write rows in a form; csv begins with a mark that tells spreadsheets it is UTF-8."""
    if form == "jsonl":
        for row in rows:
            kept = {key: value for key, value in row.items() if value not in (None, "")}
            yield (json.dumps(kept, ensure_ascii=False) + "\n").encode()
        return
    yield b"\xef\xbb\xbf"
    held = io.StringIO()
    out = csv.writer(held, lineterminator="\r\n")
    for cells in _cells(heads, rows):
        out.writerow(cells)
        yield held.getvalue().encode()
        held.seek(0)
        held.truncate()


def _cells(heads: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> Iterator[list[str]]:
    yield list(heads)
    for row in rows:
        yield [_cell(row[head]) for head in heads]


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    return safe(value) if isinstance(value, str) else str(value)
