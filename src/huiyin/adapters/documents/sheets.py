# SPDX-License-Identifier: Apache-2.0
"""xlsx: every row of every sheet a record; formulas are never evaluated."""

import io
import posixpath
import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any, Final

from lxml import etree

from huiyin.adapters.documents import guard, markup, rows, settings, taking
from huiyin.core.values import refusals

_S: Final = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_R: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_PLACE = re.compile(r"([A-Z]{1,4})(\d{1,8})$")
_EPOCHS: Final = (datetime(1899, 12, 30), datetime(1904, 1, 1))  # noqa: DTZ001  (a sheet has no time zone)
_DATE_FORMS: Final = frozenset((*range(14, 18), 22, *range(27, 37), *range(50, 59)))
_DATE_SIGNS = re.compile(r"[ymd年月日]", re.I)
_QUOTED = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.')
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


def read(container: guard.Container, limits: settings.Limits, taken: taking.Taking) -> None:
    """Take the rows of all sheets, in the book's order.

    Shapes: as `rows.add_rows`; a formula shows the value stored with it, or itself where none is; hidden rows, columns
        and sheets are read and warned of.
    Errors: `SHEET_TOO_LARGE`, `DOCUMENT_MALFORMED`, `XML_DTD_FORBIDDEN`.
    """
    parts = container.parts
    if container.outside:
        taken.warn("EXTERNAL_LINK_REMOVED", count=container.outside)
    shared = _read_shared(parts.get("xl/sharedStrings.xml"))
    dates = _read_date_styles(parts.get("xl/styles.xml"))
    book = markup.parse(parts.get("xl/workbook.xml", b""))
    targets = _read_targets(parts.get("xl/_rels/workbook.xml.rels"))
    old_days = any(node.get("date1904") in ("1", "true") for node in book.iter(f"{_S}workbookPr"))
    for sheet in book.iter(f"{_S}sheet"):
        path = targets.get(sheet.get(_R, ""), "")
        if path not in parts:
            continue
        if sheet.get("state", "visible") != "visible":
            taken.warn("HIDDEN_ROWS", count=1)
        reading = _Sheet(
            shared,
            dates,
            _EPOCHS[old_days],
            limits,
            taken,
        )
        found = list(reading.rows(parts[path]))
        header = (
            found[0][1]
            if found and rows.is_header(found[0][1], found[1][1] if len(found) > 1 else None)
            else None
        )
        rows.add_rows(found, header, taken, sheet=sheet.get("name", ""))


class _Sheet:
    """Read one sheet, event by event, dropping each row once it is taken."""

    def __init__(
        self,
        shared: list[str],
        dates: set[int],
        epoch: datetime,
        limits: settings.Limits,
        taken: taking.Taking,
    ) -> None:
        self.shared, self.dates, self.epoch, self.limits, self.taken = (
            shared,
            dates,
            epoch,
            limits,
            taken,
        )

    def rows(self, raw: bytes) -> Iterator[tuple[int, list[str]]]:
        number = 0
        events = etree.iterparse(
            io.BytesIO(raw),
            events=("end",),
            tag=(f"{_S}row", f"{_S}col"),
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
        )
        try:
            for _, node in events:
                if node.get("hidden") in ("1", "true"):
                    self.taken.warn("HIDDEN_ROWS", count=1)
                if node.tag == f"{_S}row":
                    number = self._number(node.get("r"), number)
                    cells = self._cells(node)
                    if cells:
                        yield number, cells
                    node.clear()
                    while node.getprevious() is not None:
                        del node.getparent()[0]
        except etree.XMLSyntaxError as broken:
            raise refusals.HuiyinError("DOCUMENT_MALFORMED") from broken

    def _number(self, said: str | None, before: int) -> int:
        number = int(said) if said and said.isdecimal() and len(said) < 9 else before + 1
        if number > self.limits.rows:
            raise self._too_large()
        return number

    def _too_large(self) -> refusals.HuiyinError:
        return refusals.HuiyinError(
            "SHEET_TOO_LARGE", rows=self.limits.rows, columns=self.limits.columns
        )

    def _cells(self, row: Any) -> list[str]:
        cells: list[str] = []
        for cell in row.iterchildren(f"{_S}c"):
            place = _PLACE.match(cell.get("r", ""))
            column = _column(place[1]) if place else len(cells) + 1
            if column > self.limits.columns:
                raise self._too_large()
            if place:
                self._number(place[2], 0)
            cells.extend([""] * (column - 1 - len(cells)))
            cells.append(self._value(cell))
        while cells and not cells[-1]:
            cells.pop()
        return cells

    def _value(self, cell: Any) -> str:
        kind, value = cell.get("t", "n"), cell.findtext(f"{_S}v")
        if kind == "inlineStr":
            return "".join(node.text or "" for node in cell.iter(f"{_S}t"))
        if value is None:
            formula = cell.findtext(f"{_S}f")
            return f"={formula}" if formula else ""
        if kind == "s":
            return (
                self.shared[int(value)]
                if value.isdecimal() and int(value) < len(self.shared)
                else ""
            )
        if kind == "b":
            return "TRUE" if value == "1" else "FALSE"
        if kind == "n":
            return self._figure(value, cell.get("s", "0"))
        return _unescape(value)

    def _figure(self, value: str, style: str) -> str:
        try:
            figure = float(value)
            if style.isdecimal() and int(style) in self.dates and 0 < figure < 2_958_466:
                moment = self.epoch + timedelta(seconds=round(figure * 86_400))
                return moment.strftime("%Y-%m-%d" if figure == int(figure) else "%Y-%m-%d %H:%M")
        except (ValueError, OverflowError):
            return value
        return f"{figure:.15g}" if "e" not in value.lower() or abs(figure) < 1e15 else value


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def _unescape(words: str) -> str:
    return _ESCAPED.sub(lambda code: chr(int(code[1], 16)), words) if "_x" in words else words


def _read_shared(raw: bytes | None) -> list[str]:
    if raw is None:
        return []
    return [
        _unescape(
            "".join(
                node.text or ""
                for node in entry.iter(f"{_S}t")
                if node.getparent().tag != f"{_S}rPh"
            )
        )
        for entry in markup.parse(raw).iterchildren(f"{_S}si")
    ]


def _read_date_styles(raw: bytes | None) -> set[int]:
    if raw is None:
        return set()
    root = markup.parse(raw)
    own = {
        node.get("numFmtId"): _QUOTED.sub("", node.get("formatCode", ""))
        for node in root.iter(f"{_S}numFmt")
    }
    found = set()
    for formats in root.iterchildren(f"{_S}cellXfs"):
        for index, form in enumerate(formats.iterchildren(f"{_S}xf")):
            number = form.get("numFmtId", "0")
            if (number.isdecimal() and int(number) in _DATE_FORMS) or _DATE_SIGNS.search(
                own.get(number, "")
            ):
                found.add(index)
    return found


def _read_targets(raw: bytes | None) -> dict[str, str]:
    if raw is None:
        return {}
    found = {}
    for relation in markup.parse(raw):
        target = relation.get("Target", "")
        found[relation.get("Id", "")] = (
            target[1:]
            if target.startswith("/")
            else posixpath.normpath(posixpath.join("xl", target))
        )
    return found
