# SPDX-License-Identifier: Apache-2.0
"""Working days (工作日): weekends, public holidays and make-up days (调休), by published tables."""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """Which days are worked, as far as a table says.

    Attributes:
        version: a name that changes when the table changes; kept with every deadline computed by it.
        holidays: days off that fall on a weekday, each with the reason for it.
        made_up: weekend days that are worked (调休).
        published: years for which the authority's table is known; others count weekends and fixed holidays only and
            are provisional.

    >>> spring = WorkCalendar("t", {date(2026, 2, 16): "春节"}, frozenset({date(2026, 2, 14)}), frozenset({2026}))
    >>> spring.is_workday(date(2026, 2, 14)), spring.is_workday(date(2026, 2, 16))
    (True, False)
    """

    version: str
    holidays: dict[date, str] = field(default_factory=dict)
    made_up: frozenset[date] = frozenset()
    published: frozenset[int] = frozenset()

    def is_workday(self, day: date) -> bool:
        """Tell whether a day is worked."""
        return day in self.made_up or (day.weekday() < 5 and day not in self.holidays)

    def is_provisional(self, start: date, end: date) -> bool:
        """Tell whether a year that the days from `start` to `end` touch has no published table."""
        return any(year not in self.published for year in range(start.year, end.year + 1))

    def next_workday(self, day: date) -> date:
        """Give the day itself when it is worked, else the first worked day after it."""
        while not self.is_workday(day):
            day += _DAY
        return day

    def why_not(self, day: date) -> str:
        """Say why a day is not worked: the holiday's name, `weekend`, or "" when it is worked."""
        if self.is_workday(day):
            return ""
        return self.holidays.get(day, "weekend")


@dataclass(frozen=True, slots=True)
class Pause:
    """Days on which a clock stands still (暂停计时), both ends counted; an open pause has no end yet."""

    start: date
    end: date | None = None


@dataclass(frozen=True, slots=True)
class Stopped:
    """The days covered by some pauses, merged, for quick questions."""

    starts: tuple[date, ...]
    ends: tuple[date, ...]

    @classmethod
    def of(cls, pauses: Iterable[Pause], *, until: date) -> "Stopped":
        """Merge pauses; an open one lasts until `until`."""
        merged: list[tuple[date, date]] = []
        for pause in sorted(pauses, key=lambda one: one.start):
            end = pause.end or max(until, pause.start)
            if merged and pause.start <= merged[-1][1] + _DAY:
                merged[-1] = (merged[-1][0], max(merged[-1][1], end))
            else:
                merged.append((pause.start, end))
        return cls(tuple(s for s, _ in merged), tuple(e for _, e in merged))

    def covers(self, day: date) -> bool:
        """Tell whether a day lies in a pause."""
        place = bisect_right(self.starts, day) - 1
        return place >= 0 and day <= self.ends[place]
