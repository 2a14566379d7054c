# SPDX-License-Identifier: Apache-2.0
"""The Chinese working-day calendar: the holidays library, corrected by our own table of published notices."""

import tomllib
from datetime import date
from functools import cache
from importlib import resources

import holidays

from huiyin.core.calendar import workdays

_FIRST, _LAST = 2015, 2035


@cache
def chinese(version: str = "") -> workdays.WorkCalendar:
    """Give the calendar of mainland China.

    Shapes: years listed in `overrides.toml` under `published` follow the State Council's notice with make-up days;
        others have the statutory days only and are provisional.
    Cost: once per process, some 30 ms.
    """
    table = tomllib.loads(
        resources.files(__package__).joinpath("overrides.toml").read_text("utf-8")
    )
    known = holidays.country_holidays("CN", years=range(_FIRST, _LAST + 1), language="zh_CN")
    made_up = frozenset(day for day in known.weekend_workdays if day.year in table["published"])
    off = {day: name for day, name in known.items() if day.weekday() < 5}
    off |= {date.fromisoformat(day): name for day, name in table.get("off", {}).items()}
    for day in table.get("worked", {}):
        off.pop(date.fromisoformat(day), None)
    made_up |= {
        date.fromisoformat(day)
        for day in table.get("worked", {})
        if date.fromisoformat(day).weekday() > 4
    }
    return workdays.WorkCalendar(
        version or table["version"], off, made_up, frozenset(table["published"])
    )
