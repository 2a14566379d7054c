# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: RUF001, RUF002 - letters that look like others are what it is about
"""Look-alikes (形近): two names that a reader takes for one, whatever script their letters come from."""

import unicodedata

_ALIKE = {
    "a": "аαɑ", "b": "Ььƅ", "c": "сϲ", "d": "ԁ", "e": "еєҽ", "f": "ƒ", "g": "ɡց", "h": "һհ", "i": "іιɩıӏ", "j": "јϳ",
    "k": "кκ", "l": "1|ⅼ", "m": "м", "n": "ոпη", "o": "0оοօ๐ഠ", "p": "рρ", "q": "ԛզ", "r": "гᴦ", "s": "ѕꜱ",
    "t": "тτ", "u": "υսц", "v": "ѵν", "w": "ԝωш", "x": "хχ", "y": "уүγ", "z": "ᴢ",
    "口": "ロ囗", "力": "カ", "工": "エ", "二": "ニ", "卜": "ト", "夕": "タ", "一": "ー", "八": "ハ",
}  # fmt: skip
# Source: Unicode Technical Standard 39, section 4: the letters of account names that are met, not its whole table.
_TO = {ord(other): one for one, others in _ALIKE.items() for other in others}


def skeleton(name: str) -> str:
    """Give what a reader sees of a name: two names that look alike have one skeleton.

    Shapes: widths, case and marks are made even; letters of other scripts, `0` and `1` become the Latin letter they
        look like. A skeleton is for comparing alone, never for showing.

    >>> skeleton("Аdmin") == skeleton("admin") == skeleton("ＡＤＭＩＮ")   # the first begins with a Cyrillic letter
    True
    >>> skeleton("chen02") == skeleton("chen03")
    False
    """
    latin = name.casefold().translate(_TO)  # before NFKC, which turns some letters into others
    even = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", latin).casefold())
    bare = "".join(letter for letter in even if not unicodedata.combining(letter))
    return unicodedata.normalize("NFKC", bare.translate(_TO))
