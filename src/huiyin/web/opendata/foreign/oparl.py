# SPDX-License-Identifier: Apache-2.0
"""OParl: papers from saved lists or objects of any server, 1.0 or 1.1; nothing is fetched."""

from collections.abc import Iterator, Mapping
from typing import Any

from huiyin.web.opendata.foreign import entries
from huiyin.web.opendata.foreign.entries import Entry, Files

_TELL = ("id", "reference", "date", "paperType", "license", "web")


def read(files: Files) -> Iterator[Entry]:
    """Give the papers of some files that were not deleted."""
    for name, data in files.items():
        some = [one for held in entries.records(data) for one in _papers(held)]
        for n, paper in enumerate(some, start=1):
            said = str(paper.get("huiyin:text") or paper.get("name") or "").strip()
            yield Entry(
                f"oparl:{entries.hashed(paper.get('id') or paper)}", f"{name} · {n}", entries.title_of(paper.get("name") or said),
                entries.one_line(said), facts=str(paper.get("huiyin:facts") or said),
                told=entries.told({one: paper.get(one) for one in _TELL}),
            )  # fmt: skip


def _papers(held: Any) -> Iterator[Mapping[str, Any]]:
    if isinstance(held, list):
        for one in held:
            yield from _papers(one)
    elif isinstance(held, dict):
        if str(held.get("type", "")).endswith("/Paper"):
            if not held.get("deleted"):
                yield held
        elif "data" in held:
            yield from _papers(held["data"])
