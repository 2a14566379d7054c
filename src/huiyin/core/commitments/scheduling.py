# SPDX-License-Identifier: Apache-2.0
"""Scheduling (定期报送): the due dates of an indicator that repeats, and what a change of schedule moves."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from huiyin.core.commitments import dating
from huiyin.core.values import refusals

MOST = 400  # dates of one schedule


class Every(StrEnum):
    """How often something is reported."""

    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    CUSTOM = "custom"  # the days are given one by one


_MONTHS = {Every.MONTH: 1, Every.QUARTER: 3, Every.YEAR: 12}


@dataclass(frozen=True, slots=True)
class Schedule:
    """When reports are due.

    Attributes:
        every: how often.
        first_on, last_on: the first due date and the last day one may fall on.
        days: the due dates themselves, for `custom` alone.
    """

    every: Every
    first_on: date
    last_on: date
    days: tuple[date, ...] = ()


def dates(schedule: Schedule) -> tuple[date, ...]:
    """Give the due dates of a schedule, in order, without repeats.

    A schedule that begins on the last day of a month stays on last days; a day a month lacks falls on its last.

    Errors: `SCHEDULE_BACKWARDS` where it ends before it begins; `SCHEDULE_TOO_LONG` beyond `MOST` dates;
        `SCHEDULE_EMPTY` where a custom one has no day in its time.

    >>> [day.isoformat() for day in dates(Schedule(Every.QUARTER, date(2026, 11, 30), date(2027, 6, 30)))]
    ['2026-11-30', '2027-02-28', '2027-05-31']
    """
    if schedule.last_on < schedule.first_on:
        raise refusals.HuiyinError("SCHEDULE_BACKWARDS")
    if schedule.every is Every.CUSTOM:
        inside = {day for day in schedule.days if schedule.first_on <= day <= schedule.last_on}
        if not inside:
            raise refusals.HuiyinError("SCHEDULE_EMPTY")
        found = sorted(inside)
    else:
        found = _repeated(schedule, _MONTHS[schedule.every])
    if len(found) > MOST:
        raise refusals.HuiyinError("SCHEDULE_TOO_LONG", most=MOST)
    return tuple(found)


def changed(
    due: Sequence[date], reported: Collection[date], schedule: Schedule, today: date
) -> tuple[date, ...]:
    """Give the due dates after a change of schedule: only future dates that were not reported on move.

    Shapes: in order, without repeats. Dates up to `today` and dates reported on stay as they are; of the new schedule
        only days after `today` are taken.
    """
    kept = {day for day in due if day <= today or day in reported}
    fresh = {day for day in dates(schedule) if day > today}
    return tuple(sorted(kept | fresh))


def _repeated(schedule: Schedule, step: int) -> list[date]:
    first = schedule.first_on
    at_end = (first + timedelta(days=1)).day == 1
    found: list[date] = []
    months = first.year * 12 + first.month - 1
    while len(found) <= MOST:
        year, month = months // 12, months % 12 + 1
        end = dating.month_end(year, month)
        day = end if at_end else min(end, date(year, month, 1) + timedelta(days=first.day - 1))
        if day > schedule.last_on:
            break
        found.append(day)
        months += step
    return found
