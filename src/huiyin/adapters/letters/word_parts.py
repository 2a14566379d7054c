# SPDX-License-Identifier: Apache-2.0
"""What python-docx has no call for: fonts with their stand-ins, footnotes, frames, borders, fixed bytes."""

import io
import zipfile
from typing import Any, Final

from docx.enum.style import WD_STYLE_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement
from docx.oxml.ns import nsdecls, qn
from docx.oxml.parser import parse_xml
from docx.shared import Pt
from lxml import etree

SONG: Final = "仿宋_GB2312"
HEI: Final = "黑体"
KAI: Final = "楷体_GB2312"
TITLE: Final = "方正小标宋简体"
LATIN: Final = "Times New Roman"
_STAND_INS: Final = {
    SONG: "仿宋,FangSong,STFangsong",
    HEI: "SimHei,Noto Sans CJK SC",
    KAI: "楷体,KaiTi,STKaiti",
    TITLE: "方正小标宋_GBK,小标宋,宋体,SimSun,Noto Serif CJK SC",
}
_REL: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
_FOOTNOTES: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
_SEPARATORS: Final = (
    '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
    '<w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r></w:p></w:footnote>'
)


def element(tag: str, **attributes: object) -> Any:
    """Make `w:tag` with attributes of the same namespace."""
    made = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), str(value))
    return made


def set_font(properties: Any, east: str, *, latin: str = LATIN) -> None:
    """Set the font of a style or run: Word shows another one where eastAsia is not named."""
    fonts = properties.get_or_add_rFonts()
    for name in list(fonts.attrib):
        del fonts.attrib[name]
    for slot, font in (("ascii", latin), ("hAnsi", latin), ("cs", latin), ("eastAsia", east)):
        fonts.set(qn(f"w:{slot}"), font)


def set_spacing(properties: Any, points: float) -> None:
    """Set the distance between characters."""
    for old in properties.findall(qn("w:spacing")):
        properties.remove(old)
    if points:
        properties.insert_element_before(
            element("spacing", val=round(points * 20)),
            *(
                f"w:{tag}"
                for tag in ("w", "kern", "position", "sz", "szCs", "u", "vertAlign", "lang")
            ),
        )


def set_style(paragraph: Any, name: str) -> None:
    """Give a paragraph one of the template's styles by its English name, without a search through all of them for each line."""
    paragraph._p.style = None if name == "Normal" else name.replace(" ", "")


def set_border(paragraph: Any, side: str, style: str, color: str, size: int, space: int) -> None:
    """Draw a rule above or below a paragraph; `size` in eighths of a point, `space` in points."""
    borders = element("pBdr")
    borders.append(element(side, val=style, sz=size, space=space, color=color))
    paragraph._p.get_or_add_pPr().insert_element_before(
        borders, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr"
    )


def set_indent(paragraph: Any, **twips: int) -> None:
    """Set indents: `left`, `right`, `firstLine`, `hanging` in twips, `firstLineChars` in hundredths."""
    properties = paragraph._p.get_or_add_pPr()
    if "hanging" in twips:  # a first-line indent, even of nothing, would win over it
        for name in ("firstLine", "firstLineChars"):
            properties.get_or_add_ind().attrib.pop(qn(f"w:{name}"), None)
    for name, value in twips.items():
        properties.get_or_add_ind().set(qn(f"w:{name}"), str(value))


def set_at_foot(paragraph: Any, width: int) -> None:
    """Frame a paragraph at the foot of the type area of its page."""
    frame = element(
        "framePr",
        w=width,
        hSpace=0,
        wrap="around",
        vAnchor="margin",
        hAnchor="margin",
        yAlign="bottom",
        xAlign="left",
    )
    paragraph._p.get_or_add_pPr().insert_element_before(
        frame, "w:widowControl", "w:pBdr", "w:spacing", "w:ind", "w:jc", "w:rPr"
    )


def add_page_number(paragraph: Any) -> None:
    """Add the PAGE field."""
    for kind in ("begin", None, "end"):
        run = paragraph.add_run()
        if kind:
            run._r.append(element("fldChar", fldCharType=kind))
        else:
            code = element("instrText")
            code.text = " PAGE "
            run._r.append(code)


class Footnotes:
    """The footnotes of one document."""

    def __init__(self, document: Any, size: float) -> None:
        self._document = document
        self._style = document.styles.add_style("footnote text", WD_STYLE_TYPE.PARAGRAPH)
        self._style.base_style = document.styles["Normal"]  # its fonts and its language
        self._style.font.size = Pt(size)
        self._root = parse_xml(f"<w:footnotes {nsdecls('w')}>{_SEPARATORS}</w:footnotes>")
        self._count = 0

    def add(self, paragraph: Any, words: str) -> None:
        """Refer to a new note at the end of a paragraph."""
        self._count += 1
        run = paragraph.add_run("\u2060")  # never alone at the beginning of a line
        run.font.superscript = True
        run._r.append(element("footnoteReference", id=self._count))
        note = element("footnote", id=self._count)
        line = element("p")
        shape = element("pPr")
        shape.append(element("pStyle", val=self._style.style_id))
        shape.append(element("spacing", before=0, after=0, line=240, lineRule="auto"))
        shape.append(element("ind", firstLine=0, firstLineChars=0))
        line.append(shape)
        mark = element("r")
        look = element("rPr")
        look.append(element("vertAlign", val="superscript"))
        mark.append(look)
        mark.append(element("footnoteRef"))
        text = element("r")
        said = element("t")
        said.text = " " + words
        said.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        text.append(said)
        line.append(mark)
        line.append(text)
        note.append(line)
        self._root.append(note)

    def save(self) -> None:
        """Put the notes into the package; nothing where there are none."""
        if not self._count:
            return
        part = Part(
            PackURI("/word/footnotes.xml"),
            _FOOTNOTES,
            etree.tostring(self._root, xml_declaration=True, encoding="UTF-8", standalone=True),
            self._document.part.package,
        )
        self._document.part.relate_to(part, _REL)


def name_fonts(document: Any) -> None:
    """Write the font table: the names offices have, each with what may stand in for it."""
    faces = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{others}"/><w:charset w:val="86"/><w:family w:val="auto"/></w:font>'
        for name, others in _STAND_INS.items()
    )
    for part in document.part.package.iter_parts():
        if part.partname == "/word/fontTable.xml":
            part._blob = f"<w:fonts {nsdecls('w')}>{faces}</w:fonts>".encode()


def fix_bytes(raw: bytes) -> bytes:
    """Pack a docx anew with fixed times, so that the same document has the same bytes."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(raw)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            new.writestr(
                zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), old.read(name), zipfile.ZIP_DEFLATED
            )
    return out.getvalue()
