# SPDX-License-Identifier: Apache-2.0
"""Deadlines: a table of cases around real holidays, and ten thousand random schedules against another calculator."""

import random
from datetime import date, timedelta
from itertools import islice

import numpy
import pytest

from huiyin.adapters.calendars import adapter
from huiyin.core.calendar import deadlines, workdays
from huiyin.core.calendar.deadlines import Limit, Unit
from huiyin.core.calendar.workdays import Pause, WorkCalendar

D, WD, M = Unit.DAYS, Unit.WORKDAYS, Unit.MONTHS
DAY = timedelta(days=1)


def on(text):
    return date.fromisoformat(text)


CASES = [
    # 2024: the Spring Festival, 10–17 February off, 4 and 18 February (Sundays) worked
    ("2024-02-02", 1, WD, "2024-02-04", "a Sunday that is made up is a working day"),
    ("2024-02-08", 2, WD, "2024-02-18", "over the festival to the made-up Sunday after it"),
    ("2024-02-09", 3, D, "2024-02-18", "a calendar limit that ends in the festival rolls to the made-up Sunday"),
    # 2024: National Day, 1–7 October off, 29 September (Sunday) and 12 October (Saturday) worked
    ("2024-09-27", 2, WD, "2024-09-30", "Friday, then the made-up Sunday, then Monday"),
    ("2024-09-30", 5, WD, "2024-10-12", "8 to 11 October, then the made-up Saturday"),
    ("2024-07-01", 3, M, "2024-10-08", "three months end on National Day and roll over the week"),
    # 2025: New Year, Spring Festival 28 January–4 February, 26 January and 8 February worked
    ("2024-12-31", 1, WD, "2025-01-02", "over the turn of the year"),
    ("2025-01-24", 1, WD, "2025-01-26", "the made-up Sunday before the festival"),
    ("2025-01-27", 4, WD, "2025-02-08", "5, 6, 7 February, then the made-up Saturday"),
    # 2025: Labour Day 1–5 May, 27 April worked
    ("2025-04-25", 1, WD, "2025-04-27", "the made-up Sunday before Labour Day"),
    ("2025-04-30", 1, WD, "2025-05-06", "the first day after Labour Day"),
    ("2025-01-31", 3, M, "2025-04-30", "a month without a 31st ends on its last day"),
    # 2025: National Day and Mid-Autumn, 1–8 October off, 28 September and 11 October worked
    ("2025-09-30", 3, WD, "2025-10-11", "9, 10 October and the made-up Saturday"),
    # months, leap years, ends of years
    ("2023-11-29", 3, M, "2024-02-29", "29 February exists in a leap year"),
    ("2024-11-29", 3, M, "2025-02-28", "and not in the year after"),
    ("2024-02-29", 12, M, "2025-02-28", "a year from 29 February"),
    ("2024-08-31", 6, M, "2025-02-28", "half a year from 31 August"),
    ("2025-12-31", 2, M, "2026-02-28", "the last day of February 2026 is a made-up Saturday and is worked"),
    ("2024-10-31", 2, M, "2024-12-31", "31 December is a working day"),
    ("2024-12-30", 2, D, "2025-01-02", "a limit that ends on New Year's Day rolls"),
    ("2025-03-07", 0, WD, "2025-03-07", "no days at all end on the day itself"),
    ("2025-03-08", 0, D, "2025-03-10", "a Saturday rolls even then"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("anchor", "count", "unit", "last", "why"), CASES, ids=[c[4] for c in CASES]
)
def test_a_limit_ends_where_the_published_calendar_says(anchor, count, unit, last, why):
    found = deadlines.due(anchor=on(anchor), limit=Limit(count, unit), calendar=adapter.chinese())
    assert found.day == on(last)
    assert not found.provisional


def test_a_year_without_a_published_table_is_provisional_and_says_so():
    found = deadlines.due(anchor=on("2026-12-01"), limit=Limit(3, M), calendar=adapter.chinese())
    assert found.provisional
    assert found.steps[-1].id == "provisional"


def test_a_limit_that_does_not_roll_may_end_on_a_day_of_rest():
    found = deadlines.due(
        anchor=on("2025-01-01"), limit=Limit(2, M, rolls=False), calendar=adapter.chinese()
    )
    assert (found.day, found.day.weekday()) == (on("2025-03-01"), 5)


def test_the_calendar_knows_the_days_of_the_published_notices():
    china = adapter.chinese()
    worked = ["2024-02-04", "2024-02-18", "2024-04-07", "2024-04-28", "2024-05-11", "2024-09-14", "2024-09-29",
              "2024-10-12", "2025-01-26", "2025-02-08", "2025-04-27", "2025-09-28", "2025-10-11"]  # fmt: skip
    off = ["2024-01-01", "2024-02-12", "2024-04-04", "2024-05-03", "2024-06-10", "2024-09-17", "2024-10-07",
           "2025-01-28", "2025-02-04", "2025-05-05", "2025-10-08"]  # fmt: skip
    assert [day for day in worked if not china.is_workday(on(day))] == []
    assert [day for day in off if china.is_workday(on(day))] == []


# --- an independent calculator: sets of days and numpy's business days, nothing of ours -------------------------------


FIRST, LAST = date(2023, 1, 1), date(2031, 12, 31)


def worked_days(calendar):
    """All days that are worked, as numpy's business-day calendar has them, and those made up."""
    span = numpy.arange(numpy.datetime64(FIRST), numpy.datetime64(LAST) + 1)
    weeks = numpy.busdaycalendar(holidays=sorted(calendar.holidays))
    return {*span[numpy.is_busday(span, busdaycal=weeks)].tolist(), *calendar.made_up}


def brute(anchor, count, unit, worked, pauses, *, rolls=True):
    """Reckon by sets of days alone: what is worked, what is paused, and the n-th of the rest."""
    still = {begun + DAY * n for begun, ended in pauses for n in range((ended - begun).days + 1)}
    if unit is M:
        month = numpy.datetime64(anchor, "M") + count
        last_of_month = (month + 1).astype("datetime64[D]") - 1
        end = min(month.astype("datetime64[D]") + (anchor.day - 1), last_of_month).astype(object)
        missing = sum(anchor < day <= end for day in still)
        while missing:
            end += DAY
            missing -= end not in still
    else:
        ahead = (day for day in days(anchor + DAY, LAST) if day not in still)
        counted = (day for day in ahead if unit is D or day in worked)
        end = next(islice(counted, count - 1, None)) if count else anchor
    while rolls and end not in worked:
        end += DAY
    return end


def days(first, last):
    return (first + DAY * n for n in range((last - first).days + 1))


def a_calendar(seeded):
    """Two years of weeks with random holidays and random make-up days."""
    start = date(2024, 1, 1)
    span = list(days(start, date(2027, 12, 31)))
    holidays = dict.fromkeys(seeded.sample([d for d in span if d.weekday() < 5], 60), "节")
    made_up = frozenset(seeded.sample([d for d in span if d.weekday() > 4], 25))
    return WorkCalendar("random", holidays, made_up, frozenset(range(2024, 2029)))


def some_pauses(seeded, anchor):
    found, at = [], anchor + DAY * seeded.randrange(0, 20)
    for _ in range(seeded.choice((0, 0, 1, 1, 2, 3))):
        end = at + DAY * seeded.randrange(0, 25)
        found.append((at, end))
        at = end + DAY * seeded.randrange(1, 30)
    return found


def test_ten_thousand_random_schedules_end_where_another_calculator_says():
    """Make-up days, pauses, extensions in every unit, with and without rolling."""
    seeded = random.Random(20260302)
    calendars = [(one, worked_days(one)) for one in (a_calendar(seeded) for _ in range(20))]
    for number in range(10_000):
        calendar, worked = seeded.choice(calendars)
        anchor = date(2024, 1, 1) + DAY * seeded.randrange(0, 700)
        unit = seeded.choice((D, WD, M))
        count = seeded.randrange(0, 7 if unit is M else 61)
        if (
            seeded.random() < 0.3
        ):  # extended once: the same reckoning with the longer limit from the same anchor
            count += seeded.randrange(1, 4 if unit is M else 30)
        rolls = seeded.random() < 0.9
        pauses = some_pauses(seeded, anchor)
        found = deadlines.due(
            anchor=anchor, limit=Limit(count, unit, rolls), calendar=calendar,
            pauses=[Pause(*one) for one in pauses], today=anchor,
        )  # fmt: skip
        wanted = brute(anchor, count, unit, worked, pauses, rolls=rolls)
        assert found.day == wanted, (number, anchor, count, unit, pauses, rolls)
        assert found.steps[0].id == "anchor"
        assert not rolls or calendar.is_workday(found.day)


def test_a_clock_never_ends_inside_a_pause_or_before_a_longer_one():
    seeded = random.Random(7)
    calendar = a_calendar(seeded)
    for _ in range(500):
        anchor = date(2024, 1, 1) + DAY * seeded.randrange(0, 300)
        pauses = [Pause(*one) for one in some_pauses(seeded, anchor)]
        unit, count = seeded.choice((D, WD)), seeded.randrange(1, 40)
        ends = [
            deadlines.due(anchor=anchor, limit=Limit(n, unit), calendar=calendar, pauses=pauses, today=anchor).day
            for n in (count, count + 1, count + 5)
        ]  # fmt: skip
        assert ends == sorted(ends)
        plain = deadlines.due(anchor=anchor, limit=Limit(count, unit), calendar=calendar)
        assert ends[0] >= plain.day


def test_an_open_pause_lasts_until_today():
    calendar = WorkCalendar("plain", published=frozenset({2026}))

    def due(today):
        return deadlines.due(
            anchor=on("2026-03-02"), limit=Limit(5, WD), calendar=calendar,
            pauses=[Pause(on("2026-03-04"))], today=on(today),
        ).day  # fmt: skip

    assert due("2026-03-04") == on("2026-03-10")
    assert due("2026-03-06") == on("2026-03-12")


def test_pauses_that_touch_or_overlap_count_each_day_once():
    one = workdays.Stopped.of(
        [Pause(on("2026-03-04"), on("2026-03-06")), Pause(on("2026-03-06"), on("2026-03-09")),
         Pause(on("2026-03-10"), on("2026-03-10"))], until=on("2026-03-01"),
    )  # fmt: skip
    assert (one.starts, one.ends) == ((on("2026-03-04"),), (on("2026-03-10"),))
