# SPDX-License-Identifier: Apache-2.0
"""`huiyin figures check`: what the percentages of a published text or table are worth."""

import json
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from huiyin.cli import complaints, languages, sources
from huiyin.core.overview import explaining
from huiyin.core.values import documents, echoes
from huiyin.core.values.refusals import HuiyinError

if TYPE_CHECKING:
    from huiyin.core.overview import pairing

FORMATS = ("table", "jsonl")
_GOOD = ("exact", "boundary")

app = typer.Typer(no_args_is_help=True, help="Check the figures of published texts and tables.")


@app.callback()
def figures() -> None:
    """Check the figures of published texts and tables."""


@app.command("check", no_args_is_help=True)
def check(
    files: Annotated[
        list[str],
        typer.Argument(
            metavar="FILE", help="Texts or tables, or - for standard input.", show_default=False
        ),
    ],
    form: Annotated[
        str, typer.Option("--format", metavar="|".join(FORMATS), help="Lines to read, or records.")
    ] = "table",
    lang: Annotated[
        str,
        typer.Option("--lang", metavar="zh|en", help="Language of the words.", show_default=False),
    ] = "",
) -> int:
    """Find counts with their percentages and say of each set whether it holds, with the arithmetic.

    Exit code 0: every set is right or lies on a boundary of rounding; 1: there is one to look at, or a file was not read.
    """
    from huiyin.core.overview import statements  # numpy is loaded by the first that reads

    lang = languages.choose(lang)
    if form not in FORMATS:
        raise HuiyinError("OPTION_INVALID", message=f"--format {form} ({' | '.join(FORMATS)})")
    good = other = unread = 0
    for outcome in sources.read(files):
        if isinstance(outcome, echoes.Unread):
            complaints.say(outcome.code, f"{outcome.name}: {outcome.say(lang)}")
            unread += 1
            continue
        for statement in statements.find_in(outcome):
            fine = statement.finding.verdict in _GOOD and statement.finding.named_base is None
            good, other = good + fine, other + (not fine)
            lines = (
                _record(outcome, statement, lang)
                if form == "jsonl"
                else _said(outcome, statement, lang)
            )
            sys.stdout.write("".join(f"{line}\n" for line in lines))
    if form == "table":
        counted = explaining.note("counted", lang, sets=good + other, good=good, other=other)
        sys.stdout.write(counted + "\n" if good + other else explaining.note("none", lang) + "\n")
    return 1 if other or unread else 0


def _said(document: documents.Document, statement: "pairing.Statement", lang: str) -> Iterator[str]:
    finding = statement.finding
    line = document.text.count("\n", 0, statement.span.start) + 1
    shown = "  ".join(f"{cell.count} {cell.printed}%" for cell in finding.cells)
    base = f" / {finding.base}" if finding.base else ""
    yield f"{document.name}:{line}  [{explaining.verdict(finding, lang)}]  {shown}{base}"
    for said in explaining.notes(finding, lang):
        yield f"    {said}"


def _record(
    document: documents.Document, statement: "pairing.Statement", lang: str
) -> Iterator[str]:
    finding = statement.finding
    held = {
        "source": document.name,
        "sha256": document.sha256,
        "start": statement.span.start,
        "end": statement.span.end,
        "verdict": finding.verdict,
        "base": finding.base or None,
        "named_base": finding.named_base,
        "whole": finding.whole,
        "sum": str(finding.printed_sum),
        "sum_forced": finding.hundred,
        "cells": [
            {
                "count": cell.count,
                "printed": str(cell.printed),
                "rounded": str(cell.half_up),
                "state": cell.state,
            }
            | {"count_at": [at.start, at.end], "printed_at": [shown.start, shown.end]}
            | {"bases": list(cell.bases) if cell.bases else None}
            for cell, at, shown in zip(
                finding.cells, statement.counts, statement.percentages, strict=False
            )
        ],
        "notes": explaining.notes(finding, lang),
    }
    yield json.dumps(held, ensure_ascii=False)
