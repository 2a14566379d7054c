# SPDX-License-Identifier: Apache-2.0
"""`huiyin echo`: the main job, from files to the echo report."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from huiyin.cli import complaints, languages, output, progress, sources
from huiyin.core.values import bodies, echoes
from huiyin.core.values.refusals import HuiyinError

DONE, IN_PART, REFUSED = 0, 1, 2


def echo(
    files: Annotated[
        list[str],
        typer.Argument(
            metavar="FILE",
            help="Records to read: files, folders, or - for standard input.",
            show_default=False,
        ),
    ],
    bodies_csv: Annotated[
        Path | None,
        typer.Option(
            "--bodies",
            metavar="CSV",
            help="Your bodies and their duties, csv or yaml: name, aliases, duties.",
        ),
    ] = None,
    roster_csv: Annotated[
        Path | None,
        typer.Option(
            "--roster", metavar="CSV", help="Your people, csv or yaml: name, capacity, affiliation."
        ),
    ] = None,
    lang: Annotated[
        str,
        typer.Option(
            "--lang",
            metavar="zh|en",
            help="Language of the report; that of LANG by default.",
            show_default=False,
        ),
    ] = "",
    form: Annotated[
        str,
        typer.Option(
            "--format", metavar="|".join(output.FORMATS), help="What to write; xlsx needs --out."
        ),
    ] = "table",
    out: Annotated[
        Path | None,
        typer.Option(
            "--out", metavar="PATH", help="Write to this file; it appears whole or not at all."
        ),
    ] = None,
) -> int:
    """Find the suggestions in some records and say, with proof, which of them met an answer.

    Exit code 0: all files were read; 1: some were not, and they are listed; 2: nothing could be done.
    """
    lang = languages.choose(lang)
    output.check(form, out)
    from huiyin import api

    body_list = api.read_bodies(bodies_csv) if bodies_csv else None
    roster = api.read_roster(roster_csv) if roster_csv else None
    report = compose(files, body_list=body_list, roster=roster, lang=lang)
    for unread in report.unread:
        complaints.say(unread.code, f"{unread.name}: {unread.say(lang)}")
    if not report.documents:
        return REFUSED
    output.write(report, lang, form=form, out=out)
    return IN_PART if report.unread else DONE


def compose(
    files: Sequence[str],
    *,
    body_list: Sequence[bodies.Body] | None,
    roster: Sequence[bodies.RosterEntry] | None,
    lang: str,
) -> echoes.EchoReport:
    """Read files and compose their report, with a bar where the work is long.

    Errors: `NO_FILES`; files that cannot be read are kept in the report.
    """
    from huiyin import api

    count = sum(
        1 if name == sources.STANDARD_INPUT else len(sources.walk(Path(name))) for name in files
    )
    if not count:
        raise HuiyinError("NO_FILES", name="")
    reading, finding = ("读取", "分析") if lang == "zh" else ("Reading", "Finding")
    read, unread = [], []
    with progress.bar(reading, count) as advance:
        for done, outcome in enumerate(sources.read(files), start=1):
            if isinstance(outcome, echoes.Unread):
                unread.append(outcome)
            else:
                read.append(outcome)
            advance(done, count)
    with progress.bar(finding, count) as advance:
        return api.echo(read, bodies=body_list, roster=roster, unread=unread, progress=advance)
