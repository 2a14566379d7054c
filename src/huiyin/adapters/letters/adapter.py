# SPDX-License-Identifier: Apache-2.0
"""Writing official papers: data in, PDF/A, docx or html out, the same layout in each."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from huiyin.adapters.letters import laying, own_template, pdf, web_page, word
from huiyin.core.values import letters
from huiyin.core.values.documents import Warn

Form = Literal["pdf", "docx", "html"]
MEDIA_TYPES: Final[Mapping[Form, str]] = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "html": "text/html; charset=utf-8",
}


@dataclass(frozen=True, slots=True)
class Written:
    """A paper as a file: its bytes, their media type, and remarks on the making."""

    raw: bytes
    media_type: str
    warnings: tuple[Warn, ...] = ()


def write(paper: letters.AnyPaper, form: Form) -> Written:
    """Write a paper in one form; the same paper gives the same bytes.

    Errors: `GLYPH_MISSING` (pdf only: docx and html are shown in the reader's fonts), `PICTURE_UNSUPPORTED`,
        `PICTURE_TOO_LARGE`, `TABLE_UNEVEN`.
    Cost: html some ms, docx some 50 ms, pdf some 200 ms.
    """
    laid = laying.lay(paper)
    if form == "pdf":
        raw, warnings = pdf.write(laid.sheet)
        return Written(raw, MEDIA_TYPES[form], (*laid.warnings, *warnings))
    raw = word.write(laid.sheet) if form == "docx" else web_page.write(laid.sheet)
    return Written(raw, MEDIA_TYPES[form], laid.warnings)


def write_part(paper: letters.AnyPaper) -> str:
    """Write a paper as one escaped `<article>`, to be shown within a page.

    Errors: those of `write` but for `GLYPH_MISSING`.
    """
    return web_page.write_part(laying.lay(paper).sheet)


def fill(letter: letters.Letter, template: bytes) -> Written:
    """Write a letter in an office's own docx template.

    Errors: `TEMPLATE_FORBIDDEN`, `TEMPLATE_MALFORMED`, `TEMPLATE_UNKNOWN_NAME`; see `own_template`.
    """
    return Written(*own_template.fill(letter, template))
