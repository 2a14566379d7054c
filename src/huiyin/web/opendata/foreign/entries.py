# SPDX-License-Identifier: Apache-2.0
"""Entries: what is taken over of one row of another system, and what is told of where it came from."""

import csv
import hashlib
import io
import json
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from huiyin.core.values.refusals import HuiyinError
from huiyin.web.opendata.downloads import lines

Files = Mapping[str, bytes]
_SPACE = re.compile(r"\s+")
csv.field_size_limit(10_000_000)


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of another system.

    Attributes:
        key: names it there, the same at each export.
        source: where it stands: the file and the row or number.
        told: what else the other system says of it, in its own words.
    """

    key: str
    source: str
    title: str
    ask: str
    facts: str = ""
    told: str = ""
    proposer: str = ""
    code: str = ""


def text(data: bytes) -> str:
    """Decode a file.

    Errors: `ENCODING_UNKNOWN`.
    """
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise HuiyinError("ENCODING_UNKNOWN")


def table(data: bytes) -> list[dict[str, str]]:
    """Read a csv into records; the separator is found; a cell that was kept from being a formula is restored.

    Errors: `ENCODING_UNKNOWN`; `TABLE_MALFORMED` for a table without heads or with a head twice.
    """
    said = text(data)
    first = said.split("\n", 1)[0]
    mark = max(",;\t", key=first.count)
    rows = csv.reader(io.StringIO(said, newline=""), delimiter=mark)
    heads = [head.strip() for head in next(rows, [])]
    if not heads or len(set(heads)) != len(heads):
        raise HuiyinError("TABLE_MALFORMED")
    return [
        dict(
            zip(
                heads,
                [lines.restored(cell.strip()) for cell in row] + [""] * len(heads),
                strict=False,
            )
        )
        | ({"": "ragged"} if len(row) != len(heads) else {})
        for row in rows
        if any(cell.strip() for cell in row)
    ]


def records(data: bytes) -> Iterator[Any]:
    """Read JSON, or JSON Lines.

    Errors: `DOCUMENT_MALFORMED`; `ENCODING_UNKNOWN`.
    """
    said = text(data).strip()
    try:
        try:
            yield json.loads(said)
        except json.JSONDecodeError:
            yield from [json.loads(line) for line in said.splitlines() if line.strip()]
    except (ValueError, RecursionError) as fault:
        raise HuiyinError("DOCUMENT_MALFORMED") from fault


def one_line(said: object) -> str:
    """Give words on one line."""
    return _SPACE.sub(" ", str(said)).strip()


def title_of(said: str, most: int = 200) -> str:
    """Give a title made of the beginning of a text."""
    line = one_line(said)
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"


def hashed(record: Any) -> str:
    """Give a key for a record that has none."""
    said = json.dumps(record, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def told(pairs: Mapping[str, object]) -> str:
    """Say what the other system says, a line each; what is empty is left out."""
    kept = {key: one_line(value) for key, value in pairs.items() if value not in (None, "")}
    return "\n".join(f"{key}: {value}" for key, value in kept.items() if value not in ("", "nan"))


def fault_of(one: Entry) -> str:
    """Give the code of what keeps an entry's words from being kept, "" where nothing does."""
    for said in (one.key, one.title, one.ask, one.facts, one.told):
        for sign in said:
            kind = unicodedata.category(sign)
            if kind == "Cs":
                return "TEXT_INVALID_UNICODE"
            if kind == "Cc" and sign not in "\n\t\r":
                return "TEXT_CONTROL_CHAR"
            if sign in "\u202a\u202b\u202d\u202e\u2066\u2067\u2068":
                return "TEXT_BIDI_CONTROL"
    return one.code
