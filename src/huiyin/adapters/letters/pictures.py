# SPDX-License-Identifier: Apache-2.0
"""Pictures: svg and png let into a paper, none that fetches or runs anything."""

from typing import Final

from lxml import etree

from huiyin.core.values import refusals

SCALE: Final = 3  # how many pixels a unit of an svg gets
_MOST: Final = 4 << 20
_PNG: Final = b"\x89PNG\r\n\x1a\n"
_SVG: Final = "{http://www.w3.org/2000/svg}"
_REACHING: Final = {f"{_SVG}{tag}" for tag in ("script", "foreignObject", "image", "use", "style")}


def check(data: bytes) -> tuple[str, bytes]:
    """Give a picture as (svg, "") or ("", png).

    Errors: `PICTURE_TOO_LARGE` above 4 MB; `PICTURE_UNSUPPORTED` for anything else than png and plain svg: an svg with a
        document type, a script, a foreign object, a style sheet, a picture inside or a reference outward.
    """
    if len(data) > _MOST:
        raise refusals.HuiyinError("PICTURE_TOO_LARGE", limit_mb=_MOST >> 20)
    if data.startswith(_PNG):
        return "", data
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        root = None
    if root is None or root.tag != f"{_SVG}svg" or root.getroottree().docinfo.doctype:
        raise refusals.HuiyinError("PICTURE_UNSUPPORTED")
    for node in root.iter():
        outward = any(
            "url(" in value.replace("url(#", "")
            for name, value in node.attrib.items()
            if "href" not in name
        )
        running = any(etree.QName(name).localname.lower().startswith("on") for name in node.attrib)
        if node.tag in _REACHING or not isinstance(node.tag, str) or outward or running:
            raise refusals.HuiyinError("PICTURE_UNSUPPORTED")
    return etree.tostring(root, encoding="unicode"), b""


def words_of(svg: str) -> str:
    """Give the words an svg prints."""
    return "".join(etree.fromstring(svg.encode()).itertext()) if svg else ""


def to_png(svg: str) -> bytes:
    """Draw an svg for a form that shows no svg."""
    import vl_convert

    from huiyin.adapters.letters import glyphs

    vl_convert.register_font_directory(str(glyphs.FONTS))
    return bytes(vl_convert.svg_to_png(svg, scale=SCALE))
