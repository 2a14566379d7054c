# SPDX-License-Identifier: Apache-2.0
"""The agenda (议程): when each item is due, and in which state its parts put it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from huiyin.core.calendar import workdays
from huiyin.core.calendar.deadlines import Limit, Unit, add_months


class ItemState(StrEnum):
    """The state of an agenda item, told by its parts."""

    AWAITED = "awaited"  # 未开始
    IN_PROGRESS = "in_progress"  # 进行中: somebody speaks on it, or it was opened
    PAUSED = "paused"  # 间歇: opened, and nobody speaks
    TREATED = "treated"  # 已结束, and something of it is still open
    SETTLED = "settled"  # 已落定: ended, and every part of it has its owner


@dataclass(frozen=True, slots=True)
class Parts:
    """What an item is made of at a moment: counts of its turns and of what was caught in it."""

    opened: bool = False
    ended: bool = False
    turns: int = 0
    running_turns: int = 0
    open_ends: int = 0


def state(parts: Parts) -> ItemState:
    """Give the state of an item.

    >>> str(state(Parts(opened=True, running_turns=1)))
    'in_progress'
    """
    if parts.running_turns:
        return ItemState.IN_PROGRESS
    if parts.ended:
        return ItemState.TREATED if parts.open_ends else ItemState.SETTLED
    if not parts.opened:
        return ItemState.AWAITED
    return ItemState.PAUSED if parts.turns else ItemState.IN_PROGRESS


def times(start: datetime, minutes: Sequence[int]) -> list[tuple[datetime, datetime]]:
    """Give begin and end of each item, one after the other.

    Units: minutes; an item without any begins and ends at once.
    """
    found = []
    for count in minutes:
        end = start + timedelta(minutes=count)
        found.append((start, end))
        start = end
    return found


def last_day_before(day: date, limit: Limit, calendar: workdays.WorkCalendar) -> date:
    """Give the last day on which something due before a day is in time: so long before it, on a worked day.

    Units: the day itself is not counted; a last day that is not worked moves back where the limit rolls.

    >>> plain = workdays.WorkCalendar("plain", published=frozenset({2026}))
    >>> last_day_before(date(2026, 1, 14), Limit(3, Unit.WORKDAYS), plain)
    datetime.date(2026, 1, 9)
    """
    if limit.unit is Unit.MONTHS:
        found = add_months(day, -limit.count)
    else:
        found, left = day, limit.count
        while left:
            found -= timedelta(days=1)
            left -= limit.unit is Unit.DAYS or calendar.is_workday(found)
    while limit.rolls and not calendar.is_workday(found):
        found -= timedelta(days=1)
    return found


def open_ended(states: Iterable[ItemState]) -> int:
    """Count the items that are not settled."""
    return sum(one is not ItemState.SETTLED for one in states)
