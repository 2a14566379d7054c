# SPDX-License-Identifier: Apache-2.0
"""Packing: an extraction as plain tuples, to carry it between processes at a tenth of the cost of its objects."""

from functools import lru_cache

from huiyin.core.extraction import finding
from huiyin.core.values import documents, findings, spans

Row = tuple[
    str, str, int, int, int, int, str, str, str, str, float, str, str, str, str, str, str, str, str | None, str | None
]  # fmt: skip
Packed = tuple[list[tuple[str, int, int]], list[Row]]

_KINDS = {kind.value: kind for kind in findings.Kind}
_PARTS = {kind.value: kind for kind in findings.PartKind}


def pack(extraction: finding.Extraction, document: documents.Document) -> Packed:
    """Pack the extraction of a document; words that the source holds to the letter are left out."""
    text = document.text
    rows: list[Row] = []
    for one in extraction.findings:
        said, around = extraction.texts[one.id], extraction.contexts[one.id]
        rows.append((
            one.id, one.kind.value, one.span.start, one.span.end, one.sentence.start, one.sentence.end,
            one.speaker.name, one.speaker.capacity.value, one.speaker.affiliation, one.addressee, one.score,
            one.why.rule, one.why.cue, one.topic, one.due, one.amount, one.number, one.position,
            None if said == one.quote else said,
            None if around == text[one.sentence.start : one.sentence.end] else around,
        ))  # fmt: skip
    return [(p.kind.value, p.span.start, p.span.end) for p in extraction.parts], rows


def unpack(packed: Packed, document: documents.Document, source: int) -> finding.Extraction:
    """Give the extraction that was packed, bound to its document anew."""
    parts, rows = packed
    found: list[findings.Finding] = []
    texts: dict[str, str] = {}
    contexts: dict[str, str] = {}
    place, sentence, words = (-1, -1), spans.Span(0, 1), ""
    for (
        name, kind, start, end, first, last, who, capacity, affiliation, addressee, score,
        rule, cue, topic, due, amount, number, position, said, around,
    ) in rows:  # fmt: skip
        if place != (first, last):
            place, sentence = (first, last), spans.Span(first, last)
            words = around or sentence.cut(document.text)
        span = spans.Span(start, end)
        quote = span.cut(document.text)
        found.append(
            findings.Finding(
                name, _KINDS[kind], source, span, quote, sentence, _speaker(who, capacity, affiliation),
                addressee, score, findings.Why(rule, cue), topic, due, amount, number, position,
            )
        )  # fmt: skip
        texts[name] = said or quote
        contexts[name] = words
    return finding.Extraction(
        tuple(findings.Part(_PARTS[kind], source, spans.Span(a, b)) for kind, a, b in parts),
        tuple(found),
        texts,
        contexts,
    )


@lru_cache(maxsize=4096)  # a record has few speakers and many findings
def _speaker(name: str, capacity: str, affiliation: str) -> findings.Speaker:
    return findings.Speaker(name, findings.Capacity(capacity), affiliation)
