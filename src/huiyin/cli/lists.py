# SPDX-License-Identifier: Apache-2.0
"""Lists (名单): the user's own bodies and roster, read from csv with a row of headings in Chinese or English."""

import csv
import io
import re
from pathlib import Path

from huiyin.core.values import bodies, findings
from huiyin.core.values.refusals import HuiyinError

_HEADINGS = {
    "name": ("名称", "单位名称", "承办单位", "姓名", "单位", "name", "body"),
    "aliases": ("别名", "简称", "又称", "aliases", "alias"),
    "duties": ("职责", "主要职责", "职能", "duties", "duty", "functions"),
    "kind": ("类别", "类型", "性质", "kind", "type"),
    "name_en": ("英文名", "英文名称", "english", "name_en"),
    "capacity": ("身份", "角色", "capacity", "role"),
    "affiliation": ("单位", "界别", "职务", "单位或职务", "affiliation", "post"),
}
_CAPACITIES = {
    "委员": findings.Capacity.MEMBER,
    "代表": findings.Capacity.MEMBER,
    "领导": findings.Capacity.LEADER,
    "部门": findings.Capacity.DEPARTMENT,
    "工作人员": findings.Capacity.STAFF,
    "记者": findings.Capacity.STAFF,
}
_MANY = re.compile(r"[;；|\n]")
_ALIASES = re.compile(r"[;；|、,，\n]")


def read_bodies(path: Path) -> tuple[bodies.Body, ...]:
    """Read a list of bodies; rows of one name are joined, several duties in a cell parted by `；`.

    Errors: `FILE_NOT_FOUND`; `ENCODING_UNKNOWN`; `LIST_WITHOUT_NAMES`.
    """
    joined: dict[str, bodies.Body] = {}
    for row in _rows(path):
        old = joined.get(row["name"], bodies.Body(row["name"]))
        joined[row["name"]] = bodies.Body(
            name=row["name"],
            aliases=_together(old.aliases, _ALIASES.split(row.get("aliases", ""))),
            duties=_together(old.duties, _MANY.split(row.get("duties", ""))),
            kind=old.kind or row.get("kind", ""),
            name_en=old.name_en or row.get("name_en", ""),
        )
    return tuple(joined.values())


def read_roster(path: Path) -> tuple[bodies.RosterEntry, ...]:
    """Read a roster of people.

    Errors: `FILE_NOT_FOUND`; `ENCODING_UNKNOWN`; `LIST_WITHOUT_NAMES`.
    """
    return tuple(
        bodies.RosterEntry(
            name=row["name"],
            capacity=_capacity(row.get("capacity", "")),
            affiliation=row.get("affiliation", ""),
        )
        for row in _rows(path)
    )


def _rows(path: Path) -> list[dict[str, str]]:
    table = csv.reader(io.StringIO(_text(path), newline=""))
    headings = [heading.strip().lower() for heading in next(table, [])]
    places = {field: place for field, place in _placed(headings).items() if place >= 0}
    if "name" not in places:
        raise HuiyinError("LIST_WITHOUT_NAMES", name=path.name)
    rows = (
        {field: row[at].strip() for field, at in places.items() if at < len(row)} for row in table
    )
    return [row for row in rows if row.get("name")]


def _placed(headings: list[str]) -> dict[str, int]:
    places: dict[str, int] = {}
    for field, known in _HEADINGS.items():
        free = [
            word
            for word in known
            if word in headings and headings.index(word) not in places.values()
        ]
        places[field] = headings.index(free[0]) if free else -1
    return places


def _text(path: Path) -> str:
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        raise HuiyinError("FILE_NOT_FOUND", name=path.name) from None
    except OSError as broken:
        raise HuiyinError("FILE_UNREADABLE", reason=broken.strerror or "") from broken
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise HuiyinError("ENCODING_UNKNOWN", name=path.name)


def _capacity(said: str) -> str:
    known = _CAPACITIES.get(said) or next((c for c in findings.Capacity if c == said.lower()), None)
    return str(known) if known else ""


def _together(old: tuple[str, ...], new: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*old, *(one.strip() for one in new if one.strip()))))
