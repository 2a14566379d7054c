# SPDX-License-Identifier: Apache-2.0
"""The clerk's page at the door: the code scanned or typed, or one tap in the list; and the page a scanned code leads to."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from huiyin.core.values.refusals import HuiyinError
from huiyin.web.kit import doors
from huiyin.web.meetings import fragments, live, permissions
from huiyin.web.meetings.selectors import shown
from huiyin.web.meetings.services import checking_in, rows
from huiyin.web.meetings.views.framing import frame
from huiyin.web.meetings.views.hall import done


def _context(request: HttpRequest, uid: str) -> dict[str, Any]:
    row = rows.meeting(doors.actor_of(request), uid, lock=False)
    version = fragments.versions(row, live.DOOR)
    return frame(request, row, "door") | {"versions": version} | fragments.door(row)


@doors.needing(*permissions.OFFICE)
@doors.answering
def page(request: HttpRequest, uid: str) -> HttpResponse:
    """Show who is expected and who is here."""
    return render(request, "meetings/door.html", _context(request, uid))


def _again(request: HttpRequest, refusal: HuiyinError, uid: str, **more: Any) -> HttpResponse:
    if getattr(request, "htmx", False):
        return doors.problem(request, refusal)
    context = _context(request, uid) | {"typed": request.POST.get("code", "")}
    return doors.again(request, "meetings/door.html", context, refusal)


@require_POST
@doors.needing(*permissions.OFFICE)
@doors.answering(again=_again)
def step(request: HttpRequest, uid: str) -> HttpResponse:
    """Check somebody in, or take a slip back."""
    actor, now = doors.actor_of(request), doors.now()
    if request.POST.get("do") == "undo":
        words = request.POST.get("words", "")
        checking_in.undo(actor, request.POST.get("who", ""), reason=words, now=now)
    else:
        checking_in.check_in(actor, uid, request.POST.get("code", ""), now=now)
    return done(request, f"/meetings/{uid}/door", "door.noted")


@doors.needing(*permissions.OFFICE)
@doors.answering
def scanned(request: HttpRequest, uid: str, code: str) -> HttpResponse:
    """Show whom a scanned code names, to be checked in by one tap."""
    actor = doors.actor_of(request)
    row = rows.meeting(actor, uid, lock=False)
    if request.method == "POST":
        checking_in.check_in(actor, uid, code, now=doors.now())
    one = checking_in.find(actor, uid, code)
    context = frame(request, row, "door") | {
        "one": one, "name": shown.person(one), "whom_for": shown.whom_for(one), "attendance": shown.attendance(one),
    }  # fmt: skip
    return render(request, "meetings/scanned.html", context)
