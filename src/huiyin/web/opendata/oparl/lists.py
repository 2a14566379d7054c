# SPDX-License-Identifier: Apache-2.0
"""Lists and single objects as they are given out: paged, filtered, with tombstones."""

import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q
from django.utils.dateparse import parse_datetime

from huiyin.core.values.refusals import HuiyinError
from huiyin.web.opendata.models import Published
from huiyin.web.opendata.oparl import register
from huiyin.web.opendata.oparl.making import SCHEMA, Link, absolute, link, listed, moment

_PAGE, _MOST = 100, 1_000_000
_FILTERS = {
    "created_since": "created_at__gte", "created_until": "created_at__lte",
    "modified_since": "modified_at__gte", "modified_until": "modified_at__lte",
}  # fmt: skip
_DATE_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:Z|[+-]\d\d:\d\d)")
_INNER = {
    "Body": ("legislativeTerm",), "Person": ("membership",), "Meeting": ("agendaItem", "location"),
    "Paper": ("consultation", "mainFile", "auxiliaryFile"),
}  # fmt: skip


def get(kind: str, key: str, base: str) -> dict[str, Any]:
    """Give an object, or that it was deleted.

    Errors: `NOT_FOUND` for one that never stood here.
    """
    row = Published.objects.filter(kind=kind, key=key).first()
    if row is None:
        raise HuiyinError("NOT_FOUND")
    return _given([row], base, omit=False)[0]


def many(kind: str, asked: Mapping[str, str], base: str) -> dict[str, Any]:
    """Give a page of the list of a kind: the earliest first, so that what comes in stands at the end.

    Errors: `FILTER_INVALID`, `PAGE_RANGE`, `FILTER_UNKNOWN`.
    """
    where, kept = _filters(asked)
    if "modified_since" not in kept:
        where &= Q(deleted=False)
    page = _number(asked.get("page", "1"))
    rows = Published.objects.filter(where, kind=kind)
    total = rows.count()
    pages = max(1, -(-total // _PAGE))
    if page > pages:
        raise HuiyinError("PAGE_RANGE", page=page, pages=pages)
    omit = asked.get("omit_internal", "").lower() in ("true", "1")
    found = list(rows.order_by("pk")[(page - 1) * _PAGE : page * _PAGE])
    given = _given(found, base, omit=omit)
    if "modified_since" not in kept:
        given = [one for one in given if "deleted" not in one]

    def to(number: int) -> str:
        query = urlencode({**kept, **({"page": number} if number > 1 else {})})
        return base + listed(kind) + (f"?{query}" if query else "")

    links = {"first": to(1), "self": to(page), "last": to(pages)}
    links |= {"prev": to(page - 1)} if page > 1 else {}
    links |= {"next": to(page + 1)} if page < pages else {}
    counts = {
        "totalElements": total, "elementsPerPage": _PAGE, "currentPage": page, "totalPages": pages,
    }  # fmt: skip
    return {"data": given, "pagination": counts, "links": links}


def _filters(asked: Mapping[str, str]) -> tuple[Q, dict[str, str]]:
    where, kept = Q(), {}
    for name, value in asked.items():
        if name in _FILTERS:
            where &= Q(**{_FILTERS[name]: _moment(name, value)})
        elif name not in ("omit_internal", "page"):
            raise HuiyinError("FILTER_UNKNOWN", name=name[:40])
        if name != "page":
            kept[name] = value
    return where, kept


def _moment(name: str, value: str) -> datetime:
    value = value.replace(" ", "+")  # a plus that was not encoded
    try:
        found = parse_datetime(value) if _DATE_TIME.fullmatch(value) else None
    except ValueError:
        found = None
    if found is None:
        raise HuiyinError("FILTER_INVALID", name=name, value=value[:40])
    return found


def _number(value: str) -> int:
    if not re.fullmatch(r"[1-9]\d{0,6}", value, re.ASCII) or int(value) > _MOST:
        raise HuiyinError("PAGE_RANGE", page=value[:20], pages="?")
    return int(value)


def _given(rows: Iterable[Published], base: str, *, omit: bool) -> list[dict[str, Any]]:
    """Give the objects of some rows as they are now; what the public may no longer see, as deleted."""
    rows = list(rows)
    made = {
        (one.kind, one.key): one
        for one in register.make(row.owner for row in rows if not row.deleted)
    }
    found = []
    for row in rows:
        now = made.get((row.kind, row.key))
        said: dict[str, Any] = (
            now.whole() if now else {"id": link(row.kind, row.key), "type": SCHEMA + row.kind}
        )
        if now is None:
            said["deleted"] = True
        elif omit:
            said = {key: one for key, one in said.items() if key not in _INNER.get(row.kind, ())}
        said |= {"created": moment(row.created_at), "modified": moment(row.modified_at)}
        found.append(said)
    moments = _moments(found)
    return [absolute(_dated(one, moments), base) for one in found]


def _inner(said: Mapping[str, Any]) -> Iterable[dict[str, Any]]:
    for value in said.values():
        for one in value if isinstance(value, list) else [value]:
            if isinstance(one, dict) and "type" in one:
                yield one


def _moments(found: Iterable[dict[str, Any]]) -> dict[Link, tuple[datetime, datetime]]:
    """Look up when the objects within others came and changed."""
    asked: dict[str, list[str]] = {}
    for said in found:
        for one in _inner(said):
            asked.setdefault(one["type"].rpartition("/")[2], []).append(
                one["id"].rpartition("/")[2]
            )
    known = {}
    for kind, keys in asked.items():
        for row in Published.objects.filter(kind=kind, key__in=keys):
            known[link(kind, row.key)] = (row.created_at, row.modified_at)
    return known


def _dated(said: dict[str, Any], known: Mapping[Link, tuple[datetime, datetime]]) -> dict[str, Any]:
    for one in _inner(said):
        created, modified = known.get(one["id"], (None, None))
        one["created"] = moment(created) or said["created"]
        one["modified"] = moment(modified) or said["modified"]
    return said
