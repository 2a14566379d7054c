# SPDX-License-Identifier: Apache-2.0
"""docx: paragraphs, headings, list items, tables, text boxes and notes, in reading order."""

import re
from dataclasses import dataclass, field
from typing import Any, Final

from huiyin.adapters.documents import guard, markup, numbering, taking

_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_DC_TITLE: Final = "{http://purl.org/dc/elements/1.1/}title"
_VAL: Final = f"{_W}val"
_GONE: Final = frozenset(
    {
        f"{_W}del",
        f"{_W}moveFrom",
        f"{_W}instrText",
        f"{_W}delText",
        f"{_W}rt",
        _FALLBACK,
        f"{_W}commentReference",
    }
)
_SIGNS: Final = {
    f"{_W}tab": "\t",
    f"{_W}ptab": "\t",
    f"{_W}br": "\n",
    f"{_W}cr": "\n",
    f"{_W}noBreakHyphen": "-",
}
_HEADING = re.compile(r"(?:heading|标题|titre|überschrift)\s*(\d)$", re.I)
_FETCHING = re.compile(r"\b(?:INCLUDEPICTURE|INCLUDETEXT|DDEAUTO|DDE|LINK)\b")


@dataclass(slots=True)
class _Style:
    name: str = ""
    level: int = 0
    hidden: bool = False
    list_id: str = ""
    depth: int = 0
    parent: str = ""


@dataclass(slots=True)
class _Word:
    taken: taking.Taking
    styles: dict[str, _Style]
    lists: numbering.Numbering
    boxes: list[Any] = field(default_factory=list)
    in_table: bool = False


def read(container: guard.Container, taken: taking.Taking) -> None:
    """Take the text of a docx.

    Shapes: body first, then headers and footers (anchors `header`, `footer`), then notes (label `footnote`); deleted
        and moved-away text, comments, field codes and hidden text are left out; a text box follows its paragraph.
    Errors: `DOCUMENT_MALFORMED`, `XML_DTD_FORBIDDEN`.
    """
    parts = container.parts
    if container.outside:
        taken.warn("EXTERNAL_LINK_REMOVED", count=container.outside)
    root = markup.parse(parts.get("word/document.xml", b""))
    styles = _read_styles(parts["word/styles.xml"]) if "word/styles.xml" in parts else {}
    lists = (
        numbering.read_numbering(markup.parse(parts["word/numbering.xml"]))
        if "word/numbering.xml" in parts
        else numbering.Numbering()
    )
    word = _Word(taken, styles, lists)
    _count_changes(root, taken)
    for body in root.iterchildren(f"{_W}body"):
        _blocks(word, body, "paragraph", "")
    for name in sorted(parts):
        if margin := re.fullmatch(r"word/(header|footer)\d*\.xml", name):
            _blocks(word, markup.parse(parts[name]), margin[1], margin[1])
        elif re.fullmatch(r"word/(?:footnotes|endnotes)\.xml", name):
            _blocks(word, markup.parse(parts[name]), "paragraph", "footnote")
    if "docProps/core.xml" in parts and (
        named := markup.parse(parts["docProps/core.xml"]).findtext(_DC_TITLE)
    ):
        taken.title = named.strip()


def _blocks(word: _Word, node: Any, kind: str, label: str) -> None:
    for child in node:
        if child.tag == f"{_W}p":
            _paragraph(word, child, kind, label)
        elif child.tag == f"{_W}tbl":
            _table(word, child, label)
        elif child.tag not in _GONE and isinstance(child.tag, str):
            _blocks(word, child, kind, label)


def _paragraph(word: _Word, node: Any, kind: str, label: str) -> None:
    pieces: list[str] = []
    _runs(word, node, pieces)
    boxes, word.boxes = word.boxes, []
    words = "".join(pieces)
    if words and not words.isspace():
        shape = (kind, 0, label) if label or kind != "paragraph" else _shape(word, node, words)
        word.taken.add(words, *shape)
    for box in boxes:
        _blocks(word, box, kind, label or "text_box")


def _shape(word: _Word, node: Any, words: str) -> tuple[str, int, str]:
    """Say what a paragraph is: a heading with its level, a list item with its number as shown, or neither."""
    properties = node.find(f"{_W}pPr")
    if properties is None:
        return "paragraph", 0, ""
    style = _resolve(word.styles, _value(properties, "pStyle"))
    outline = _value(properties, "outlineLvl")
    level = int(outline) + 1 if outline.isdecimal() and int(outline) < 9 else style.level
    if style.name.lower() in ("title", "标题"):
        word.taken.title = word.taken.title or words.strip()
        return "heading", 1, "title"
    if style.name.lower() in ("caption", "题注"):
        return "caption", 0, style.name
    numbers = properties.find(f"{_W}numPr")
    list_id = _value(numbers, "numId") if numbers is not None else style.list_id
    depth = _value(numbers, "ilvl") if numbers is not None else str(style.depth)
    shown = (
        word.lists.label(list_id, int(depth) if depth.isdecimal() else 0)
        if list_id not in ("", "0")
        else ""
    )
    if level:
        return "heading", level, shown or style.name
    return ("item", 0, shown) if shown else ("paragraph", 0, style.name)


def _runs(word: _Word, node: Any, pieces: list[str]) -> None:
    for child in node:
        tag = child.tag
        if tag == f"{_W}t":
            pieces.append(child.text or "")
        elif tag in _SIGNS:
            if not (tag == f"{_W}tab" and node.tag == f"{_W}tabs"):
                pieces.append(_SIGNS[tag])
        elif tag == f"{_W}txbxContent":
            word.boxes.append(child)
        elif tag == f"{_W}instrText" and _FETCHING.search(child.text or ""):
            word.taken.warn("EXTERNAL_LINK_REMOVED", count=1)
        elif tag in _GONE or tag in (f"{_W}pPr", f"{_W}rPr"):
            continue
        elif tag == f"{_W}r" and _is_hidden(word, child):
            if "".join(child.itertext(f"{_W}t")).strip():
                word.taken.warn("HIDDEN_TEXT", count=1)
        else:
            _runs(word, child, pieces)


def _is_hidden(word: _Word, run: Any) -> bool:
    """Tell text a reader cannot see: hidden, smaller than 2 pt, or white where nothing darkens the ground."""
    look = run.find(f"{_W}rPr")
    if look is None:
        return False
    if (
        _is_on(look, "vanish")
        or _is_on(look, "webHidden")
        or word.styles.get(_value(look, "rStyle"), _Style()).hidden
    ):
        return True
    size = _value(look, "sz")
    if size.isdecimal() and int(size) < 4:
        return True
    white = _value(look, "color").upper() in ("FFFFFF", "FEFEFE")
    return (
        white
        and not word.in_table
        and not any(True for _ in run.getparent().iter(f"{_W}shd", f"{_W}highlight"))
    )


def _table(word: _Word, node: Any, label: str) -> None:
    outer, word.in_table = word.in_table, True
    columns: list[str] = []
    for number, row in enumerate(
        node.iter(f"{_W}tr")
        if outer is False and not _has_inner(node)
        else node.iterchildren(f"{_W}tr"),
        1,
    ):
        with word.taken.around("row", number):
            cells = [cell for cell in row.iter(f"{_W}tc") if _row_of(cell) is row]
            if number == 1:
                columns = ["".join(cell.itertext(f"{_W}t")).strip()[:40] for cell in cells]
            for place, cell in enumerate(cells):
                column = columns[place] if number > 1 and place < len(columns) else ""
                with word.taken.around("cell", place + 1, column):
                    _blocks(word, cell, "paragraph", label)
    word.in_table = outer


def _has_inner(node: Any) -> bool:
    return next(node.iterdescendants(f"{_W}tbl"), None) is not None


def _row_of(cell: Any) -> Any:
    return next(cell.iterancestors(f"{_W}tr"), None)


def _count_changes(root: Any, taken: taking.Taking) -> None:
    changes = sum(1 for _ in root.iter(f"{_W}ins", f"{_W}del", f"{_W}moveFrom", f"{_W}moveTo"))
    if changes:
        taken.warn("TRACKED_CHANGES", count=changes)


def _value(node: Any, name: str) -> str:
    child = node.find(f"{_W}{name}")
    return "" if child is None else str(child.get(_VAL, ""))


def _is_on(node: Any, name: str) -> bool:
    child = node.find(f"{_W}{name}")
    return child is not None and child.get(_VAL, "1") not in ("0", "false", "off")


def _read_styles(raw: bytes) -> dict[str, _Style]:
    styles: dict[str, _Style] = {}
    for node in markup.parse(raw).iter(f"{_W}style"):
        style = _Style(name=_value(node, "name"), parent=_value(node, "basedOn"))
        heading = _HEADING.match(style.name)
        style.level = int(heading[1]) if heading else 0
        look, shape = node.find(f"{_W}rPr"), node.find(f"{_W}pPr")
        style.hidden = look is not None and _is_on(look, "vanish")
        if shape is not None:
            outline = _value(shape, "outlineLvl")
            style.level = style.level or (
                int(outline) + 1 if outline.isdecimal() and int(outline) < 9 else 0
            )
            numbers = shape.find(f"{_W}numPr")
            if numbers is not None:
                style.list_id, depth = _value(numbers, "numId"), _value(numbers, "ilvl")
                style.depth = int(depth) if depth.isdecimal() else 0
        styles[node.get(f"{_W}styleId", "")] = style
    return styles


def _resolve(styles: dict[str, _Style], style_id: str) -> _Style:
    """Give a style with the level and list of the styles it is based on."""
    style = styles.get(style_id, _Style())
    found, parent = style, style.parent
    for _ in range(8):
        if not parent or parent not in styles:
            break
        above = styles[parent]
        if above.level and not found.level:
            found = _Style(found.name, above.level, found.hidden, found.list_id, found.depth)
        parent = above.parent
    return found
