# SPDX-License-Identifier: Apache-2.0
"""What the pages of replies send, read without trusting it."""

from datetime import date
from typing import Any

from django.http import QueryDict

from huiyin.core.values.refusals import HuiyinError
from huiyin.web.replies.services import drafting, publishing

_LINES = {"contact_name": 60, "contact_phone": 40, "face_place": 120, "face_present": 300}


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


def head(data: QueryDict) -> dict[str, Any]:
    """Read the head of a reply: the fields the page sent."""
    found: dict[str, Any] = {}
    for name in drafting.HEAD:
        if name in data:
            said = data.get(name, "").replace("\r\n", "\n").strip()
            found[name] = day(data, name) if name == "face_on" else said[: _LINES.get(name, 20_000)]
    return found


def answers(data: QueryDict, *, over: bool = False) -> list[drafting.Typed]:
    """Read the answers the page sent; with `over`, on the versions its writer has seen beside the own text."""
    found = []
    for uid in data.getlist("answer")[:200]:
        fields: dict[str, Any] = {}
        for name in drafting.BODY:
            key = f"{uid}-{name}"
            if key in data and name not in ("start", "end"):
                said = data.get(key, "").replace("\r\n", "\n").strip()
                fields[name] = day(data, key) if name == "promised_on" else said
        if "owner" in fields:
            fields["owner"] = fields["owner"][:120]
        version = number(data, f"{uid}-over") if over else 0
        found.append(drafting.Typed(uid, version or number(data, f"{uid}-version"), fields))
    return found


def way(data: QueryDict) -> publishing.Way:
    """Read how a reply is to be published."""
    return publishing.Way(
        data.get("way", ""), data.get("code", ""), data.get("words", "").strip(), data.get("summary", "").strip(),
        data.getlist("keep"), data.getlist("cover"),
    )  # fmt: skip
