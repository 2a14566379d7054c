# SPDX-License-Identifier: Apache-2.0
"""Deadlines (时限): from an anchor day and a limit to the last day, with every step of the reckoning."""

import calendar as months
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from huiyin.core.calendar import workdays

_DAY = timedelta(days=1)


class Unit(StrEnum):
    """What a limit counts."""

    DAYS = "d"  # 日, calendar days
    WORKDAYS = "wd"  # 工作日
    MONTHS = "m"  # 月


@dataclass(frozen=True, slots=True)
class Limit:
    """So many days, working days or months after the anchor.

    Attributes:
        count: how many, at least 0.
        unit: of what.
        rolls: whether a last day that is not worked moves to the next worked day.
    """

    count: int
    unit: Unit
    rolls: bool = True


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a reckoning: an id of `words.toml` in `core/docket`, the day reached, and a number where one counts.

    Ids: `anchor`, `counted_days`, `counted_workdays`, `counted_months`, `month_end`, `paused`, `holidays_skipped`,
    `made_up_counted`, `rolled`, `extended`, `provisional`.
    """

    id: str
    day: date
    count: int = 0
    note: str = ""


@dataclass(frozen=True, slots=True)
class Due:
    """A last day, how it was reached, and by which calendar.

    Attributes:
        day: the last day on which the act is in time.
        steps: the reckoning, in order: the answer to *why this day*.
        calendar: version of the calendar used.
        provisional: True when a year touched has no published table: the day may move when it comes.
    """

    day: date
    steps: tuple[Step, ...]
    calendar: str
    provisional: bool


def due(
    *,
    anchor: date,
    limit: Limit,
    calendar: workdays.WorkCalendar,
    pauses: Sequence[workdays.Pause] = (),
    today: date | None = None,
) -> Due:
    """Give the last day for an act.

    Units: the anchor day is not counted; months end on the day of the same number, or on the month's last day where
        there is none; a last day that is not worked moves forward, never back; a day inside a pause is not counted
        (for months: as many calendar days as the pause took from the term are added at its end).
    Errors: none; a year without a published table makes the day provisional, nothing is guessed in silence.
    Source: PRC Civil Code arts 200–203 for the day not counted, the month's end and the rolling.
    Cost: linear in the days spanned.

    >>> plain = workdays.WorkCalendar("plain", published=frozenset({2026}))
    >>> due(anchor=date(2026, 3, 2), limit=Limit(3, Unit.WORKDAYS), calendar=plain).day   # a Monday
    datetime.date(2026, 3, 5)
    >>> due(anchor=date(2026, 11, 30), limit=Limit(3, Unit.MONTHS), calendar=plain).day
    datetime.date(2027, 3, 1)
    """
    horizon = today or anchor
    stopped = workdays.Stopped.of(pauses, until=horizon)
    steps = [Step("anchor", anchor)]
    if limit.unit is Unit.MONTHS:
        day = _count_months(anchor, limit.count, stopped, steps)
    else:
        day = _count_days(anchor, limit, calendar, stopped, steps)
    if limit.rolls and not calendar.is_workday(day):
        note = calendar.why_not(day)
        day = calendar.next_workday(day)
        steps.append(Step("rolled", day, note=note))
    provisional = calendar.is_provisional(anchor, day)
    if provisional:
        steps.append(Step("provisional", day))
    return Due(day, tuple(steps), calendar.version, provisional)


def _count_months(anchor: date, count: int, stopped: workdays.Stopped, steps: list[Step]) -> date:
    day = add_months(anchor, count)
    steps.append(Step("counted_months", day, count))
    if day.day != anchor.day:
        steps.append(Step("month_end", day))
    return _add_paused(anchor, day, stopped, steps)


def _add_paused(anchor: date, day: date, stopped: workdays.Stopped, steps: list[Step]) -> date:
    """Move the end on by each paused day between the anchor and the (moving) end."""
    at, moved = anchor + _DAY, 0
    while at <= day:
        if stopped.covers(at):
            day += _DAY
            moved += 1
        at += _DAY
    if moved:
        steps.append(Step("paused", day, moved))
    return day


def _count_days(
    anchor: date,
    limit: Limit,
    calendar: workdays.WorkCalendar,
    stopped: workdays.Stopped,
    steps: list[Step],
) -> date:
    only_worked = limit.unit is Unit.WORKDAYS
    day, left, paused, made_up = anchor, limit.count, 0, 0
    skipped: dict[str, int] = {}
    while left:
        day += _DAY
        if only_worked and not calendar.is_workday(day):
            name = calendar.why_not(day)
            skipped[name] = skipped.get(name, 0) + 1
        elif stopped.covers(day):
            paused += 1
        else:
            left -= 1
            made_up += only_worked and day in calendar.made_up
    steps.append(Step("counted_workdays" if only_worked else "counted_days", day, limit.count))
    steps += [
        Step("holidays_skipped", day, n, note) for note, n in skipped.items() if note != "weekend"
    ]
    if made_up:
        steps.append(Step("made_up_counted", day, made_up))
    if paused:
        steps.append(Step("paused", day, paused))
    return day


def add_months(day: date, count: int) -> date:
    """Give the day of the same number `count` months on, or that month's last day.

    >>> add_months(date(2026, 1, 31), 1), add_months(date(2026, 11, 30), 3)
    (datetime.date(2026, 2, 28), datetime.date(2027, 2, 28))
    """
    month = day.month - 1 + count
    year, month = day.year + month // 12, month % 12 + 1
    return date(year, month, min(day.day, months.monthrange(year, month)[1]))
