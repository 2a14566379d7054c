# SPDX-License-Identifier: Apache-2.0
"""Checking objects and lists against the typed description of OParl 1.1, and spoiling them to see that it looks."""

import re
import tomllib
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

SCHEMA = "https://schema.oparl.org/1.1/"
TYPES = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
COMMON = TYPES.pop("common")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_VENDOR = re.compile(r"[a-z]+:[A-Za-z0-9]+")


def faults(said: Any, kind: str = "", *, inner: bool = False) -> list[str]:
    """Name what is wrong with an object."""
    return list(_object(said, kind, inner))


def _object(said: Any, kind: str, inner: bool) -> Iterator[str]:
    if not isinstance(said, dict):
        yield "no object"
        return
    name = str(said.get("type", "")).removeprefix(SCHEMA)
    if name not in TYPES or said.get("type") != SCHEMA + name or (kind and name != kind):
        yield f"type {said.get('type')}"
        return
    known = COMMON | TYPES[name]
    path = {"System": "/"}.get(name, f"/{name.lower()}/")
    if path not in urlsplit(str(said.get("id", ""))).path:
        yield "id of another kind"
    if not said.get("deleted"):
        yield from (
            f"{name}.{key} is missing"
            for key, type_ in known.items()
            if type_.endswith("!") and key not in said
        )
    elif extra := set(said) - {"id", "type", "created", "modified", "deleted"}:
        yield f"deleted with {extra}"
    for key, value in said.items():
        if key in known:
            yield from (f"{name}.{key} {fault}" for fault in _value(value, known[key].rstrip("!")))
        elif not _VENDOR.fullmatch(key):
            yield f"{name}.{key} is unknown"
        else:
            yield from (f"{name}.{key} {fault}" for fault in _vendor(value))
    for first, last in (("created", "modified"), ("startDate", "endDate"), ("start", "end")):
        if (
            isinstance(said.get(first), str)
            and isinstance(said.get(last), str)
            and said[last] < said[first]
        ):
            yield f"{last} before {first}"


def _vendor(value: Any) -> Iterator[str]:
    if value is None or (isinstance(value, str | list | dict) and not value):
        yield "is empty"
    for one in (
        value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    ):
        yield from _vendor(one)


def _value(value: Any, type_: str) -> Iterator[str]:
    if value is None:
        yield "is null"
    elif type_.startswith("["):
        if not isinstance(value, list) or not value:
            yield "is no filled list"
        else:
            if type_ == "[url]" and len(set(map(str, value))) != len(value):
                yield "names one twice"
            for one in value:
                yield from _value(one, type_[1:-1])
    elif type_.startswith("object:"):
        yield from _object(value, type_.partition(":")[2], True)
    elif not _is(value, type_):
        yield f"is no {type_}: {value!r}"


def _is(value: Any, type_: str) -> bool:
    if type_ == "bool":
        return isinstance(value, bool)
    if type_ == "integer":
        return isinstance(value, int) and not isinstance(value, bool) and value >= 0
    if type_ == "object":
        return isinstance(value, dict)
    return isinstance(value, str) and bool(value.strip()) and _WRITTEN[type_](value)


def _url(value: str) -> bool:
    parts = urlsplit(value)
    whole = parts.scheme in ("http", "https") and bool(parts.netloc)
    return whole and not re.search(r"\s", value)


def _on(value: str, form: re.Pattern[str]) -> bool:
    try:
        return bool(form.fullmatch(value) and datetime.fromisoformat(value))
    except ValueError:
        return False


_WRITTEN = {
    "url": _url,
    "string": lambda value: True,
    "date": lambda value: _on(value, _DAY),
    "date-time": lambda value: _on(value, _MOMENT),
}


def list_faults(page: Any, kind: str, asked: str) -> list[str]:
    """Name what is wrong with a page of a list that was asked for at an address."""
    return list(_list(page, kind, asked))


def _list(page: Any, kind: str, asked: str) -> Iterator[str]:
    if set(page) != {"data", "pagination", "links"} or not isinstance(page["data"], list):
        yield "no list"
        return
    for one in page["data"]:
        yield from _object(one, kind, False)
    counts, links = page["pagination"], page["links"]
    if counts["totalPages"] != max(1, -(-counts["totalElements"] // counts["elementsPerPage"])):
        yield "totalPages is wrong"
    last = counts["currentPage"] == counts["totalPages"]
    if ("next" in links) == last:
        yield "next is wrong"
    if ("prev" in links) == (counts["currentPage"] == 1):
        yield "prev is wrong"
    wanted = (
        counts["totalElements"] - counts["elementsPerPage"] * (counts["totalPages"] - 1)
        if last
        else counts["elementsPerPage"]
    )
    if len(page["data"]) != wanted:
        yield "not as many as it says"
    if len({one["id"] for one in page["data"]}) != len(page["data"]):
        yield "one twice"
    meant = {key: value for key, value in parse_qsl(urlsplit(asked).query) if key != "page"}
    for name, url in links.items():
        got = {key: value for key, value in parse_qsl(urlsplit(url).query) if key != "page"}
        if not _is(url, "url") or got != meant:
            yield f"link {name} forgets a filter"
    if "modified_since" not in meant and any("deleted" in one for one in page["data"]):
        yield "deleted ones unasked"


def mutants(said: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Spoil an object in every way one at a time."""
    name = said["type"].rpartition("/")[2]
    known = COMMON | TYPES[name]
    other = SCHEMA + ("Paper" if name != "Paper" else "Person")
    common = {
        "unknown attribute": {"flavour": "sweet"}, "capital vendor": {"Huiyin:x": 1}, "type of another": {"type": other},
        "type of 1.0": {"type": said["type"].replace("1.1", "1.0")}, "relative id": {"id": "/oparl/" + said["id"]},
        "modified before": {"modified": "1999-01-01T00:00:00+08:00"},
    }  # fmt: skip
    yield from ((what, said | change) for what, change in common.items())
    for key, value in said.items():
        if known.get(key, "").endswith("!"):
            yield f"{key} dropped", {one: kept for one, kept in said.items() if one != key}
        for bad in _spoiled(value, known.get(key, "").rstrip("!")):
            yield f"{key} as {bad!r}", said | {key: bad}
        type_, first = known.get(key, ""), value[0] if isinstance(value, list) else value
        if "object:" in type_:
            for what, one in mutants(first):
                yield (
                    f"{key}/{what}",
                    said | {key: [one, *value[1:]] if isinstance(value, list) else one},
                )


def _spoiled(value: Any, type_: str) -> Iterator[Any]:
    """Give what a value must not be."""
    yield from (None, [] if isinstance(value, list) else "")
    if not type_:
        return
    yield from ([value], 4.5, {"a": 1})
    if isinstance(value, list):
        yield from ([*value, None], [*value, ""], value[0])
    wrong = {
        "url": lambda: ("ftp://x/y", "x", "http:///y", value + " z"),
        "date": lambda: ("2026-02-30", "02.03.2026", value + "T00:00:00+08:00", "2026-3-2"),
        "date-time": lambda: (
            value[:10], value[:19], value[:19] + "Z", value.replace("T", " "), "2026-02-30T00:00:00+08:00",
        ),
        "bool": lambda: ("true",),
        "integer": lambda: (-1, "1"),
    }  # fmt: skip
    yield from wrong.get(type_, tuple)()
