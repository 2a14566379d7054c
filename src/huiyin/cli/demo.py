# SPDX-License-Identifier: Apache-2.0
"""`huiyin demo`: the echo over the bundled records of a fictional city."""

import sys
from contextlib import ExitStack
from importlib import resources
from pathlib import Path
from typing import Annotated

import typer

from huiyin.cli import echo, languages, lists, output
from huiyin.core.values.refusals import HuiyinError

FILES = (("html", "echo.html"), ("jsonl", "echo.jsonl"), ("xlsx", "echo.xlsx"))


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
        report = echo.compose(
            [str(home / "records")],
            body_list=lists.read_bodies(home / "bodies.csv"),
            roster=lists.read_roster(home / "roster.csv"),
            lang=lang,
        )
    output.write(report, lang, form="table", out=None)
    for form, name in FILES:
        output.write(report, lang, form=form, out=out / name)
        sys.stdout.write(f"{form:<6}{out / name}\n")
    return 1 if report.unread else 0
