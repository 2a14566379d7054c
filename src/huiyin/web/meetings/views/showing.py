# SPDX-License-Identifier: Apache-2.0
"""The pages that only show: the projector, the page for everybody, the figures; and the clock they count by."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from huiyin.web.kit import doors
from huiyin.web.meetings import fragments, live
from huiyin.web.meetings.selectors import balance
from huiyin.web.meetings.services import rows
from huiyin.web.meetings.views.framing import frame


@doors.answering
def screen(request: HttpRequest, uid: str) -> HttpResponse:
    """Show what the projector shows: one page, nothing to press."""
    row = rows.meeting(doors.actor_of(request), uid, lock=False)
    context = {"versions": fragments.versions(row, live.SCREEN)} | fragments.screen(row)
    return render(request, "meetings/screen.html", context)


@doors.answering
def watch(request: HttpRequest, uid: str) -> HttpResponse:
    """Show everybody who may see the meeting how it goes."""
    row = rows.meeting(doors.actor_of(request), uid, lock=False)
    version = {"versions": fragments.versions(row, live.WATCH)}
    context = frame(request, row, "watch") | version | fragments.watch(row)
    return render(request, "meetings/watch.html", context)


@doors.signed_in
@doors.answering
def figures(request: HttpRequest, uid: str) -> HttpResponse:
    """Show attendance and speech by sector, gender, party and body."""
    row = rows.inside(doors.actor_of(request), uid)
    context = frame(request, row, "figures") | balance.page(row)
    return render(request, "meetings/figures.html", context)


@require_GET
@never_cache
def clock(request: HttpRequest) -> HttpResponse:
    """Give the time of the server in milliseconds, which every countdown is held against."""
    return JsonResponse({"now": int(doors.now().timestamp() * 1000)})
