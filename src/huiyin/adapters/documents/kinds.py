# SPDX-License-Identifier: Apache-2.0
"""Kinds (类型): what a file is by its first bytes, and whether its name agrees."""

import re
from typing import Final

from huiyin.core.values import refusals

ACCEPTED: Final = "docx, pdf, html, txt, md, csv, tsv, xlsx, odt, eml"

MEDIA_TYPES: Final = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "odt": "application/vnd.oasis.opendocument.text",
    "pdf": "application/pdf",
    "html": "text/html",
    "txt": "text/plain",
    "md": "text/markdown",
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
    "eml": "message/rfc822",
}
BY_EXTENSION: Final = {kind: kind for kind in MEDIA_TYPES} | {
    "htm": "html",
    "xhtml": "html",
    "text": "txt",
    "markdown": "md",
    "tab": "tsv",
}
CONTAINERS: Final = frozenset({"docx", "xlsx", "odt"})
PLAIN: Final = frozenset({"txt", "md", "csv", "tsv"})

_MAGIC: Final = (
    (b"%PDF-", "pdf"),
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"),
    (b"{\\rtf", "rtf"),
    (b"MZ", "exe"),
    (b"\x7fELF", "elf"),
    (b"\x89PNG", "png"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"GIF8", "gif"),
    (b"\x1f\x8b", "gzip"),
    (b"7z\xbc\xaf", "7z"),
    (b"Rar!", "rar"),
    (b"II*\x00", "tiff"),
    (b"MM\x00*", "tiff"),
)
_MARKUP = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(!doctype\s+html|html|svg|head|body)\b",
    re.I | re.S,
)
_MAIL = re.compile(rb"(?:[!-9;-~]+:[^\r\n]*\r?\n(?:[ \t][^\r\n]*\r?\n)*){2}")
_EICAR: Final = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}" + b"$EICAR-STANDARD-" + b"ANTIVIRUS-TEST-FILE!$H+H*"
_ENCRYPTED_PACKAGE: Final = "EncryptedPackage".encode("utf-16-le")


def extension_of(name: str) -> str:
    """Give the lower-case extension of a name, "" where it has none."""
    stem, dot, ending = name.rpartition(".")
    return ending.lower() if dot and stem and "/" not in ending and len(ending) <= 12 else ""


def find_magic(raw: bytes) -> str:
    """Say what the first bytes claim to be: a magic's name, `html`, `svg`, or "" for anything else."""
    head = raw[:4096]
    for magic, found in _MAGIC:
        if head.startswith(magic):
            return found if found != "exe" or b"\x00" in head else ""
    bare = head.removeprefix(b"\xef\xbb\xbf")
    if bare.lstrip()[:5] == b"%PDF-":
        return "pdf"
    markup = _MARKUP.match(bare)
    return ("svg" if markup[1].lower() == b"svg" else "html") if markup else ""


def find_kind(name: str, raw: bytes) -> str:
    """Give the kind of a file: one of `MEDIA_TYPES`, or `zip` for a container that the child has to look into.

    Errors: `FILE_EMPTY`, `FILE_TRUNCATED`, `FILE_ENCRYPTED`, `TYPE_MISMATCH`, `TYPE_UNSUPPORTED`, `MALWARE_FOUND`.
    """
    refuse_malware(raw)
    if not raw:
        raise refusals.HuiyinError("FILE_EMPTY")
    extension = extension_of(name)
    wanted, found = BY_EXTENSION.get(extension), find_magic(raw)
    if extension and wanted is None:
        raise unsupported(extension)
    if found == "ole" and (wanted in CONTAINERS or not extension):
        if _ENCRYPTED_PACKAGE in raw:
            raise refusals.HuiyinError("FILE_ENCRYPTED")
        raise mismatch(extension, "doc / xls") if extension else unsupported("doc / xls")
    if wanted is None:
        return _without_name(raw, found)
    _agree(extension, wanted, found, raw)
    return wanted


def _agree(extension: str, wanted: str, found: str, raw: bytes) -> None:
    if wanted in CONTAINERS or wanted == "pdf":
        if found != ("zip" if wanted in CONTAINERS else "pdf"):
            if len(raw) < 64 and not found:
                raise refusals.HuiyinError("FILE_TRUNCATED")
            raise mismatch(extension, found or "text")
        if wanted == "pdf" and b"PK\x05\x06" in raw[-66_000:] and b"PK\x01\x02" in raw:
            raise mismatch(extension, "pdf + zip")
    elif wanted == "eml":
        if not _MAIL.match(raw.lstrip()):
            raise mismatch(extension, found or "text")
    elif found and not (found == "html" and wanted in ("html", "txt", "md")):
        raise mismatch(extension, found)


def _without_name(raw: bytes, found: str) -> str:
    if found in ("pdf", "html", "zip"):
        return found
    if found or b"\x00\x00\x00" in raw[:4096]:
        raise unsupported(found or "binary")
    return "txt"


def refuse_malware(raw: bytes) -> None:
    """Refuse bytes that bear the antivirus test mark.

    Errors: `MALWARE_FOUND`.
    """
    if _EICAR in raw:
        raise refusals.HuiyinError("MALWARE_FOUND")


def mismatch(extension: str, found: str) -> refusals.HuiyinError:
    """Give the refusal of a name that does not agree with its content."""
    return refusals.HuiyinError("TYPE_MISMATCH", extension=extension, found=found)


def unsupported(found: str) -> refusals.HuiyinError:
    """Give the refusal of a type that is not read, with those that are."""
    return refusals.HuiyinError("TYPE_UNSUPPORTED", found=found, accepted=ACCEPTED)
