# SPDX-License-Identifier: Apache-2.0
"""What the pages of meetings send, read without trusting it."""

from datetime import date, datetime
from typing import Any

from django.http import QueryDict
from django.utils import timezone

from huiyin.core.values.refusals import HuiyinError
from huiyin.web.kit import incoming

MOST_MINUTES = 600


def line(data: QueryDict, name: str, most: int = 200) -> str:
    """Read one line of text, cut where the store ends."""
    return " ".join(data.get(name, "").split())[:most]


def text(data: QueryDict, name: str) -> str:
    """Read a text of several lines."""
    return data.get(name, "").replace("\r\n", "\n").strip()


def number(data: QueryDict, name: str) -> int:
    """Read a whole number, 0 where there is none."""
    return incoming.whole(data.get(name, "").strip()) or 0


def minutes(data: QueryDict, name: str) -> int:
    """Read a number of minutes.

    Errors: `MINUTES_INVALID` for none, or more than ten hours.
    """
    said = data.get(name, "").strip()
    found = incoming.whole(said) if said else 0
    if found is None or found > MOST_MINUTES:
        raise HuiyinError("MINUTES_INVALID", value=said[:20], most=MOST_MINUTES)
    return found


def moment(data: QueryDict, name: str) -> datetime:
    """Read a day and time at the institution.

    Errors: `DATE_INVALID`.
    """
    said = data.get(name, "").strip()
    try:
        found = datetime.fromisoformat(said)
    except ValueError as fault:
        raise HuiyinError("DATE_INVALID", day=said[:30]) from fault
    if not 2000 <= found.year <= 2200:
        raise HuiyinError("DATE_INVALID", day=said[:30])
    return found if timezone.is_aware(found) else timezone.make_aware(found)


def day(data: QueryDict, name: str) -> date | None:
    """Read a day, None where none is given.

    Errors: `DATE_INVALID`.
    """
    said = data.get(name, "").strip()
    if not said:
        return None
    try:
        found = date.fromisoformat(said)
    except ValueError as fault:
        raise HuiyinError("DATE_INVALID", day=said[:30]) from fault
    if not 2000 <= found.year <= 2200:
        raise HuiyinError("DATE_INVALID", day=said[:30])
    return found


def catch(data: QueryDict, *, lenient: bool = False) -> dict[str, Any]:
    """Read what one thing caught should say; `lenient` leaves out a day that is none, to show the rest again.

    Errors: `DATE_INVALID`.
    """
    found: dict[str, Any] = {
        name: text(data, name) for name in ("words", "kind", "participant", "answers") if name in data
    }  # fmt: skip
    if "body" in data:
        found["body"] = number(data, "body")
    try:
        found["due_on"] = day(data, "due_on")
    except HuiyinError:
        if not lenient:
            raise
    return found


def plan(data: QueryDict) -> dict[str, Any]:
    """Read the plan of a meeting.

    Errors: `DATE_INVALID`, `MINUTES_INVALID`.
    """
    return {
        "kind": data.get("kind", ""),
        "title": line(data, "title"),
        "topic": line(data, "topic"),
        "place": line(data, "place", 120),
        "language": "en" if data.get("language") == "en" else "zh",
        "starts_at": moment(data, "starts_at"),
        "speech_seconds": minutes(data, "speech_minutes") * 60,
        "is_public": data.get("is_public") == "on",
        "chair": line(data, "chair", 60),
    }
