# SPDX-License-Identifier: Apache-2.0
"""Commitments in time: the timeline as bars with their table, the month, and the calendar that programs fetch."""

from calendar import monthrange
from datetime import date, timedelta
from itertools import groupby
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_GET

from huiyin.core.commitments import icalendar
from huiyin.core.values.refusals import HuiyinError
from huiyin.web.accounts.actors import Actor
from huiyin.web.accounts.models import User
from huiyin.web.commitments.selectors import calendar, commitments
from huiyin.web.commitments.services import keying
from huiyin.web.commitments.views.lists import tabs
from huiyin.web.docket.selectors import shown as names
from huiyin.web.kit import doors, listing, ports

BARS = 40


@doors.answering
def timeline(request: HttpRequest) -> HttpResponse:
    """Show when commitments were made, by when they were first promised and where their dates stand now."""
    actor, on = doors.actor_of(request), doors.today()
    rows = commitments.narrowed(actor, request.GET, on=on).exclude(due_on=None)
    found = listing.of(
        request, rows.prefetch_related("slips").order_by("due_on", "pk"), commitments.COLUMNS,
        filters=commitments.filters(actor), per_page=BARS,
    )  # fmt: skip
    lines = commitments.lines(actor, found.rows, on=on)
    svg = ports.draw_spans(
        [_bar(line) for line in lines], on=on, title=names.say("commit.tab_timeline"),
        about=names.say("commit.timeline_about"), today=names.say("commit.today"),
    ) if lines else ""  # fmt: skip
    context = {"tabs": tabs("timeline"), "listing": found, "lines": lines, "svg": mark_safe(svg)}  # noqa: S308 - escaped where drawn
    return render(request, "commitments/timeline.html", context)


def _bar(line: commitments.Line) -> ports.Stretch:
    row = line.row
    assert row.due_on is not None
    first = row.first_due_on or row.due_on
    slips = tuple(one.to for one in row.slips.all())[:-1]
    return ports.Stretch(
        line.text, row.said_on, first, max(row.due_on, first), slips, line.state.tone, bool(line.over),
        f"/commitments/{row.uid}/",
    )  # fmt: skip


@doors.answering
def month(request: HttpRequest) -> HttpResponse:
    """Show what is due in a month, day by day."""
    actor, today = doors.actor_of(request), doors.today()
    first = _month(request.GET.get("month", ""), today)
    last = first.replace(day=monthrange(first.year, first.month)[1])
    some = calendar.days(actor, first, last, today=today)
    by_day = [(day, list(rows)) for day, rows in groupby(some, key=lambda one: one.on)]
    context = {
        "tabs": tabs("calendar"), "first": first, "by_day": by_day, "n": len(some), "today": today,
        "before": (first - timedelta(days=1)).strftime("%Y-%m"), "after": (last + timedelta(days=1)).strftime("%Y-%m"),
        "heads": [f"cal.{one}" for one in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")],
        "weeks": _weeks(first, last, {day: len(rows) for day, rows in by_day}, today),
    }  # fmt: skip
    return render(request, "commitments/calendar.html", context)


def _month(said: str, today: date) -> date:
    try:
        found = date.fromisoformat(f"{said}-01") if said else today.replace(day=1)
    except ValueError as fault:
        raise HuiyinError("DATE_INVALID", day=said[:20]) from fault
    if not 1990 <= found.year <= 2200:
        raise HuiyinError("DATE_INVALID", day=said[:20])
    return found


def _weeks(first: date, last: date, counts: dict[date, int], today: date) -> list[list[Any]]:
    day = first - timedelta(days=first.weekday())
    weeks: list[list[Any]] = []
    while day <= last:
        week = [day + timedelta(days=n) for n in range(7)]
        weeks.append([
            {"day": one, "n": counts.get(one, 0), "inside": one.month == first.month, "today": one == today}
            for one in week
        ])  # fmt: skip
        day += timedelta(days=7)
    return weeks


@doors.signed_in
@doors.answering
def key(request: HttpRequest) -> HttpResponse:
    """Show the address of one's calendar once, when it is made; make another; revoke it."""
    actor = doors.actor_of(request)
    address = ""
    if request.method == "POST":
        if request.POST.get("do") == "revoke":
            keying.revoke(actor, now=doors.now())
            messages.success(request, names.say("cal.revoked"))
            return redirect("calendar_key")
        secret = keying.make(actor, now=doors.now())
        address = request.build_absolute_uri(f"/calendar/{secret}.ics")
    context = {"held": keying.held(actor), "address": address}
    answer = render(request, "commitments/key.html", context)
    answer.headers["Cache-Control"] = "no-store"
    return answer


@require_GET
def feed(request: HttpRequest, secret: str) -> HttpResponse:
    """Give a calendar to whoever knows its address: what its owner may see at this moment, and nothing else."""
    now = doors.now()
    try:
        actor = keying.bearer(secret, now=now)
    except HuiyinError:
        return HttpResponse(status=404, content_type="text/plain")
    with translation.override(_language(actor)):
        told = calendar.feed(actor, now=now, today=doors.today())
    answer = HttpResponse(told.encode(), content_type=icalendar.MEDIA_TYPE)
    answer["Content-Disposition"] = 'attachment; filename="huiyin.ics"'
    answer["Cache-Control"] = "no-store"
    answer["X-Robots-Tag"] = "noindex"
    return answer


def _language(actor: Actor) -> str:
    said = (
        User.objects.filter(pk=actor.user_id or 0).values_list("language", flat=True).first()
        or "zh"
    )
    return "en" if said.startswith("en") else "zh-hans"
