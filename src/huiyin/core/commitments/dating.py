# SPDX-License-Identifier: Apache-2.0
"""Dating (期限的换算): from the words that set a date to the last day they allow, and how exact they are."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from huiyin.core.calendar import deadlines, workdays

_DIGITS = {char: n for n, char in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2, "○": 0}
_FULL = str.maketrans("０１２３４５６７８９", "0123456789")
_N = r"(?:\d+|[〇零○一二三四五六七八九十两百]+)"
_MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
           "november", "december")  # fmt: skip
_MONTH = "|".join(_MONTHS)
_WORDS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")  # fmt: skip
_SEASON_END = {"spring": 5, "summer": 8, "autumn": 11, "winter": 2, "easter": 4, "christmas": 12}


class Precision(StrEnum):
    """How exact a date is as the text words it."""

    DAY = "day"
    MONTH = "month"
    QUARTER = "quarter"
    SEASON = "season"
    HALF = "half"
    YEAR = "year"
    PLAN = "plan"  # 五年规划期
    SPAN = "span"  # so many days, months or years from the day it was said


@dataclass(frozen=True, slots=True)
class Due:
    """The last day the words allow, and how exact they are."""

    day: date
    precision: Precision


def due(words: str, said_on: date, calendar: workdays.WorkCalendar | None = None) -> Due | None:
    """Give the last day that words of a date allow, None where they cannot be reckoned.

    Words without a year mean the next such time after they were said. Working days need a calendar.

    Units: `day` is the last calendar day, inclusive.

    >>> due("明年6月底前", date(2026, 11, 3)), due("within three months", date(2026, 11, 30)).day
    (Due(day=datetime.date(2027, 6, 30), precision=<Precision.MONTH: 'month'>), datetime.date(2027, 2, 28))
    """
    bare = words.translate(_FULL).replace(" ", " ")
    for rule in _RULES:
        found = rule(bare, said_on, calendar)
        if found:
            return found
    return None


def month_end(year: int, month: int) -> date:
    """Give the last day of a month; months beyond 12 count on into later years."""
    year, month = year + month // 12, month % 12 + 1
    return date(year, month, 1) - timedelta(days=1)


def number(words: str) -> int:
    """Read a number in figures or Chinese characters below a thousand; a year may stand digit by digit.

    >>> number("二〇二七"), number("十五"), number("一百二十"), number("30")
    (2027, 15, 120, 30)
    """
    if words.isdigit():
        return int(words)
    if not set(words) & set("十百"):
        return int("".join(str(_digit(char)) for char in words))
    total, digit = 0, 0
    for char in words:
        if char in "十百":
            total += (digit or 1) * (10 if char == "十" else 100)
            digit = 0
        else:
            digit = _digit(char)
    return total + digit


def _digit(char: str) -> int:
    return _DIGITS[char] if char in _DIGITS else int(char)


def _later(year: int, month: int) -> tuple[int, int]:
    months = year * 12 + month - 1
    return months // 12, months % 12 + 1


def _after_months(said_on: date, count: int) -> date:
    year, month = _later(said_on.year, said_on.month + count)
    return min(date(year, month, 1) + timedelta(days=said_on.day - 1), month_end(year, month))


def _day(year: int, month: int, day: int) -> Due | None:
    try:
        return Due(date(year, month, day), Precision.DAY)
    except ValueError:
        return None


def _spanned(
    count: int, unit: str, said_on: date, calendar: workdays.WorkCalendar | None
) -> Due | None:
    if count > 999:
        return None
    if unit in ("工作日", "working day"):
        if calendar is None:
            return None
        limit = deadlines.Limit(count, deadlines.Unit.WORKDAYS)
        last = deadlines.due(anchor=said_on, limit=limit, calendar=calendar).day
    elif unit in ("月", "month", "季度", "quarter", "年", "year"):
        months = {"月": 1, "month": 1, "季度": 3, "quarter": 3}.get(unit, 12)
        last = _after_months(said_on, count * months)
    else:
        last = said_on + timedelta(days=count * (7 if unit in ("周", "星期", "week") else 1))
    return Due(last, Precision.SPAN)


_ZH_SPAN = re.compile(rf"({_N})个?(工作日|天|日|周|星期|月|季度|年)(?:之内|以内|内)")
_ZH_PLAN = re.compile(r"“?([十一二三四五六七八九]+)五”?(?:期间|末|时期|规划)")
_ZH = re.compile(
    rf"(?P<year>(?:{_N}{{1,4}}|今|明|后|本|当)年度?)?(?:(?P<half>[上下]半年)|第?(?P<quarter>[一二三四1-4])季度|(?P<three>前三季度)"
    rf"|(?P<month>{_N})月份?(?:(?P<day>{_N})[日号]|(?P<part>[上中]旬))?)?"
)


def _zh_span(words: str, said_on: date, calendar: workdays.WorkCalendar | None) -> Due | None:
    found = _ZH_SPAN.search(words)
    return _spanned(number(found[1]), found[2], said_on, calendar) if found else None


def _zh_plan(words: str, said_on: date, calendar: object) -> Due | None:
    found = _ZH_PLAN.search(words)
    if not found:
        return None
    return Due(date(1955 + 5 * number(found[1]), 12, 31), Precision.PLAN)


def _zh_near(words: str, said_on: date, calendar: object) -> Due | None:
    """Read what is named from the day it was said: this month, next week, the end of the year."""
    if re.search("下个?月", words):
        return Due(month_end(*_later(said_on.year, said_on.month + 1)), Precision.MONTH)
    if re.search("本月|这个月|月底|月内", words) and not re.search(rf"{_N}月", words):
        return Due(month_end(said_on.year, said_on.month), Precision.MONTH)
    if re.search("[本这]个?(?:周|星期)|下(?:周|星期)", words):
        weeks = 1 if re.search("下(?:周|星期)", words) else 0
        return Due(said_on + timedelta(days=6 - said_on.weekday() + 7 * weeks), Precision.DAY)
    if re.search("今天|明天|后天", words):
        ahead = 0 if "今天" in words else 1 if "明天" in words else 2
        return Due(said_on + timedelta(days=ahead), Precision.DAY)
    if re.search("(?<![今明后本当])年(?:底|末|内)", words) and not re.search(rf"{_N}年", words):  # fmt: skip
        return Due(date(said_on.year, 12, 31), Precision.YEAR)
    return None


def _zh_calendar(words: str, said_on: date, calendar: object) -> Due | None:
    """Read years, halves, quarters, months and days."""
    best = max(_ZH.finditer(words), key=lambda match: len(match.group()), default=None)
    if best is None or not best.group():
        return None
    named = (best["year"] or "").rstrip("度").removesuffix("年")
    near = {"今": 0, "本": 0, "当": 0, "明": 1, "后": 2}
    year = said_on.year + near.get(named, 0) if named in near or not named else number(named)
    if 0 < year < 100:
        year += 2000
    if not 1900 < year < 2200:
        return None
    told = _zh_inside(best, year)
    if told and not named and told.day < said_on:
        return _zh_inside(best, year + 1)
    return told


def _zh_inside(found: re.Match[str], year: int) -> Due | None:
    if found["month"]:
        return _zh_month(found, year)
    if found["quarter"]:
        return Due(month_end(year, 3 * number(found["quarter"])), Precision.QUARTER)
    if found["three"]:
        return Due(month_end(year, 9), Precision.QUARTER)
    if found["half"]:
        return Due(month_end(year, 6 if found["half"][0] == "上" else 12), Precision.HALF)
    return Due(date(year, 12, 31), Precision.YEAR) if found["year"] else None


def _zh_month(found: re.Match[str], year: int) -> Due | None:
    month = number(found["month"])
    if not 1 <= month <= 12:
        return None
    if found["day"]:
        return _day(year, month, number(found["day"]))
    if found["part"]:
        return Due(date(year, month, 10 if found["part"] == "上旬" else 20), Precision.MONTH)
    return Due(month_end(year, month), Precision.MONTH)


_EN_SPAN = re.compile(
    rf"within (?:the next )?(\d+|{'|'.join(_WORDS)}|an?) (working day|day|week|month|quarter|year)s?"
)
_EN_DAY = re.compile(rf"(\d{{1,2}})(?:st|nd|rd|th)? ({_MONTH})(?:,? (\d{{4}}))?")
_EN_DAY_US = re.compile(rf"({_MONTH}) (\d{{1,2}})(?:st|nd|rd|th)?(?!\d)(?:,? (\d{{4}}))?")
_EN_MONTH = re.compile(rf"({_MONTH})(?:,? (\d{{4}}))?")
_EN_QUARTER = re.compile(r"(?:q([1-4])|(first|second|third|fourth|last) quarter)(?: of)?(?: (\d{4}))?")  # fmt: skip
_EN_HALF = re.compile(r"(first|second) half of (\d{4})")
_EN_SEASON = re.compile(rf"(next )?({'|'.join(_SEASON_END)})(?: (\d{{4}}))?")
_EN_YEAR = re.compile(r"\b(20\d\d)\b")


def _en_span(words: str, said_on: date, calendar: workdays.WorkCalendar | None) -> Due | None:
    found = _EN_SPAN.search(words.lower())
    if not found:
        return None
    said = found[1]
    count = int(said) if said.isdigit() else _WORDS.index(said) if said in _WORDS else 1
    return _spanned(count, found[2], said_on, calendar)


def _en_calendar(words: str, said_on: date, calendar: object) -> Due | None:
    low = words.lower()
    plain, american = _EN_DAY.search(low), _EN_DAY_US.search(low)
    if plain or american:
        day, month, year = plain.groups() if plain else _turned(american)
        return _coming(lambda each: _day(each, _MONTHS.index(month) + 1, int(day)), year, said_on)
    if found := _EN_QUARTER.search(low):
        place = (
            int(found[1] or 0)
            or ("first", "second", "third", "fourth").index(found[2].replace("last", "fourth")) + 1
        )
        return _coming(
            lambda each: Due(month_end(each, 3 * place), Precision.QUARTER), found[3], said_on
        )
    if found := _EN_HALF.search(low):
        return Due(month_end(int(found[2]), 6 if found[1] == "first" else 12), Precision.HALF)
    if (found := _EN_MONTH.search(low)) and (found[1] != "may" or found[2] or "of may" in low or "by may" in low):  # fmt: skip
        month = _MONTHS.index(found[1]) + 1
        return _coming(lambda each: Due(month_end(each, month), Precision.MONTH), found[2], said_on)
    if found := _EN_SEASON.search(low):
        end = _SEASON_END[found[2]]
        year = str(said_on.year + 1) if found[1] and not found[3] else found[3]
        if found[2] == "winter" and year:
            year = str(int(year) + 1)  # the winter of a year ends in the next
        return _coming(lambda each: Due(month_end(each, end), Precision.SEASON), year, said_on)
    return _en_near(low, said_on)


def _turned(found: re.Match[str] | None) -> tuple[str, str, str | None]:
    month, day, year = found.groups() if found else ("", "", None)
    return day, month, year


def _en_near(low: str, said_on: date) -> Due | None:
    if found := re.search(r"\b(this|next) (year|month|week)|\bend of the (year)", low):
        ahead = 1 if found[1] == "next" else 0
        if found[2] == "month":
            return Due(month_end(*_later(said_on.year, said_on.month + ahead)), Precision.MONTH)
        if found[2] == "week":
            return Due(said_on + timedelta(days=6 - said_on.weekday() + 7 * ahead), Precision.DAY)
        return Due(date(said_on.year + ahead, 12, 31), Precision.YEAR)
    year = _EN_YEAR.search(low)
    return Due(date(int(year[1]), 12, 31), Precision.YEAR) if year else None


def _coming(make: Callable[[int], Due | None], year: str | None, said_on: date) -> Due | None:
    """Make a date of its year, or without one of the first year in which it is still to come."""
    if year:
        return make(int(year))
    told = make(said_on.year)
    return make(said_on.year + 1) if told and told.day < said_on else told


_RULES: tuple[Callable[[str, date, workdays.WorkCalendar | None], Due | None], ...] = (
    _zh_span, _en_span, _zh_plan, _zh_near, _en_calendar, _zh_calendar,
)  # fmt: skip
