# SPDX-License-Identifier: Apache-2.0
"""Promises as the public may know them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from huiyin.web.commitments.selectors import telling
from huiyin.web.docket.selectors import shown
from huiyin.web.kit.showing import Happening

_TONES = {"claimed": "", "verified": "seal", "slipped": "back", "promised": ""}


@dataclass(frozen=True, slots=True)
class Line:
    """A promise in a list: its words, who promised by when and how often that moved, its state."""

    words: str
    about: str
    state: str
    href: str
    tone: str = "going"


def lines(some: Sequence[telling.Told]) -> list[Line]:
    """Give promises as the page of a suggestion shows them."""
    return [
        Line(one.quote, _about(one), shown.label(one.state_words), f"/commitments/{one.uid}/")
        for one in some
    ]


def _about(one: telling.Told) -> str:
    body = shown.body(one.body)
    if one.due_on is None:
        return shown.say("public.promise_undated", body=body)
    said = shown.say("public.promise_due", body=body, due=one.due_on.isoformat())
    if not one.slipped:
        return said
    slipped = shown.say("public.promise_slipped", n=one.slipped)
    return f"{said} · {slipped}"


def happenings(some: Sequence[telling.Told]) -> Iterator[Happening]:
    """Give what happened to promises as lines of a timeline."""
    for one in telling.moves(some):
        body = shown.body(one.told.body)
        days = {"was": str(one.was or ""), "to": str(one.to or "")}
        label = shown.say(f"public.h_{one.what}", body=body, words=one.told.quote[:80], **days)
        yield Happening(one.at, label, tone=_TONES[one.what])
