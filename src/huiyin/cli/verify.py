# SPDX-License-Identifier: Apache-2.0
"""`huiyin verify`: read the sources of a report again and prove every quote."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from huiyin.cli import complaints, languages, sources, verify_ledger
from huiyin.core.values import documents, echoes, refusals


def verify(
    report: Annotated[
        Path,
        typer.Argument(
            metavar="REPORT",
            help="A report in jsonl or json; the word ledger proves the docket's ledger.",
            show_default=False,
        ),
    ],
    files: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="FILE",
            help="Its sources, files or folders; sought beside the report by default.",
            show_default=False,
        ),
    ] = None,
    lang: Annotated[
        str,
        typer.Option(
            "--lang", metavar="zh|en", help="Language of the messages.", show_default=False
        ),
    ] = "",
) -> int:
    """Check that every source is unchanged and every quote equals its words to the letter.

    Exit code 0: all of it holds; 1: something does not, one line each; 2: the report could not be read.
    """
    if str(report) == "ledger" and not report.exists():
        return verify_ledger.verify_ledger(lang=lang)
    from huiyin.adapters.reports import verifying

    lang = languages.choose(lang)
    wanted = verifying.names(report)
    outcome = verifying.verify(
        report, _read(list(_given(files, wanted) if files else _sought(report, wanted)), lang)
    )
    for one in outcome.mismatches:
        said = refusals.words(one.code, lang, name=one.source, start=one.start, end=one.end)
        complaints.say(one.code, f"{one.source} {one.where} {said}")
    line = (
        f"{outcome.verified_count} / {outcome.checked_count} 项核实无误"
        if lang == "zh"
        else f"{outcome.verified_count} of {outcome.checked_count} verified"
    )
    sys.stdout.write(line + "\n")
    return 1 if outcome.mismatches else 0


def _given(files: list[str], names: tuple[str, ...]) -> Iterator[str]:
    labels = {Path(name).name for name in names}
    for name in files:
        if Path(name).is_dir():
            yield from (str(path) for path in sources.walk(Path(name)) if path.name in labels)
        else:
            yield name


def _sought(report: Path, names: tuple[str, ...]) -> Iterator[str]:
    for name in names:
        label = Path(name).name
        for path in (report.parent / label, Path(label)):
            if label and path.is_file():
                yield str(path)
                break


def _read(files: list[str], lang: str) -> Iterator[documents.Document]:
    for outcome in sources.read(files):
        if isinstance(outcome, echoes.Unread):
            complaints.say(outcome.code, f"{outcome.name}: {outcome.say(lang)}")
        else:
            yield outcome
