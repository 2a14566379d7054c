# SPDX-License-Identifier: Apache-2.0
"""What the pages of evaluations send, read without trusting it."""

from datetime import date

from django.http import QueryDict

from huiyin.core.values.refusals import HuiyinError
from huiyin.web.evaluations.services.submitting import Said

_WORDS = 4000


def number(data: QueryDict, name: str) -> int:
    """Read a whole number, 0 where there is none."""
    said = data.get(name, "")
    return int(said) if said.isascii() and said.isdecimal() and len(said) < 10 else 0


def day(data: QueryDict, name: str) -> date | None:
    """Read a day, None where there is none.

    Errors: `DATE_INVALID`.
    """
    said = data.get(name, "").strip()
    if not said:
        return None
    try:
        return date.fromisoformat(said)
    except ValueError as fault:
        raise HuiyinError("DATE_INVALID", day=said) from fault


def text(data: QueryDict, name: str) -> str:
    """Read words as they were typed, no longer than is kept."""
    return data.get(name, "").replace("\r\n", "\n").strip()[:_WORDS]


def said(data: QueryDict) -> Said:
    """Read a form: `axis-…`, `mark-…`, remark, reason and, on paper, where it came from."""
    values, marks = {}, {}
    for name in list(data)[:400]:
        kind, _, key = name.partition("-")
        value = data.get(name, "")
        if kind == "axis" and value:
            values[key[:40]] = value
        elif kind == "mark" and value and key.isascii() and key.isdecimal() and len(key) < 18:
            marks[int(key)] = value
    return Said(values, marks, text(data, "remark"), text(data, "reason"), text(data, "proxy"))
