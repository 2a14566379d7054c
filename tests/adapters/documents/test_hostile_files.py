# SPDX-License-Identifier: Apache-2.0
"""Every hostile file is refused by its code, soon, and without much memory here."""

import resource
import sys
import time

import pytest

import hostile
from huiyin.adapters.documents import adapter, settings
from huiyin.core.text import normalising
from huiyin.core.values import refusals

_UNIT = 1 if sys.platform == "darwin" else 1024
_CYRILLIC_DTD = hostile.prying(encoding="utf-16")

REFUSED = [
    ("C1 a part unpacks to 200 MB", "a.docx", hostile.unpacking, "FILE_UNPACKS_TOO_LARGE"),
    ("C1 a part lies about its size", "a.docx", hostile.lying, "FILE_UNPACKS_TOO_LARGE"),
    ("C2 entries overlap", "a.docx", hostile.overlapping, "ARCHIVE_OVERLAP"),
    ("C3 too many parts", "a.docx", hostile.many_parts, "ARCHIVE_TOO_MANY_PARTS"),
    ("C4 billion laughs", "a.docx", hostile.laughing, "XML_DTD_FORBIDDEN"),
    ("C5 outside entity", "a.docx", hostile.prying, "XML_DTD_FORBIDDEN"),
    ("C5 outside entity in utf-16", "a.docx", lambda: _CYRILLIC_DTD, "XML_DTD_FORBIDDEN"),
    ("C6 parameter entity", "a.docx", lambda: hostile.prying("http://192.0.2.1/x", parameter=True), "XML_DTD_FORBIDDEN"),
    ("C7 deep nesting", "a.docx", hostile.deep, "DOCUMENT_MALFORMED"),
    ("C8 macro project", "a.docx", lambda: hostile.docx(extra={"word/vbaProject.bin": b"x"}), "ACTIVE_CONTENT"),
    ("C8 embedded object", "a.docx", lambda: hostile.docx(extra={"word/embeddings/oleObject1.bin": b"x"}), "ACTIVE_CONTENT"),
    ("C8 ActiveX", "a.docx", lambda: hostile.docx(extra={"word/activeX/activeX1.xml": b"<x/>"}), "ACTIVE_CONTENT"),
    ("C10 climbing name", "a.docx", lambda: hostile.renamed_part("../../etc/x"), "ARCHIVE_BAD_NAME"),
    ("C10 absolute name", "a.docx", lambda: hostile.renamed_part("/etc/x"), "ARCHIVE_BAD_NAME"),
    ("C10 drive letter", "a.docx", lambda: hostile.renamed_part("C:/x"), "ARCHIVE_BAD_NAME"),
    ("C10 NUL in name", "a.docx", lambda: hostile.renamed_part("a\0b"), "ARCHIVE_BAD_NAME"),
    ("C10 duplicate name", "a.docx", lambda: hostile.renamed_part("word/document.xml"), "ARCHIVE_BAD_NAME"),
    ("C11 cell at the last corner", "a.xlsx", lambda: hostile.xlsx('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'), "SHEET_TOO_LARGE"),
    ("C11 cell in the last column", "a.xlsx", lambda: hostile.xlsx('<row r="1"><c r="XFD1"><v>1</v></c></row>'), "SHEET_TOO_LARGE"),
    ("C12 doubly deflated pdf", "a.pdf", hostile.flate_bomb, "PDF_UNPACKS_TOO_LARGE"),
    ("C13 very many operators", "a.pdf", hostile.many_operators, "PDF_TOO_COMPLEX"),
    ("C13 very many pages", "a.pdf", hostile.many_pages, "PDF_TOO_MANY_PAGES"),
    ("C13 cyclic page tree", "a.pdf", hostile.cyclic_pages, "PDF_MALFORMED"),
    ("C13 nonsense", "a.pdf", lambda: b"%PDF-1.7\n" + b"nonsense " * 99, "PDF_MALFORMED"),
    ("C14 test virus in txt", "a.txt", hostile.eicar, "MALWARE_FOUND"),
    ("C14 test virus in a container", "a.docx", lambda: hostile.docx(extra={"word/media/a.png": hostile.eicar()}), "MALWARE_FOUND"),
    ("C15 locked docx", "a.docx", hostile.locked_docx, "FILE_ENCRYPTED"),
    ("C15 locked pdf", "a.pdf", hostile.locked_pdf, "FILE_ENCRYPTED"),
    ("C16 exe as pdf", "a.pdf", lambda: b"MZ\x90\x00" + b"\x00" * 99, "TYPE_MISMATCH"),
    ("C16 html as pdf", "a.pdf", lambda: b"<!doctype html><p>" + b"a" * 99, "TYPE_MISMATCH"),
    ("C16 docx as pdf", "a.pdf", hostile.docx, "TYPE_MISMATCH"),
    ("C16 docx as xlsx", "a.xlsx", hostile.docx, "TYPE_MISMATCH"),
    ("C16 pdf and zip at once", "a.pdf", lambda: hostile.pdf("a") + hostile.docx(), "TYPE_MISMATCH"),
    ("C16 picture as txt", "a.txt", lambda: b"\x89PNG\r\n\x1a\n<script>", "TYPE_MISMATCH"),
    ("C16 svg as html", "a.html", lambda: b'<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>', "TYPE_MISMATCH"),
    ("C17 empty", "a.docx", lambda: b"", "FILE_EMPTY"),
    ("C17 one byte", "a.docx", lambda: b"P", "FILE_TRUNCATED"),
    ("C17 cut docx", "a.docx", lambda: hostile.docx()[:-40], "FILE_TRUNCATED"),
    ("C19 old doc", "a.doc", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "TYPE_UNSUPPORTED"),
    ("C19 rtf", "a.rtf", lambda: b"{\\rtf1 a}", "TYPE_UNSUPPORTED"),
    ("C19 ofd", "a.ofd", lambda: hostile.pack({"OFD.xml": "<a/>"}), "TYPE_UNSUPPORTED"),
    ("C19 wps", "a.wps", lambda: b"x", "TYPE_UNSUPPORTED"),
    ("json", "a.json", lambda: b"{}", "TYPE_UNSUPPORTED"),
    ("C28 piled marks", "a.txt", ("a" + "\u0301" * 5000 + "b").encode, "TEXT_TOO_DENSE"),
    ("C23 NUL", "a.txt", "建议\0增设".encode, "TEXT_CONTROL_CHAR"),
    ("C24 lone surrogate", "a.txt", lambda: "建议".encode() + b"\xed\xa0\x80", "TEXT_INVALID_UNICODE"),
    ("C24 lone surrogate in utf-16", "a.txt", lambda: b"\xff\xfe\x00\xd8a\x00", "TEXT_INVALID_UNICODE"),
    ("C25 direction override", "a.txt", "局里\u202e批准不\u202c了".encode, "TEXT_BIDI_CONTROL"),
    ("C30 spaces", "a.txt", " \n　\n".encode, "TEXT_EMPTY"),
    ("C30 punctuation and emoji", "a.txt", "……！！🙂".encode, "TEXT_EMPTY"),
    ("C30 a trial", "a.txt", "测试 测试".encode, "TEXT_EMPTY"),
    ("C56 secrecy mark", "a.txt", "机密★1年\n关于桥梁的情况。".encode, "CLASSIFIED_MARK"),
    ("C56 secrecy mark in a header", "a.docx", lambda: hostile.docx(extra={"word/header1.xml": hostile.wrap_word("hdr", "<w:p><w:r><w:t>秘　密 ★长期</w:t></w:r></w:p>")}), "CLASSIFIED_MARK"),
    ("an empty docx", "a.docx", lambda: hostile.docx("<w:p/>"), "TEXT_EMPTY"),
    ("NUL in a page", "a.html", lambda: b"<html><p>a\0b", "TEXT_CONTROL_CHAR"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "build", "code"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED]
)
def test_a_hostile_file_is_refused_by_its_code(name, build, code):
    raw = build()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * _UNIT
    begun = time.monotonic()

    with pytest.raises(refusals.HuiyinError) as refused:
        adapter.read_bytes(name, raw)

    assert refused.value.code == code
    assert time.monotonic() - begun < 10
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * _UNIT - before < 300 << 20
    assert refused.value.say("zh")
    assert "?" not in refused.value.say("en")


def test_a_refusal_for_a_secrecy_mark_holds_nothing_of_the_text():
    with pytest.raises(refusals.HuiyinError) as refused:
        adapter.read_bytes("a.txt", "绝密★启用前\n桥梁荷载数据。".encode())

    assert refused.value.params == {}


def test_a_parser_that_takes_too_long_is_ended_and_the_next_file_is_read():
    short = settings.Limits(seconds=0.01)
    slow = hostile.pdf(*["a line of words\n" * 40] * 400)
    adapter.read_bytes("a.pdf", hostile.pdf("warm"))

    with pytest.raises(refusals.HuiyinError) as refused:
        adapter.read_bytes("a.pdf", slow, limits=short)

    assert refused.value.code == "PDF_TOO_COMPLEX"
    assert adapter.read_bytes("a.pdf", hostile.pdf("still here")).text == "still here"


def test_a_parser_that_takes_too_much_memory_is_ended_and_the_next_file_is_read():
    tight = settings.Limits(memory_mb=20)
    large = hostile.pack(
        hostile.docx_parts("<w:p><w:r><w:t>梧桐里的公交站点太少。</w:t></w:r></w:p>" * 150_000),
        stored=True,
    )

    with pytest.raises(refusals.HuiyinError) as refused:
        adapter.read_bytes("a.docx", large, limits=tight)

    assert refused.value.code == "READING_OUT_OF_MEMORY"
    assert adapter.read_bytes("a.docx", hostile.docx()).text == hostile.SENTENCE


def test_outside_references_are_left_alone_and_warned_of():
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="r1" Type="x/attachedTemplate" Target="http://192.0.2.1/a.dotm" TargetMode="External"/>'
        '<Relationship Id="r2" Type="x/hyperlink" Target="http://city.example" TargetMode="External"/></Relationships>'
    )
    fetching = '<w:p><w:r><w:instrText>INCLUDEPICTURE "http://192.0.2.1/a.png"</w:instrText></w:r><w:r><w:t>道路坑洼。</w:t></w:r></w:p>'

    document = adapter.read_bytes(
        "a.docx", hostile.docx(fetching, {"word/_rels/settings.xml.rels": relations})
    )

    assert document.text == "道路坑洼。"
    assert [(warning.code, dict(warning.params)["count"]) for warning in document.warnings] == [
        ("EXTERNAL_LINK_REMOVED", 2)
    ]


def test_a_scan_is_kept_with_its_warning_and_no_text():
    document = adapter.read_bytes("a.pdf", hostile.scanned_pdf())

    assert document.text == ""
    assert [warning.code for warning in document.warnings] == ["NO_TEXT_LAYER"]


def test_a_repeated_paragraph_is_kept_with_its_warning():
    document = adapter.read_bytes("a.txt", ("请修复南门桥的路灯。\n" * 500).encode())

    assert [(warning.code, warning.params) for warning in document.warnings] == [
        ("TEXT_REPETITIVE", (("count", 500),))
    ]


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("<svg onload=alert(1)>.txt", "<svg onload=alert(1)>.txt"),
        ("报告\u202etxt.txt", "报告\\u202etxt.txt"),
        ("a\r\nb.txt", "a\\u000d\\u000ab.txt"),
        ("CON.txt", "CON.txt"),
    ],
)
def test_a_file_name_is_only_a_label(name, shown):
    assert adapter.read_bytes(name, "路灯坏了。".encode()).name == shown


def test_a_long_file_name_is_cut():
    assert len(adapter.read_bytes("长" * 300 + ".txt", "路灯坏了。".encode()).name) <= 255


def test_a_file_that_is_not_there_or_is_no_file_or_is_too_large_is_refused(tmp_path):
    large = tmp_path / "large.txt"
    large.write_bytes(b"a" * ((1 << 20) + 1))

    for path, code in (
        (tmp_path / "none.txt", "FILE_NOT_FOUND"),
        (tmp_path, "FILE_UNREADABLE"),
        (large, "FILE_TOO_LARGE"),
    ):
        with pytest.raises(refusals.HuiyinError) as refused:
            adapter.read(path, limits=settings.Limits(file_mb=1))
        assert refused.value.code == code


def test_many_files_come_back_in_order_with_their_refusals(tmp_path):
    made = {
        "a.docx": hostile.docx(),
        "b.pdf": hostile.flate_bomb(),
        "c.txt": "桥下积水。".encode(),
        "d.docx": b"",
        "e.pdf": hostile.pdf("Mend the bridge."),
    }
    for name, raw in made.items():
        (tmp_path / name).write_bytes(raw)

    found = list(adapter.read_many([tmp_path / name for name in made]))

    assert [path.name for path, _ in found] == list(made)
    assert [getattr(result, "code", None) or result.text for _, result in found] == [
        hostile.SENTENCE,
        "PDF_UNPACKS_TOO_LARGE",
        "桥下积水。",
        "FILE_EMPTY",
        "Mend the bridge.",
    ]


def test_stray_control_characters_are_kept_in_the_source_and_left_out_of_the_reading():
    document = adapter.read_bytes("a.txt", "王岚委员建议，增设\x08停车位。".encode())

    assert [warn.code for warn in document.warnings] == ["CONTROL_CHARACTERS"]
    assert "\x08" in document.text
    assert "\x08" not in normalising.read(document).text
