# SPDX-License-Identifier: Apache-2.0
"""A document as it was read: the source text that every span counts in, and where its pages and paragraphs lie."""

from dataclasses import dataclass, field
from typing import Literal

from huiyin.core.values import refusals, spans

AnchorKind = Literal[
    "page", "paragraph", "heading", "item", "cell", "row", "caption", "header", "footer"
]


@dataclass(frozen=True, slots=True)
class Anchor:
    """Say what a range of the source text was in the file.

    Attributes:
        span: the range, in `Document.text`.
        kind: what it was in the file.
        number: page or row number from 1; the level of a heading; 0 where nothing is counted.
        label: a style name, a sheet or a column name, where the file gave one.
    """

    span: spans.Span
    kind: AnchorKind
    number: int = 0
    label: str = ""


@dataclass(frozen=True, slots=True)
class Warn:
    """A remark on a file that was read all the same: a code of the refusal catalog and its parameters."""

    code: str
    params: tuple[tuple[str, refusals.Params], ...] = ()

    def say(self, lang: str) -> str:
        """Say the remark in `zh` or `en`."""
        return refusals.words(self.code, lang, **dict(self.params))


@dataclass(frozen=True, slots=True)
class Document:
    """A source (来源) as it was read, never changed afterwards.

    Shapes: `text` is the source text: for plain text the decoded file to the letter (without a byte-order mark; line
        ends as they are), for other formats what the reader took out, paragraphs parted by one line feed. All spans of
        anchors and findings count code points of `text`.

    Attributes:
        name: the file's name as the user gave it, a label only.
        sha256: hex digest of the raw bytes.
        media_type: what the bytes were found to be.
        text: the source text.
        title: the document's title where one was found, else "".
        anchors: pages, paragraphs, headings, cells, in order of their start.
        warnings: remarks of the reader.
        records: ranges that are independent records (rows of csv or xlsx); empty for prose.
    """

    name: str
    sha256: str
    media_type: str
    text: str
    title: str = ""
    anchors: tuple[Anchor, ...] = ()
    warnings: tuple[Warn, ...] = ()
    records: tuple[spans.Span, ...] = field(default=())

    def page_of(self, offset: int) -> int | None:
        """Give the number of the page an offset lies on, or None where the file has no pages."""
        for anchor in self.anchors:
            if anchor.kind == "page" and anchor.span.start <= offset < anchor.span.end:
                return anchor.number
        return None
