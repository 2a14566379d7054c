# SPDX-License-Identifier: Apache-2.0
"""Classes of characters, as tables over code points, for texts of millions of them."""

import unicodedata
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

OTHER: Final = 0
SPACE: Final = 1
BREAK: Final = 2
HAN: Final = 3  # ideographs and kana: written without spaces
SIGN: Final = 4  # full-width punctuation
NOTHING: Final = 5  # seen by nobody: zero-width spaces, soft hyphens, stray control characters

TERMINAL: Final = 1
CLOSER: Final = 2
COMMA: Final = 3
OPENER: Final = 4
HYPHEN: Final = 5
COLON: Final = 6
SEMICOLON: Final = 7
LOWER: Final = 8

Points = NDArray[np.uint32]
Classes = NDArray[np.uint8]

_RANGES: Final = (
    (HAN, 0x2E80, 0x2FDF), (HAN, 0x3005, 0x3007), (HAN, 0x3021, 0x3029), (HAN, 0x3040, 0x30FF), (HAN, 0x3400, 0x4DBF), (HAN, 0x4E00, 0x9FFF), (HAN, 0xF900, 0xFAFF),
    (SIGN, 0x3001, 0x3004), (SIGN, 0x3008, 0x3020), (SIGN, 0xFE30, 0xFE4F), (SIGN, 0xFF01, 0xFF0F), (SIGN, 0xFF1A, 0xFF20), (SIGN, 0xFF3B, 0xFF40), (SIGN, 0xFF5B, 0xFF65),
    (SPACE, 0x2000, 0x200A),
)  # fmt: skip
_SPACES: Final = "\t \xa0\u1680\u202f\u205f\u3000"
_BREAKS: Final = "\n\r\v\f\x85\u2028\u2029"
_CONTROLS: Final = "".join(map(chr, (*range(1, 9), *range(14, 32), 127)))
_NOTHINGS: Final = "\xad\u200b\u2060\ufeff" + _CONTROLS
MARKS: Final = {
    TERMINAL: "。！？!?.…‥．",
    CLOSER: "”’」』）)】》]〉\"'",
    COMMA: "，、,",
    OPENER: "“‘「『（(《【〈[",
    HYPHEN: "-\u2010",
    COLON: "：:",
    SEMICOLON: "；;",
}
LIGATURES: Final = {
    0xFB00: "ff",
    0xFB01: "fi",
    0xFB02: "fl",
    0xFB03: "ffi",
    0xFB04: "ffl",
    0xFB05: "st",
    0xFB06: "st",
}
_PLANE: Final = 0x10000


@cache
def _classes() -> Classes:
    table = np.zeros(_PLANE, np.uint8)
    for code, first, last in _RANGES:
        table[first : last + 1] = code
    for code, members in ((SPACE, _SPACES), (BREAK, _BREAKS), (NOTHING, _NOTHINGS)):
        table[[ord(char) for char in members]] = code
    return table


@cache
def _marks() -> Classes:
    table = np.zeros(_PLANE, np.uint8)
    for code, members in MARKS.items():
        table[[ord(char) for char in members]] = code
    table[[point for point in range(0x61, 0x250) if chr(point).islower()]] = LOWER
    return table


@cache
def _plain() -> NDArray[np.uint16]:
    """Map full-width letters and digits to half-width, radicals and compatibility ideographs to the usual character."""
    table = np.arange(_PLANE, dtype=np.uint16)
    for first, last in ((0xFF10, 0xFF19), (0xFF21, 0xFF3A), (0xFF41, 0xFF5A)):
        table[first : last + 1] -= 0xFEE0
    for point in (*range(0x2E80, 0x2FE0), *range(0xF900, 0xFB00)):
        usual = unicodedata.normalize("NFKC", chr(point))
        if len(usual) == 1 and ord(usual) < _PLANE:
            table[point] = ord(usual)
    return table


def points_of(text: str) -> Points:
    """Give the code points of a text."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)


def plain(points: Points) -> Points:
    """Give the points with full-width and compatibility forms replaced, one for one."""
    if not len(points) or points.max() < 0x2E80:
        return points
    low = points < _PLANE
    if low.all():
        return _plain()[points].astype(np.uint32)
    replaced = points.copy()
    replaced[low] = _plain()[points[low]]
    return replaced


def classes_of(points: Points) -> Classes:
    """Give the class of each point; ideographs beyond the first plane are ideographs too."""
    classes = _classes().take(points, mode="clip")
    beyond = points >= _PLANE
    if beyond.any():
        classes[beyond] = np.where(
            (points[beyond] >= 0x20000) & (points[beyond] < 0x40000), HAN, OTHER
        )
    return classes


def marks_of(points: Points) -> Classes:
    """Give the kind of mark of each point: what can end, hold up or open a sentence."""
    return _marks().take(points, mode="clip")
