# SPDX-License-Identifier: Apache-2.0
"""`huiyin demo`: the echo over the bundled records of a fictional city."""

import sys
from contextlib import ExitStack
from importlib import resources
from pathlib import Path
from typing import Annotated

import typer

from huiyin.cli import echo, languages, output
from huiyin.core.values.echoes import EchoReport
from huiyin.core.values.refusals import HuiyinError

FORMS = ("html", "jsonl", "xlsx")
_RUNS = {
    "echo": ("joint-group-discussion.txt", "proposal-*.docx", "reply-*.pdf"),
    "echo-harbour": ("harbour-assembly.txt",),
}


def demo(
    out: Annotated[
        Path,
        typer.Option(
            "--out", metavar="DIR", help="Folder for the reports; made when it is not there."
        ),
    ] = Path("demo-output"),
    lang: Annotated[
        str,
        typer.Option(
            "--lang",
            metavar="zh|en",
            help="Language of the report; that of LANG by default.",
            show_default=False,
        ),
    ] = "",
) -> int:
    """Run the echo over the records of a fictional city: print the table, write html, jsonl and xlsx."""
    lang = languages.choose(lang)
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError:
        raise HuiyinError("OUT_NOT_WRITABLE", name=str(out)) from None
    with ExitStack() as held:
        home = held.enter_context(resources.as_file(resources.files("huiyin.demo")))
        reports = {name: _report(home, records, lang) for name, records in _RUNS.items()}
    for report in reports.values():
        output.write(report, lang, form="table", out=None)
    for name, report in reports.items():
        for form in FORMS:
            output.write(report, lang, form=form, out=out / f"{name}.{form}")
            sys.stdout.write(f"{form:<6}{out / f'{name}.{form}'}\n")
    return max(1 if report.unread else 0 for report in reports.values())


def _report(home: Path, records: tuple[str, ...], lang: str) -> EchoReport:
    from huiyin import api

    names = [str(path) for pattern in records for path in sorted((home / "records").glob(pattern))]
    return echo.compose(
        names,
        body_list=api.read_bodies(home / "bodies.csv"),
        roster=api.read_roster(home / "roster.csv"),
        lang=lang,
    )
