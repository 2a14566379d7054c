# SPDX-License-Identifier: Apache-2.0
"""Sheets: any official paper laid out once, so that PDF, docx and html show the same.

A sheet is frozen and holds only text: what each writer prints is what stands here, literally.
"""

from dataclasses import dataclass
from typing import Final, Literal

from huiyin.core.values.letters import Language

Shape = Literal[
    "salutation", "heading", "paragraph", "quote", "labelled", "table", "picture", "line"
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One block of a sheet, of one shape.

    Attributes:
        label: words set in the heading's type before the text.
        pieces: the text, as (words, footnote); a footnote "" is none.
        row_notes: the footnote of each row, set behind its cell in the column `noted`.
        svg, png: the picture, one of them filled.
        kept: whether it stays on the page of the block that follows.
    """

    shape: Shape
    level: int = 1
    label: str = ""
    pieces: tuple[tuple[str, str], ...] = ()
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    widths: tuple[float, ...] = ()
    row_notes: tuple[str, ...] = ()
    noted: int = 0
    svg: str = ""
    png: bytes = b""
    alt: str = ""
    kept: bool = False

    @property
    def text(self) -> str:
        """The words without their footnotes."""
        return "".join(words for words, _ in self.pieces)

    @property
    def notes(self) -> list[str]:
        """The footnotes in the order they are referred to."""
        return [note for note in (*(note for _, note in self.pieces), *self.row_notes) if note]

    def note_at(self, row: int, column: int) -> str:
        """Give the footnote of a cell, "" for none."""
        return self.row_notes[row] if column == self.noted and row < len(self.row_notes) else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A whole paper: what stands above, the blocks, what stands below.

    Attributes:
        head: the issuing body's name in the head; "" for none.
        corner: what stands in the upper right corner, above the head: the class.
        left, right: what stands on the line under the head: disclosure, number.
        day: the date of the paper, `2026-03-02`; `dated` as it is printed.
        sealed: whether a seal's room is kept above the signature.
        note: the contact; `copies` who else gets it, with its word before it.
        wide: set across the page.
    """

    form: Literal["letter", "paper"]
    language: Language
    title: str
    author: str
    day: str
    dated: str
    blocks: tuple[Block, ...]
    subtitle: str = ""
    head: str = ""
    corner: str = ""
    left: str = ""
    right: str = ""
    signature: str = ""
    sealed: bool = False
    note: str = ""
    copies_label: str = ""
    copies: str = ""
    wide: bool = False

    def texts(self) -> list[str]:
        """Give every piece of text that is printed, in order."""
        found = [self.corner, self.head, self.left, self.right, self.title, self.subtitle]
        for block in self.blocks:
            found += [block.label, *(words for piece in block.pieces for words in piece)]
            found += [
                *block.columns,
                *(cell for row in block.rows for cell in row),
                *block.row_notes,
                block.alt,
            ]
        found += [self.signature, self.dated, self.note, self.copies_label, self.copies]
        return [words for words in found if words]


@dataclass(frozen=True, slots=True)
class Measure:
    """The measures of a page: points, millimetres for margins (top, bottom, left, right).

    Source: GB/T 9704-2012, 5.2: A4, head 37 mm, binding edge 28 mm, type area 156 × 225 mm, 22 lines of 28 characters
        in size 3 (16 pt). 28 characters of 16 pt are wider than 156 mm, so they stand a quarter point closer.
    """

    size: float
    pitch: float
    tracking: float
    margins: tuple[float, float, float, float]
    title: float
    head: float
    small: float
    table: float
    indent: int
    gap: float


MEASURES: Final = {
    "zh": Measure(16, 28.95, -0.25, (37, 35, 28, 26), 22, 30, 14, 12, 2, 0),
    "en": Measure(11, 16, 0, (27, 25, 25, 25), 17, 20, 9.5, 9.5, 0, 6),
}
