# SPDX-License-Identifier: Apache-2.0
"""Sources: the files a command line names, folders walked, each read by itself."""

import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from huiyin.core.values import documents, echoes
from huiyin.core.values.refusals import HuiyinError

STANDARD_INPUT = "-"
_ENDINGS = (
    (b"%PDF", "pdf"),
    (b"<", "html"),
    (b"\xef\xbb\xbf<", "html"),
)
_PACKED = ((b"word/", "docx"), (b"xl/", "xlsx"), (b"opendocument.text", "odt"))


def read(names: Sequence[str]) -> Iterator[documents.Document | echoes.Unread]:
    """Read all files in the order named, folders in the order of their names; `-` is standard input.

    Errors: `NO_FILES` for a folder without files; a file that cannot be read comes back as `Unread`.
    """
    from huiyin import api

    waiting: list[Path] = []
    for name in names:
        if name == STANDARD_INPUT:
            yield from api.read_many(waiting)
            waiting = []
            yield _standard_input()
        else:
            waiting.extend(walk(Path(name)))
    yield from api.read_many(waiting)


def walk(path: Path) -> list[Path]:
    """Give the file itself, or all files below a folder; hidden ones and links to folders are left out."""
    if not path.is_dir():
        return [path]
    found: list[Path] = []
    for folder, below, files in os.walk(path):
        below[:] = sorted(name for name in below if not name.startswith("."))
        found.extend(
            Path(folder, name) for name in sorted(files) if not name.startswith((".", "~$"))
        )
    if not found:
        raise HuiyinError("NO_FILES", name=str(path))
    return found


def _standard_input() -> documents.Document | echoes.Unread:
    from huiyin import api

    raw = sys.stdin.buffer.read()
    name = f"stdin.{_ending(raw)}"
    try:
        return api.read_bytes(name, raw)
    except HuiyinError as refusal:
        return echoes.Unread(name, "", refusal.code, tuple(refusal.params.items()))


def _ending(raw: bytes) -> str:
    if raw.startswith(b"PK\x03\x04"):
        return next((ending for mark, ending in _PACKED if mark in raw), "docx")
    return next((ending for mark, ending in _ENDINGS if raw.lstrip().startswith(mark)), "txt")
