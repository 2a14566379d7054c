# SPDX-License-Identifier: Apache-2.0
"""Dates, deadlines and amounts (期限、数额) as the text words them, nothing is reckoned; and numbers as titles word them."""

import re

_DIGITS = "〇一二三四五六七八九"
_N = r"[0-9０-９一二三四五六七八九十两百千零〇○]"
_YEAR = rf"(?:{_N}{{4}}年|今年|明年|后年|本年度?|明后两年|年)"
_MONTH = rf"(?:{_N}{{1,3}}月份?|本月|下个?月|春节|国庆|暑假|寒假|开学|汛期|元旦|五一)"
_PART = r"(?:底|末|初|中旬|上旬|下旬|上半年|下半年|内|中|前三季度)"
_SEASON = rf"(?:[第]?[一二三四]季度|上半年|下半年|{_N}{{1,3}}月{_N}{{1,3}}[日号])"
_DUE = re.compile(
    rf"今天(?:下班|下午|晚上|中午|之)?前|(?:这个月|本月|这周|这个星期|这两天|这几天)(?:之内|以内|内|底)"
    rf"|{_MONTH}第?[一二三四]周|今年[春秋]季(?:招生|开学|学期)?起?"
    rf"|{_YEAR}{_PART}?(?:{_SEASON}|{_MONTH})?{_PART}?(?:之前|以前|前|内|起)?"
    rf"|{_SEASON}(?:之前|以前|前|内|起)?|{_MONTH}{_PART}?(?:之前|以前|前|内|起)?"
    rf"|{_N}{{1,4}}个?(?:工作日|天|日|周|星期|月|季度|年)(?:之内|以内|内)"
    rf"|(?:本周|下周|这周|明天|后天|今天|本月|下月|月底|月内|年底|周|星期){_N}?(?:底|内|末|日)?(?:之前|以前|前|起)?"
    r"|(?:“?[十]?[一二三四五六七八九十]+五”?)(?:期间|末|时期)"
)
_DATED = re.compile("[年月日天周季期节庆假学旦五星]")  # one of them stands in every date
# What makes a bare year or day a deadline rather than a mere date.
_FIRM = re.compile("[前内底末起]|明|后|下|本周|这周|期间|月|季度|半年|[年月周]底")
_AMOUNT = re.compile(
    rf"(?:[0-9０-９][0-9０-９,，.．]*|{_N}+(?:点{_N}+)?)余?多?(?:万|亿|千|百)*余?多?"
    r"(?:元|平方米|平方公里|公里|米|个|处|套|辆|条|座|户|人次|人|所|家|张|台|盏|吨|亩|公顷|项|件|班|名|株|部|间|床|小时|分钟|％|%)"
    r"|百分之[一二三四五六七八九十百点零]+"
)


def due(text: str) -> str:
    """Give the words that set a deadline or a date to come, "" when there are none.

    >>> due("力争明年六月底前全部建成"), due("三天内拿出方案"), due("2017年出台了办法")
    ('明年六月底前', '三天内', '')
    """
    if not _DATED.search(text):
        return ""
    found = [
        m.group() for m in _DUE.finditer(text) if len(m.group()) > 1 and _FIRM.search(m.group())
    ]
    by_then = [words for words in found if words[-1] in "前内"]
    return by_then[0] if by_then else max(found, key=len, default="")


def amount(text: str) -> str:
    """Give the first amount, money before other things counted, "" when there is none.

    >>> amount("在三处路口投资1,200万元增设护栏"), amount("新增停车位三百二十个")
    ('1,200万元', '三百二十个')
    """
    found = [match.group() for match in _AMOUNT.finditer(text)]
    return next((words for words in found if words.endswith("元")), found[0] if found else "")


def count_in_han(number: int) -> str:
    """Count in Chinese numerals, for titles and headings; figures from a hundred on.

    >>> [count_in_han(number) for number in (3, 10, 12, 20, 45, 100)]
    ['三', '十', '十二', '二十', '四十五', '100']
    """
    if not 0 < number < 100:
        return str(number)
    tens, ones = divmod(number, 10)
    head = "" if not tens else "十" if tens == 1 else _DIGITS[tens] + "十"
    return head + (_DIGITS[ones] if ones else "")
