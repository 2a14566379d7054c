# SPDX-License-Identifier: Apache-2.0
"""Making objects of OParl 1.1: addresses, dates, and nothing empty."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import timezone

SCHEMA, ROOT, VERSION = "https://schema.oparl.org/1.1/", "/oparl/v1.1/", "1.1"
KINDS = (
    "System", "Body", "LegislativeTerm", "Organization", "Person", "Membership", "Meeting", "AgendaItem", "Consultation",
    "Paper", "File", "Location",
)  # fmt: skip
BODY = "1"


class Link(str):
    """An address within this site, made whole when it is given out."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Made:
    """An object without its moments: its kind, its key in the address, the row it is made of."""

    kind: str
    key: str
    owner: str
    said: Mapping[str, Any]

    def whole(self) -> dict[str, Any]:
        """Give it with its address and type."""
        return typed(self.kind, self.key, self.said)


def typed(kind: str, key: str, said: Mapping[str, Any]) -> dict[str, Any]:
    """Give an object with its address and type, and nothing of it empty."""
    return {"id": link(kind, key), "type": SCHEMA + kind, **full(said)}


def full(said: Mapping[str, Any]) -> dict[str, Any]:
    """Leave out what is null or empty: the specification wants it absent."""
    return {key: value for key, value in said.items() if value not in (None, "", [], {}, ())}


def link(kind: str, key: str) -> Link:
    """Give the address of an object."""
    return Link(ROOT if kind == "System" else f"{ROOT}{kind.lower()}/{key}")


def listed(kind: str) -> Link:
    """Give the address of the list of a kind."""
    return Link(f"{ROOT}{kind.lower()}/")


def page(path: str) -> Link:
    """Give the address of a page of this site."""
    return Link(path)


def moment(at: datetime | None) -> str | None:
    """Say a moment with its offset, to the second.

    >>> from datetime import UTC
    >>> moment(datetime(2026, 3, 2, 9, 0, 0, 5, tzinfo=UTC))
    '2026-03-02T17:00:00+08:00'
    """
    return timezone.localtime(at).isoformat(timespec="seconds") if at else None


def day(at: datetime | None) -> str | None:
    """Say the day of a moment."""
    return timezone.localtime(at).date().isoformat() if at else None


def licence() -> str:
    """Give the licence of the data, an address."""
    return str(settings.DATA_LICENCE)


def absolute(value: Any, base: str) -> Any:
    """Make the addresses of an object whole."""
    if isinstance(value, Link):
        return base + value
    if isinstance(value, dict):
        return {key: absolute(one, base) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [absolute(one, base) for one in value]
    return value
