# SPDX-License-Identifier: Apache-2.0
"""Calendars (日历) as RFC 5545 writes them: whole days, lines folded at 75 octets, words escaped, ids that stay."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

MEDIA_TYPE = "text/calendar; charset=utf-8"
_OCTETS = 75
_ESCAPED = {"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"}


@dataclass(frozen=True, slots=True)
class Day:
    """Something that falls on a day.

    Attributes:
        uid: names it in the world, and is the same each time it is written.
        changed_at: when it was last changed, aware.
    """

    uid: str
    on: date
    summary: str
    changed_at: datetime
    description: str = ""
    url: str = ""
    is_done: bool = False


def write(name: str, days: Iterable[Day], *, stamp: datetime, language: str = "zh") -> str:
    r"""Write a calendar.

    Shapes: lines end in CRLF; no line is longer than 75 octets, and no character is torn apart by a fold.
    Source: RFC 5545 3.1 (folding), 3.3.11 (escaping), 3.6.1 (events), 3.8.7.2 (DTSTAMP); RFC 7986 for the name.

    >>> said = write("承诺", [Day("a@b", date(2026, 6, 30), "建成3座，公厕", datetime(2026, 3, 1, tzinfo=UTC))],
    ...     stamp=datetime(2026, 3, 2, 9, tzinfo=UTC))
    >>> [line for line in said.split("\r\n") if line.startswith("DT")]
    ['DTSTAMP:20260302T090000Z', 'DTSTART;VALUE=DATE:20260630', 'DTEND;VALUE=DATE:20260701']
    """
    lines = [
        "BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:-//Huiyin//commitments//{language.upper()}", "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH", f"NAME:{escaped(name)}", f"X-WR-CALNAME:{escaped(name)}",
        "REFRESH-INTERVAL;VALUE=DURATION:PT6H",
    ]  # fmt: skip
    for one in days:
        lines += _event(one, stamp)
    lines.append("END:VCALENDAR")
    return "".join(f"{folded(line)}\r\n" for line in lines)


def _event(one: Day, stamp: datetime) -> list[str]:
    lines = [
        "BEGIN:VEVENT",
        f"UID:{escaped(one.uid)}",
        f"DTSTAMP:{_moment(stamp)}",
        f"LAST-MODIFIED:{_moment(one.changed_at)}",
        f"DTSTART;VALUE=DATE:{one.on:%Y%m%d}",
        f"DTEND;VALUE=DATE:{one.on + timedelta(days=1):%Y%m%d}",
        f"SUMMARY:{escaped(one.summary)}",
    ]
    if one.description:
        lines.append(f"DESCRIPTION:{escaped(one.description)}")
    if one.url:
        lines.append(f"URL:{one.url}")
    status = "COMPLETED" if one.is_done else "NEEDS-ACTION"
    return [*lines, "TRANSP:TRANSPARENT", f"X-HUIYIN-STATUS:{status}", "END:VEVENT"]


def _moment(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def escaped(text: str) -> str:
    r"""Give words as a TEXT value holds them; control signs other than line ends are left out.

    >>> escaped("一、建成；二,验收\n完")
    '一、建成；二\\,验收\\n完'
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(
        _ESCAPED.get(char, char) for char in text if char >= " " or char in "\n\t"
    ).replace("\x7f", "")


def folded(line: str) -> str:
    """Fold a line at 75 octets, never within a character."""
    parts: list[str] = []
    part, size = "", 0
    for char in line:
        width = len(char.encode())
        if size + width > _OCTETS:
            parts.append(part)
            part, size = "", 1  # the blank that a folded line begins with
        part += char
        size += width
    return "\r\n ".join([*parts, part])
