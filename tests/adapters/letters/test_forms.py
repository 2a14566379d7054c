# SPDX-License-Identifier: Apache-2.0
"""What the data say stands in every form, literally, and nothing else happens with it."""

import dataclasses
import hashlib
import html
import io
import re
import subprocess
import sys
import zipfile
import zlib
from datetime import date

import docx
import markupsafe
import pypdfium2
import pytest

import papers_sample as sample
from huiyin.adapters.documents import adapter as documents
from huiyin.adapters.letters import adapter, laying, pdf
from huiyin.core.values import letters
from huiyin.core.values.refusals import HuiyinError

PAPERS = {
    "letter": sample.LETTER,
    "response": sample.RESPONSE,
    "record": sample.RECORD,
    "paper": sample.PAPER,
}
HOSTILE = (
    "#set page(width: 1pt) $x$ *b* _i_ `raw` @ref <label> // c /* d */ \\u{41}",
    "{{ 7*7 }} {% for a in b %} {# x #}",
    "<A&B> <script>alert(1)</script> &amp; ]]> <w:br/>",
    "'单' \"双\" \\n %s {0} ${x} =1+1 @SUM(A1)",
    "长" * 10_000,
    "x" * 10_000,
)


def bare(text: str) -> str:
    return re.sub(r"[\s\u00ad\u200b]+", "", text)


def text_of_pdf(raw: bytes) -> str:
    pages = pypdfium2.PdfDocument(raw)
    return "\n".join(page.get_textpage().get_text_range() for page in pages)


def words_of(paper: letters.AnyPaper) -> list[str]:
    return [bare(words) for words in laying.lay(paper).sheet.texts() if bare(words)]


def with_words(words: str) -> letters.Letter:
    item = letters.LetterItem(number=1, suggestion=words, answer=(words,), disposition=words)
    return letters.Letter(
        issuer="澄州市交通运输局",
        title="答复",
        salutations=(words[:200],),
        opening=(words,),
        items=(item,),
        day=date(2026, 6, 12),
    )


@pytest.mark.parametrize("name", PAPERS)
def test_a_pdf_says_what_the_data_say(name):
    paper = PAPERS[name]
    printed = bare(text_of_pdf(adapter.write(paper, "pdf").raw))
    alts = {bare(block.alt) for block in laying.lay(paper).sheet.blocks if block.alt}

    # a piece may run over a page: its page number then stands between, so halves are looked for
    for words in words_of(paper):
        if words not in alts:
            assert words in printed or _across_pages(words, printed), words


def _across_pages(words: str, printed: str) -> bool:
    cut = next((n for n in range(len(words), 0, -1) if words[:n] in printed), 0)
    return cut > 0 and words[cut:] in printed


@pytest.mark.parametrize("name", PAPERS)
def test_a_docx_says_what_the_data_say_and_our_reader_opens_it(name):
    read = documents.read_bytes("文.docx", adapter.write(PAPERS[name], "docx").raw)
    printed = bare(read.text)
    alts = {bare(block.alt) for block in laying.lay(PAPERS[name]).sheet.blocks if block.alt}

    assert [
        words for words in words_of(PAPERS[name]) if words not in alts and words not in printed
    ] == []
    assert read.title == PAPERS[name].title
    assert read.warnings == ()


@pytest.mark.parametrize("name", PAPERS)
def test_an_html_page_says_what_the_data_say(name):
    page = adapter.write(PAPERS[name], "html").raw.decode()
    printed = bare(html.unescape(re.sub(r"<sup>.*?</sup>|<[a-z/!][^>]*>", "", page)))
    alts = bare(html.unescape(" ".join(re.findall(r'alt="([^"]*)"', page))))

    assert [words for words in words_of(PAPERS[name]) if words not in printed + alts] == []


@pytest.mark.parametrize("words", HOSTILE, ids=lambda words: words[:12])
def test_hostile_words_stand_as_they_are(words):
    letter = with_words(words)

    printed = bare(re.sub(r"\s*—\s*\d+\s*—\s*", "", text_of_pdf(adapter.write(letter, "pdf").raw)))
    read = documents.read_bytes("文.docx", adapter.write(letter, "docx").raw)
    page = adapter.write(letter, "html").raw.decode()

    assert printed.count(bare(words)) >= 3
    assert read.text.count(words) >= 3
    assert page.count(str(markupsafe.escape(words))) >= 3
    assert "<script" not in page


def test_every_long_run_of_latin_stays_on_the_page():
    raw = adapter.write(with_words("x" * 400), "pdf").raw
    page = pypdfium2.PdfDocument(raw)[0]
    places = page.get_textpage()

    assert max(places.get_charbox(n)[2] for n in range(places.count_chars())) <= page.get_width()


@pytest.mark.parametrize("form", adapter.MEDIA_TYPES)
@pytest.mark.parametrize("name", PAPERS)
def test_the_same_paper_gives_the_same_bytes(name, form):
    code = (
        "import sys, hashlib, papers_sample as s; from huiyin.adapters.letters import adapter;"
        f"print(hashlib.sha256(adapter.write(s.{name.upper()}, '{form}').raw).hexdigest())"
    )
    again = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd="tests"
    )
    assert hashlib.sha256(adapter.write(PAPERS[name], form).raw).hexdigest() == again.stdout.strip()


def test_a_pdf_keeps_to_the_marks_of_pdf_a():
    """Fonts inside, an output intent, XMP that says 2B, nothing encrypted, no script; not a full validation."""
    raw = adapter.write(sample.PAPER, "pdf").raw
    whole = raw + b"".join(_inflated(raw))

    assert b"/GTS_PDFA1" in whole
    assert b"<pdfaid:part>1</pdfaid:part>" in whole
    assert b"<pdfaid:conformance>B</pdfaid:conformance>" in whole
    assert whole.count(b"/FontFile") >= whole.count(b"/Type/FontDescriptor") > 0
    assert not re.search(rb"/Encrypt\b|/JavaScript\b|/JS\b|/Launch\b|/EmbeddedFile", whole)


def _inflated(raw: bytes):
    for start in re.finditer(rb"stream\r?\n", raw):
        try:
            yield zlib.decompressobj().decompress(raw[start.end() :])
        except zlib.error:
            continue


def test_the_letter_form_of_the_standard():
    written = docx.Document(io.BytesIO(adapter.write(sample.LETTER, "docx").raw))
    section, normal = written.sections[0], written.styles["Normal"]

    margins = [section.top_margin, section.bottom_margin, section.left_margin, section.right_margin]
    assert [round(margin.mm) for margin in margins] == [37, 35, 28, 26]
    assert (normal.font.size.pt, round(normal.paragraph_format.line_spacing.pt, 2)) == (16, 28.95)
    assert 'w:eastAsia="仿宋_GB2312"' in normal.element.xml
    assert section.different_first_page_header_footer
    assert written.settings.odd_and_even_pages_header_footer
    assert "澄州市交通运输局" in section.first_page_header.paragraphs[1].text


def test_a_letter_on_printed_paper_has_no_head():
    letter = dataclasses.replace(sample.LETTER, headed=False)
    headed, bare_one = (
        text_of_pdf(adapter.write(one, "pdf").raw).count("澄州市交通运输局")
        for one in (sample.LETTER, letter)
    )

    assert headed - bare_one == 1


def test_pages_are_numbered_from_the_second_of_a_letter():
    letter = with_words("长" * 3_000)
    pages = pypdfium2.PdfDocument(adapter.write(letter, "pdf").raw)
    shown = [re.findall(r"—\s*(\d+)\s*—", page.get_textpage().get_text_range()) for page in pages]

    assert shown == [[], *([str(n)] for n in range(2, len(pages) + 1))]


def test_what_cannot_be_printed_is_marked_and_counted():
    letter = with_words("甲\x00乙\u202e丙")
    written = adapter.write(letter, "docx")

    assert [warning.code for warning in written.warnings] == ["CONTROL_CHARACTERS"]
    assert "甲〓乙〓丙" in documents.read_bytes("文.docx", written.raw).text
    assert adapter.write(letter, "pdf").warnings == written.warnings


@pytest.mark.parametrize(
    "data",
    [
        b"GIF89a",
        b"<svg",
        b'<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>',
        b'<svg xmlns="http://www.w3.org/2000/svg"><image href="http://127.0.0.1/x"/></svg>',
        b'<svg xmlns="http://www.w3.org/2000/svg" onload="x()"/>',
        b'<svg xmlns="http://www.w3.org/2000/svg"><rect fill="url(http://127.0.0.1/x)"/></svg>',
        b'<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/hostname">]><svg xmlns="http://www.w3.org/2000/svg"><text>&a;</text></svg>',
    ],
)
def test_a_picture_that_reaches_out_is_refused(data):
    paper = dataclasses.replace(sample.PAPER, blocks=(letters.Picture(data, alt="图"),))

    with pytest.raises(HuiyinError) as refused:
        adapter.write(paper, "pdf")
    assert refused.value.code == "PICTURE_UNSUPPORTED"


def test_a_png_is_taken_in_every_form():
    from huiyin.adapters.letters import pictures

    png = pictures.to_png(sample.SVG.decode())
    paper = dataclasses.replace(sample.PAPER, blocks=(letters.Picture(png, alt="办理结果"),))

    assert len(adapter.write(paper, "pdf").raw) > 10_000
    assert (
        "word/media/image1.png"
        in zipfile.ZipFile(io.BytesIO(adapter.write(paper, "docx").raw)).namelist()
    )
    assert b'alt="\xe5\x8a\x9e' in adapter.write(paper, "html").raw


def test_pictures_and_tables_out_of_measure_are_refused():
    big = letters.Picture(b"\x89PNG\r\n\x1a\n" + bytes(5 << 20), alt="大")
    uneven = letters.Grid(columns=("甲", "乙"), rows=(("一",),))

    for block, code in ((big, "PICTURE_TOO_LARGE"), (uneven, "TABLE_UNEVEN")):
        with pytest.raises(HuiyinError) as refused:
            laying.lay(dataclasses.replace(sample.PAPER, blocks=(block,)))
        assert refused.value.code == code


def test_the_part_for_a_page_has_no_style_and_no_script():
    part = adapter.write_part(sample.PAPER)

    assert part.startswith("<article")
    assert not re.search(r"<style|<script|\sstyle=|\son\w+=", part)


def test_pdf_is_set_with_the_shipped_fonts_alone():
    raw, warnings = pdf.write(laying.lay(sample.LETTER).sheet, system=())
    named = set(re.findall(rb"[A-Z]{6}\+(\w+)", raw + b"".join(_inflated(raw))))

    assert warnings == ()
    assert named == {b"HuiyinSerif", b"HuiyinSans"}
