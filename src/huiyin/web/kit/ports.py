# SPDX-License-Identifier: Apache-2.0
"""What the rooms need from outside, handed in at the start by `site.wiring`."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from huiyin.core.calendar import workdays
from huiyin.core.docket import packs


@dataclass(slots=True)
class _Ports:
    calendar: Callable[[], workdays.WorkCalendar] | None = None
    pack: Callable[[str, str], packs.Pack] | None = None
    pack_ids: Callable[[], tuple[str, ...]] | None = None


_ports = _Ports()


def provide(**given: Any) -> None:
    """Set ports; called once, at the start."""
    for name, port in given.items():
        setattr(_ports, name, port)


def calendar() -> workdays.WorkCalendar:
    """Give the working-day calendar."""
    assert _ports.calendar is not None
    return _ports.calendar()


def pack(pack_id: str, version: str = "") -> packs.Pack:
    """Give a rules pack in the version a case began under."""
    assert _ports.pack is not None
    return _ports.pack(pack_id, version)


def pack_ids() -> tuple[str, ...]:
    """Give the ids of the packs at hand."""
    assert _ports.pack_ids is not None
    return _ports.pack_ids()
