# SPDX-License-Identifier: Apache-2.0
"""Verifying (复核): prove that every quote of a report still equals the words of its source."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from huiyin.adapters.reports import jsonl, records
from huiyin.core.values import documents


@dataclass(frozen=True, slots=True)
class Mismatch:
    """One thing that does not hold.

    Attributes:
        code: `SOURCE_MISSING`, `SOURCE_CHANGED`, `QUOTE_MISMATCH` or `SPAN_OUTSIDE_TEXT`.
        source: name of the source.
        where: the id of the finding, `part`, or "" for a whole source.
        start, end: the span, 0 and 0 for a whole source.
    """

    code: str
    source: str
    where: str = ""
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class Verification:
    """How many statements of a report hold: sources, parts, findings with their sentences."""

    checked_count: int
    mismatches: tuple[Mismatch, ...]

    @property
    def verified_count(self) -> int:
        """Count the statements that hold."""
        return self.checked_count - len(self.mismatches)


def names(report_path: Path) -> tuple[str, ...]:
    """Give the names of the sources a report was made from, without those that could not be read."""
    found = jsonl.load(report_path)
    return tuple(
        str(one.get("name", ""))
        for one in found
        if one.get("record") == "source" and "error" not in one
    )


def verify(report_path: Path, sources: Iterable[documents.Document]) -> Verification:
    """Check a report against its sources, read again.

    Shapes: a source is found among `sources` by its hash, else by its name.
    Errors: those of `jsonl.load`; what does not hold is returned, not raised.
    """
    found = jsonl.load(report_path)
    listed = [one for one in found if one.get("record") == "source" and "error" not in one]
    paired = _paired(listed, tuple(sources))
    mismatches = [fault for one in listed for fault in _source(one, paired)]
    checked = len(listed)
    for one in found:
        if one.get("record") in {"part", "finding"}:
            checked += 1
            mismatches.extend(_statement(one, paired))
    return Verification(checked, tuple(mismatches))


Paired = Mapping[object, tuple[str, documents.Document | None]]


def _paired(listed: list[records.Record], read: tuple[documents.Document, ...]) -> Paired:
    by_hash = {document.sha256: document for document in read}
    by_name = {Path(document.name).name: document for document in read}
    paired: dict[object, tuple[str, documents.Document | None]] = {}
    for one in listed:
        name = str(one.get("name", ""))
        same = by_hash.get(str(one.get("sha256"))) or by_name.get(Path(name).name)
        paired[one.get("number")] = name, same
    return paired


def _source(one: records.Record, paired: Paired) -> Iterator[Mismatch]:
    name, document = paired[one.get("number")]
    if document is None:
        yield Mismatch("SOURCE_MISSING", name)
    elif document.sha256 != one.get("sha256") or len(document.text) != one.get("characters"):
        yield Mismatch("SOURCE_CHANGED", name)


def _statement(one: records.Record, paired: Paired) -> Iterator[Mismatch]:
    name, document = paired.get(one.get("source"), ("", None))
    where = str(one.get("id", "part"))
    for start, end, words in _claims(one):
        code = "SOURCE_MISSING" if document is None else _fault(document.text, start, end, words)
        if code:
            yield Mismatch(code, name, where, start, end)
            return


def _claims(one: records.Record) -> Iterator[tuple[int, int, object]]:
    if one.get("record") == "part":
        yield _offset(one.get("start")), _offset(one.get("end")), ...
        return
    held = one.get("sentence")
    sentence = held if isinstance(held, dict) else {}
    for claim, words in ((one, one.get("quote")), (sentence, sentence.get("text"))):
        yield _offset(claim.get("start")), _offset(claim.get("end")), words


def _offset(value: Any) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) else -1


def _fault(text: str, start: int, end: int, words: object) -> str:
    if not 0 <= start < end <= len(text):
        return "SPAN_OUTSIDE_TEXT"
    return "" if words is ... or text[start:end] == words else "QUOTE_MISMATCH"
