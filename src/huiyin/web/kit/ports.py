# SPDX-License-Identifier: Apache-2.0
"""What the rooms need from outside, handed in at the start by `site.wiring`."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from huiyin.core.calendar import workdays
from huiyin.core.docket import packs
from huiyin.core.values.bodies import Body
from huiyin.core.values.documents import Document
from huiyin.core.values.echoes import Candidate
from huiyin.core.values.refusals import HuiyinError


@dataclass(frozen=True, slots=True)
class Likeness:
    """Two of some texts that say the same, or nearly: their places, how much, what both say and what one only."""

    a: int
    b: int
    score: float
    shared: tuple[str, ...] = ()
    only_a: tuple[str, ...] = ()
    only_b: tuple[str, ...] = ()


@dataclass(slots=True)
class _Ports:
    calendar: Callable[[], workdays.WorkCalendar] | None = None
    pack: Callable[[str, str], packs.Pack] | None = None
    pack_ids: Callable[[], tuple[str, ...]] | None = None
    pack_text: Callable[[str], str] | None = None
    parse_pack: Callable[[str], packs.Pack] | None = None
    pack_data: Callable[[str], Any] | None = None
    keep_pack: Callable[[str, str], None] | None = None
    table: Callable[[str, bytes], list[list[str]]] | None = None
    write_table: Callable[[list[list[str]]], bytes] | None = None
    demo_city: Callable[[], Any] | None = None
    body_loads: Callable[[date], dict[int, tuple[int, int]]] | None = None
    read_document: Callable[[str, bytes], Document] | None = None
    extract: Callable[[Document, Sequence[Body]], Any] | None = None
    alike: Callable[[Sequence[str]], Sequence[Likeness]] | None = None
    rank: (
        Callable[[Sequence[Body], Sequence[str], Sequence[str]], Sequence[Sequence[Candidate]]]
        | None
    ) = None


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


def pack_text(pack_id: str) -> str:
    """Give a pack as it stands in its file."""
    assert _ports.pack_text is not None
    return _ports.pack_text(pack_id)


def parse_pack(text: str) -> packs.Pack:
    """Read the text of a pack file.

    Errors: `PACK_NOT_YAML`; `PackFaults` with every fault.
    """
    assert _ports.parse_pack is not None
    return _ports.parse_pack(text)


def pack_data(text: str) -> Any:
    """Give the bare data of a pack file, for comparing two."""
    assert _ports.pack_data is not None
    return _ports.pack_data(text)


def keep_pack(pack_id: str, text: str) -> None:
    """Keep an office's own pack."""
    assert _ports.keep_pack is not None
    _ports.keep_pack(pack_id, text)


def table(name: str, data: bytes) -> list[list[str]]:
    """Read the rows of a csv or xlsx file."""
    assert _ports.table is not None
    return _ports.table(name, data)


def write_table(rows: list[list[str]]) -> bytes:
    """Write rows as an xlsx file."""
    assert _ports.write_table is not None
    return _ports.write_table(rows)


def has_demo_city() -> bool:
    """Tell whether a demo city can be filled here."""
    return _ports.demo_city is not None


def demo_city() -> Any:
    """Fill the empty store with the fictional city and give its sign-ins."""
    assert _ports.demo_city is not None
    return _ports.demo_city()


def can_read() -> bool:
    """Tell whether a reader of documents is at hand."""
    return _ports.read_document is not None and _ports.extract is not None


def read_document(name: str, data: bytes) -> Document:
    """Read a file of a person into its text.

    Errors: those of the reader; `READER_ABSENT` where none is at hand.
    """
    if _ports.read_document is None:
        raise HuiyinError("READER_ABSENT")
    return _ports.read_document(name, data)


def extract(document: Document, bodies: Sequence[Body] = ()) -> Any:
    """Find the parts and the suggestions of a document (`core.extraction.finding.Extraction`).

    Errors: `READER_ABSENT` where no reader is at hand.
    """
    if _ports.extract is None:
        raise HuiyinError("READER_ABSENT")
    return _ports.extract(document, bodies)


def can_compare() -> bool:
    """Tell whether something compares texts here."""
    return _ports.alike is not None


def alike(texts: Sequence[str]) -> Sequence[Likeness]:
    """Give the pairs of texts that say the same, the likest first; none where nothing compares them here."""
    return _ports.alike(texts) if _ports.alike else ()


def rank(
    bodies: Sequence[Body], texts: Sequence[str], addressees: Sequence[str]
) -> Sequence[Sequence[Candidate]]:
    """Rank the bodies for each text, lead first; none where nothing ranks them here."""
    return _ports.rank(bodies, texts, addressees) if _ports.rank else [() for _ in texts]


def body_loads(on: date) -> dict[int, tuple[int, int]]:
    """Give for each body with tasks how many it has in hand and how many of them are overdue."""
    return _ports.body_loads(on) if _ports.body_loads else {}
