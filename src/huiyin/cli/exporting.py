# SPDX-License-Identifier: Apache-2.0
"""`huiyin export --all`: a whole institution into one file."""

from pathlib import Path
from typing import Annotated

import typer

from huiyin.cli import languages, managing
from huiyin.core.values.refusals import HuiyinError


def export(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The file to write.")],
    whole: Annotated[bool, typer.Option("--all", help="All of the institution.")] = False,
    lang: Annotated[
        str,
        typer.Option("--lang", metavar="zh|en", help="Language of the words.", show_default=False),
    ] = "",
) -> int:
    """Write a whole institution into one file: all rows, files, rules and checkpoints, with counts and hashes.

    The same store gives the same bytes. Passwords, keys and open sign-ins stay. Exit code 1: a file that a row names is
    gone; everything else was written.
    """
    if not whole:
        raise HuiyinError("OPTION_INVALID", message="--all")
    return managing.run("export_institution", file, lang=languages.choose(lang))
