# SPDX-License-Identifier: Apache-2.0
"""Personal data and secrecy marks are found with their places; numbers that only look like them are left alone."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.core.replies import sensitive


def sorts(text, **kept):
    return [mark.sort.value for mark in sensitive.find(text, **kept)]


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("身份证号11010519491231002X", ["id_number"]),
        ("身份证号１１０１０５１９４９１２３１００２Ｘ", ["id_number"]),
        ("身份证 110105 19491231 002X", ["id_number"]),
        ("编号110105194912310021", []),
        ("编号11010519491331002X", []),
        ("卡号4111 1111 1111 1111", ["bank_card"]),
        ("卡号4111111111111112", []),
        ("手机13800138000", ["phone"]),
        ("手机 138-0013-8000", ["phone"]),
        ("电话（0700）5550123", ["phone"]),
        ("call 01234 567 890", ["phone"]),
        ("邮箱 lin@example.org", ["email"]),
        ("住东岸区柳荫路12号3幢2单元501室", ["address"]),
        ("柳荫路12号线站点", []),
        ("Flat 3, 12 Mill Road", ["address"]),
        ("机密★10年", ["secrecy"]),
        ("绝 密★长期", ["secrecy"]),
        ("密级：秘密", ["secrecy"]),
        ("秘密\n关于公厕的答复", ["secrecy"]),
        ("OFFICIAL-SENSITIVE", ["secrecy"]),
        ("企业应当保守商业秘密", []),
        ("投资1200000000元，共20270630平方米", []),
        ("澄城管函〔2026〕138号", []),
    ],
)
def test_what_is_sensitive_is_found(text, meant):
    assert sorts(text) == meant


def test_a_mark_is_cut_from_the_text_as_it_stands():
    text = "他的身份证号是１１０１０５１９４９１２３１００２Ｘ。"
    (mark,) = sensitive.find(text)

    assert mark.quote == mark.span.cut(text) == "１１０１０５１９４９１２３１００２Ｘ"


@given(st.text(alphabet="0123456789Xx -（）@.号室路密机★年\n", max_size=60))
def test_marks_never_overlap_and_equal_their_slice(text):
    marks = sensitive.find(text)

    assert all(mark.span.cut(text) == mark.quote for mark in marks)
    assert all(a.span.end <= b.span.start for a, b in itertools.pairwise(marks))
