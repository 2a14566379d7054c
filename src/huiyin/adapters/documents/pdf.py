# SPDX-License-Identifier: Apache-2.0
"""pdf with a text layer: words in the file's own order, with pages, paragraphs and running heads told apart."""

import ctypes
import re
import zlib
from typing import Any, Final

import pypdfium2_raw as pdfium  # type: ignore[import-untyped]  # ships no types; loads twice as fast as pypdfium2

from huiyin.adapters.documents import page_layout, settings, taking
from huiyin.core.values import refusals

_FLATE_PAIR = re.compile(
    rb"/(?:FlateDecode|Fl)\b\s*/(?:FlateDecode|Fl|LZWDecode|LZW|RunLengthDecode|RL)\b"
)
_FLATE = re.compile(rb"/(?:FlateDecode|Fl)\b")
_PICTURE = re.compile(rb"/Subtype\s*/Image\b")
_STREAM = re.compile(rb"stream\r?\n")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_POOR_TITLE = re.compile(
    r"microsoft word|untitled|无标题|\.(?:docx?|pdf|indd|wps|pptx?)$|^\W*$", re.I
)
_PASSWORD: Final = 4
_SECURITY: Final = 5
_AT_ONCE: Final = 1 << 22


def read(raw: bytes, limits: settings.Limits, taken: taking.Taking) -> None:
    """Take the text of a pdf.

    Shapes: lines end in one line feed; anchors: `page`, `paragraph` and `heading` (of one or more lines), `header` and
        `footer` (running heads, page numbers, and, labelled `footnote` or `note_mark`, notes at the foot).
    Errors: `PDF_UNPACKS_TOO_LARGE`, `FILE_ENCRYPTED`, `PDF_MALFORMED`, `PDF_TOO_MANY_PAGES`, `PDF_TOO_COMPLEX`.
    """
    _refuse_bombs(raw, limits)
    pdfium.FPDF_InitLibrary()
    document = pdfium.FPDF_LoadMemDocument64(raw, len(raw), None)
    if not document:
        locked = pdfium.FPDF_GetLastError() in (_PASSWORD, _SECURITY)
        raise refusals.HuiyinError("FILE_ENCRYPTED" if locked else "PDF_MALFORMED")
    try:
        count = pdfium.FPDF_GetPageCount(document)
        if count > limits.pages:
            raise refusals.HuiyinError("PDF_TOO_MANY_PAGES", limit=limits.pages)
        pages, silent = [], 0
        for number in range(count):
            lines, pictured = _read_page(document, number, limits)
            pages.append(lines)
            silent += pictured and not lines
        taken.title = _read_title(document)
    finally:
        pdfium.FPDF_CloseDocument(document)
    page_layout.lay_out(pages, taken)
    if silent or not any(pages):
        taken.warn("NO_TEXT_LAYER", pages=silent or count)


def _refuse_bombs(raw: bytes, limits: settings.Limits) -> None:
    """Inflate, within a bound, every stream that could unpack to more than the limit; the output is thrown away."""
    bound = limits.unpacked_mb << 20
    total = 0
    for mark in _STREAM.finditer(raw):
        start = mark.end()
        opened = raw.rfind(b"obj", max(0, start - 2048), start)
        head = raw[max(opened, start - 2048, 0) : start]
        twice = bool(_FLATE_PAIR.search(head))
        if not _FLATE.search(head) or (_PICTURE.search(head) and not twice):
            continue
        total += _measure(raw, start, 2 if twice else 1, bound - total)
        if total > bound:
            raise refusals.HuiyinError("PDF_UNPACKS_TOO_LARGE")


def _measure(raw: bytes, start: int, layers: int, bound: int) -> int:
    """Count what a stream unpacks to through its layers of deflate, up to a little over the bound."""
    outer, inner = zlib.decompressobj(), zlib.decompressobj()
    packed: bytes = raw[start : start + 65_536]
    position, size = start + 65_536, 0
    try:
        while packed and size <= bound and not outer.eof:
            data = outer.decompress(packed, _AT_ONCE)
            size += len(data)
            while layers == 2 and data and size <= bound:
                size += len(inner.decompress(data, _AT_ONCE))
                data = inner.unconsumed_tail
            packed = outer.unconsumed_tail
            if not packed:
                packed, position = raw[position : position + 65_536], position + 65_536
    except zlib.error:
        pass  # a broken stream unpacks to what came before the break
    return size


def _read_page(
    document: Any, number: int, limits: settings.Limits
) -> "tuple[list[page_layout.Line], bool]":
    """Give a page's lines, and whether it holds a picture that may be a scan."""
    page = pdfium.FPDF_LoadPage(document, number)
    if not page:
        raise refusals.HuiyinError("PDF_MALFORMED")
    try:
        objects = pdfium.FPDFPage_CountObjects(page)
        if objects > limits.page_objects:
            raise refusals.HuiyinError("PDF_TOO_COMPLEX")
        words = pdfium.FPDFText_LoadPage(page)
        lines = _read_lines(words) if words else []
        pdfium.FPDFText_ClosePage(words)
        return lines, not lines and _has_picture(page, objects)
    finally:
        pdfium.FPDF_ClosePage(page)


def _has_picture(page: Any, objects: int) -> bool:
    picture = pdfium.FPDF_PAGEOBJ_IMAGE
    return any(
        pdfium.FPDFPageObj_GetType(pdfium.FPDFPage_GetObject(page, place)) == picture
        for place in range(min(objects, 50))
    )


def _read_lines(words: Any) -> "list[page_layout.Line]":
    count = pdfium.FPDFText_CountChars(words)
    if count <= 0:
        return []
    buffer = (ctypes.c_ushort * (2 * count + 2))()
    length = pdfium.FPDFText_GetText(words, 0, count, buffer)
    raw = bytes(memoryview(buffer).cast("B")[: 2 * max(length - 1, 0)])
    plain = raw.decode("utf-16-le", "replace")
    shifted = len(plain) * 2 != len(raw)  # characters beyond the first plane: two units each
    lines, unit, offset = [], 0, 0
    for line in plain.replace("\ufffe", "-\ufffe\n").split("\n"):
        size = len(line) - line.endswith("\ufffe")
        clean = line.removesuffix("\ufffe")
        if clean.strip():
            first = unit + len(clean) - len(clean.lstrip())
            last = unit + len(clean.rstrip()) - 1
            lines.append(_measure_line(words, _CONTROL.sub(" ", clean.rstrip("\r")), (first, last)))
        offset += len(line) + 1
        unit += size + (0 if line.endswith("\ufffe") else 1)
        if shifted:
            unit += sum(1 for char in clean if char > "\uffff")
    return lines


def _measure_line(words: Any, text: str, ends: tuple[int, int]) -> page_layout.Line:
    first, last = (_box(words, unit) for unit in ends)
    height = max(first[3] - first[2], 0.0)
    marks = []
    for mark in page_layout.NOTE_MARK.finditer(text):
        unit = ends[0] + mark.start() - (len(text) - len(text.lstrip()))
        box = _box(words, unit)
        if 0 < box[3] - box[2] < 0.8 * height:
            marks.append(mark.span())
    return page_layout.Line(text, first[0], last[1], first[2], first[3], height, tuple(marks))


def _box(words: Any, unit: int) -> tuple[float, float, float, float]:
    """Give left, right, bottom, top of the character at a place of the text."""
    rect = pdfium.FS_RECTF()
    index = pdfium.FPDFText_GetCharIndexFromTextIndex(words, unit)
    if index < 0 or not pdfium.FPDFText_GetLooseCharBox(words, index, rect):
        return 0.0, 0.0, 0.0, 0.0
    return rect.left, rect.right, rect.bottom, rect.top


def _read_title(document: Any) -> str:
    length = pdfium.FPDF_GetMetaText(document, b"Title", None, 0)
    if not 2 < length < 2000:
        return ""
    buffer = ctypes.create_string_buffer(length)
    pdfium.FPDF_GetMetaText(document, b"Title", buffer, length)
    title = _CONTROL.sub(" ", buffer.raw[: length - 2].decode("utf-16-le", "replace")).strip()
    return "" if _POOR_TITLE.search(title) else title
