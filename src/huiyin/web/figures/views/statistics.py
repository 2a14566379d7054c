# SPDX-License-Identifier: Apache-2.0
"""Statistics of a session: charts with their tables and definitions, sessions side by side, and each to take away."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.safestring import mark_safe

from huiyin.core.values.refusals import HuiyinError
from huiyin.web.docket.selectors import shown
from huiyin.web.docket.views import lists
from huiyin.web.figures.selectors import facts, sessions, statistics
from huiyin.web.kit import doors, ports

FORMS = ("svg", "png", "xlsx")


@doors.needing(*statistics.READERS)
@doors.answering
def page(request: HttpRequest) -> HttpResponse:
    """Show the charts of a session, and the chief figures of up to five."""
    actor, held = doors.actor_of(request), _held(request)
    side = statistics.side_by_side(actor, held)
    context = {
        "held_label": facts.label(held.session),
        "session_name": shown.session(held.session),
        "as_of": held.as_of,
        "sessions": [(facts.label(row), shown.session(row)) for row in sessions.known()],
        "charts": [_drawn(one) for one in statistics.charts(actor, held)],
        "forms": FORMS,
        "side_heads": [name for name, _ in side],
        "side": list(zip(*(some for _, some in side), strict=True)),
    }
    return render(request, "figures/statistics.html", context)


@doors.needing(*statistics.READERS)
@doors.answering
def chart(request: HttpRequest, key: str, form: str) -> HttpResponseBase:
    """Give one chart to take away: as svg, as png, or its table as xlsx."""
    some = statistics.charts(doors.actor_of(request), _held(request))
    one = next((found for found in some if found.key == key), None)
    if one is None or form not in FORMS:
        raise HuiyinError("NOT_FOUND")
    drawn = _drawn(one)
    if form == "xlsx":
        heads = [drawn["title"], *[""] * (len(one.marks[0]) - 3), shown.say("stat.n")]
        rows = [[str(cell) for cell in row] for row in statistics.table(one)]
        return lists.export([heads, *rows], key, "xlsx")
    svg = str(drawn["svg"])
    raw, kind = (ports.chart_png(svg), "image/png") if form == "png" else (svg, "image/svg+xml")
    answer = HttpResponse(raw, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{key}.{form}"'
    return answer


def _held(request: HttpRequest) -> facts.Gathered:
    session = sessions.asked(request.GET.get("session", ""))
    return facts.gather(doors.actor_of(request), session, as_of=doors.today())


def _drawn(one: statistics.Chart) -> dict[str, Any]:
    title = one.title or shown.say(f"stat.{one.key}")
    about = one.about or shown.say(f"stat.{one.key}_about")
    marks: Any = one.marks
    if one.shape == "series":
        svg = ports.draw_series(marks, title=title, about=about)
    elif one.shape == "grid":
        svg = ports.draw_grid(marks, title=title, about=about)
    else:
        svg = ports.draw_bars(marks, title=title, about=about, across=one.shape == "bars")
    return {
        "key": one.key,
        "title": title,
        "about": about,
        "svg": mark_safe(svg),  # noqa: S308 - escaped where drawn
        "two": one.shape in ("series", "grid"),
        "marks": [(mark[:-2], mark[-2], mark[-1]) for mark in one.marks],
    }
