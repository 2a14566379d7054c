# SPDX-License-Identifier: Apache-2.0
"""Tables from and to csv and xlsx: rows of trimmed words, the first row being the heads."""

import csv
import io
import zipfile
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import IO, Any

from huiyin.core.values.refusals import HuiyinError

ROWS, COLUMNS, MEGABYTES = 20_000, 60, 10
SHEET_ROWS = 1_000_000
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def read(name: str, data: bytes) -> list[list[str]]:
    """Read a table; rows without any words are left out.

    Errors: `FILE_EMPTY`, `FILE_TOO_LARGE`, `TYPE_UNSUPPORTED`, `DOCUMENT_MALFORMED`, `ENCODING_UNKNOWN`,
        `SHEET_TOO_LARGE`.
    """
    if not data:
        raise HuiyinError("FILE_EMPTY")
    if len(data) > MEGABYTES * 1_000_000:
        raise HuiyinError("FILE_TOO_LARGE", limit_mb=MEGABYTES)
    suffix = name.rpartition(".")[2].lower()
    if suffix == "xlsx":
        rows = _xlsx(data)
    elif suffix == "csv":
        rows = list(csv.reader(io.StringIO(_decode(data))))
    else:
        raise HuiyinError("TYPE_UNSUPPORTED", found=suffix or name, accepted="xlsx, csv")
    said = [_trimmed([_word(cell) for cell in row]) for row in rows]
    if len(said) > ROWS or max((len(row) for row in said), default=0) > COLUMNS:
        raise HuiyinError("SHEET_TOO_LARGE", rows=ROWS, columns=COLUMNS)
    wide = max((len(row) for row in said), default=0)
    return [row + [""] * (wide - len(row)) for row in said if row]


def _trimmed(row: list[str]) -> list[str]:
    while row and not row[-1]:
        row.pop()
    return row


def write(rows: Iterable[Sequence[str]]) -> bytes:
    """Write rows as an xlsx file, held in memory; see `write_to`."""
    held = io.BytesIO()
    write_to(rows, held)
    return held.getvalue()


def write_to(rows: Iterable[Sequence[str]], file: IO[bytes]) -> None:
    """Write rows as an xlsx file, one after the other; a cell that begins like a formula stays words.

    Shapes: a sheet holds up to a million rows, the next ones go on another; signs that xlsx cannot hold are left out.
    Cost: the memory of one row, and a temporary file of the operating system.
    """
    import openpyxl

    book = openpyxl.Workbook(write_only=True)
    sheet = None
    for n, row in enumerate(rows):
        if n % SHEET_ROWS == 0:
            sheet = book.create_sheet(str(n // SHEET_ROWS + 1))
        assert sheet is not None
        sheet.append([_safe(cell) for cell in row])
    if sheet is None:
        book.create_sheet("1")
    book.save(file)


def _safe(cell: str) -> str:
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    said = str(ILLEGAL_CHARACTERS_RE.sub("", cell))
    return f"'{said}" if said[:1] in _FORMULA else said


def _xlsx(data: bytes) -> list[list[Any]]:
    import openpyxl

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            if sum(part.file_size for part in parts.infolist()) > 20 * MEGABYTES * 1_000_000:
                raise HuiyinError("FILE_UNPACKS_TOO_LARGE", limit_mb=20 * MEGABYTES)
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        sheet = book.worksheets[0]
        return [
            list(row)
            for row in sheet.iter_rows(max_row=ROWS + 1, max_col=COLUMNS + 1, values_only=True)
        ]
    except (zipfile.BadZipFile, KeyError, ValueError, IndexError, OSError) as fault:
        raise HuiyinError("DOCUMENT_MALFORMED") from fault


def _decode(data: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise HuiyinError("ENCODING_UNKNOWN")


def _word(cell: Any) -> str:
    if isinstance(cell, datetime | date):
        return f"{cell:%Y-%m-%d}"
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return "" if cell is None else str(cell).strip()
