# SPDX-License-Identifier: Apache-2.0
"""Rebuild the two fonts of the letters from Noto Serif CJK SC and Noto Sans CJK SC.

    pip install fonttools pypinyin-dict; apt-get install fonts-noto-cjk
    python -m tools.build_font [--from /usr/share/fonts/opentype/noto]

The built fonts are committed: nobody needs to run this to use Huiyin. The same source fonts and the same fonttools give the
same bytes. Serif: the 8,105 characters of the General Standard (通用规范汉字表), all of the first block of Han in Unicode (what GBK
has, names in traditional characters too), GB 2312, Latin, punctuation. Sans, for headings: GB 2312, Latin, punctuation.
"""

import argparse
import itertools
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

FONTS = Path(__file__).parents[1] / "src" / "huiyin" / "adapters" / "letters" / "fonts"
SIMPLIFIED = 2  # the place of the SC face in both collections
LATIN = {
    *range(0x20, 0x7F),
    *range(0xA0, 0x180),
    *range(0x2010, 0x2060),
    *range(0x20A0, 0x20C0),
    *range(0x2100, 0x2200),
    *range(0x2460, 0x2500),
    *range(0x2500, 0x2600),
    *range(0x3000, 0x3100),
    *range(0x3200, 0x3400),
    *range(0xFE30, 0xFE70),
    *range(0xFF00, 0xFFF0),
}


def of_two_bytes(encoding: str, rows: range, cells: range) -> set[int]:
    found = set()
    for pair in itertools.product(rows, cells):
        try:
            found.add(ord(bytes(pair).decode(encoding)))
        except UnicodeDecodeError:
            continue
    return found


def character_sets() -> dict[str, set[int]]:
    from pypinyin_dict.pinyin_data import ktghz2013

    gb2312 = of_two_bytes("gb2312", range(0xA1, 0xF8), range(0xA1, 0xFF))
    return {
        "Serif": gb2312 | set(ktghz2013.pinyin_dict) | set(range(0x4E00, 0x9FA6)) | LATIN,
        "Sans": gb2312 | LATIN,
    }


def build(source: Path, style: str, characters: set[int]) -> bytes:
    font = TTFont(source, fontNumber=SIMPLIFIED, recalcTimestamp=False)
    wanted = subset.Options()
    wanted.layout_features = ["kern", "ccmp", "pwid"]  # pwid: quotes of Latin width in English
    wanted.hinting = False
    wanted.notdef_outline = True
    wanted.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
    wanted.name_languages = [0x409]
    subsetter = subset.Subsetter(wanted)
    subsetter.populate(unicodes=characters)
    subsetter.subset(font)
    names = {1: f"Huiyin {style}", 3: f"Huiyin {style}", 4: f"Huiyin {style}", 6: f"Huiyin{style}"}
    for record in font["name"].names:
        if record.nameID in names:
            record.string = names[record.nameID]
    top = font["CFF "].cff
    top.fontNames = [names[6]]
    top.topDictIndex[0].FullName = top.topDictIndex[0].FamilyName = names[1]
    target = FONTS / f"Huiyin{style}.otf"
    font.save(target, reorderTables=True)
    return target.read_bytes()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--from", dest="source", type=Path, default="/usr/share/fonts/opentype/noto"
    )
    source = parser.parse_args().source
    for style, characters in character_sets().items():
        raw = build(source / f"Noto{style}CJK-Regular.ttc", style, characters)
        print(f"Huiyin{style}.otf: {len(raw):,} bytes")


if __name__ == "__main__":
    main()
