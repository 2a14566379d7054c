# SPDX-License-Identifier: Apache-2.0
"""Asking (填表): the one page on which the acts of supervision are filled in, with what was typed kept beside a refusal."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render

from huiyin.core.docket import pack_blocks
from huiyin.core.values.refusals import HuiyinError
from huiyin.web.docket.selectors import shown as names
from huiyin.web.kit import doors

_WORDS = 6000


@dataclass(frozen=True, slots=True)
class Asked:
    """A field: `line`, `area`, `day`, `choice`, `many` or `pick`; `words` names it (`sup.…`), `given` stands in it at first."""

    name: str
    words: str
    kind: str = "line"
    given: str = ""
    choices: Sequence[tuple[str, str]] = ()
    help: str = ""
    optional: bool = False
    label: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """What stands around the fields: keys of words, the matter, where it leads back to, and what is said when it is done."""

    title: str
    purpose: str
    about: str
    back: str
    button: str
    done: str
    version: int = 0


def text(data: QueryDict, name: str) -> str:
    """Read words as they were typed, no longer than is kept."""
    return data.get(name, "").replace("\r\n", "\n").strip()[:_WORDS]


def number(data: QueryDict, name: str) -> int:
    """Read a whole number, 0 where there is none."""
    said = data.get(name, "")
    return int(said) if said.isascii() and said.isdecimal() and len(said) < 10 else 0


def day(data: QueryDict, name: str) -> date | None:
    """Read a day, None where there is none.

    Errors: `DATE_INVALID`.
    """
    said = data.get(name, "").strip()
    try:
        return date.fromisoformat(said) if said else None
    except ValueError as fault:
        raise HuiyinError("DATE_INVALID", day=said[:20]) from fault


def axes(form: pack_blocks.Form) -> list[Asked]:
    """Give the axes of a form of the pack as fields."""
    return [
        Asked(
            f"axis-{axis.id}", "", "pick", choices=[(one.id, names.label(one.words)) for one in axis.values],
            label=names.label(axis.words),
        )
        for axis in form.axes.values()
    ]  # fmt: skip


def values(data: QueryDict) -> dict[str, str]:
    """Read the axes of a form."""
    return {
        name.removeprefix("axis-")[:40]: data.get(name, "")[:40]
        for name in list(data)[:100]
        if name.startswith("axis-") and data.get(name)
    }


def ask(
    request: HttpRequest, page: Page, fields: Sequence[Asked], act: Callable[[QueryDict], str]
) -> HttpResponse:
    """Show the fields; when they come back do the act, which gives where to go on."""
    filled = [
        {
            "field": one,
            "value": request.POST.get(one.name, one.given),
            "chosen": request.POST.getlist(one.name) if request.method == "POST" else [one.given],
        }
        for one in fields
    ]
    context: dict[str, Any] = {"page": page, "fields": filled}
    if request.method != "POST":
        return render(request, "supervision/form.html", context)
    try:
        onward = act(request.POST)
    except HuiyinError as refusal:
        if doors.status_of(refusal.code) in (403, 404):
            raise
        return doors.again(request, "supervision/form.html", context, refusal)
    messages.success(request, names.say(f"sup.{page.done}"))
    return redirect(onward)
