# SPDX-License-Identifier: Apache-2.0
"""Stretches of time as SVG (甘特图): from when to when, how far the end moved, where today stands; no style, no script."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from html import escape
from typing import Protocol

_WIDTH, _ROW, _TOP, _LABEL = 960, 26, 28, 300
_SHORT = 22  # Han characters a label holds; a Latin one counts half


class Stretch(Protocol):
    """What is drawn: its name, its days, the days its end moved to meanwhile, its tone, where it leads."""

    @property
    def name(self) -> str: ...
    @property
    def start(self) -> date: ...
    @property
    def first_end(self) -> date: ...
    @property
    def end(self) -> date: ...
    @property
    def moved(self) -> Sequence[date]: ...
    @property
    def tone(self) -> str: ...
    @property
    def is_late(self) -> bool: ...
    @property
    def href(self) -> str: ...


@dataclass(frozen=True, slots=True)
class _Scale:
    start: date
    end: date

    def x(self, day: date) -> float:
        whole = max((self.end - self.start).days, 1)
        return round(_LABEL + (_WIDTH - _LABEL) * (day - self.start).days / whole, 1)


def draw(some: Sequence[Stretch], *, on: date, title: str, about: str, today: str = "") -> str:
    """Draw stretches, one a line, as an SVG element with a title and a description.

    A bar runs to the end first set; what was added since follows as an outlined piece with a notch for each move. The table
    beside it says the same to who listens.

    Shapes: in the order given; "" for none. Every word is escaped.
    """
    if not some:
        return ""
    first = min([on, *(one.start for one in some)])
    last = max([on, *(one.end for one in some)])
    scale = _Scale(first.replace(day=1), last + timedelta(days=20))
    height = _TOP + _ROW * len(some) + 8
    parts = [*_months(scale, height), *(_line(one, place, scale) for place, one in enumerate(some))]
    at = scale.x(on)
    parts.append(
        f'<line class="g-today" x1="{at}" x2="{at}" y1="{_TOP - 8}" y2="{height}"/>'
        f'<text class="g-note" x="{at + 3}" y="{_TOP - 12}" font-size="11">{escape(today)}</text>'
    )
    return (
        f'<svg class="gantt" viewBox="0 0 {_WIDTH} {height}" role="group" aria-label="{escape(title)}">'
        f"<title>{escape(title)}</title><desc>{escape(about)}</desc>"
        f'<g aria-hidden="true">{"".join(parts)}</g></svg>'
    )


def _months(scale: _Scale, height: int) -> list[str]:
    """The lines of the months; named so seldom that the names do not run into each other."""
    months = (scale.end.year - scale.start.year) * 12 + scale.end.month - scale.start.month + 1
    step = next(n for n in (1, 2, 3, 6, 12, 24, 60) if months / n <= 11 or n == 60)
    found = []
    for n in range(0, months, step):
        place = scale.start.month - 1 + n
        day = date(scale.start.year + place // 12, place % 12 + 1, 1)
        at = scale.x(day)
        if at > _WIDTH - 40:
            break
        found.append(
            f'<line class="g-month" x1="{at}" x2="{at}" y1="{_TOP - 6}" y2="{height}"/>'
            f'<text class="g-note" x="{at + 3}" y="{_TOP - 0}" font-size="11">{day:%Y-%m}</text>'
        )
    return found


def _line(one: Stretch, place: int, scale: _Scale) -> str:
    y = _TOP + 8 + _ROW * place
    start, first, end = scale.x(one.start), scale.x(one.first_end), scale.x(one.end)
    late = " g-late" if one.is_late else ""
    bar = f'<rect class="g-bar g-{escape(one.tone or "quiet")}{late}" x="{start}" y="{y}" width="{max(first - start, 3):.1f}" height="12" rx="2"/>'
    if end > first:
        bar += f'<rect class="g-slip{late}" x="{first}" y="{y}" width="{end - first:.1f}" height="12" rx="2"/>'
        bar += "".join(
            f'<line class="g-notch" x1="{scale.x(day)}" x2="{scale.x(day)}" y1="{y - 2}" y2="{y + 14}"/>'
            for day in (one.first_end, *one.moved)
        )
    text = (
        f'<text class="g-name" x="0" y="{y + 11}" font-size="13">{escape(_short(one.name))}</text>'
    )
    return f'<a href="{escape(one.href)}" tabindex="-1">{text}{bar}</a>'


def _short(name: str) -> str:
    """Cut a name so that it fits before the bars.

    >>> _short("在老城区三处地块建成停车位两百个并接入停车诱导系统")
    '在老城区三处地块建成停车位两百个并接入停车…'
    """
    room, kept = _SHORT - 1.0, ""
    for char in " ".join(name.split()):
        room -= 0.55 if char < "\u2e80" else 1
        if room < 0:
            return f"{kept}…"
        kept += char
    return kept
