# SPDX-License-Identifier: Apache-2.0
"""Repeating due dates, and a change that moves nothing past and nothing reported."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.core.commitments import scheduling
from huiyin.core.values.refusals import HuiyinError

Every, Schedule = scheduling.Every, scheduling.Schedule
DAYS = st.dates(date(2024, 1, 1), date(2032, 12, 31))


def test_a_day_that_a_month_lacks_falls_on_its_last():
    found = scheduling.dates(Schedule(Every.MONTH, date(2027, 1, 30), date(2027, 4, 30)))
    assert [day.day for day in found] == [30, 28, 30, 30]


def test_last_days_stay_last_days():
    found = scheduling.dates(Schedule(Every.MONTH, date(2027, 2, 28), date(2027, 4, 30)))
    assert [day.day for day in found] == [28, 31, 30]


def test_a_year_later_is_a_year_later():
    found = scheduling.dates(Schedule(Every.YEAR, date(2028, 2, 29), date(2030, 12, 31)))
    assert found == (date(2028, 2, 29), date(2029, 2, 28), date(2030, 2, 28))


def test_own_days_are_put_in_order():
    days = (date(2027, 5, 1), date(2027, 3, 1), date(2027, 5, 1), date(2030, 1, 1))
    found = scheduling.dates(Schedule(Every.CUSTOM, date(2027, 1, 1), date(2027, 12, 31), days))
    assert found == (date(2027, 3, 1), date(2027, 5, 1))


@pytest.mark.parametrize(
    ("schedule", "code"),
    [
        (Schedule(Every.MONTH, date(2027, 2, 1), date(2027, 1, 1)), "SCHEDULE_BACKWARDS"),
        (Schedule(Every.CUSTOM, date(2027, 1, 1), date(2027, 2, 1)), "SCHEDULE_EMPTY"),
        (Schedule(Every.MONTH, date(2027, 1, 1), date(2077, 1, 1)), "SCHEDULE_TOO_LONG"),
    ],
)
def test_a_schedule_that_cannot_be_is_refused(schedule, code):
    with pytest.raises(HuiyinError) as refused:
        scheduling.dates(schedule)
    assert refused.value.code == code


@given(
    st.lists(DAYS, max_size=8),
    st.data(),
    DAYS,
    st.sampled_from((Every.MONTH, Every.QUARTER, Every.YEAR)),
)
def test_a_change_moves_only_future_dates_not_reported_on(due, data, first, every):
    today = data.draw(DAYS)
    reported = set(data.draw(st.lists(st.sampled_from(due), max_size=4))) if due else set()
    schedule = Schedule(every, first, first + timedelta(days=1200))
    found = scheduling.changed(due, reported, schedule, today)
    kept = {day for day in due if day <= today or day in reported}

    assert list(found) == sorted(set(found))
    assert kept <= set(found)
    assert all(day in kept or day > today for day in found)
    assert {day for day in found if day > today} - reported <= set(scheduling.dates(schedule))
