# SPDX-License-Identifier: Apache-2.0
"""Clean texts are read at a glance, and to the letter as the long way over arrays reads them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huiyin.core.text import clean, normalising
from huiyin.core.values.documents import Document

_LINES = st.lists(
    st.sampled_from([
        "关于加装路灯的提案", "一、基本情况", "近年来，河东老街的路灯坏了大半。", "夜里行人看不清路，摔跤的事时有发生", "“灯太暗。”", "委员：",
        "的问题", "，还有护栏", "the lamps are out", "Please mend them.", "1. Mend the lamps, soon", "- 3 -", "12", "13", "14", "", "灯", "为此建议：",
        "在老街两侧增设照明设施，并把坏掉的一批尽快修好；同时请街道办事处安排专人巡查，及时上报，不留死角，",
    ]),
    max_size=14,
)  # fmt: skip


def _maps(reading):
    many = len(reading.text)
    starts = list(range(many)) if reading.starts is None else list(reading.starts)
    ends = list(range(1, many + 1)) if reading.ends is None else list(reading.ends)
    return reading.text, starts, ends


@settings(max_examples=400, deadline=None)
@given(_LINES, st.sampled_from(["", "\n", "\n\n"]))
def test_a_clean_text_reads_the_same_both_ways(lines, end):
    source = "\n".join(lines) + end

    quick = clean.read(source)

    if quick is not None:
        document = Document("a.txt", "0" * 64, "text/plain", source)
        assert _maps(quick) == _maps(normalising._mend(document))


@pytest.mark.parametrize(
    ("source", "why"),
    [
        ("张 三", "a space beside Chinese"),
        ("two  spaces", "two spaces"),
        ("路灯\r\n护栏", "a carriage return"),
        ("１２处", "full-width digits"),
        ("学\u200b校", "a character nobody sees"),
        ("路太窄，\n行人难走。", "a line that stops at a comma"),
        ("增设停车\n位。停车位太少。", "a word parted by a line break"),
        ("", "nothing to read"),
    ],
)
def test_what_may_need_mending_is_not_clean(source, why):
    assert clean.read(source) is None, why


def test_paragraphs_parted_by_empty_lines_lead_back_to_their_places():
    source = "\n路太窄。\n\n建议拓宽。\n"

    reading = clean.read(source)

    assert reading.text == "路太窄。\n建议拓宽。"
    assert reading.span(5, 10).cut(source) == "建议拓宽。"
