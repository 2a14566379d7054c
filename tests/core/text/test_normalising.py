# SPDX-License-Identifier: Apache-2.0
"""Readings rejoin what was broken, keep what was whole, and lead back to every character of the source."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huiyin.core.text import normalising
from huiyin.core.values.documents import Anchor, Document
from huiyin.core.values.spans import Span


def document(text, anchors=(), records=()):
    return Document("a.txt", "", "text/plain", text, anchors=tuple(anchors), records=tuple(records))


def view(text, **more):
    return normalising.read(document(text, **more)).text


CASES = [
    ("names with a space", "张　三：请 增 设 路灯。", "张三：请增设路灯。"),
    ("full-width letters and digits", "ＡＢＣ路１２３号", "ABC路123号"),
    ("runs of spaces in Latin", "mend  the\t road", "mend the road"),
    ("spaces between Chinese and Latin", "全长 12 公里，由 BRT 公司运营", "全长12公里，由BRT公司运营"),
    ("zero-width characters", "路\u200b灯\ufeff坏了", "路灯坏了"),
    ("radicals of a pdf", "⾊彩和⽅案", "色彩和方案"),
    ("ligatures", "the ﬁrst oﬃce", "the first office"),
    ("quotation marks stay", "“好”，'so' ‘it’ is", "“好”，'so' ‘it’ is"),
    ("empty lines", "第一段。\r\n\r\n\r\n第二段。\n", "第一段。\n第二段。"),
    ("title, byline and text", "关于增设路灯的建议\n提案人：赵明\n近年来夜间出行增多。\n建议：\n一、增设路灯；\n二、定期检修。", None),
    ("a line that ends on a comma", "建议交通部门加强管理，合理规划，\n并尽快公布时间表。", "建议交通部门加强管理，合理规划，并尽快公布时间表。"),
    ("a word parted by an empty line", "市政府十分重视。建议市政\n\n府加大投入。", "市政府十分重视。建议市政府加大投入。"),
    ("a line that goes on in lower case", "We ask the council to widen\n\nthe footpath.", "We ask the council to widen the footpath."),
    ("a parted English word", "We ask for a new play-\nground and for interven-\ntion.", "We ask for a new playground and for intervention."),
    ("a hyphenated word parted at its hyphen", "It is evidence-\nbased. Evidence is based on it; all evidence is so based.", "It is evidence-based. Evidence is based on it; all evidence is so based."),
    ("items in lines", "1. Widen the path\n2. Mend the bridge\n3. Plant trees", None),
    ("turns in lines", "张明：路灯太暗，\n王红：请尽快修理。", None),
    ("names in lines", "城东街道\n城西街道\n河口镇\n南山乡", None),
    ("only spaces", " \n　\n", ""),
    ("nothing", "", ""),
]  # fmt: skip


@pytest.mark.parametrize(
    ("source", "wanted"), [row[1:] for row in CASES], ids=[row[0] for row in CASES]
)
def test_a_text_reads_as_it_was_meant(source, wanted):
    assert view(source) == (source if wanted is None else wanted)


def test_a_clean_text_is_its_own_reading():
    reading = normalising.read(document("第一段。\n第二段，still two words。"))

    assert (reading.starts, reading.ends) == (None, None)


WRAPPED = (
    "　　近年来，随着我市经济社会的快速发展，机动车保有量\n持续增长，老城区停车难问题日益突出，群众反映强烈。据\n调查，全市缺口达三万个。\n"
    "　　建议尽快出台停车场建设规划，盘活闲置土地，引入社会\n资本，并加强对违停行为的治理。\n{between}　　以上建议，请予考虑。"
)  # fmt: skip


@pytest.mark.parametrize("between", ["", "\n", "- 3 -\n", "第 3 页 共 9 页\n", "\f"])
def test_a_text_of_fixed_width_is_rejoined(between):
    assert view(WRAPPED.format(between=between)).split("\n") == [
        "近年来，随着我市经济社会的快速发展，机动车保有量持续增长，老城区停车难问题日益突出，群众反映强烈。据调查，全市缺口达三万个。",
        "建议尽快出台停车场建设规划，盘活闲置土地，引入社会资本，并加强对违停行为的治理。",
        "以上建议，请予考虑。",
    ]


def test_a_wrapped_english_text_is_rejoined_by_its_empty_lines():
    text = (
        "The bridge over the mill stream has been closed to heavy\nvehicles since the spring. Farmers now drive nine miles\n"
        "round. The detour costs them time and fuel.\n\n8.2. We recommend that the county inspects the bridge\nbefore winter, and that it publishes what it finds."
    )

    assert view(text).split("\n") == [
        "The bridge over the mill stream has been closed to heavy vehicles since the spring. Farmers now drive nine miles round. The detour costs them time and fuel.",
        "8.2. We recommend that the county inspects the bridge before winter, and that it publishes what it finds.",
    ]


def test_bare_page_numbers_that_count_up_are_left_out():
    lines = [
        f"第{n}段讲的是路灯和护栏的事情。\n{n}\n其后又说了一些别的情况。" for n in (1, 2, 3, 4)
    ]

    assert not any(line.isdecimal() for line in view("\n".join(lines)).split("\n"))


def test_margins_are_left_out_and_the_sentence_goes_on_behind_them():
    text = "We ask the council to mend the bridge\nRiver Review\n12\nbefore winter."
    (
        head,
        number,
    ) = text.index("River"), text.index("12")
    anchors = [
        Anchor(Span(0, head - 1), "paragraph"), Anchor(Span(head, head + 12), "footer"), Anchor(Span(number, number + 2), "footer"), Anchor(Span(number + 3, len(text)), "paragraph")]  # fmt: skip

    assert view(text, anchors=anchors) == "We ask the council to mend the bridge before winter."


def test_lines_of_one_paragraph_of_the_file_are_joined_and_others_are_not():
    text = "第一行\n第二行。\n标题\n正文"
    anchors = [
        Anchor(Span(0, 8), "paragraph"),
        Anchor(Span(9, 11), "heading", 1),
        Anchor(Span(12, 14), "paragraph"),
    ]

    assert view(text, anchors=anchors) == "第一行第二行。\n标题\n正文"


def test_cells_are_paragraphs():
    text = "路灯\t请修理\n护栏\t请加装"
    anchors = [Anchor(Span(s, e), "cell") for s, e in ((0, 2), (3, 6), (7, 9), (10, 13))]

    assert view(text, anchors=anchors) == "路灯\n请修理\n护栏\n请加装"


def test_a_quote_found_in_the_reading_is_cut_from_the_source():
    source = "张　三：请在学\n校门口 增设Ａ型路灯。"
    reading = normalising.read(document(source))

    start = reading.text.index("增设")

    assert reading.span(start, start + 5).cut(source) == "增设Ａ型路"


_PIECES = st.lists(
    st.one_of(
        st.sampled_from(["\n", "\r\n", "\n\n", " ", "　", "\t", "，", "。", "“", "”", ",", ".", "-\n", "- 3 -\n", "１２", "Ａ", "⾊", "ﬁ", "\u200b", "\f", "一、", "张三：", "word", "建议增设", "𠮷", "e\u0301"]),
        st.text(max_size=4),
    ),
    max_size=60,
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(_PIECES)
def test_every_character_of_a_reading_leads_back(pieces):
    source = "".join(pieces)

    reading = normalising.read(document(source))

    if reading.starts is None:
        assert reading.text == source.rstrip("\n")
        return
    assert len(reading.starts) == len(reading.ends) == len(reading.text)
    assert list(reading.starts) == sorted(reading.starts)
    assert list(reading.ends) == sorted(reading.ends)
    assert "\n\n" not in reading.text
    assert reading.text == reading.text.strip("\n")
    for char, start, end in zip(reading.text, reading.starts, reading.ends, strict=True):
        assert 0 <= start < end <= len(source)
        original = source[start:end]
        assert (
            char == original
            or char in unicodedata.normalize("NFKC", original)
            or (char in " \n" and original.isspace())
        )
