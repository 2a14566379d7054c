# SPDX-License-Identifier: Apache-2.0
"""Decidim: proposals from its GraphQL interface (JSON), its csv export, or JSON Lines of them."""

from collections.abc import Iterator, Mapping
from typing import Any

from huiyin.web.opendata.foreign import entries
from huiyin.web.opendata.foreign.entries import Entry, Files

_BODY = ("body", "summary", "description")
_TELL = (
    "created_at", "createdAt", "publishedAt", "published_at", "category", "subcategory", "district", "scope", "source", "status", "state", "votes",
    "voteCount", "comments", "totalCommentsCount", "org_author", "author", "url",
)  # fmt: skip


def read(files: Files) -> Iterator[Entry]:
    """Give the proposals of some files."""
    for name, data in files.items():
        if name.lower().endswith(".csv"):
            some: Iterator[Mapping[str, Any]] = iter(entries.table(data))
        else:
            some = (one for held in entries.records(data) for one in _proposals(held))
        for n, record in enumerate(some, start=1):
            yield _entry(name, n, record)


def _proposals(held: Any) -> Iterator[Mapping[str, Any]]:
    """Find the proposals wherever they stand: as records, below `nodes`, below `edges`."""
    if isinstance(held, list):
        for one in held:
            yield from _proposals(one)
    elif isinstance(held, dict):
        if "title" in held and any(key in held for key in _BODY):
            yield held
        else:
            for one in held.values():
                yield from _proposals(one)


def _entry(name: str, n: int, record: Mapping[str, Any]) -> Entry:
    title = _said(record, "title")
    body = next((found for key in _BODY if (found := _said(record, key))), "")
    known = (record.get(name) for name in ("reference", "code", "id"))
    key = str(next((one for one in known if one not in (None, "")), entries.hashed(record)))
    tell = {one: _flat(record[one]) for one in _TELL if one in record}
    return Entry(
        f"decidim:{key}", f"{name} · {n}", entries.title_of(title), entries.one_line(body or title),
        facts=body, told=entries.told({"Decidim": key} | tell), code="TABLE_MALFORMED" if "" in record else "",
    )  # fmt: skip


def _said(record: Mapping[str, Any], name: str) -> str:
    """Give a text in whichever language it stands: plain, as translations, or in columns `name/en`."""
    value = record.get(name)
    if isinstance(value, dict):
        some = value.get("translations") or [{"text": one} for one in value.values()]
        return next((str(one["text"]).strip() for one in some if one.get("text")), "")
    if value:
        return str(value).strip()
    return next(
        (str(one).strip() for key, one in record.items() if key.startswith(f"{name}/") and one), ""
    )  # fmt: skip


def _flat(value: Any) -> object:
    return value.get("name") or _said({"x": value}, "x") if isinstance(value, dict) else value
