# SPDX-License-Identifier: Apache-2.0
"""`huiyin demo`: the echo over the bundled records of a fictional city, and its docket, filled and served."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from importlib import resources
from pathlib import Path
from typing import Annotated

import typer

from huiyin.cli import echo, languages, output, serve
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
    city: Annotated[
        bool,
        typer.Option("--city", help="Fill the city's docket too, once, in DIR/city, and serve it."),
    ] = False,
    serving: Annotated[
        bool,
        typer.Option("--serve/--no-serve", help="Serve the docket, or stop when it is filled."),
    ] = True,
    port: Annotated[
        int,
        typer.Option("--port", "-p", min=1, max=65_535, help="First port to try."),
    ] = 8000,
) -> int:
    """Run the echo over the records of a fictional city: print the table, write html, jsonl and xlsx."""
    lang = languages.choose(lang)
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError:
        raise HuiyinError("OUT_NOT_WRITABLE", name=str(out)) from None
    with ExitStack() as held:
        filling = held.enter_context(_filling((out / "city").absolute(), lang)) if city else None
        home = held.enter_context(resources.as_file(resources.files("huiyin.demo")))
        reports = {name: _report(home, records, lang) for name, records in _RUNS.items()}
        _show(reports, out, lang)
        if filling is not None:
            _tell(filling)
    if city and serving:
        return serve.serve(port=_free_port(port), host="127.0.0.1", workers=2)
    return max(1 if report.unread else 0 for report in reports.values())


def _show(reports: dict[str, EchoReport], out: Path, lang: str) -> None:
    for report in reports.values():
        output.write(report, lang, form="table", out=None)
    for name, report in reports.items():
        for form in FORMS:
            output.write(report, lang, form=form, out=out / f"{name}.{form}")
            sys.stdout.write(f"{form:<6}{out / f'{name}.{form}'}\n")
    sys.stdout.flush()


def _tell(filling: subprocess.Popen[str]) -> None:
    """Hand on what the filling says, to its end: the sign-ins stand below the reports."""
    for line in filling.stdout or ():
        sys.stdout.write(line)
        sys.stdout.flush()
    if filling.wait():
        raise HuiyinError("STORE_NOT_READY", step="demo_city")


@contextmanager
def _filling(home: Path, lang: str) -> Iterator[subprocess.Popen[str]]:
    """Fill the city's own store, whatever store the environment names, while the reports are made."""
    os.environ["HUIYIN_HOME"] = str(home)
    for name in ("DATABASE_URL", "HUIYIN_ANCHOR", "HUIYIN_EMAIL_BACKEND"):
        os.environ.pop(name, None)
    env = os.environ | {"DJANGO_SETTINGS_MODULE": serve.SETTINGS, "PYTHONUNBUFFERED": "1", "PYTHONUTF8": "1"}  # fmt: skip
    child = subprocess.Popen(  # noqa: S603 - our own
        [sys.executable, "-m", "django", "demo_city", "--lang", lang],
        env=env, stdout=subprocess.PIPE, encoding="utf-8",
    )  # fmt: skip
    try:
        yield child
    finally:
        if child.poll() is None:
            child.terminate()
            child.wait()


def _free_port(first: int) -> int:
    """Give the first of twenty ports that is free and whose next is; where none is, serving says so."""
    for port in range(first, min(first + 20, 65_535)):
        if _is_free(port) and _is_free(port + 1):
            return port
    return first


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) != 0


def _report(home: Path, records: tuple[str, ...], lang: str) -> EchoReport:
    from huiyin import api

    names = [str(path) for pattern in records for path in sorted((home / "records").glob(pattern))]
    return echo.compose(
        names,
        body_list=api.read_bodies(home / "bodies.csv"),
        roster=api.read_roster(home / "roster.csv"),
        lang=lang,
    )
