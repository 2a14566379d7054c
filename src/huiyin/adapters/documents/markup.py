# SPDX-License-Identifier: Apache-2.0
"""XML parsed without entities, declarations of types or network."""

from typing import Any

from lxml import etree

from huiyin.core.values import refusals

_STRICT = (
    (
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    ),
    (
        b"http://purl.oclc.org/ooxml/spreadsheetml/main",
        b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    ),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    ),
)


def parse(raw: bytes) -> Any:
    """Give the root element of an XML part.

    Errors: `XML_DTD_FORBIDDEN` for any document type; `DOCUMENT_MALFORMED` for what is not well formed or nested
        deeper than libxml2 allows (256); MemoryError.
    """
    if b"purl.oclc.org/ooxml" in raw[:4096]:
        for strict, transitional in _STRICT:
            raw = raw.replace(strict, transitional)
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(raw, parser)
    except etree.XMLSyntaxError as broken:
        raise refusals.HuiyinError("DOCUMENT_MALFORMED") from broken
    if root.getroottree().docinfo.doctype:
        raise refusals.HuiyinError("XML_DTD_FORBIDDEN")
    return root
