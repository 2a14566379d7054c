# SPDX-License-Identifier: Apache-2.0
"""Read the list of bodies with their duties and the roster of people from csv."""

import csv
import io
import re
from pathlib import Path
from typing import Final

from huiyin.core.values.bodies import Body, RosterEntry
from huiyin.core.values.findings import Capacity
from huiyin.core.values.refusals import HuiyinError

_BODIES: Final = {
    "name": ("单位", "名称", "单位名称", "承办单位", "name", "body"),
    "aliases": ("简称", "别名", "又称", "aliases", "alias"),
    "duties": ("职责", "主要职责", "职能", "duties", "duty", "functions"),
    "kind": ("类别", "类型", "性质", "kind", "type"),
    "name_en": ("英文名", "英文名称", "name_en", "english"),
}
_ROSTER: Final = {
    "name": ("姓名", "名字", "name"),
    "capacity": ("身份", "角色", "capacity", "role"),
    "affiliation": ("单位", "界别", "职务", "单位或职务", "affiliation", "post"),
}
_CAPACITIES: Final = {
    "委员": Capacity.MEMBER,
    "代表": Capacity.MEMBER,
    "领导": Capacity.LEADER,
    "部门": Capacity.DEPARTMENT,
    "工作人员": Capacity.STAFF,
    "记者": Capacity.STAFF,
} | {str(capacity): capacity for capacity in Capacity}
_MANY: Final = re.compile(r"[;；|\n]")
_LISTED: Final = 50
_CELL_MOST: Final = 100_000


def read_bodies(path: Path) -> tuple[Body, ...]:
    """Read bodies in the order of the file.

    Errors: `FILE_NOT_FOUND`, `FILE_EMPTY`, `ENCODING_UNKNOWN`; `TABLE_MALFORMED` with all faulty rows: `NO_NAME`,
        `NAME_TWICE`, `CELL_COUNT`, `STRAY_QUOTE`, or `HEADER` when the first row names no column of names.
    """
    return tuple(
        Body(
            name=row["name"],
            aliases=_many(row.get("aliases", "")),
            duties=_many(row.get("duties", "")),
            kind=row.get("kind", ""),
            name_en=row.get("name_en", ""),
        )
        for row in _rows(path, _BODIES)
    )


def read_roster(path: Path) -> tuple[RosterEntry, ...]:
    """Read the people of a roster in the order of the file; a capacity that is not known becomes "".

    Errors: as `read_bodies`; a name may stand twice when its affiliation differs.
    """
    return tuple(
        RosterEntry(
            name=row["name"],
            capacity=str(_CAPACITIES.get(row.get("capacity", "").lower(), "")),
            affiliation=row.get("affiliation", ""),
        )
        for row in _rows(path, _ROSTER)
    )


def _rows(path: Path, columns: dict[str, tuple[str, ...]]) -> list[dict[str, str]]:
    table, bad = _parse(_text(path))
    if not table:
        raise _malformed(bad or [(1, "HEADER")])
    places = _places(table[0][1], columns)
    if "name" not in places:
        raise _malformed([(table[0][0], "HEADER"), *bad])
    width = len(table[0][1])
    rows: list[dict[str, str]] = []
    seen: set[tuple[str, str]] = set()
    for number, cells in table[1:]:
        if len(cells) != width:
            bad.append((number, "CELL_COUNT"))
            continue
        row = {field: cells[place].strip() for field, place in places.items()}
        key = row["name"], row.get("affiliation", "")
        if not row["name"]:
            bad.append((number, "NO_NAME"))
        elif key in seen:
            bad.append((number, "NAME_TWICE"))
        seen.add(key)
        rows.append(row)
    if bad:
        raise _malformed(bad)
    return rows


def _places(header: list[str], columns: dict[str, tuple[str, ...]]) -> dict[str, int]:
    cells = [cell.strip().lower() for cell in header]
    known = {field: next((n for n in names if n in cells), "") for field, names in columns.items()}
    return {field: cells.index(name) for field, name in known.items() if name}


def _parse(text: str) -> tuple[list[tuple[int, list[str]]], list[tuple[int, str]]]:
    """Give the rows that hold anything with the line each ends on, and the faulty ones."""
    csv.field_size_limit(_CELL_MOST)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    rows: list[tuple[int, list[str]]] = []
    bad: list[tuple[int, str]] = []
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return rows, bad
        except csv.Error:
            bad.append((reader.line_num, "STRAY_QUOTE"))
            continue
        if any(map(str.strip, cells)):
            rows.append((reader.line_num, cells))


def _text(path: Path) -> str:
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        raise HuiyinError("FILE_NOT_FOUND", name=path.name) from None
    if not raw.strip():
        raise HuiyinError("FILE_EMPTY", name=path.name)
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise HuiyinError("ENCODING_UNKNOWN", name=path.name)


def _malformed(bad: list[tuple[int, str]]) -> HuiyinError:
    listed = "; ".join(f"{row} {code}" for row, code in sorted(bad)[:_LISTED])
    return HuiyinError("TABLE_MALFORMED", count=len(bad), rows=listed)


def _many(cell: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part for part in map(str.strip, _MANY.split(cell)) if part))
