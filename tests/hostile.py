# SPDX-License-Identifier: Apache-2.0
"""Hostile files, built in code and small: each shows one way in which a file can be bad."""

import io
import struct
import zipfile
import zlib

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/{part}" ContentType="application/vnd.openxmlformats-officedocument.{main}.main+xml"/></Types>'
)
SENTENCE = "建议市交通局在梧桐里增设公交站点。"


def pack(parts: dict[str, bytes | str], *, stored: bool = False) -> bytes:
    """Zip parts as they are named."""
    out = io.BytesIO()
    with zipfile.ZipFile(
        out, "w", zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
    ) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


def docx_parts(body: str = "", **more: bytes | str) -> dict[str, bytes | str]:
    """Give the parts of a plain docx; `more` by path with `__` for `/`."""
    body = body or f"<w:p><w:r><w:t>{SENTENCE}</w:t></w:r></w:p>"
    return {
        "[Content_Types].xml": _TYPES.format(
            part="word/document.xml", main="wordprocessingml.document"
        ),
        "word/document.xml": f"<w:document {_W}><w:body>{body}</w:body></w:document>",
    } | {name.replace("__", "/"): data for name, data in more.items()}


def docx(body: str = "", extra: dict[str, bytes | str] | None = None) -> bytes:
    return pack(docx_parts(body) | (extra or {}))


def wrap_word(tag: str, inner: str) -> str:
    """Give a part of Word such as `styles` or `footnotes`."""
    return f"<w:{tag} {_W}>{inner}</w:{tag}>"


def run(words: str, look: str = "") -> str:
    return f"<w:r><w:rPr>{look}</w:rPr><w:t xml:space='preserve'>{words}</w:t></w:r>"


def xlsx(rows: str, *, shared: tuple[str, ...] = ()) -> bytes:
    main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    strings = "".join(f"<si><t>{words}</t></si>" for words in shared)
    return pack(
        {
            "[Content_Types].xml": _TYPES.format(
                part="xl/workbook.xml", main="spreadsheetml.sheet"
            ),
            "xl/workbook.xml": f'<workbook {main}><sheets><sheet name="一号表" sheetId="1" r:id="rId1"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="x/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
            "xl/sharedStrings.xml": f"<sst {main}>{strings}</sst>",
            "xl/worksheets/sheet1.xml": f"<worksheet {main}><sheetData>{rows}</sheetData></worksheet>",
        }
    )


def odt(body: str, extra: dict[str, bytes | str] | None = None) -> bytes:
    spaces = " ".join(
        f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{short}:1.0"'
        for short in ("office", "text", "table")
    )
    return pack(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "content.xml": f"<office:document-content {spaces}><office:body><office:text>{body}</office:text></office:body></office:document-content>",
        }
        | (extra or {})
    )


def unpacking() -> bytes:
    """C1: a part that unpacks to 101 MB and says so."""
    data = b"<w:t>" + b" " * (101 << 20)
    return _lone_part(
        "word/document.xml", zlib.compress(data, 1)[2:-4], len(data), zlib.crc32(data)
    )


def lying() -> bytes:
    """C1 as well: a part that says it unpacks to 100 bytes."""
    data = b" " * (40 << 20)
    return _lone_part(
        "word/document.xml", zlib.compress(data, 1)[2:-4], 100, zlib.crc32(data[:100])
    )


def _lone_part(name: str, packed: bytes, size: int, crc: int) -> bytes:
    path = name.encode()
    local = (
        struct.pack(
            "<4s5H3I2H", b"PK\x03\x04", 20, 0, 8, 0, 0x21, crc, len(packed), size, len(path), 0
        )
        + path
        + packed
    )
    central = (
        struct.pack(
            "<4s6H3I5H2I",
            b"PK\x01\x02",
            20,
            20,
            0,
            8,
            0,
            0x21,
            crc,
            len(packed),
            size,
            len(path),
            0,
            0,
            0,
            0,
            0,
            0,
        )
        + path
    )
    return (
        local
        + central
        + struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, 1, 1, len(central), len(local), 0)
    )


def overlapping(parts: int = 200) -> bytes:
    """C2: many directory entries that share the bytes of one part."""
    raw = pack(docx_parts())
    end = raw.rindex(b"PK\x05\x06")
    count, size, start = struct.unpack_from("<HII", raw, end + 10)
    entry = raw[raw.rindex(b"PK\x01\x02") : end]
    names = b"".join(
        entry.replace(b"document.xml", b"docum%03d.xml" % number) for number in range(parts)
    )
    directory = raw[start : start + size] + names
    directory = directory.replace(b"docum", b"docum")
    return (
        raw[:start]
        + directory
        + struct.pack(
            "<4s4H2IH", b"PK\x05\x06", 0, 0, count + parts, count + parts, len(directory), start, 0
        )
    )


def many_parts(count: int = 2_500) -> bytes:
    """C3."""
    return pack(
        docx_parts() | {f"word/media/{number}": b"" for number in range(count)}, stored=True
    )


def laughing() -> bytes:
    """C4: entities of entities."""
    entities = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    return pack(
        docx_parts()
        | {
            "word/document.xml": f'<!DOCTYPE x [<!ENTITY a0 "ha">{entities}]><w:document {_W}>&a9;</w:document>'
        }
    )


def prying(
    target: str = "file:///etc/hostname", *, encoding: str = "utf-8", parameter: bool = False
) -> bytes:
    """C5 and C6: an outside entity, also in UTF-16."""
    entity = (
        f'<!ENTITY % x SYSTEM "{target}"> %x;' if parameter else f'<!ENTITY x SYSTEM "{target}">'
    )
    use = "" if parameter else "&x;"
    xml = f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE d [{entity}]><w:document {_W}><w:body><w:p><w:r><w:t>{use}</w:t></w:r></w:p></w:body></w:document>'
    return pack(docx_parts() | {"word/document.xml": xml.encode(encoding)})


def deep(depth: int = 200_000) -> bytes:
    """C7."""
    return pack(docx_parts("<w:p>" * depth + "</w:p>" * depth), stored=True)


def renamed_part(name: str) -> bytes:
    """C10: a part with a name of the caller's choice, written past the checks of zipfile."""
    placeholder = "q" * len(name.encode())
    return pack(docx_parts() | {placeholder: b"x"}).replace(placeholder.encode(), name.encode())


def pdf(*pages: str, size: int = 12, extra: bytes = b"") -> bytes:
    """Write a pdf of Latin text, one string a page, one line for each of its lines."""
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", b""]
    kids = []
    font = 3
    objects.append(b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>")
    for page in pages:
        lines = page.split("\n") if page else []
        shown = (
            b"BT /F1 %d Tf 16 TL 60 760 Td " % size
            + b" ".join(
                b"(%s) Tj T*" % line.replace("(", r"\(").replace(")", r"\)").encode("latin-1")
                for line in lines
            )
            + b" ET"
        )
        objects.append(b"<</Length %d>>stream\n%s\nendstream" % (len(shown), shown))
        objects.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 %d 0 R>>>>/Contents %d 0 R>>"
            % (font, len(objects))
        )
        kids.append(len(objects))
    objects[1] = b"<</Type/Pages/Count %d/Kids[%s]>>" % (
        len(kids),
        b" ".join(b"%d 0 R" % kid for kid in kids),
    )
    return assemble(objects, extra)


def assemble(objects: list[bytes], trailer: bytes = b"") -> bytes:
    """Number objects from 1 and write them with their table."""
    out, places = bytearray(b"%PDF-1.7\n"), []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + b"".join(
        b"%010d 00000 n \n" % place for place in places
    )
    return bytes(
        out
        + b"trailer<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF"
        % (len(objects) + 1, trailer, table)
    )


def _pdf_with(content: bytes, keys: bytes) -> bytes:
    return assemble(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
            b"<</Length %d%s>>stream\n%s\nendstream" % (len(content), keys, content),
            b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        ]
    )


def flate_bomb() -> bytes:
    """C12: spaces deflated twice."""
    return _pdf_with(
        zlib.compress(zlib.compress(b" " * (120 << 20), 1), 9), b"/Filter[/FlateDecode/FlateDecode]"
    )


def many_operators(count: int = 900_000) -> bytes:
    """C13: a page of very many text operators."""
    return _pdf_with(
        zlib.compress(b"BT /F1 9 Tf " + b"(a)Tj 1 0 Td " * count + b"ET"), b"/Filter/FlateDecode"
    )


def many_pages(count: int = 5_000) -> bytes:
    """C13: very many pages, all the same one."""
    kids = b" ".join(b"3 0 R" for _ in range(count))
    return assemble(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Count %d/Kids[%s]>>" % (count, kids),
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>",
        ]
    )


def cyclic_pages() -> bytes:
    """C13: a page tree that contains itself."""
    return assemble(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Count 9/Kids[2 0 R 2 0 R]/Parent 2 0 R>>",
        ]
    )


def locked_pdf() -> bytes:
    """C15: a pdf that asks for a password."""
    key = b"<</Filter/Standard/V 1/R 2/P -4/O<%s>/U<%s>>>" % (b"41" * 32, b"42" * 32)
    return pdf("secret", extra=b"/Encrypt %s/ID[<00><00>]" % key)


def locked_docx() -> bytes:
    """C15: the compound file in which Office keeps an encrypted package."""
    return (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + b"\x00" * 600
        + "EncryptedPackage".encode("utf-16-le")
        + b"\x00" * 600
    )


def scanned_pdf() -> bytes:
    """C18: a page that only shows a picture."""
    picture = b"<</Type/XObject/Subtype/Image/Width 1/Height 1/BitsPerComponent 8/ColorSpace/DeviceGray/Length 1>>stream\n\x80\nendstream"
    return assemble(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</XObject<</I 5 0 R>>>>>>",
            b"<</Length 26>>stream\nq 500 0 0 500 0 0 cm /I Do Q\nendstream",
            picture,
        ]
    )


def eicar() -> bytes:
    """C14: the antivirus test string, kept in halves here."""
    return b"X5O!P%@AP[4\\PZX54(P^)7CC)7}" + b"$EICAR-STANDARD-" + b"ANTIVIRUS-TEST-FILE!$H+H*"
