# SPDX-License-Identifier: Apache-2.0
"""What the rooms need from outside, handed in at the start by `site.wiring`."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import IO, Any

from huiyin.core.calendar import workdays
from huiyin.core.docket import packs
from huiyin.core.values import letters
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


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of time to draw: from when, to the end first set, to the end it stands at, the ends it had in between."""

    name: str
    start: date
    first_end: date
    end: date
    moved: tuple[date, ...] = ()
    tone: str = ""
    is_late: bool = False
    href: str = ""


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
    draw_bars: Callable[..., str] | None = None
    draw_spans: Callable[..., str] | None = None
    draw_series: Callable[..., str] | None = None
    draw_grid: Callable[..., str] | None = None
    chart_png: Callable[[str], bytes] | None = None
    draw_code: Callable[[str], str] | None = None
    write_table_to: Callable[[Iterable[Sequence[str]], IO[bytes]], None] | None = None
    write_paper: Callable[[letters.AnyPaper, str], Any] | None = None
    show_paper: Callable[[letters.AnyPaper], str] | None = None
    fill_template: Callable[[letters.Letter, bytes], Any] | None = None
    check_template: Callable[[str, bytes], Any] | None = None
    ask_model: Callable[[list[dict[str, str]]], str] | None = None
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


def has_model() -> bool:
    """Tell whether the place has a model that can be asked."""
    return _ports.ask_model is not None


def ask_model(messages: list[dict[str, str]]) -> str:
    """Ask the place's model; the caller has asked `has_model`.

    Errors: `MODEL_SILENT`.
    """
    assert _ports.ask_model is not None
    return _ports.ask_model(messages)


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


def draw_bars(
    some: Sequence[tuple[str, int, str]], *, title: str, about: str, across: bool = True
) -> str:
    """Draw bars (name, number, where they lead) as an SVG element; the caller may trust it."""
    assert _ports.draw_bars is not None
    return _ports.draw_bars(some, title=title, about=about, across=across)


def draw_spans(
    some: Sequence[Stretch], *, on: date, title: str, about: str, today: str = ""
) -> str:
    """Draw stretches of time, one a line, as an SVG element; the caller may trust it."""
    assert _ports.draw_spans is not None
    return _ports.draw_spans(some, on=on, title=title, about=about, today=today)


def draw_code(text: str) -> str:
    """Draw a text as a QR code, an SVG element; the caller may trust it."""
    assert _ports.draw_code is not None
    return _ports.draw_code(text)


def draw_series(some: Sequence[tuple[str, str, int, str]], *, title: str, about: str) -> str:
    """Draw bars of several series (name, series, number, where it leads) as an SVG element; the caller may trust it."""
    assert _ports.draw_series is not None
    return _ports.draw_series(some, title=title, about=about)


def draw_grid(some: Sequence[tuple[str, str, int, str]], *, title: str, about: str) -> str:
    """Draw squares for twos (one, other, number, where it leads) as an SVG element; the caller may trust it."""
    assert _ports.draw_grid is not None
    return _ports.draw_grid(some, title=title, about=about)


def chart_png(svg: str) -> bytes:
    """Give a drawn chart as a PNG, black on white."""
    assert _ports.chart_png is not None
    return _ports.chart_png(svg)


def write_table_to(rows: Iterable[Sequence[str]], file: IO[bytes]) -> None:
    """Write rows as an xlsx file, one after the other."""
    assert _ports.write_table_to is not None
    _ports.write_table_to(rows, file)


def write_paper(paper: letters.AnyPaper, form: str) -> Any:
    """Write an official paper as `pdf`, `docx` or `html`: gives `raw`, `media_type`, `warnings`."""
    assert _ports.write_paper is not None
    return _ports.write_paper(paper, form)


def show_paper(paper: letters.AnyPaper) -> str:
    """Write an official paper as one escaped `<article class="sheet">` to show within a page."""
    assert _ports.show_paper is not None
    return _ports.show_paper(paper)


def fill_template(letter: letters.Letter, template: bytes) -> Any:
    """Write a letter in an office's own docx template: gives `raw`, `media_type`, `warnings`."""
    assert _ports.fill_template is not None
    return _ports.fill_template(letter, template)


def check_template(name: str, template: bytes) -> Any:
    """Check an office's own docx template: gives `known`, `unknown` and `left_out` names."""
    assert _ports.check_template is not None
    return _ports.check_template(name, template)


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
