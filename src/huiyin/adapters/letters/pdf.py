# SPDX-License-Identifier: Apache-2.0
"""PDF/A by typst: the sheet goes in as JSON, so that no word of it is ever read as typst."""

import json
import re
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, date, datetime
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any, Final, Literal

from huiyin.adapters.letters import balancing, glyphs, pictures
from huiyin.adapters.letters.sheets import MEASURES, Sheet
from huiyin.core.values import refusals
from huiyin.core.values.documents import Warn

_UNBROKEN: Final = re.compile(r"[^\s\u2e80-\U0003ffff]{30,}")
_EVERY: Final = re.compile(r".{12}(?=.)")


def write(
    sheet: Sheet, *, system: Sequence[Path] = glyphs.SYSTEM
) -> tuple[bytes, tuple[Warn, ...]]:
    """Write a sheet as PDF/A, the same bytes from the same sheet and fonts.

    Shapes: a run of 30 characters or more without a place to break gets a zero-width space after every 12th.
    Errors: `GLYPH_MISSING` naming the characters that no font at hand draws: a letter is never sent out with boxes in it.
    Cost: some 0.2 s a letter; typst is loaded by the first.
    """
    import typst

    drawn = [*sheet.texts(), *(pictures.words_of(block.svg) for block in sheet.blocks)]
    chosen = glyphs.choose(drawn, system=system)
    families = _families(chosen, drawn)
    folders = {glyphs.FONTS, *(face.path.parent for face in chosen.faces)}
    raw = typst.compile(
        resources.files(__package__).joinpath("sheet.typ").read_bytes(),
        font_paths=_fonts(tuple(sorted(folders))),
        sys_inputs={"sheet": json.dumps(_data(sheet, families), ensure_ascii=False)},
        pdf_standards=_standard(sheet),
        timestamp=datetime.combine(date.fromisoformat(sheet.day), datetime.min.time(), UTC),
    )
    return bytes(raw), chosen.warnings


def _standard(sheet: Sheet) -> Literal["a-1b", "a-2b"]:
    """Give the level: 1b, that of archives; 2b where a picture may be seen through, which 1b does not know."""
    clear = any(block.png or "opacity" in block.svg for block in sheet.blocks)
    return "a-2b" if clear else "a-1b"


def _data(sheet: Sheet, families: Sequence[str]) -> dict[str, Any]:
    data: dict[str, Any] = _broken(
        {**asdict(sheet), "day": [int(part) for part in sheet.day.split("-")]}
    )
    for block in data["blocks"]:
        block["png"] = list(block["png"])
    return data | {
        "title_lines": _broken(_title_lines(sheet)),
        "measure": asdict(MEASURES[sheet.language]),
        "borrowed": list(families),
    }


def _title_lines(sheet: Sheet) -> list[str]:
    return (
        [sheet.title]
        if sheet.wide or sheet.language == "en"
        else list(balancing.lines(sheet.title))
    )


def _broken(value: Any) -> Any:
    """Give long runs of Latin places to break; pictures stay as they are."""
    if isinstance(value, str):
        return _UNBROKEN.sub(lambda run: _EVERY.sub("\\g<0>\u200b", run[0]), value)
    if isinstance(value, dict):
        return {name: part if name == "svg" else _broken(part) for name, part in value.items()}
    return [_broken(part) for part in value] if isinstance(value, list | tuple) else value


@cache
def _fonts(folders: tuple[Path, ...]) -> Any:
    """Let typst know the fonts of some folders, and no others."""
    import typst

    return typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=[str(folder) for folder in folders],
    )


def _families(chosen: glyphs.Chosen, drawn: Sequence[str]) -> tuple[str, ...]:
    """Give the family names of the borrowed fonts, in order, each once.

    Errors: `GLYPH_MISSING` where typst does not take a font that has the character.
    """
    found: dict[str, None] = {}
    for face in chosen.faces:
        named = [
            font.family
            for font in _fonts((face.path.parent,)).fonts()
            if font.path and Path(font.path) == face.path and font.index == 0
        ]
        if not named:
            lost = {one for words in drawn for one in words if face.has(one)}
            shipped = glyphs.read_face(glyphs.SHIPPED)
            lost = {one for one in lost if not shipped.has(one)}
            raise refusals.HuiyinError("GLYPH_MISSING", characters=glyphs.name_characters(lost))
        found[named[0]] = None
    return tuple(found)
