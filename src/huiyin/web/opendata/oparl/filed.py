# SPDX-License-Identifier: Apache-2.0
"""The bytes of files that are published."""

import mimetypes
from dataclasses import dataclass
from pathlib import Path

from huiyin.core.values.refusals import HuiyinError
from huiyin.web.docket.services import writing
from huiyin.web.opendata.models import Published
from huiyin.web.opendata.oparl import papers, register
from huiyin.web.replies.services import keeping


@dataclass(frozen=True, slots=True)
class Filed:
    """A file: where it lies, and what it is called."""

    place: Path
    name: str
    media_type: str


def get(key: str) -> Filed:
    """Give a published file.

    Errors: `NOT_FOUND` for one that never was; `FILE_GONE` for one that is no longer published, or no longer there.
    """
    row = Published.objects.filter(kind="File", key=key).first()
    if row is None:
        raise HuiyinError("NOT_FOUND")
    made = (
        {}
        if row.deleted
        else {one.key: one for one in register.make([row.owner]) if one.kind == "File"}
    )
    if key not in made:
        raise HuiyinError("FILE_GONE")
    name = str(made[key].said["fileName"])
    kind = (
        made[key].said.get("mimeType")
        or mimetypes.guess_type(name)[0]
        or "application/octet-stream"
    )
    place = _place(key)
    if not place.is_file():
        raise HuiyinError("FILE_GONE")
    return Filed(place, name, str(kind))


def _place(key: str) -> Path:
    sort, _, pk = key.partition("-")
    if sort == "l":
        return keeping.where(papers.visible_letters().get(pk=pk))
    return writing.where(papers.attachment(int(pk)))
