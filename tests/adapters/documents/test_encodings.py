# SPDX-License-Identifier: Apache-2.0
"""Text comes back right in every encoding, or is refused; never garbled."""

import pytest

from huiyin.adapters.documents import adapter
from huiyin.core.values import refusals

SIMPLIFIED = "近年来，我市老旧小区停车难问题日益突出，居民反映强烈。建议交通部门会同街道办事处，合理规划停车泊位。"
TRADITIONAL = "近年來，本市老舊社區停車困難的問題日益嚴重，居民反應強烈。建議交通單位會同區公所，合理規劃停車位。"
WESTERN = "The café’s owners asked – once again – that the council mend the Señora Street pavement before winter comes."


@pytest.mark.parametrize(
    ("text", "codec"),
    [
        *(
            (SIMPLIFIED, codec)
            for codec in (
                "utf-8",
                "utf-8-sig",
                "utf-16",
                "utf-16-le",
                "utf-16-be",
                "gb18030",
                "gbk",
                "gb2312",
                "utf-32",
            )
        ),
        *(
            (TRADITIONAL, codec)
            for codec in (
                "utf-8",
                "utf-16-le",
                "utf-16-be",
                "gb18030",
                "gbk",
                "big5",
                "cp950",
                "big5hkscs",
            )
        ),
        (SIMPLIFIED[:22], "gbk"),
        (TRADITIONAL[:24], "big5"),
        ("第一项：2026年3月。\r\nAgenda item 4, room 12\r\n" + SIMPLIFIED, "gbk"),
        (WESTERN, "cp1252"),
        (WESTERN, "utf-8"),
        (WESTERN, "utf-16-le"),
    ],
)
def test_text_is_decoded_to_the_letter(text, codec):
    assert adapter.read_bytes("a.txt", text.encode(codec)).text == text


@pytest.mark.parametrize(
    "raw",
    [
        "街灯".encode("gbk"),
        bytes(range(128, 256)) * 4,
        "近年来".encode("gbk") + "近年來，本市".encode("big5"),
        "路燈が暗いので直してください。".encode("euc-jp"),
    ],
)
def test_bytes_that_could_be_several_things_are_refused(raw):
    with pytest.raises(refusals.HuiyinError) as refused:
        adapter.read_bytes("a.txt", raw)

    assert refused.value.code == "ENCODING_UNKNOWN"


@pytest.mark.parametrize("codec", ["gbk", "utf-8", "big5"])
def test_a_page_says_its_encoding_and_is_believed_when_that_fits(codec):
    text = TRADITIONAL if codec == "big5" else SIMPLIFIED
    page = f"<!doctype html><html><head><meta charset={codec}><title>{text[6:8]}</title></head><body><p>{text}</p></body></html>"

    document = adapter.read_bytes("a.html", page.encode(codec))

    assert (document.text, document.title) == (text, text[6:8])


def test_a_table_in_gbk_is_read():
    raw = "编号,内容\r\n1,请在学校门口增设减速带，保障孩子们上学放学的安全\r\n2,请修复河边步道\r\n".encode(
        "gbk"
    )

    assert (
        adapter.read_bytes("a.csv", raw).text.splitlines()[1]
        == "1\t请在学校门口增设减速带，保障孩子们上学放学的安全"
    )


def test_a_western_text_with_a_few_damaged_bytes_says_so():
    raw = b"We ask the council to mend the bridge. " * 40 + b"caf\x8f_ owners agree"

    document = adapter.read_bytes("a.txt", raw)

    assert document.text.endswith("caf\ufffd_ owners agree")
    assert document.warnings[0].code == "CHARACTERS_LOST"
