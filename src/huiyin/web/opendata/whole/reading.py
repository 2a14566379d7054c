# SPDX-License-Identifier: Apache-2.0
"""Reading the file of a whole store: all of it is proved before any of it is used."""

import hashlib
import json
import lzma
import re
import struct
import zipfile
import zlib
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import fields
from pathlib import Path
from typing import Any

from huiyin.core.values.refusals import HuiyinError
from huiyin.web.opendata.whole import manifest

_LONGEST = 64_000_000  # bytes of one line, and of the manifest
_LOCKED = 0x1  # the flag of a part under a password: none is written so
_TORN = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, EOFError, RuntimeError, ValueError, OSError, OverflowError,
)  # fmt: skip
_NAME = re.compile(r"(?:data|files|packs|ledger)/(?!\.)[^\\\x00-\x1f]+")


@contextmanager
def proved(path: Path) -> Iterator[tuple[zipfile.ZipFile, manifest.Manifest]]:
    """Open the file of a whole store once every part of it has been read and holds.

    Errors: `FILE_NOT_FOUND`; `WHOLE_DAMAGED` with the part that does not hold: cut off, changed, missing or unknown;
        `WHOLE_FOREIGN` for a file that is something else, `WHOLE_OTHER_VERSION` for another version of the format.
    Cost: one pass over the file, a megabyte in memory.
    """
    if not path.is_file():
        raise HuiyinError("FILE_NOT_FOUND", name=path.name)
    with path.open("rb") as file:
        try:
            packed = zipfile.ZipFile(file)
            if locked := [one.filename for one in packed.infolist() if one.flag_bits & _LOCKED]:
                raise HuiyinError("WHOLE_DAMAGED", name=locked[0][:80])
            held = _manifest(packed)
            _compare(packed, held)
            for one in held.members:
                _prove(packed, one)
        except _TORN:
            raise HuiyinError("WHOLE_DAMAGED", name=path.name) from None
        yield packed, held


def _manifest(packed: zipfile.ZipFile) -> manifest.Manifest:
    if manifest.NAME not in packed.namelist():
        raise HuiyinError("WHOLE_FOREIGN")
    with packed.open(manifest.NAME) as file:
        text = file.read(_LONGEST)
    try:
        said = json.loads(text)
        if said["format"] != manifest.FORMAT:
            raise HuiyinError("WHOLE_FOREIGN")
        if said["version"] != manifest.VERSION:
            raise HuiyinError(
                "WHOLE_OTHER_VERSION", found=str(said["version"])[:20], known=manifest.VERSION
            )
        if manifest.hash_of(said) != said["sha256"]:
            raise HuiyinError("WHOLE_DAMAGED", name=manifest.NAME)
        members = tuple(_member(one) for one in said["members"])
        return manifest.Manifest(said["schema"], said["chain"], members, tuple(said["missing"]))
    except (ValueError, KeyError, TypeError, RecursionError):
        raise HuiyinError("WHOLE_DAMAGED", name=manifest.NAME) from None


def _member(said: dict[str, Any]) -> manifest.Member:
    one = manifest.Member(**said)
    if not _NAME.fullmatch(one.name) or ".." in one.name.split("/"):
        raise HuiyinError("WHOLE_DAMAGED", name=one.name[:80])
    assert len(said) == len(fields(one))
    return one


def _compare(packed: zipfile.ZipFile, held: manifest.Manifest) -> None:
    """Refuse parts the manifest does not know, lacks, or has twice."""
    there = sorted(packed.namelist())
    meant = sorted([one.name for one in held.members] + [manifest.NAME])
    if there != meant or len(set(there)) != len(there):
        odd = sorted(set(there) ^ set(meant)) or there
        raise HuiyinError("WHOLE_DAMAGED", name=odd[0][:80])


def _prove(packed: zipfile.ZipFile, one: manifest.Member) -> None:
    size, count, digest = 0, 0, hashlib.sha256()
    with packed.open(one.name) as file:
        while (part := file.read(1 << 20)) and size <= one.size:
            size += len(part)
            count += part.count(b"\n")
            digest.update(part)
    if (size, digest.hexdigest()) != (one.size, one.sha256) or one.count not in (None, count):
        raise HuiyinError("WHOLE_DAMAGED", name=one.name)


def rows(packed: zipfile.ZipFile, name: str) -> Generator[dict[str, Any], None, None]:
    """Give the rows of a part.

    Errors: `WHOLE_DAMAGED` where a line is no object.
    """
    with packed.open(name) as file:
        while line := file.readline(_LONGEST):
            try:
                row = json.loads(line)
            except (ValueError, RecursionError):
                row = None
            if not isinstance(row, dict):
                raise HuiyinError("WHOLE_DAMAGED", name=name)
            yield row
