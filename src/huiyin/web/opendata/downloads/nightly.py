# SPDX-License-Identifier: Apache-2.0
"""The file of the night (每日文件): all tables in one zip with a dictionary and a manifest, laid down whole or not at all.

The public may lose sight of something after the file was made; the file is given out only while all it shows may be seen,
and is made anew as soon as something of it was closed.
"""

import hashlib
import json
import os
import zipfile
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings

from huiyin.core.values.refusals import HuiyinError
from huiyin.web.opendata.downloads import datasets, lines
from huiyin.web.opendata.oparl.making import licence, moment

NAME = "open-data.zip"
_LONG_AGO = (1980, 1, 1, 0, 0, 0)


def folder() -> Path:
    """Give where the file lies."""
    return Path(settings.HOME) / "open-data"


def make(*, now: datetime) -> dict[str, Any]:
    """Make the file anew and give its manifest.

    Cost: one pass over each table for each of its two forms.
    """
    place = folder() / NAME
    place.parent.mkdir(parents=True, exist_ok=True)
    part = place.with_suffix(".part")
    held: dict[str, Any] = {"made": moment(now), "licence": licence(), "files": []}
    shown: dict[str, list[int]] = {}
    try:
        with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED) as packed:
            for one in datasets.everything().values():
                shown[one.name] = list(datasets.seen(one).values_list("pk", flat=True))
                held["files"] += [_put(packed, one, form) for form in lines.FORMS]
            for name, said in (("dictionary.json", dictionary()), ("manifest.json", held)):
                text = json.dumps(said, ensure_ascii=False, indent=1)
                packed.writestr(zipfile.ZipInfo(name, _LONG_AGO), text, zipfile.ZIP_DEFLATED)
        with part.open("rb+") as written:
            os.fsync(written.fileno())
        held |= {"sha256": _hash(part), "size": part.stat().st_size}
        _keep(folder() / "shown.json", shown)
        part.replace(place)
        _keep(folder() / "manifest.json", held)
    finally:
        part.unlink(missing_ok=True)
    return held


def _put(packed: zipfile.ZipFile, one: datasets.Dataset, form: str) -> dict[str, Any]:
    heads, digest, size, count = [column.name for column in one.columns], hashlib.sha256(), 0, 0

    def counted() -> Iterator[dict[str, Any]]:
        nonlocal count
        for row in datasets.rows(one):
            count += 1
            yield row

    info = zipfile.ZipInfo(f"{one.name}.{form}", _LONG_AGO)
    info.compress_type = zipfile.ZIP_DEFLATED
    with packed.open(info, "w", force_zip64=True) as out:
        for part in lines.write(form, heads, counted()):
            out.write(part)
            digest.update(part)
            size += len(part)
    return {"name": info.filename, "rows": count, "size": size, "sha256": digest.hexdigest()}


def _hash(place: Path) -> str:
    with place.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _keep(place: Path, said: Any) -> None:
    part = place.with_suffix(".part")
    part.write_text(json.dumps(said, ensure_ascii=False, indent=1), "utf-8")
    part.replace(place)


def dictionary() -> dict[str, Any]:
    """Give the dictionary: each table with its columns, their types and words in both languages."""
    return {
        one.name: {
            **one.words, "about": dict(one.about),
            "columns": [{"name": column.name, "type": column.type, **column.words} for column in one.columns],
        }
        for one in datasets.everything().values()
    }  # fmt: skip


def manifest() -> dict[str, Any] | None:
    """Give the manifest of the file that lies there, None where there is none yet."""
    place = folder() / "manifest.json"
    return json.loads(place.read_text("utf-8")) if place.is_file() else None


def is_current() -> bool:
    """Tell whether everything the file shows may be seen still.

    Cost: one query a table.
    """
    place = folder() / "shown.json"
    if not place.is_file():
        return False
    shown: dict[str, Iterable[int]] = json.loads(place.read_text("utf-8"))
    known = datasets.everything()
    return all(
        name in known and not set(pks) - set(datasets.seen(known[name]).values_list("pk", flat=True))
        for name, pks in shown.items()
    )  # fmt: skip


def get() -> Path:
    """Give the file.

    Errors: `NOT_FOUND` before the first night; `FILE_GONE` while it shows what was closed meanwhile.
    """
    place = folder() / NAME
    if not place.is_file():
        raise HuiyinError("NOT_FOUND")
    if not is_current():
        raise HuiyinError("FILE_GONE")
    return place


def renew(*, now: datetime) -> bool:
    """Make the file anew where something of it was closed; tells whether it did."""
    if manifest() is None or is_current():
        return False
    make(now=now)
    return True
