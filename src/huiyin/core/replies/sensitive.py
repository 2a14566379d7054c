# SPDX-License-Identifier: Apache-2.0
"""Sensitive words (个人信息与密级标志): personal data and secrecy marks in a text, each with its place."""

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from huiyin.core.values import spans


class Sort(StrEnum):
    """What kind of sensitive words."""

    ID_NUMBER = "id_number"  # 居民身份证号
    PHONE = "phone"
    BANK_CARD = "bank_card"
    EMAIL = "email"
    ADDRESS = "address"  # of a home: down to the number and the door
    SECRECY = "secrecy"  # 密级标志


@dataclass(frozen=True, slots=True)
class Mark:
    """Sensitive words and where they stand."""

    sort: Sort
    span: spans.Span
    quote: str


_FULL = str.maketrans("０１２３４５６７８９\uff38\uff58（）－", "0123456789XX()-")
_GAP = r"[ \-\u00a0\u2010-\u2015]?"
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK = "10X98765432"
_ID = re.compile(rf"(?<![\dA-Za-z])[1-9](?:{_GAP}\d){{16}}{_GAP}[\dXx](?![\dA-Za-z])")
_OLD_ID = re.compile(r"(?<![\dA-Za-z.])[1-9]\d{5}\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}(?![\dA-Za-z])")  # fmt: skip
_CARD = re.compile(rf"(?<![\dA-Za-z.])[2-9](?:{_GAP}\d){{15,18}}(?![\dA-Za-z])")
_MOBILE = re.compile(rf"(?<![\d.])(?:\+?86{_GAP})?1[3-9]\d(?:{_GAP}\d){{8}}(?!\d)")
_LANDLINE = re.compile(
    r"(?<![\d.])\(?0\d{2,3}\)?[ \-\u2010-\u2015]?\d{7,8}(?![\d.])|(?<![\d.])(?:\+44 ?\(?0?\)?|0)\d{2,4} ?\d{3,4} ?\d{3,4}(?!\d)"
)
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_ADDRESS = re.compile(
    r"[\u3400-\u9fff]{1,12}(?:路|街|巷|弄|道|小区|新村|花园|苑|里|村|组)[\u3400-\u9fff]{0,6}\d{1,5}[号弄幢栋](?:[\u3400-\u9fff]{0,4}\d{1,4}(?:号楼|栋|幢|单元|室|户|号|楼|层))+"
    r"|[\u3400-\u9fff]{1,10}(?:小区|新村|花园|苑|村)\d{1,4}(?:号楼|栋|幢)(?:\d{1,3}单元)?\d{2,4}室?"
    r"|\b(?:Flat|Apartment|Apt\.?) ?\d{1,4}[A-Za-z]?,? ?\d{1,4}[A-Za-z]? (?:[A-Z][a-z]+ ){1,3}(?:Street|Road|Lane|Avenue|Close|Drive|Way)\b"
    r"|\b\d{1,4}[A-Za-z]? (?:[A-Z][a-z]+ ){1,3}(?:Street|Road|Lane|Avenue|Close|Drive|Way)\b(?:,? [A-Z][a-z]+){0,2},? [A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b"
)
_SECRECY = re.compile(
    r"(?:秘\s?密|机\s?密|绝\s?密)\s?[★☆\uff0a*](?:\s?(?:\d{1,2}\s?年|长期))?|密级[:：]\s?(?:秘密|机密|绝密)|^[ \u3000]*(?:秘密|机密|绝密)[ \u3000]*$"
    r"|(?:内部资料|内部文件)[，,]?\s?(?:注意保存|不得外传|严禁外传)|\b(?:TOP SECRET|OFFICIAL-SENSITIVE|OFFICIAL: SENSITIVE)\b|^[ ]*(?:SECRET|CONFIDENTIAL)[ ]*$",
    re.MULTILINE,
)


def find(text: str, *, public: Collection[str] = ()) -> tuple[Mark, ...]:
    """Find personal data and secrecy marks.

    A number is only called an id number or a bank card where its check digit is right. `public` are the numbers and
    addresses a body publishes itself (its own telephone), which are left alone.

    Shapes: in order of their place, without overlap; spans count in `text`, whatever width its digits have.
    Cost: linear in the text.

    >>> [(mark.sort.value, mark.quote) for mark in find("王某，身份证号11010519491231002X，机密★10年")]
    [('id_number', '11010519491231002X'), ('secrecy', '机密★10年')]
    """
    plain = text.translate(_FULL)
    known = {_bare(one) for one in public}
    found: list[Mark] = []
    for sort, pattern, is_meant in _RULES:
        for match in pattern.finditer(plain):
            span = spans.Span(match.start(), match.end())
            if any(span.overlaps(other.span) for other in found) or not is_meant(match.group()):
                continue
            if _bare(match.group()) not in known:
                found.append(Mark(sort, span, span.cut(text)))
    return tuple(sorted(found, key=lambda mark: mark.span))


def is_id_number(digits: str) -> bool:
    """Tell whether 18 characters are an id number: its day of birth exists and its last digit is right (GB 11643)."""
    if not re.fullmatch(r"\d{17}[\dX]", digits) or not _is_day(digits[6:14]):
        return False
    total = sum(int(digit) * weight for digit, weight in zip(digits, _WEIGHTS, strict=False))
    return _CHECK[total % 11] == digits[17]


def is_card(digits: str) -> bool:
    """Tell whether 16 to 19 digits pass Luhn's check.

    >>> is_card("4111111111111111"), is_card("4111111111111112")
    (True, False)
    """
    total = 0
    for place, char in enumerate(reversed(digits)):
        value = int(char) * (1 + place % 2)
        total += value - 9 if value > 9 else value
    return 16 <= len(digits) <= 19 and len(set(digits)) > 1 and total % 10 == 0


def _bare(words: str) -> str:
    return re.sub(r"[^0-9A-Za-z@.\u3400-\u9fff]", "", words).upper()


def _is_day(digits: str) -> bool:
    try:
        born = date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return False
    return 1850 <= born.year <= 2100


def _any(words: str) -> bool:
    return bool(words)


_RULES: tuple[tuple[Sort, re.Pattern[str], Callable[[str], bool]], ...] = (
    (Sort.SECRECY, _SECRECY, _any),
    (Sort.ID_NUMBER, _ID, lambda words: is_id_number(_bare(words))),
    (Sort.BANK_CARD, _CARD, lambda words: is_card(_bare(words))),
    (Sort.ID_NUMBER, _OLD_ID, lambda words: _is_day(f"19{words[6:12]}")),
    (Sort.EMAIL, _EMAIL, _any),
    (Sort.PHONE, _MOBILE, _any),
    (Sort.PHONE, _LANDLINE, _any),
    (Sort.ADDRESS, _ADDRESS, _any),
)
