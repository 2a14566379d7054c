# SPDX-License-Identifier: Apache-2.0
"""The guard of containers (docx, xlsx, odt): nothing is parsed before the zip has shown what it is."""

import io
import re
import struct
import zipfile
import zlib
from dataclasses import dataclass

from huiyin.adapters.documents import kinds, settings
from huiyin.core.values import refusals

_STORED, _DEFLATED = 0, 8
_LOCAL = struct.Struct("<4s22xHH")
_SYMLINK = 0o120000
_DRIVE = re.compile(r"[A-Za-z]:")
_DTD = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.I)
_ACTIVE = re.compile(
    r"(?:^|/)(?:vbaProject\.bin|vbaData\.xml|activeX/.+|embeddings/.+\.bin|ctrlProps/.+)$|^(?:Basic/.+/(?!script-l).+\.xml|Scripts/.+)$",
    re.I,
)
_MAIN = re.compile(rb'ContentType="([^"]*(?:main\+xml|macroEnabled[^"]*))"', re.I)
_RELATION = re.compile(rb"<[^>]*\bTargetMode=[\"']External[\"'][^>]*>")
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Container:
    """A container that passed: its kind, its XML parts, and how many references lead outside."""

    kind: str
    parts: dict[str, bytes]
    outside: int


def open_container(raw: bytes, limits: settings.Limits) -> Container:
    """Check a zip and give its XML parts.

    The order: directory, count, names, flags, overlap, declared sizes and ratio, active content, a bounded real read
    of every part against its declared size, document types.
    Errors: `FILE_TRUNCATED`, `DOCUMENT_MALFORMED`, `ARCHIVE_TOO_MANY_PARTS`, `ARCHIVE_BAD_NAME`, `FILE_ENCRYPTED`,
        `ARCHIVE_OVERLAP`, `FILE_UNPACKS_TOO_LARGE`, `ACTIVE_CONTENT`, `XML_DTD_FORBIDDEN`, `TYPE_UNSUPPORTED`,
        `MALWARE_FOUND`.
    Source: CVE-2024-0450 (overlap), reliability catalogue C1–C10.
    """
    archive = _open(raw)
    entries = archive.infolist()
    if len(entries) > limits.parts:
        raise refusals.HuiyinError("ARCHIVE_TOO_MANY_PARTS", limit=limits.parts)
    _check_names(entries)
    _check_flags(entries)
    starts = _check_spans(raw, entries, archive.start_dir)
    _check_sizes(entries, limits)
    if any(_ACTIVE.search(entry.filename) for entry in entries):
        raise refusals.HuiyinError("ACTIVE_CONTENT")
    parts: dict[str, bytes] = {}
    for entry in entries:
        data = _unpack(raw, entry, starts[entry.filename])
        kinds.refuse_malware(data)
        if entry.filename.lower().endswith((".xml", ".rels")) or entry.filename == "mimetype":
            _refuse_types(data)
            parts[entry.filename] = data
    return Container(_kind_of(parts), parts, _count_outside(parts))


def _open(raw: bytes) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(io.BytesIO(raw))
    except (zipfile.BadZipFile, struct.error, ValueError, NotImplementedError, OSError) as broken:
        cut = b"PK\x05\x06" not in raw[-66_000:]
        raise refusals.HuiyinError("FILE_TRUNCATED" if cut else "DOCUMENT_MALFORMED") from broken


def _check_names(entries: list[zipfile.ZipInfo]) -> None:
    seen: set[str] = set()
    for entry in entries:
        name = entry.orig_filename
        bad = (
            not name
            or name.startswith("/")
            or "\\" in name
            or "\x00" in name
            or _DRIVE.match(name)
            or ".." in name.split("/")
            or name.lower() in seen
            or (entry.external_attr >> 16) & 0o170000 == _SYMLINK
        )
        if bad:
            raise refusals.HuiyinError("ARCHIVE_BAD_NAME")
        seen.add(name.lower())


def _check_flags(entries: list[zipfile.ZipInfo]) -> None:
    for entry in entries:
        if entry.flag_bits & 0x1:
            raise refusals.HuiyinError("FILE_ENCRYPTED")
        if entry.compress_type not in (_STORED, _DEFLATED):
            raise refusals.HuiyinError("DOCUMENT_MALFORMED")


def _check_spans(raw: bytes, entries: list[zipfile.ZipInfo], directory: int) -> dict[str, int]:
    """Give where each part's data start; no two parts may share a byte, none may lie over the directory."""
    starts: dict[str, int] = {}
    end_before = 0
    for entry in sorted(entries, key=lambda entry: entry.header_offset):
        offset = entry.header_offset
        if offset < end_before:
            raise refusals.HuiyinError("ARCHIVE_OVERLAP")
        if offset + _LOCAL.size > len(raw):
            raise refusals.HuiyinError("FILE_TRUNCATED")
        magic, name_length, extra_length = _LOCAL.unpack_from(raw, offset)
        if magic != b"PK\x03\x04":
            raise refusals.HuiyinError("DOCUMENT_MALFORMED")
        starts[entry.filename] = offset + _LOCAL.size + name_length + extra_length
        end_before = starts[entry.filename] + entry.compress_size
    if end_before > directory:
        raise refusals.HuiyinError("ARCHIVE_OVERLAP")
    return starts


def _check_sizes(entries: list[zipfile.ZipInfo], limits: settings.Limits) -> None:
    refusal = refusals.HuiyinError("FILE_UNPACKS_TOO_LARGE", limit_mb=limits.unpacked_mb)
    if sum(entry.file_size for entry in entries) > limits.unpacked_mb << 20:
        raise refusal
    for entry in entries:
        if entry.file_size > limits.part_mb << 20:
            raise refusal
        if entry.file_size > _CHUNK and entry.file_size > limits.ratio * max(
            entry.compress_size, 1
        ):
            raise refusal


def _unpack(raw: bytes, entry: zipfile.ZipInfo, start: int) -> bytes:
    """Unpack one part, never beyond its declared size."""
    packed = memoryview(raw)[start : start + entry.compress_size]
    if entry.compress_type == _STORED:
        data, whole = bytes(packed), True
    else:
        inflating = zlib.decompressobj(-15)
        try:
            data = inflating.decompress(packed, entry.file_size + 1)
            whole = inflating.eof or not inflating.unconsumed_tail
        except zlib.error as broken:
            raise refusals.HuiyinError("DOCUMENT_MALFORMED") from broken
    if len(data) > entry.file_size or not whole:
        raise refusals.HuiyinError(
            "ARCHIVE_OVERLAP" if entry.compress_type == _STORED else "FILE_UNPACKS_TOO_LARGE",
            limit_mb=entry.file_size >> 20,
        )
    if len(data) != entry.file_size or zlib.crc32(data) != entry.CRC:
        raise refusals.HuiyinError("DOCUMENT_MALFORMED")
    return data


def _refuse_types(data: bytes) -> None:
    """Refuse a document type, also where the part is in UTF-16 (its letters parted by zero bytes)."""
    if _DTD.search(data.replace(b"\x00", b"") if b"\x00" in data[:64] else data):
        raise refusals.HuiyinError("XML_DTD_FORBIDDEN")


def _kind_of(parts: dict[str, bytes]) -> str:
    if "[Content_Types].xml" in parts:
        types = b" ".join(_MAIN.findall(parts["[Content_Types].xml"]))
        if b"macroEnabled" in types:
            raise refusals.HuiyinError("ACTIVE_CONTENT")
        for mark, kind in (
            (b"wordprocessingml.document.main", "docx"),
            (b"spreadsheetml.sheet.main", "xlsx"),
        ):
            if mark in types:
                return kind
        if "word/document.xml" in parts:
            return "docx"
        raise kinds.unsupported("pptx" if b"presentationml" in types else "ooxml")
    media_type = parts.get("mimetype", b"").strip()
    if media_type == b"application/vnd.oasis.opendocument.text":
        return "odt"
    found = "ofd" if "OFD.xml" in parts else media_type.decode("ascii", "replace")[:60] or "zip"
    raise kinds.unsupported(found)


def _count_outside(parts: dict[str, bytes]) -> int:
    """Count relations that would fetch something; a hyperlink only names an address and is none."""
    count = 0
    for name, data in parts.items():
        if name.endswith(".rels"):
            count += sum(1 for relation in _RELATION.findall(data) if b"/hyperlink" not in relation)
            count += data.count(b"relationships/aFChunk")
    return count
