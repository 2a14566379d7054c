# SPDX-License-Identifier: Apache-2.0
"""Read the list of bodies with their duties and the roster of people from csv or yaml."""

import csv
import io
import re
from pathlib import Path
from typing import Final

from huiyin.core.values.bodies import Body, RosterEntry
from huiyin.core.values.findings import Capacity
from huiyin.core.values.refusals import HuiyinError

_BODIES: Final = {
    "name": ("名称", "单位名称", "承办单位", "单位", "name", "body"),
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
_ALIASES: Final = re.compile(r"[;；|、,，\n]")
_YAML: Final = frozenset({".yaml", ".yml"})
_LISTED: Final = 50
_CELL_MOST: Final = 100_000


def read_bodies(path: Path) -> tuple[Body, ...]:
    """Read bodies in the order of the file; rows of one name are joined, so that a duty may have a row of its own.

    Errors: `FILE_NOT_FOUND`, `FILE_UNREADABLE`, `FILE_EMPTY`, `ENCODING_UNKNOWN`; `TABLE_MALFORMED` with all faulty
        rows: `NO_NAME`, `CELL_COUNT`, `STRAY_QUOTE`, `NOT_A_ROW`, or `HEADER` when nothing names the bodies.
    """
    joined: dict[str, Body] = {}
    for row in _rows(path, _BODIES):
        old = joined.get(row["name"], Body(row["name"]))
        joined[row["name"]] = Body(
            name=row["name"],
            aliases=_many(old.aliases, _ALIASES.split(row.get("aliases", ""))),
            duties=_many(old.duties, _MANY.split(row.get("duties", ""))),
            kind=old.kind or row.get("kind", ""),
            name_en=old.name_en or row.get("name_en", ""),
        )
    return tuple(joined.values())


def read_roster(path: Path) -> tuple[RosterEntry, ...]:
    """Read the people of a roster in the order of the file, each once; a capacity that is not known becomes "".

    Errors: as `read_bodies`.
    """
    people = (
        RosterEntry(
            name=row["name"],
            capacity=str(_CAPACITIES.get(row.get("capacity", "").lower(), "")),
            affiliation=row.get("affiliation", ""),
        )
        for row in _rows(path, _ROSTER)
    )
    return tuple(dict.fromkeys(people))


def _rows(path: Path, columns: dict[str, tuple[str, ...]]) -> list[dict[str, str]]:
    text = _text(path)
    rows, bad = (
        _from_yaml(text, columns) if path.suffix.lower() in _YAML else _from_csv(text, columns)
    )
    bad += [(number, "NO_NAME") for number, row in rows if not row["name"]]
    if bad:
        raise _malformed(bad)
    return [row for _, row in rows]


_Rows = tuple[list[tuple[int, dict[str, str]]], list[tuple[int, str]]]


def _from_csv(text: str, columns: dict[str, tuple[str, ...]]) -> _Rows:
    table, bad = _parse(text)
    if not table:
        return [], bad or [(1, "HEADER")]
    places = _places(table[0][1], columns)
    if "name" not in places:
        return [], [(table[0][0], "HEADER"), *bad]
    width = len(table[0][1])
    bad += [(number, "CELL_COUNT") for number, cells in table[1:] if len(cells) != width]
    return [
        (number, {field: cells[place].strip() for field, place in places.items()})
        for number, cells in table[1:]
        if len(cells) == width
    ], bad


def _from_yaml(text: str, columns: dict[str, tuple[str, ...]]) -> _Rows:
    """Read a list of mappings; several aliases or duties may be a list of their own."""
    import yaml

    try:
        table = yaml.safe_load(text)
    except yaml.YAMLError as fault:
        mark = getattr(fault, "problem_mark", None)
        return [], [(mark.line + 1 if mark else 1, "STRAY_QUOTE")]
    if not isinstance(table, list) or not table:
        return [], [(1, "HEADER")]
    rows, bad = [], []
    for number, entry in enumerate(table, start=1):
        if not isinstance(entry, dict):
            bad.append((number, "NOT_A_ROW"))
            continue
        places = _places([str(key) for key in entry], columns)
        cells = list(entry.values())
        rows.append(
            (number, {"name": ""} | {field: _cell(cells[at]) for field, at in places.items()})
        )
    return rows, bad


def _cell(value: object) -> str:
    return "\n".join(map(str, value)) if isinstance(value, list) else str(value or "").strip()


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
    except OSError as broken:
        raise HuiyinError("FILE_UNREADABLE", reason=broken.strerror or "") from broken
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


def _many(old: tuple[str, ...], new: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*old, *(part for part in map(str.strip, new) if part))))
