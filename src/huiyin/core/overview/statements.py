# SPDX-License-Identifier: Apache-2.0
"""Statements (数据表述): the counts and percentages of a published text or table, gathered into sets with their bases.

1. a table column of percentages is a set with the column of counts to its left; a total row is its base;
2. in prose every percentage is paired with the count it stands beside, "分别占" lists by their order;
3. pairs make a set until their counts reach a total named before, or the paragraph ends;
4. the base is the total that gives most cells; the total the text names is kept when it is another one.
"""

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence

from huiyin.core.overview import prose, tables
from huiyin.core.overview.pairing import UNIT, Statement
from huiyin.core.text import normalising
from huiyin.core.values.documents import Anchor, Document
from huiyin.core.values.spans import Span

_ALIGNED = re.compile(
    rf"(.*[^\d\s.,，])\s*(\d{{1,3}}(?:[,，]\d{{3}})+|\d+)(?:{UNIT})?\s+(\d+(?:\.\d+)?)\s*[%％]\s*"
)


def find_in(document: Document) -> list[Statement]:
    """Find the sets of shares a document states, in its sentences and its tables.

    What was laid out on pages is read with its broken lines rejoined; the places are still those of the source text.

    Cost: linear in the text.
    """
    if not any(one.kind == "page" for one in document.anchors):
        return find(document.text, document.anchors)
    view = normalising.read(document)

    def back(span: Span) -> Span:
        return view.span(span.start, span.end)

    return [
        Statement(
            back(one.span),
            tuple(back(span) for span in one.counts),
            tuple(back(span) for span in one.percentages),
            one.finding,
        )
        for one in find(view.text)
    ]


def find(text: str, anchors: Sequence[Anchor] = ()) -> list[Statement]:
    """Find the sets of shares a text states; what has no percentage beside a count is left out.

    Args:
        text: of a document, or any other.
        anchors: of that document; its rows and cells are read as tables, as lines with tabs are without them.

    Cost: linear in the text.

    >>> said = find("共立案提案602件。其中经济类271件，占45%；政治类331件，占55.0%。")
    >>> said[0].finding.verdict, said[0].finding.base
    ('exact', 602)
    """
    found: list[Statement] = []
    totals: list[int] = []
    seen: list[int] = []
    held = tables.rows_of(text, anchors)
    lines = [(start, words, *_row(start, words, held)) for start, words in _lines(text)]
    for kind, group in itertools.groupby(lines, lambda one: one[2]):
        some = list(group)
        if kind == "table":
            found += tables.read([row for _, _, _, row in some if row])
        elif kind == "aligned" and len(some) > 1:
            found += tables.read_column([row for _, _, _, row in some], 1, 2)
        else:
            for start, words, _, _ in some:
                found += prose.read(words, start, totals, seen)
                seen += totals
                totals.clear()
    return found


def _row(start: int, words: str, held: Mapping[int, tables.Row]) -> tuple[str, tables.Row]:
    """Tell what a line is: of a table, of one that is only set in line ("市政 41 30.6%"), or of prose."""
    if start in held:
        return "table", held[start]
    if "\t" in words:
        return "table", tables.cells_of(words, start)
    if match := _ALIGNED.fullmatch(words):
        return "aligned", [(match[part], start + match.start(part)) for part in (1, 2, 3)]
    return "prose", []


def _lines(text: str) -> Iterator[tuple[int, str]]:
    start = 0
    for line in text.splitlines(keepends=True):
        yield start, line.rstrip("\r\n")
        start += len(line)
