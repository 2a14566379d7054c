# SPDX-License-Identifier: Apache-2.0
"""The matrix of the Universal Periodic Review: recommendations of one state to another, with the answer."""

from collections.abc import Iterator

from huiyin.web.opendata.foreign import entries
from huiyin.web.opendata.foreign.entries import Entry, Files

_TELL = (
    "To",
    "From",
    "Session",
    "Response",
    "Action",
    "Issue",
    "To-Rgrp",
    "From-Rgrp",
    "To-Org",
    "From-Org",
)


def read(files: Files) -> Iterator[Entry]:
    """Give the recommendations of some files: JSON Lines or csv with the heads To, From, Text."""
    for name, data in files.items():
        some = entries.table(data) if name.lower().endswith(".csv") else entries.records(data)
        seen: dict[str, int] = {}
        for n, record in enumerate(some, start=1):
            row = record if isinstance(record, dict) else {}
            key = entries.hashed([row.get(one) for one in ("To", "From", "Session", "Text")])
            seen[key] = seen.get(key, 0) + 1  # the matrix lists some twice
            said = str(row.get("Text") or "").strip()
            yield Entry(
                f"upr:{key}:{seen[key]}", f"{name} · {n}", entries.title_of(said), entries.one_line(said), facts=said,
                told=entries.told({one: row.get(one) for one in _TELL}),
                code="" if said and "" not in row else "TABLE_MALFORMED",
            )  # fmt: skip
