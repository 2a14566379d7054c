# SPDX-License-Identifier: Apache-2.0
"""Files (附件): what people hand in is looked at before it is kept, byte for byte, under its hash."""

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from huiyin.core.values.refusals import HuiyinError

MEGABYTES = 20
_OPENS = {
    "pdf": (b"%PDF", "application/pdf"), "docx": (b"PK", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "xlsx": (b"PK", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"), "png": (b"\x89PNG", "image/png"),
    "jpg": (b"\xff\xd8", "image/jpeg"), "jpeg": (b"\xff\xd8", "image/jpeg"), "txt": (b"", "text/plain"), "csv": (b"", "text/csv"),
}  # fmt: skip
_BAD_NAME = re.compile(r'[\x00-\x1f\x7f/\\:*?"<>|\u202a-\u202e\u2066-\u2069]+')


@dataclass(frozen=True, slots=True)
class File:
    """A file that may be kept: its name made safe, and what its bytes are."""

    name: str
    data: bytes
    media_type: str
    sha256: str

    @property
    def size(self) -> int:
        """How many bytes it has."""
        return len(self.data)


def take(name: str, data: bytes) -> File:
    """Look at a file somebody hands in.

    Errors: `FILE_EMPTY`; `FILE_TOO_LARGE`; `TYPE_UNSUPPORTED`; `TYPE_MISMATCH` when the bytes are not what the name says.
    """
    clean = _BAD_NAME.sub("_", name).strip(". ")[-180:] or "file"
    if not data:
        raise HuiyinError("FILE_EMPTY")
    if len(data) > MEGABYTES * 1_000_000:
        raise HuiyinError("FILE_TOO_LARGE", limit_mb=MEGABYTES)
    suffix = clean.rpartition(".")[2].lower()
    if suffix not in _OPENS:
        raise HuiyinError("TYPE_UNSUPPORTED", found=suffix, accepted=", ".join(sorted(_OPENS)))
    opens, media_type = _OPENS[suffix]
    if not data.startswith(opens):
        raise HuiyinError("TYPE_MISMATCH", name=clean, found="?", expected=suffix)
    return File(clean, data, media_type, hashlib.sha256(data).hexdigest())


def keep(file: File) -> str:
    """Keep a file and give its place under the root; the same bytes are kept once."""
    place = f"{file.sha256[:2]}/{file.sha256}"
    path = where(place)
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        part = path.with_suffix(".part")
        part.write_bytes(file.data)
        part.replace(path)
    return place


def where(place: str) -> Path:
    """Give the path of what was kept at a place."""
    return Path(settings.FILES_ROOT) / place
