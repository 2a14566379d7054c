# SPDX-License-Identifier: Apache-2.0
"""html: what a reader of the page sees, block by block; scripts never run and nothing is fetched."""

import re
from dataclasses import dataclass, field
from typing import Any, Final

from lxml import etree, html

from huiyin.adapters.documents import charset, taking
from huiyin.core.values import refusals

_CHARSET = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([\w-]+)", re.I)
_SKIPPED: Final = frozenset(
    [
        "script",
        "style",
        "noscript",
        "template",
        "head",
        "iframe",
        "object",
        "embed",
        "svg",
        "math",
        "canvas",
        "audio",
        "video",
        "select",
        "textarea",
    ]
)
_BLOCKS: Final = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "caption",
        "center",
        "dd",
        "details",
        "dialog",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "html",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
        "br",
    ]
)
_MARGINS: Final = {"nav": "header", "footer": "footer"}
_INVISIBLE = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?:\.\d+)?(?:px|pt|em|rem|%)?\s*(?:;|$)|opacity\s*:\s*0\s*(?:;|$)",
    re.I,
)
_SPACE = re.compile(r"[ \t\r\n\f]+")


@dataclass(slots=True)
class _Page:
    taken: taking.Taking
    pieces: list[str] = field(default_factory=list)
    kinds: list[tuple[str, int, str]] = field(default_factory=lambda: [("paragraph", 0, "")])
    rows: list[tuple[int, int]] = field(default_factory=list)  # where the open ones began
    hidden: int = 0


def read(raw: bytes, taken: taking.Taking) -> None:
    """Take the text of a page.

    Shapes: one block a line; anchors: headings with level, items (label "1." or "•"), rows, cells, captions; `nav` and
        `footer` are anchored as `header` and `footer`.
    Errors: `DOCUMENT_MALFORMED`, `ENCODING_UNKNOWN`.
    """
    declared = _CHARSET.search(raw[:4096])
    text = charset.decode(raw, declared=declared[1].decode("ascii", "replace") if declared else "")
    read_text(text, taken)


def read_text(text: str, taken: taking.Taking) -> None:
    """Take the text of a page that is decoded already."""
    if "\x00" in text:  # libxml2 would end the page here, in silence
        raise refusals.HuiyinError(
            "TEXT_CONTROL_CHAR", position=text.index("\x00") + 1, char="U+0000"
        )
    parser = html.HTMLParser(
        encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=True
    )
    try:
        root = html.document_fromstring(text.encode("utf-8"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, AssertionError) as broken:
        raise refusals.HuiyinError("TEXT_EMPTY") from broken
    if any(
        "depth" in entry.message for entry in parser.error_log
    ):  # libxml2 drops what lies deeper
        raise refusals.HuiyinError("DOCUMENT_MALFORMED")
    title = root.findtext(".//title")
    page = _Page(taken)
    _walk(page, root)
    _flush(page)
    first = next((a for a in taken.anchors if a[2] == "heading"), None)
    taken.title = _SPACE.sub(" ", title or "").strip() or (
        taken.text()[first[0] : first[1]] if first else ""
    )
    if page.hidden:
        taken.warn("HIDDEN_TEXT", count=page.hidden)


def _walk(page: _Page, root: Any) -> None:
    """Walk without recursion: pages may be nested as deep as they like."""
    skip: Any = None
    for event, node in etree.iterwalk(root, events=("start", "end")):
        if skip is not None:
            if event == "end" and node is skip:
                skip = None
                page.pieces.append(node.tail or "")
            continue
        tag = node.tag if isinstance(node.tag, str) else ""
        if event == "start":
            if tag in _SKIPPED or _is_invisible(page, node):
                skip = node
                continue
            _enter(page, node, tag)
            page.pieces.append(node.text or "")
        else:
            _leave(page, tag)
            page.pieces.append((node.tail or "") if node is not root else "")


def _is_invisible(page: _Page, node: Any) -> bool:
    gone = node.get("hidden") is not None or bool(_INVISIBLE.search(node.get("style") or ""))
    page.hidden += gone and bool("".join(node.itertext()).strip())
    return gone


def _enter(page: _Page, node: Any, tag: str) -> None:
    if tag not in _BLOCKS:
        return
    _flush(page)
    if tag == "tr":
        page.rows.append((len(page.taken.anchors), page.taken.length))
    outer = page.kinds[-1]
    if tag[0] == "h" and tag[1:].isdecimal():
        shape = ("heading", int(tag[1:]), "")
    elif tag == "li":
        shape = ("item", 0, _number_of(node))
    elif tag in ("td", "th"):
        shape = ("cell", 0, "")
    elif tag in ("caption", "figcaption"):
        shape = ("caption", 0, "")
    elif tag in _MARGINS:
        shape = (_MARGINS[tag], 0, tag)
    else:
        shape = outer
    page.kinds.append(outer if outer[0] in ("header", "footer") else shape)


def _leave(page: _Page, tag: str) -> None:
    if tag in _BLOCKS:
        _flush(page)
        page.kinds.pop()
    if tag == "tr" and page.rows:
        place, start = page.rows.pop()
        if page.taken.length > start:
            page.taken.anchors.insert(place, (start, page.taken.length - 1, "row", 0, ""))


def _flush(page: _Page) -> None:
    if page.pieces:
        words = _SPACE.sub(" ", "".join(page.pieces)).strip()
        page.pieces.clear()
        if words:
            page.taken.add(words, *page.kinds[-1])


def _number_of(node: Any) -> str:
    parent = node.getparent()
    if parent is None or parent.tag != "ol":
        return "•"
    start = parent.get("start", "1")
    return f"{(int(start) if start.isdecimal() else 1) + sum(1 for _ in node.itersiblings('li', preceding=True))}."
