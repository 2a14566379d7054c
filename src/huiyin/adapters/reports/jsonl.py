# SPDX-License-Identifier: Apache-2.0
"""JSON Lines and JSON (机器可读): the stable form of a report, described in `jsonl.schema.json`."""

import json
from collections.abc import Iterator
from importlib import resources
from pathlib import Path
from typing import Any, cast

from huiyin.adapters.reports import records
from huiyin.core.values import echoes
from huiyin.core.values.refusals import HuiyinError


def lines(report: echoes.EchoReport, lang: str) -> Iterator[str]:
    """Give one JSON object a line: sources first, then parts, then findings.

    Shapes: offsets count Unicode code points, half-open, in the text of the source the record names. No line holds a
        line feed besides its end.
    """
    for source in (
        records.of_sources(report, lang),
        records.of_parts(report),
        records.of_findings(report, lang),
    ):
        for record in source:
            yield json.dumps(record, ensure_ascii=False, allow_nan=False) + "\n"


def whole(report: echoes.EchoReport, lang: str) -> str:
    """Give the same records as one JSON object, with the counts."""
    return (
        json.dumps(
            {
                "sources": list(records.of_sources(report, lang)),
                "parts": list(records.of_parts(report)),
                "findings": list(records.of_findings(report, lang)),
                "counts": report.counts(),
            },
            ensure_ascii=False,
            allow_nan=False,
            indent=1,
        )
        + "\n"
    )


def schema() -> dict[str, Any]:
    """Give the JSON Schema of a line."""
    text = resources.files(__package__).joinpath("jsonl.schema.json").read_text("utf-8")
    return cast("dict[str, Any]", json.loads(text))


def load(path: Path) -> list[records.Record]:
    """Read the records of a jsonl or json report back.

    Errors: `FILE_NOT_FOUND`; `REPORT_MALFORMED` with the line where a file is no such report.
    """
    try:
        text = path.read_text("utf-8")
    except FileNotFoundError:
        raise HuiyinError("FILE_NOT_FOUND", name=str(path)) from None
    except (UnicodeDecodeError, OSError):
        raise HuiyinError("REPORT_MALFORMED", name=str(path), line=1) from None
    found = _whole(text)
    if found is None:
        found = _lines(text, str(path))
    if not any(record.get("record") == "source" for record in found):
        raise HuiyinError("REPORT_MALFORMED", name=str(path), line=1)
    return found


def _whole(text: str) -> list[records.Record] | None:
    try:
        held = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(held, dict) or "sources" not in held:
        return None
    listed = [held.get(key) for key in ("sources", "parts", "findings")]
    return [
        one for rows in listed if isinstance(rows, list) for one in rows if isinstance(one, dict)
    ]


def _lines(text: str, name: str) -> list[records.Record]:
    found: list[records.Record] = []
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
        except (ValueError, RecursionError):
            record = None
        if not isinstance(record, dict):
            raise HuiyinError("REPORT_MALFORMED", name=name, line=number)
        found.append(record)
    return found
