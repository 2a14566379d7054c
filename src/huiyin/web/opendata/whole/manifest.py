# SPDX-License-Identifier: Apache-2.0
"""The manifest of a whole store: what its file holds, and for which program."""

import base64
import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import connection
from django.db.migrations.loader import MigrationLoader

NAME, FORMAT, VERSION = "manifest.json", "huiyin-institution", 1


@dataclass(frozen=True, slots=True)
class Member:
    """A part of the file: its size and hash; of rows also how many there are."""

    name: str
    size: int
    sha256: str
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Manifest:
    """All parts of the file, the migrations its rows were written under, and the end of the ledger.

    Attributes:
        missing: files that rows name and that were not there.
    """

    schema: Mapping[str, str]
    chain: Mapping[str, Any]
    members: tuple[Member, ...]
    missing: tuple[str, ...] = field(default=())

    def said(self) -> dict[str, Any]:
        """Give what the manifest says, with its own hash."""
        held = {
            "format": FORMAT,
            "version": VERSION,
            "schema": dict(self.schema),
            "chain": dict(self.chain),
        }
        held |= {"members": [asdict(one) for one in self.members], "missing": list(self.missing)}
        return held | {"sha256": hash_of(held)}

    @property
    def row_count(self) -> int:
        """How many rows there are."""
        return sum(one.count or 0 for one in self.members)

    @property
    def file_count(self) -> int:
        """How many files there are besides the rows."""
        return sum(one.count is None for one in self.members)


def hash_of(held: Mapping[str, Any]) -> str:
    """Give the hash of what a manifest says, without its hash."""
    said = {key: value for key, value in held.items() if key != "sha256"}
    return hashlib.sha256(canonical(said).encode()).hexdigest()


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, Decimal | UUID):
        return str(value)
    if isinstance(value, timedelta):
        return value.total_seconds()
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(value).decode()
    raise TypeError(type(value).__name__)


_encoder = json.JSONEncoder(
    ensure_ascii=False,
    sort_keys=True,
    separators=(",", ":"),
    allow_nan=False,
    check_circular=False,
    default=_plain,
)


def canonical(value: Any) -> str:
    """Write a value in the one way it is written: keys in order, no blanks, moments in UTC."""
    return _encoder.encode(value)


def schema() -> dict[str, str]:
    """Give the last migration of each of our rooms and of the apps whose rows leave."""
    loader = MigrationLoader(connection, ignore_no_migrations=True)
    mine = {one.label for one in apps.get_app_configs()}
    return {app: name for app, name in sorted(loader.graph.leaf_nodes()) if app in mine}
