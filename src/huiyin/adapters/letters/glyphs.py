# SPDX-License-Identifier: Apache-2.0
"""Glyphs: which characters a font can draw, so that no letter leaves with an empty box in it."""

import itertools
import struct
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from huiyin.core.values import refusals
from huiyin.core.values.documents import Warn

FONTS: Final = Path(__file__).parent / "fonts"
SHIPPED: Final = FONTS / "HuiyinSerif.otf"
SYSTEM: Final = (
    Path("/usr/share/fonts"),
    Path("/usr/local/share/fonts"),
    Path("~/.local/share/fonts"),
    Path("~/.fonts"),
    Path("/Library/Fonts"),
    Path("/System/Library/Fonts"),
    Path("C:/Windows/Fonts"),
)
_MOST_NAMED: Final = 20
_SUFFIXES: Final = {".ttf", ".otf", ".ttc", ".otc"}


@dataclass(frozen=True, slots=True)
class Face:
    """A font file and the ranges of code points it has outlines for, as sorted half-open bounds."""

    path: Path
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def has(self, character: str) -> bool:
        """Tell whether the face draws a character."""
        place = bisect_right(self.starts, ord(character)) - 1
        return place >= 0 and ord(character) < self.ends[place]


@dataclass(frozen=True, slots=True)
class Chosen:
    """The fonts borrowed for a paper, and the remark on them."""

    faces: tuple[Face, ...] = ()
    warnings: tuple[Warn, ...] = ()


def choose(texts: Iterable[str], *, system: Sequence[Path] = SYSTEM) -> Chosen:
    """Choose fonts that draw every character: the shipped ones, then those of the machine.

    Shapes: `system` are folders searched, in order, only when a character is not in the shipped fonts.
    Errors: `GLYPH_MISSING` naming the characters no font draws.
    Cost: 1 ms where the shipped fonts do; else the heads of the machine's fonts are read once, 10 ms for each 20 of them.
    """
    shipped = read_face(SHIPPED)
    missing = {
        character
        for character in set(itertools.chain.from_iterable(texts))
        if _is_drawn(character) and not shipped.has(character)
    }
    if not missing:
        return Chosen()
    left, faces = set(missing), []
    for face in _faces(tuple(system)):
        drawn = {character for character in left if face.has(character)}
        if drawn:
            faces.append(face)
            left -= drawn
        if not left:
            break
    if left:
        raise refusals.HuiyinError("GLYPH_MISSING", characters=name_characters(left))
    files = "、".join(face.path.name for face in faces)
    remark = Warn("GLYPH_BORROWED", (("characters", name_characters(missing)), ("fonts", files)))
    return Chosen(tuple(faces), (remark,))


def name_characters(characters: Iterable[str]) -> str:
    """Name characters by themselves and their code points.

    >>> name_characters({"㐂"})
    '㐂 (U+3402)'
    """
    named = [f"{one} (U+{ord(one):04X})" for one in sorted(characters)]
    return "、".join(named[:_MOST_NAMED]) + ("…" if len(named) > _MOST_NAMED else "")


def _is_drawn(character: str) -> bool:
    """Tell whether a character leaves a mark; format characters and variation selectors leave none."""
    if character in "\n\t" or 0xFE00 <= ord(character) <= 0xFE0F:
        return False
    return unicodedata.category(character) != "Cf" and not 0xE0100 <= ord(character) <= 0xE01EF


@cache
def read_face(path: Path) -> Face:
    """Read which characters a font file draws; of a collection, its first face.

    Shapes: a file that is no font, or has no outlines (coloured bitmaps), draws nothing.
    Cost: reads the table directory and the `cmap`.
    """
    try:
        with path.open("rb") as file:
            head = file.read(16)
            start = struct.unpack(">I", head[12:16])[0] if head.startswith(b"ttcf") else 0
            file.seek(start)
            count = struct.unpack(">4xH6x", file.read(12))[0]
            tables = {
                tag: (offset, length)
                for tag, offset, length in struct.iter_unpack(">4s4xII", file.read(16 * count))
            }
            if b"cmap" not in tables or not tables.keys() & {b"glyf", b"CFF ", b"CFF2"}:
                return Face(path, (), ())
            file.seek(tables[b"cmap"][0])
            spans = sorted(_spans(file.read(tables[b"cmap"][1])))
    except (OSError, struct.error, IndexError):
        return Face(path, (), ())
    return Face(path, tuple(start for start, _ in spans), tuple(end for _, end in spans))


def _spans(cmap: bytes) -> Iterator[tuple[int, int]]:
    """Give the ranges of the best Unicode table: format 12, else format 4."""
    count = struct.unpack_from(">2xH", cmap)[0]
    offsets = [
        offset
        for platform, encoding, offset in struct.iter_unpack(">HHI", cmap[4 : 4 + 8 * count])
        if platform == 0 or (platform == 3 and encoding in (1, 10))
    ]
    by_format = {struct.unpack_from(">H", cmap, offset)[0]: offset for offset in offsets}
    if 12 in by_format:
        at = by_format[12]
        groups = struct.unpack_from(">12xI", cmap, at)[0]
        for first, last, _ in struct.iter_unpack(">III", cmap[at + 16 : at + 16 + 12 * groups]):
            yield first, last + 1
    elif 4 in by_format:
        yield from _segments(cmap, by_format[4])


def _segments(cmap: bytes, at: int) -> Iterator[tuple[int, int]]:
    count = struct.unpack_from(">6xH", cmap, at)[0] // 2
    words = struct.Struct(f">{count}H")
    ends = words.unpack_from(cmap, at + 14)
    starts = words.unpack_from(cmap, at + 16 + 2 * count)
    deltas = words.unpack_from(cmap, at + 16 + 4 * count)
    places = at + 16 + 6 * count
    offsets = words.unpack_from(cmap, places)
    for number, (first, last) in enumerate(zip(starts, ends, strict=True)):
        for code in range(first, min(last, 0xFFFE) + 1):
            glyph = code + deltas[number]
            if offsets[number]:
                spot = places + 2 * number + offsets[number] + 2 * (code - first)
                glyph = struct.unpack_from(">H", cmap, spot)[0]
            if glyph & 0xFFFF:
                yield code, code + 1


@cache
def _faces(folders: tuple[Path, ...]) -> tuple[Face, ...]:
    files = sorted(
        path
        for folder in folders
        for path in folder.expanduser().rglob("*")
        if path.suffix.lower() in _SUFFIXES
    )
    files.sort(key=lambda path: ("Regular" not in path.stem, "Serif" not in path.stem))
    return tuple(face for path in files if (face := read_face(path)).starts)
