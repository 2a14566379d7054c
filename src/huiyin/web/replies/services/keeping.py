# SPDX-License-Identifier: Apache-2.0
"""Keeping (存档): the bytes of letters and templates under their hash; the same bytes are kept once."""

import hashlib
from pathlib import Path
from typing import Protocol

from django.conf import settings


class Kept(Protocol):
    """A row that knows where its bytes are."""

    stored: str


def digest(data: bytes) -> str:
    """Give the hash bytes are kept under."""
    return hashlib.sha256(data).hexdigest()


def store(data: bytes) -> str:
    """Keep bytes; gives their place. Whoever dies in between leaves no half file under the name."""
    name = digest(data)
    place = f"{name[:2]}/{name}"
    path = Path(settings.FILES_ROOT) / place
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        part = path.with_suffix(".part")
        part.write_bytes(data)
        part.replace(path)
    return place


def where(row: Kept) -> Path:
    """Give the place of the bytes of a row."""
    return Path(settings.FILES_ROOT) / row.stored
