# SPDX-License-Identifier: Apache-2.0
"""The words printed around what the data say (版式用语): every key in zh and en, kept in `words.toml`."""

import tomllib
from datetime import date
from functools import cache
from importlib import resources
from typing import Final

_MONTHS: Final = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]


@cache
def _catalog() -> dict[str, dict[str, str]]:
    return tomllib.loads(resources.files(__package__).joinpath("words.toml").read_text("utf-8"))


def say(key: str, language: str, **params: str) -> str:
    """Say a key; braces inside a value are no placeholders.

    Errors: KeyError for a key that is not in the catalog.

    >>> say("class", "en", said="A")
    'Class: A'
    """
    words = _catalog()[key][language]
    return words.format_map(params) if params else words


def write_date(day: date, language: str) -> str:
    """Write a date as a letter does: Arabic figures without leading zeros.

    Source: GB/T 9704-2012, 7.3.5.4.

    >>> write_date(date(2026, 3, 2), "zh"), write_date(date(2026, 3, 2), "en")
    ('2026年3月2日', '2 March 2026')
    """
    if language == "zh":
        return f"{day.year}年{day.month}月{day.day}日"
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
