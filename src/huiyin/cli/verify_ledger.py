# SPDX-License-Identifier: Apache-2.0
"""`huiyin verify ledger`, also `huiyin verify-ledger`: prove the docket's ledger.

`huiyin verify REPORT` proves a report; where its first argument is the word `ledger` it hands over to `verify_ledger`:

    if str(report) == "ledger":
        return verify_ledger.verify_ledger(lang=lang)
"""

import os
from pathlib import Path
from typing import Annotated

import typer


def verify_ledger(
    anchors: Annotated[
        Path | None,
        typer.Option(
            "--anchors", metavar="FILE", help="The signed checkpoints; by default those of this installation.",
            show_default=False,
        ),
    ] = None,
    public_key: Annotated[
        Path | None,
        typer.Option(
            "--public-key", metavar="FILE", help="The key they are signed with.", show_default=False
        ),
    ] = None,
    lang: Annotated[
        str,
        typer.Option(
            "--lang", metavar="zh|en", help="Language of the messages.", show_default=False
        ),
    ] = "",
) -> int:  # fmt: skip
    """Check the ledger's chain, its signed checkpoints, and that the rows are as the entries say.

    Exit code 0: all of it holds; 1: something does not, one line each.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huiyin.web.site.settings")
    import django
    from django.core import management

    django.setup()
    spoken = lang or ("zh" if os.environ.get("LANG", "").lower().startswith("zh") else "en")
    try:
        management.call_command(
            "verify_ledger", anchors=anchors, public_key=public_key, lang=spoken
        )
    except SystemExit as ended:
        return int(ended.code or 0)
    return 0
