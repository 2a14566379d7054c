# SPDX-License-Identifier: Apache-2.0
"""odt: paragraphs, headings, lists, tables and notes of an OpenDocument text."""

from typing import Any, Final

from huiyin.adapters.documents import guard, markup, taking

_TEXT: Final = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_TABLE: Final = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE: Final = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_STYLE: Final = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_FO: Final = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
_DRAW: Final = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
_XLINK: Final = "{http://www.w3.org/1999/xlink}href"
_DC_TITLE: Final = "{http://purl.org/dc/elements/1.1/}title"
_GONE: Final = frozenset(
    {
        f"{_OFFICE}annotation",
        f"{_TEXT}tracked-changes",
        f"{_TEXT}ruby-text",
        f"{_TEXT}note-citation",
    }
)


def read(container: guard.Container, taken: taking.Taking) -> None:
    """Take the text of an odt.

    Shapes: body first, then headers and footers, then notes (label `footnote`); deleted and hidden text is left out.
    Errors: `DOCUMENT_MALFORMED`, `XML_DTD_FORBIDDEN`.
    """
    root = markup.parse(container.parts.get("content.xml", b""))
    hidden = _hidden_styles(root)
    notes: list[Any] = []
    changes = sum(1 for _ in root.iter(f"{_TEXT}changed-region"))
    if changes:
        taken.warn("TRACKED_CHANGES", count=changes)
    outside = sum(
        1 for node in root.iter(f"{_DRAW}image", f"{_DRAW}object") if "://" in node.get(_XLINK, "")
    )
    if outside:
        taken.warn("EXTERNAL_LINK_REMOVED", count=outside)
    for body in root.iter(f"{_OFFICE}text"):
        _blocks(body, taken, hidden, notes, ("paragraph", 0, ""))
    if "styles.xml" in container.parts:
        for margin in markup.parse(container.parts["styles.xml"]).iter(
            f"{_STYLE}header", f"{_STYLE}footer"
        ):
            kind = "header" if margin.tag.endswith("header") else "footer"
            _blocks(margin, taken, hidden, notes, (kind, 0, kind))
    for note in notes:
        for inner in note.iter(f"{_TEXT}note-body"):
            _blocks(inner, taken, hidden, [], ("paragraph", 0, "footnote"))
    if "meta.xml" in container.parts and (
        title := markup.parse(container.parts["meta.xml"]).findtext(f".//{_DC_TITLE}")
    ):
        taken.title = title.strip()


def _hidden_styles(root: Any) -> frozenset[str]:
    found = set()
    for style in root.iter(f"{_STYLE}style"):
        look = style.find(f"{_STYLE}text-properties")
        if look is not None and (
            look.get(f"{_TEXT}display") == "none" or look.get(f"{_FO}font-size") in ("0pt", "1pt")
        ):
            found.add(style.get(f"{_STYLE}name", ""))
    return frozenset(found)


def _blocks(
    node: Any,
    taken: taking.Taking,
    hidden: frozenset[str],
    notes: list[Any],
    shape: tuple[str, int, str],
) -> None:
    for child in node:
        tag = child.tag
        if tag in (f"{_TEXT}p", f"{_TEXT}h"):
            _paragraph(child, taken, hidden, notes, shape)
        elif tag == f"{_TEXT}list-item":
            _blocks(
                child, taken, hidden, notes, ("item", 0, "•") if shape[0] == "paragraph" else shape
            )
        elif tag == f"{_TABLE}table-row":
            with taken.around("row"):
                _blocks(child, taken, hidden, notes, shape)
        elif tag == f"{_TABLE}table-cell":
            with taken.around("cell"):
                _blocks(child, taken, hidden, notes, shape)
        elif tag not in _GONE and isinstance(tag, str):
            _blocks(child, taken, hidden, notes, shape)


def _paragraph(
    node: Any,
    taken: taking.Taking,
    hidden: frozenset[str],
    notes: list[Any],
    shape: tuple[str, int, str],
) -> None:
    pieces: list[str] = []
    boxes: list[Any] = []
    _words(node, pieces, taken, hidden, (notes, boxes))
    words = "".join(pieces)
    if node.tag == f"{_TEXT}h" and shape[0] == "paragraph":
        level = node.get(f"{_TEXT}outline-level", "1")
        shape = ("heading", int(level) if level.isdecimal() else 1, "")
    elif node.get(f"{_TEXT}style-name") == "Title" and words.strip():
        taken.title = taken.title or words.strip()
        shape = ("heading", 1, "title")
    taken.add(words, *shape)
    for box in boxes:
        _blocks(box, taken, hidden, notes, ("paragraph", 0, "text_box"))


def _words(
    node: Any,
    pieces: list[str],
    taken: taking.Taking,
    hidden: frozenset[str],
    aside: tuple[list[Any], list[Any]],
) -> None:
    if node.get(f"{_TEXT}style-name") in hidden or node.tag == f"{_TEXT}hidden-text":
        if "".join(node.itertext()).strip():
            taken.warn("HIDDEN_TEXT", count=1)
        return
    pieces.append(node.text or "")
    for child in node:
        tag = child.tag
        if tag == f"{_TEXT}s":
            count = child.get(f"{_TEXT}c", "1")
            pieces.append(" " * min(int(count) if count.isdecimal() else 1, 1000))
        elif tag == f"{_TEXT}tab":
            pieces.append("\t")
        elif tag == f"{_TEXT}line-break":
            pieces.append("\n")
        elif tag == f"{_TEXT}note":
            aside[0].append(child)
        elif tag == f"{_DRAW}text-box":
            aside[1].append(child)
        elif tag not in _GONE and isinstance(tag, str):
            _words(child, pieces, taken, hidden, aside)
        pieces.append(child.tail or "")
