# SPDX-License-Identifier: Apache-2.0
"""`huiyin import`: a whole institution into an empty store, or what another system exported into the docket's intake."""

from pathlib import Path
from typing import Annotated

import typer

from huiyin.cli import languages, managing
from huiyin.core.values.refusals import HuiyinError


def import_(
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE", help="Files, or a folder of them.")
    ],
    whole: Annotated[
        bool, typer.Option("--all", help="All of an institution, as `huiyin export --all` wrote it.")
    ] = False,
    form: Annotated[
        str,
        typer.Option("--as", metavar="decidim|polis|upr|oparl|csv", help="What another system exported.", show_default=False),
    ] = "",
    mapping: Annotated[
        str,
        typer.Option("--mapping", metavar="FILE|NAME", help="For csv: which column is what.", show_default=False),
    ] = "",
    by: Annotated[
        str, typer.Option("--by", metavar="USERNAME", help="The clerk who takes it in.", show_default=False)
    ] = "",
    proposer: Annotated[
        str, typer.Option("--proposer", metavar="NAME", help="In whose name.", show_default=False)
    ] = "",
    preview: Annotated[
        bool, typer.Option("--preview", help="Look at all rows and take in none.")
    ] = False,
    lang: Annotated[
        str,
        typer.Option("--lang", metavar="zh|en", help="Language of the words.", show_default=False),
    ] = "",
) -> int:  # fmt: skip
    """Bring a whole institution into an empty store (--all), or foreign proposals into the docket's intake (--as).

    A whole institution comes in or nothing does; a file that is damaged or of another version is refused by name. Foreign rows
    that cannot be taken are all named at once; what was taken in before is not taken in again. Exit code 1: some rows could
    not be taken, or the ledger of the institution does not hold.
    """
    spoken = languages.choose(lang)
    if whole == bool(form) or (whole and len(files) != 1):
        raise HuiyinError("OPTION_INVALID", message="--all | --as")
    if whole:
        return managing.run("import_institution", files[0], lang=spoken, prepare=True)
    return managing.run(
        "import_foreign", *files, lang=spoken, form=form, mapping=mapping, by=by, proposer=proposer, preview=preview
    )  # fmt: skip
