# SPDX-License-Identifier: Apache-2.0
"""Promises of a reply: what, how much, by when, by whom, each cut from its words."""

import itertools
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.core.commitments import promises
from huiyin.core.values.bodies import Body

SAID_ON = date(2026, 11, 3)
BODIES = (Body("澄州市城市管理局", ("市城管局",)), Body("澄州市财政局", ("市财政局",)))


def test_a_promise_has_its_action_amount_date_and_body():
    text = "市城管局已建成公厕两座。下一步，市城管局将于2027年9月底前在东岸新区再建3座。"
    (one,) = promises.find(text, SAID_ON, bodies=BODIES)

    assert one.span.cut(text) == one.quote
    assert one.action.cut(text).endswith("在东岸新区再建3座")
    assert (one.amount, one.body, one.due.day) == ("3座", "澄州市城市管理局", date(2027, 9, 30))


def test_money_is_the_amount_where_there_is_money():
    text = "我局计划投资120万元，于明年六月底前建成公厕3座。"
    (one,) = promises.find(text, SAID_ON)

    assert (one.amount, one.due.day) == ("120万元", date(2027, 6, 30))


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("We will publish a strategy by the end of March 2027.", date(2027, 3, 31)),
        ("The Roads Agency intends to spend £2.4 million on crossings by summer 2027.", date(2027, 8, 31)),
        ("The council will open the footbridge within six months.", date(2027, 5, 3)),
    ],
)  # fmt: skip
def test_english_promises_have_their_dates(text, due):
    (one,) = promises.find(text, SAID_ON)

    assert one.due.day == due
    assert one.span.cut(text) == one.quote


@pytest.mark.parametrize(
    "text", ["", "今年已建成公厕两座。", "感谢您的关心。", "The council has built two crossings.", "We will consider it."]
)  # fmt: skip
def test_what_is_done_or_only_considered_is_no_promise(text):
    assert promises.find(text, SAID_ON) == ()


def test_with_another_body_is_not_cut_off():
    text = "我局将会同市财政局安排资金。"
    (one,) = promises.find(text, SAID_ON, bodies=BODIES)

    assert one.action.cut(text).startswith("会同市财政局")


@given(
    st.text(
        alphabet="我局将于会同2027年6月底前建成公厕3座，。；投资万元 will by March plan",
        max_size=80,
    )
)
def test_any_text_gives_promises_cut_from_it(text):
    found = promises.find(text, SAID_ON)

    assert all(one.span.cut(text) == one.quote and one.span.holds(one.action) for one in found)
    assert all(a.span.end <= b.span.start for a, b in itertools.pairwise(found))
