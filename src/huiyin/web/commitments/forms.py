# SPDX-License-Identifier: Apache-2.0
"""What the pages of commitments send, read without trusting it."""

from datetime import date
from typing import Any

from django.http import HttpRequest, QueryDict

from huiyin.core.values.refusals import HuiyinError
from huiyin.web.commitments.services import indicating, promising, reporting
from huiyin.web.kit import incoming

PROOFS = 3


def number(data: QueryDict, name: str) -> int:
    """Read a whole number, 0 where there is none."""
    return incoming.whole(data.get(name, "")) or 0


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
        raise HuiyinError("DATE_INVALID", day=said[:20]) from fault


def said(data: QueryDict) -> promising.Said:
    """Read what the author says of a promise."""
    return promising.Said(
        data.get("text", "").replace("\r\n", "\n").strip(), data.get("owner", ""), day(data, "due_on"),
        data.get("amount", ""), data.get("budget", ""), data.getlist("goal")[:40],
    )  # fmt: skip


def told(request: HttpRequest) -> reporting.Told:
    """Read a report with its evidence; lines of evidence left empty are none.

    Errors: `PERCENT_INVALID`.
    """
    data = request.POST
    share = data.get("percent", "").strip().removesuffix("%")
    percent = incoming.whole(share) if share else None
    if share and percent is None:
        raise HuiyinError("PERCENT_INVALID")
    figures = {
        incoming.whole(key.removeprefix("owed-")) or 0: str(value)
        for key, value in data.items()
        if key.startswith("owed-") and str(value).strip()
    }
    return reporting.Told(
        data.get("words", "").replace("\r\n", "\n"), percent, data.get("public") == "yes", _proofs(request), figures,
        data.getlist("reached")[:60],
    )  # fmt: skip


def _proofs(request: HttpRequest) -> list[reporting.Proof]:
    found = []
    for place in range(PROOFS):
        shows = request.POST.get(f"shows-{place}", "").strip()
        link = request.POST.get(f"link-{place}", "").strip()
        figure = request.POST.get(f"figure-{place}", "").strip()
        file = request.FILES.get(f"file-{place}")
        if file is not None:
            found.append(reporting.Proof(shows, name=file.name or "file", data=file.read()))
        elif shows or link or figure:
            found.append(reporting.Proof(shows, link=link, figure=figure))
    return found


def rhythm(data: QueryDict) -> indicating.Rhythm:
    """Read when an indicator is due.

    Errors: `FIELD_EMPTY`; `DATE_INVALID`.
    """
    every, first, last = data.get("every", ""), day(data, "first_on"), day(data, "last_on")
    days = [
        part for part in data.get("days", "").replace("、", " ").replace(",", " ").split() if part
    ]
    if every == "custom" and days:
        held = [_one(part) for part in days[:400]]
        return indicating.Rhythm(every, first or min(held), last or max(held), held)
    if first is None or last is None:
        raise HuiyinError("FIELD_EMPTY", field="first_on" if first is None else "last_on")
    return indicating.Rhythm(every, first, last)


def _one(said: str) -> date:
    try:
        return date.fromisoformat(said)
    except ValueError as fault:
        raise HuiyinError("DATE_INVALID", day=said[:20]) from fault


def typed(data: QueryDict, names: tuple[str, ...]) -> dict[str, Any]:
    """Give what was typed under some names, to be shown again."""
    return {name: data.get(name, "") for name in names if name in data}
