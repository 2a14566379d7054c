# SPDX-License-Identifier: Apache-2.0
"""html: the sheet as plain, semantic elements with classes of its own, alone or to be put into a page."""

import base64
from functools import cache
from typing import Any

from huiyin.adapters.letters.sheets import Sheet


@cache
def _environment() -> Any:
    import jinja2

    return jinja2.Environment(
        loader=jinja2.PackageLoader("huiyin.adapters.letters", "page"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )


def write(sheet: Sheet) -> bytes:
    """Write a whole page that fetches nothing: its style is inside, its charts are too."""
    style = _environment().loader.get_source(_environment(), "sheet.css")[0]
    page = _environment().get_template("page.html.j2")
    return str(page.render(sheet=sheet, style=style, body=write_part(sheet))).encode()


def write_part(sheet: Sheet) -> str:
    """Write the `<article class="sheet">` alone, escaped, without style, to be shown within a page of the site."""
    notes = [note for block in sheet.blocks for note in block.notes]
    part = _environment().get_template("part.html.j2")
    return str(part.render(sheet=sheet, notes=notes, picture=_picture))


def _picture(svg: str, png: bytes) -> str:
    raw, kind = (svg.encode(), "svg+xml") if svg else (png, "png")
    return f"data:image/{kind};base64,{base64.b64encode(raw).decode()}"
