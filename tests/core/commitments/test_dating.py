# SPDX-License-Identifier: Apache-2.0
"""Words of a date become the last day they allow."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.core.calendar import workdays
from huiyin.core.commitments import dating

SAID_ON = date(2026, 11, 3)


@pytest.mark.parametrize(
    ("words", "day", "precision"),
    [
        ("2027年6月底前", (2027, 6, 30), "month"),
        ("二〇二七年十月", (2027, 10, 31), "month"),
        ("明年上半年", (2027, 6, 30), "half"),
        ("明年一季度", (2027, 3, 31), "quarter"),
        ("第三季度", (2027, 9, 30), "quarter"),
        ("6月30日前", (2027, 6, 30), "day"),
        ("12月5日", (2026, 12, 5), "day"),
        ("12月中旬", (2026, 12, 20), "month"),
        ("年底前", (2026, 12, 31), "year"),
        ("今年年底前", (2026, 12, 31), "year"),
        ("下个月", (2026, 12, 31), "month"),
        ("本月底前", (2026, 11, 30), "month"),
        ("三个月内", (2027, 2, 3), "span"),
        ("两周内", (2026, 11, 17), "span"),
        ("“十五五”期间", (2030, 12, 31), "plan"),
        ("by the end of March 2027", (2027, 3, 31), "month"),
        ("by 30 June", (2027, 6, 30), "day"),
        ("on December 5th, 2026", (2026, 12, 5), "day"),
        ("in spring 2027", (2027, 5, 31), "season"),
        ("by winter 2027", (2028, 2, 29), "season"),
        ("within six weeks", (2026, 12, 15), "span"),
        ("next year", (2027, 12, 31), "year"),
        ("by Q2 2027", (2027, 6, 30), "quarter"),
        ("by the third quarter of 2027", (2027, 9, 30), "quarter"),
        ("in the second half of 2027", (2027, 12, 31), "half"),
    ],
)
def test_words_give_the_last_day_they_allow(words, day, precision):
    assert dating.due(words, SAID_ON) == dating.Due(date(*day), dating.Precision(precision))


@pytest.mark.parametrize("words", ["", "尽快", "适时", "in due course", "2027年13月", "二月三十日"])
def test_words_without_a_day_give_none(words):
    assert dating.due(words, SAID_ON) is None


def test_working_days_need_a_calendar():
    calendar = workdays.WorkCalendar("plain", {})
    assert dating.due("15个工作日内", SAID_ON) is None
    assert dating.due("5个工作日内", SAID_ON, calendar).day == date(2026, 11, 10)


@given(st.text(alphabet="0123456789一二十年月日底前内季度上下半今明本个周工作 ", max_size=16), st.dates(date(2000, 1, 1), date(2100, 1, 1)))  # fmt: skip
def test_any_words_give_a_day_or_none(words, said_on):
    found = dating.due(words, said_on)
    assert found is None or 1900 < found.day.year < 3000
