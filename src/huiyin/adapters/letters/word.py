# SPDX-License-Identifier: Apache-2.0
"""docx by python-docx, in the letter form of GB/T 9704: the same sheet as the PDF."""

import datetime
import io
import unicodedata
from dataclasses import dataclass
from typing import Any, Final

import docx
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from huiyin.adapters.letters import balancing, pictures
from huiyin.adapters.letters import word_parts as parts
from huiyin.adapters.letters.sheets import MEASURES, Block, Measure, Sheet

_RED: Final = "D7000F"
_WIDE: Final = (25, 25, 20, 20)
_ROW_KEPT: Final = 500  # characters up to which a row of a table stays on one page
_STYLES: Final = {
    1: ("Heading 1", parts.HEI),
    2: ("Heading 2", parts.KAI),
    3: ("Heading 3", parts.SONG),
}


@dataclass(slots=True)
class _Word:
    document: Any
    sheet: Sheet
    measure: Measure
    notes: parts.Footnotes
    width: float  # of the type area, in points

    @property
    def zh(self) -> bool:
        return self.sheet.language == "zh"

    def paragraph(self, style: str = "Normal", *, indent: int = 0) -> Any:
        """Begin a paragraph; `indent` in characters for its first line."""
        made = self.document.add_paragraph()
        parts.set_style(made, style)
        chars = {"firstLineChars": indent * 100} if self.zh else {}
        parts.set_indent(made, **chars, firstLine=round(indent * self.measure.size * 20))
        return made

    def say(self, paragraph: Any, block: Block) -> None:
        if block.label:
            parts.set_font(paragraph.add_run(block.label)._r.get_or_add_rPr(), parts.HEI)
        for words, note in block.pieces:
            paragraph.add_run(words)
            if note:
                self.notes.add(paragraph, note)


def write(sheet: Sheet) -> bytes:
    """Write a sheet as docx, the same bytes from the same sheet.

    Shapes: fonts are named as offices have them (仿宋_GB2312, 黑体, 楷体_GB2312, 方正小标宋简体), none is put inside; the font table
        names what may stand in.
    Cost: some 50 ms a letter.
    """
    document = docx.Document()
    measure = MEASURES[sheet.language]
    margins = _WIDE if sheet.wide else measure.margins
    width = ((297 if sheet.wide else 210) - margins[2] - margins[3]) * 72 / 25.4
    word = _Word(
        document,
        sheet,
        measure,
        parts.Footnotes(document, 10.5 if sheet.language == "zh" else 8.5),
        width,
    )
    _set_styles(word)
    _set_page(word, margins)
    _above(word)
    for block in sheet.blocks:
        _WRITERS[block.shape](word, block)
    _below(word)
    word.notes.save()
    parts.name_fonts(document)
    _set_properties(word)
    out = io.BytesIO()
    document.save(out)
    return parts.fix_bytes(out.getvalue())


def _set_styles(word: _Word) -> None:
    measure, styles = word.measure, word.document.styles
    normal = styles["Normal"]
    normal.font.size = Pt(measure.size)
    look = normal.element.get_or_add_rPr()
    parts.set_font(look, parts.SONG)
    parts.set_spacing(look, measure.tracking)
    for lang in look.findall(qn("w:lang")):
        look.remove(lang)
    look.append(parts.element("lang", val="en-GB", eastAsia="zh-CN"))
    shape = normal.paragraph_format
    shape.line_spacing_rule, shape.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(measure.pitch)
    shape.space_before, shape.space_after = Pt(0), Pt(measure.gap)
    shape.widow_control = False
    if word.zh:
        shape.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    for level, (name, east) in _STYLES.items():
        size = measure.size if word.zh else measure.size + 3 - level
        _restyle(styles[name], east, size, bold=level == 3)
        styles[name].paragraph_format.keep_with_next = True
        styles[name].paragraph_format.space_before = Pt(measure.gap)
        styles[name].paragraph_format.space_after = Pt(measure.gap)
    title = styles["Title"]
    for border in title.element.pPr.findall(qn("w:pBdr")):
        title.element.pPr.remove(border)
    _restyle(title, parts.TITLE, measure.title, bold=False)
    shape = title.paragraph_format
    shape.alignment = (
        WD_ALIGN_PARAGRAPH.CENTER
        if word.zh or word.sheet.form == "paper"
        else WD_ALIGN_PARAGRAPH.LEFT
    )
    shape.line_spacing_rule, shape.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(measure.title * 1.4)
    shape.space_before, shape.space_after = Pt(0), Pt(measure.pitch * 0.6)
    _restyle(styles["Caption"], parts.HEI, measure.table, bold=False)
    styles["Caption"].paragraph_format.space_before = Pt(measure.table)


def _restyle(style: Any, east: str, size: float, *, bold: bool) -> None:
    style.font.size, style.font.bold, style.font.italic = Pt(size), bold, False
    style.font.color.rgb = RGBColor(0, 0, 0)
    look = style.element.get_or_add_rPr()
    parts.set_font(look, east)
    for tag in ("spacing", "kern"):
        for old in look.findall(qn(f"w:{tag}")):
            look.remove(old)


def _set_page(word: _Word, margins: tuple[float, float, float, float]) -> None:
    sheet, section = word.sheet, word.document.sections[0]
    section.page_width, section.page_height = (
        (Mm(297), Mm(210)) if sheet.wide else (Mm(210), Mm(297))
    )
    section.orientation = WD_ORIENT.LANDSCAPE if sheet.wide else WD_ORIENT.PORTRAIT
    section.top_margin, section.bottom_margin = Mm(margins[0]), Mm(margins[1])
    section.left_margin, section.right_margin = Mm(margins[2]), Mm(margins[3])
    section.header_distance, section.footer_distance = (
        Mm(17),
        Mm(20 if word.zh and not sheet.wide else 12),
    )
    section.different_first_page_header_footer = sheet.form == "letter"
    if sheet.form == "letter":
        _first_page(word, section)
    feet = [section.footer]
    if word.zh:
        word.document.settings.odd_and_even_pages_header_footer = True
        feet.append(section.even_page_footer)
    for place, foot in enumerate(feet):
        foot.is_linked_to_previous = False
        line = foot.paragraphs[0]
        parts.set_style(line, "Normal")
        line.paragraph_format.space_after = Mm(3) if word.zh and not sheet.wide else Pt(0)
        line.alignment = (
            WD_ALIGN_PARAGRAPH.CENTER
            if not word.zh
            else WD_ALIGN_PARAGRAPH.LEFT
            if place
            else WD_ALIGN_PARAGRAPH.RIGHT
        )
        parts.set_indent(line, **{"left" if place else "right": 280 if word.zh else 0})
        if word.zh:
            line.add_run("— ")
        parts.add_page_number(line)
        if word.zh:
            line.add_run(" —")
        for run in line.runs:
            run.font.size = Pt(word.measure.small)
            parts.set_font(run._r.get_or_add_rPr(), "宋体")


def _first_page(word: _Word, section: Any) -> None:
    sheet, measure = word.sheet, word.measure
    header, footer = section.first_page_header, section.first_page_footer
    header.is_linked_to_previous = footer.is_linked_to_previous = False
    corner = header.paragraphs[0]
    parts.set_style(corner, "Normal")
    corner.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    corner.paragraph_format.line_spacing = Pt(20)
    parts.set_font(corner.add_run(sheet.corner)._r.get_or_add_rPr(), parts.HEI)
    rule = footer.paragraphs[0]
    parts.set_style(rule, "Normal")
    rule.paragraph_format.line_spacing = Pt(2)
    if not sheet.head:
        return
    head = header.add_paragraph()
    head.alignment = WD_ALIGN_PARAGRAPH.CENTER if word.zh else WD_ALIGN_PARAGRAPH.LEFT
    fit = word.width / max(_ems(sheet.head) * 1.12, 1)
    size = min(measure.head, fit)
    head.paragraph_format.line_spacing = Pt(measure.head + 6)
    head.paragraph_format.space_before = Mm(5 if word.zh else 1)
    run = head.add_run(sheet.head)
    run.font.size = Pt(round(size * 2) / 2)
    look = run._r.get_or_add_rPr()
    parts.set_font(look, parts.TITLE)
    if not word.zh:
        parts.set_border(head, "bottom", "single", "000000", 6, 8)
        return
    run.font.color.rgb = RGBColor.from_string(_RED)
    parts.set_spacing(look, size * 0.12)
    for line, style in ((head, "thickThinSmallGap"), (rule, "thinThickSmallGap")):
        parts.set_indent(line, left=round(-8 * 56.7), right=round(-6 * 56.7))
        parts.set_border(line, "bottom", style, _RED, 12, 8 if line is head else 0)


def _above(word: _Word) -> None:
    sheet, measure = word.sheet, word.measure
    if sheet.left or sheet.right:
        line = word.paragraph()
        line.alignment = WD_ALIGN_PARAGRAPH.LEFT
        line.paragraph_format.space_before = Pt(8)
        line.paragraph_format.tab_stops.add_tab_stop(Pt(word.width), WD_TAB_ALIGNMENT.RIGHT)
        line.add_run(f"{sheet.left}\t{sheet.right}")
    broken = balancing.lines(sheet.title) if word.zh and not sheet.wide else (sheet.title,)
    title = word.document.add_paragraph("\n".join(broken))
    parts.set_style(title, "Title")
    if sheet.form == "letter":
        title.paragraph_format.space_before = Pt(measure.pitch * 1.45)
    if sheet.subtitle:
        title.paragraph_format.space_after = Pt(measure.pitch / 5)
        line = word.paragraph()
        line.alignment = WD_ALIGN_PARAGRAPH.CENTER
        line.paragraph_format.space_after = Pt(measure.pitch * 0.6)
        line.add_run(sheet.subtitle).font.size = Pt(14 if word.zh else measure.size)


def _salutation(word: _Word, block: Block) -> None:
    line = word.paragraph()
    line.paragraph_format.keep_with_next = True
    word.say(line, block)


def _heading(word: _Word, block: Block) -> None:
    word.say(word.paragraph(_STYLES[block.level][0], indent=word.measure.indent), block)


def _text(word: _Word, block: Block) -> None:
    line = word.paragraph(indent=word.measure.indent)
    line.paragraph_format.keep_with_next = block.kept
    word.say(line, block)


def _quote(word: _Word, block: Block) -> None:
    line = word.paragraph()
    parts.set_indent(line, left=round(word.measure.size * 20 * (2 if word.zh else 1)))
    word.say(line, block)


def _line(word: _Word, block: Block) -> None:
    line = word.paragraph()
    line.alignment = WD_ALIGN_PARAGRAPH.LEFT
    line.paragraph_format.space_before = Pt(word.measure.pitch / 2)
    stops = line.paragraph_format.tab_stops
    stops.add_tab_stop(Pt(word.width * 0.58), WD_TAB_ALIGNMENT.LEFT, WD_TAB_LEADER.LINES)
    stops.add_tab_stop(
        Pt(word.width),
        WD_TAB_ALIGNMENT.RIGHT,
        WD_TAB_LEADER.SPACES if word.zh else WD_TAB_LEADER.LINES,
    )
    ending = f"\t{block.text}" if word.zh else f" {block.text}\t"
    line.add_run(f"{block.label}\t{ending}")


def _table(word: _Word, block: Block) -> None:
    measure = word.measure
    if block.text:
        caption = word.document.add_paragraph(style="Caption")
        caption.paragraph_format.keep_with_next = True
        word.say(caption, block)
    table = word.document.add_table(1 + len(block.rows), len(block.columns), style="Table Grid")
    table.autofit = False
    table._tbl.tblPr.find(qn("w:tblW")).addnext(parts.element("tblInd", w=108, type="dxa"))
    shares = block.widths if len(block.widths) == len(block.columns) else (1,) * len(block.columns)
    for column, share in zip(table.columns, shares, strict=True):
        column.width = Pt(word.width * share / sum(shares))
    for number, row in enumerate((block.columns, *block.rows)):
        cells = table.rows[number].cells
        shape = table.rows[number]._tr.get_or_add_trPr()
        if len("".join(row)) < _ROW_KEPT:
            shape.append(parts.element("cantSplit"))
        if not number:
            shape.append(parts.element("tblHeader"))
        for column, (cell, words, share) in enumerate(zip(cells, row, shares, strict=True)):
            cell.width = Pt(word.width * share / sum(shares))
            for place, line in enumerate(words.split("\n")):
                paragraph = cell.add_paragraph() if place else cell.paragraphs[0]
                paragraph.alignment = WD_ALIGN_PARAGRAPH.LEFT
                paragraph.paragraph_format.line_spacing = Pt(measure.table * 1.45)
                paragraph.paragraph_format.space_before = Pt(2)
                paragraph.paragraph_format.space_after = Pt(2)
                run = paragraph.add_run(line)
                run.font.size = Pt(measure.table)
                parts.set_spacing(run._r.get_or_add_rPr(), 0)
                if not number:
                    parts.set_font(run._r.get_or_add_rPr(), parts.HEI)
            if number and (note := block.note_at(number - 1, column)):
                word.notes.add(cell.paragraphs[-1], note)
            if not number:
                cell._tc.get_or_add_tcPr().append(
                    parts.element("shd", val="clear", color="auto", fill="EDEDED")
                )


def _picture(word: _Word, block: Block) -> None:
    line = word.paragraph()
    line.alignment = WD_ALIGN_PARAGRAPH.CENTER
    line.paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE
    line.paragraph_format.space_before = Pt(word.measure.table)
    line.paragraph_format.keep_with_next = bool(block.text)
    scale = 0.75 / pictures.SCALE if block.svg else 1.0  # a unit of an svg is 3/4 point
    drawn = line.add_run().add_picture(
        io.BytesIO(pictures.to_png(block.svg) if block.svg else block.png)
    )
    shrink = min(scale, Pt(word.width) / drawn.width)
    drawn.width, drawn.height = round(drawn.width * shrink), round(drawn.height * shrink)
    drawn._inline.docPr.set("descr", block.alt)
    if block.text:
        caption = word.document.add_paragraph(style="Caption")
        caption.alignment = WD_ALIGN_PARAGRAPH.CENTER
        caption.paragraph_format.space_before = Pt(2)
        word.say(caption, block)


def _below(word: _Word) -> None:
    sheet, measure = word.sheet, word.measure
    if not sheet.dated:
        return
    wide = max(_ems(sheet.signature), _ems(sheet.dated))
    for place, words in enumerate((sheet.signature, sheet.dated)):
        line = word.paragraph()
        line.paragraph_format.keep_with_next = True if not place else bool(sheet.note)
        if not place:
            line.paragraph_format.space_before = Pt(
                measure.pitch * (1 if sheet.sealed else 0) + measure.size
            )
        if word.zh:
            line.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            ems = min(4, max(0, word.width / measure.size - wide)) + (wide - _ems(words)) / 2
            parts.set_indent(line, right=round(ems * measure.size * 20))
        line.add_run(words)
    if sheet.note:
        line = word.paragraph()
        parts.set_indent(line, left=round(measure.indent * measure.size * 20))
        line.add_run(sheet.note)
    if sheet.copies:
        line = word.paragraph()
        line.paragraph_format.line_spacing = Pt(measure.pitch if word.zh else measure.small * 1.45)
        hanging = round(_ems(sheet.copies_label) * measure.small * 20)
        edge = round(measure.size * 20) if word.zh else 0
        parts.set_indent(line, left=edge + hanging, hanging=hanging, right=edge)
        parts.set_at_foot(line, round(word.width * 20))
        line.add_run(sheet.copies_label + sheet.copies).font.size = Pt(measure.small)


def _ems(words: str) -> float:
    """Estimate how wide words are, in characters: Latin is half as wide."""
    return sum(1 if unicodedata.east_asian_width(one) in "WFA" else 0.5 for one in words)


def _set_properties(word: _Word) -> None:
    sheet = word.sheet
    written = datetime.datetime.fromisoformat(sheet.day)
    properties = word.document.core_properties
    properties.title, properties.author, properties.comments = (
        sheet.title[:255],
        sheet.author[:255],
        "",
    )
    properties.created = properties.modified = written
    properties.last_modified_by, properties.revision = "", 1
    properties.language = "zh-CN" if word.zh else "en-GB"


_WRITERS: Final = {
    "salutation": _salutation,
    "heading": _heading,
    "paragraph": _text,
    "labelled": _text,
    "quote": _quote,
    "table": _table,
    "picture": _picture,
    "line": _line,
}
