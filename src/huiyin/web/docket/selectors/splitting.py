# SPDX-License-Identifier: Apache-2.0
"""Splitting (拆分): the three parts and the suggestions the reader finds in a text, for the member to confirm."""

import re
from dataclasses import dataclass
from typing import Any

from huiyin.core.values import bodies as body_values
from huiyin.core.values.documents import Document
from huiyin.core.values.findings import Kind, PartKind
from huiyin.web.accounts.models import Body
from huiyin.web.docket import models
from huiyin.web.kit import ports
from huiyin.web.kit.showing import Mark

# A heading over a part: the form has its own.
_HEADING = re.compile(
    r"^(?:第?[一二三四五六七八九十\d]+[、.．]?\s*|（[一二三四五六七八九十]+）)?[^。；！？.;!?]{2,12}$"
)


@dataclass(frozen=True, slots=True)
class Found:
    """A suggestion the reader found: its words, its range in the source, and whom it asks."""

    n: int
    text: str
    start: int
    end: int
    addressee: str


@dataclass(frozen=True, slots=True)
class Split:
    """A source as the reader split it."""

    title: str
    facts: str
    analysis: str
    asks: list[Found]
    marks: list[Mark]


def of(row: models.Proposal) -> Split:
    """Split the source text a draft keeps.

    Errors: `READER_ABSENT`.
    """
    document = Document(row.source_name, row.source_sha256, "text/plain", row.source_text)
    read = ports.extract(document, bodies())
    suggestions = [one for one in read.findings if one.kind is Kind.SUGGESTION]
    asks = [
        Found(n, one.quote, one.span.start, one.span.end, one.addressee)
        for n, one in enumerate(suggestions, start=1)
    ]
    marks = [Mark(one.start, one.end, "ask", f"s{one.n}") for one in asks]
    title = _title(row.source_text)
    return Split(
        title,
        _part(read, row, PartKind.FACTS, title),
        _part(read, row, PartKind.ANALYSIS, title),
        asks,
        marks,
    )


def _part(read: Any, row: models.Proposal, kind: PartKind, title: str) -> str:
    cut = [one.span.cut(row.source_text).strip() for one in read.parts if one.kind is kind]
    said = "\n".join(piece for piece in cut if piece).removeprefix(title).strip()
    first, _, rest = said.partition("\n")
    return rest.strip() if rest and _HEADING.match(first) else said


def _title(text: str) -> str:
    first = text.strip().split("\n", 1)[0].strip()
    return first if 4 <= len(first) <= 60 and not first.endswith(("。", "；", ".", "：")) else ""


def bodies() -> list[body_values.Body]:
    """Give the bodies that live today, as the core knows them."""
    rows = Body.objects.filter(valid_to=None)
    return [
        body_values.Body(row.name, tuple(row.aliases), tuple(row.duties), row.kind, row.name_en)
        for row in rows
    ]
