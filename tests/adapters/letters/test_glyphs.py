# SPDX-License-Identifier: Apache-2.0
"""No letter leaves with an empty box in it: every character has a glyph, or the letter is refused by name."""

from dataclasses import replace

import pypdfium2
import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont

import papers_sample as sample
from huiyin.adapters.letters import glyphs, laying, pdf
from huiyin.core.values.refusals import HuiyinError

RARE = "㐂𠮷"


def build(path, characters, family="Borrowed", *, post_script=True):
    names = {ord(one): f"g{ord(one):x}" for one in characters}
    pen = TTGlyphPen(None)
    pen.moveTo((0, 0))
    pen.lineTo((0, 700))
    pen.lineTo((700, 700))
    pen.closePath()
    glyph = pen.glyph()
    font = FontBuilder(1000, isTTF=True)
    font.setupGlyphOrder([".notdef", *names.values()])
    font.setupCharacterMap(names)
    font.setupGlyf(dict.fromkeys([".notdef", *names.values()], glyph))
    font.setupHorizontalMetrics(dict.fromkeys([".notdef", *names.values()], (1000, 0)))
    font.setupHorizontalHeader(ascent=800, descent=-200)
    named = {"familyName": family, "styleName": "Regular"}
    font.setupNameTable(named | ({"psName": family} if post_script else {}))
    font.setupOS2(sTypoAscender=800)
    font.setupPost()
    font.save(path)


@pytest.mark.parametrize("name", ["HuiyinSerif", "HuiyinSans"])
def test_our_reading_of_a_font_is_that_of_fonttools(name):
    path = glyphs.FONTS / f"{name}.otf"
    face, known = glyphs.read_face(path), TTFont(path).getBestCmap()

    for code in [*range(0x20, 0x10000), *range(0x20000, 0x32000)]:
        if not 0xD800 <= code < 0xE000:
            assert face.has(chr(code)) == (code in known), hex(code)


def test_a_font_with_the_older_table_is_read_alike(tmp_path):
    build(tmp_path / "a.ttf", "甲乙丁A")
    face = glyphs.read_face(tmp_path / "a.ttf")

    assert [face.has(one) for one in "甲乙丙丁AB"] == [True, True, False, True, True, False]


@pytest.mark.parametrize(
    "raw", [b"", b"OTTO", b"ttcf" + b"\xff" * 20, b"\0\1\0\0\0\x01" + b"\xff" * 40]
)
def test_what_is_no_font_draws_nothing(tmp_path, raw):
    (tmp_path / "a.ttf").write_bytes(raw)

    assert not glyphs.read_face(tmp_path / "a.ttf").has("甲")


def test_serif_draws_all_that_sans_does():
    serif, sans = (
        set(TTFont(glyphs.FONTS / f"Huiyin{style}.otf").getBestCmap())
        for style in ("Serif", "Sans")
    )

    assert sans <= serif
    assert {ord(one) for one in "〔〕〇—…“”《》①②ⅲ㎡℃€£é﹪﹝ー〓"} <= serif
    assert set(range(0x4E00, 0x9FA6)) <= serif


def test_every_name_character_of_the_general_standard_is_there():
    face = glyphs.read_face(glyphs.SHIPPED)

    # the rarest of its third level, which names and places use; some lie beyond the first plane
    assert [one for one in "㑇㙘㧐㭎䁖䥽䲠𠅤𡎚𤫉𥻗𦙶𨱇𫖮𬬭𬴂𬶍龢" if not face.has(one)] == []


@pytest.mark.parametrize("paper", [sample.LETTER, sample.RESPONSE, sample.RECORD, sample.PAPER])
def test_every_character_of_a_paper_has_a_glyph_in_the_pdf(paper):
    """The shipped fonts' own tables say so, read by fontTools, and no glyph of the PDF is .notdef."""
    known = TTFont(glyphs.SHIPPED).getBestCmap()
    sheet = laying.lay(paper).sheet

    assert {one for words in sheet.texts() for one in words if ord(one) not in known} == set()
    assert pdf.write(sheet, system=())[1] == ()


def test_a_rare_character_without_a_font_is_refused_by_name():
    with pytest.raises(HuiyinError) as refused:
        glyphs.choose([f"{RARE}委员", "😀"], system=())

    assert refused.value.code == "GLYPH_MISSING"
    assert refused.value.params["characters"] == "㐂 (U+3402)、😀 (U+1F600)、𠮷 (U+20BB7)"


def test_a_rare_character_is_drawn_by_a_font_of_the_machine(tmp_path):
    build(tmp_path / "Rare-Regular.ttf", RARE + "😀")
    letter = laying.lay(sample.LETTER).sheet
    raw, warnings = pdf.write(
        replace(letter, blocks=(), title=f"答复{RARE}😀", head=RARE), system=(tmp_path,)
    )

    assert [warning.code for warning in warnings] == ["GLYPH_BORROWED"]
    assert dict(warnings[0].params)["fonts"] == "Rare-Regular.ttf"
    printed = pypdfium2.PdfDocument(raw)[0].get_textpage().get_text_range()
    assert printed.count(RARE) == 2
    assert "😀" in printed


def test_a_font_the_typesetter_does_not_take_is_no_font(tmp_path):
    build(tmp_path / "Nameless-Regular.ttf", RARE, post_script=False)
    sheet = replace(laying.lay(sample.LETTER).sheet, title=RARE)

    with pytest.raises(HuiyinError) as refused:
        pdf.write(sheet, system=(tmp_path,))
    assert refused.value.params == {"characters": "㐂 (U+3402)、𠮷 (U+20BB7)"}


def test_a_coloured_font_without_outlines_is_not_borrowed(tmp_path):
    build(tmp_path / "a.ttf", "😀")
    font = TTFont(tmp_path / "a.ttf")
    del font["glyf"], font["loca"]
    font.save(tmp_path / "a.ttf")

    assert not glyphs.read_face(tmp_path / "a.ttf").has("😀")


def test_marks_that_leave_nothing_need_no_glyph():
    assert glyphs.choose(["葛\U000e0100甲\ufe00\u200b\ufeff\n"], system=()) == glyphs.Chosen()


def test_many_missing_characters_are_named_shortly():
    named = glyphs.name_characters(chr(code) for code in range(0x20000, 0x20100))

    assert named.count("U+") == 20
    assert named.endswith("…")


def test_the_fonts_are_free_and_say_so():
    licence = (glyphs.FONTS / "OFL.txt").read_text("utf-8")

    assert "SIL OPEN FONT LICENSE Version 1.1" in licence
    for style in ("Serif", "Sans"):
        names = TTFont(glyphs.FONTS / f"Huiyin{style}.otf")["name"]
        assert "SIL Open Font License" in str(names.getName(13, 3, 1, 0x409))
        assert str(names.getName(1, 3, 1, 0x409)) == f"Huiyin {style}"
    assert sum(path.stat().st_size for path in glyphs.FONTS.iterdir()) < 10_000_000
