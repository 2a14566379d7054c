# SPDX-License-Identifier: Apache-2.0
"""What the parts of a page are handed: acts with their *why not*, stages, happenings and marks in a text."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from huiyin.core.values.refusals import HuiyinError


@dataclass(frozen=True, slots=True)
class ActShown:
    """An act on the act bar.

    Attributes:
        id: names the dialog.
        label: what the button says, in the language of the page.
        action: where the form posts to; with `get`, where the link leads.
        refused: why it is not possible now, or None.
        reason: `none`, `text` or `code`, as in the pack; anything but `none` opens the reason dialog.
        reasons: pairs of code and words to choose from.
        tone: `main` for the one act most wanted here, `harsh` for a refusal or a step back, "" else.
        hidden: names and values sent along, e.g. the version.
        about: what will happen, in a sentence.
    """

    id: str
    label: str
    action: str
    refused: HuiyinError | None = None
    reason: str = "none"
    reasons: Sequence[tuple[str, str]] = ()
    tone: str = ""
    hidden: Sequence[tuple[str, str]] = ()
    about: str = ""
    get: bool = False


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage of the stepper: its label, and `done`, `now`, `ahead` or `stopped`."""

    label: str
    state: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Happening:
    """A line of the timeline; `tone` is `seal` for an act of the person in charge, `back` for a step back, "" else."""

    at: datetime
    label: str
    who: str = ""
    reason: str = ""
    tone: str = ""
    href: str = ""
    details: Sequence[tuple[str, str]] = field(default=())


@dataclass(frozen=True, slots=True)
class Mark:
    """A marked piece of a text: code points start and end, a kind (`ask`, `same`, `other`, `hit`), an id and a title."""

    start: int
    end: int
    kind: str = "hit"
    id: str = ""
    title: str = ""


def marked(text: str, marks: Iterable[Mark]) -> SafeString:
    """Give the text as HTML with its marks; of two that overlap the earlier, longer one stays whole.

    >>> marked("增设车位<两百>个", [Mark(2, 4, "hit")])
    '增设<mark class="mark mark-hit">车位</mark>&lt;两百&gt;个'
    """
    out: list[str] = []
    at = 0
    for mark in sorted(marks, key=lambda one: (one.start, -one.end)):
        if mark.start < at or mark.end > len(text) or mark.end <= mark.start:
            continue
        named = f' id="{escape(mark.id)}"' if mark.id else ""
        titled = f' title="{escape(mark.title)}"' if mark.title else ""
        out.append(escape(text[at : mark.start]))
        inner = escape(text[mark.start : mark.end])
        out.append(f'<mark class="mark mark-{escape(mark.kind)}"{named}{titled}>{inner}</mark>')
        at = mark.end
    out.append(escape(text[at:]))
    return mark_safe("".join(out))  # noqa: S308 - every piece is escaped above


def clock(
    due_on: date, *, on: date, state: str = "running", stopped_on: date | None = None
) -> dict[str, Any]:
    """Say how a clock stands: its tone, icon, key of words and number of days.

    Shapes: `tone` is `far`, `near` (5 days or fewer), `today`, `over`, `paused`, `met` or `late`.
    """
    left = (due_on - on).days
    if state == "stopped":
        late = (stopped_on - due_on).days if stopped_on and stopped_on > due_on else 0
        return (
            _clock("late", "clock", "clock.late", late)
            if late
            else _clock("met", "check", "clock.met", 0)
        )
    if state == "paused":
        return _clock("paused", "pause", "clock.paused", 0)
    if left < 0:
        return _clock("over", "alert", "clock.over", -left)
    if left == 0:
        return _clock("today", "alert", "clock.today", 0)
    return _clock("near" if left <= 5 else "far", "clock", "clock.left", left)


def _clock(tone: str, icon: str, key: str, n: int) -> dict[str, Any]:
    return {"tone": tone, "icon": icon, "key": key, "n": n}
