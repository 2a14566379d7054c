# SPDX-License-Identifier: Apache-2.0
"""The chair's page: who speaks, who waits, the agenda and the balance, each step one button and one key."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from huiyin.core.values.refusals import HuiyinError
from huiyin.web.accounts.actors import Actor
from huiyin.web.docket.selectors import shown as names
from huiyin.web.kit import doors
from huiyin.web.meetings import fragments, live
from huiyin.web.meetings.services import agenda, asking, floor, rows
from huiyin.web.meetings.views.framing import frame

Step = Callable[[Actor, str, QueryDict, datetime], object]
STEPS: dict[str, Step] = {
    "call": lambda who, uid, data, now: floor.call(
        who, data.get("request", ""), after=data.get("after", ""), now=now
    ),
    "give": lambda who, uid, data, now: floor.give(
        who, uid, data.get("who", ""), kind=data.get("kind", ""), after=data.get("after", ""),
        answers=data.get("answers", ""), now=now,
    ),
    "end": lambda who, uid, data, now: floor.end(who, data.get("turn", ""), now=now),
    "time": lambda who, uid, data, now: floor.give_time(who, data.get("turn", ""), seconds=60, now=now),
    "put": lambda who, uid, data, now: asking.put(
        who, data.get("request", ""), where=data.get("where", ""), now=now
    ),
    "refuse": lambda who, uid, data, now: asking.refuse(
        who, data.get("request", ""), reason=data.get("words", ""), now=now
    ),
    "ask": lambda who, uid, data, now: asking.ask(
        who, uid, participant_uid=data.get("who", ""), now=now
    ),
    "take_up": lambda who, uid, data, now: agenda.take_up(who, uid, data.get("item", ""), now=now),
    "finish": lambda who, uid, data, now: agenda.finish(who, uid, data.get("item", ""), now=now),
}  # fmt: skip


def _context(request: HttpRequest, uid: str) -> dict[str, Any]:
    actor = doors.actor_of(request)
    row = rows.meeting(actor, uid, lock=False)
    rows.run_by(actor, row, "hall")
    version = fragments.versions(row, live.HALL)
    return frame(request, row, "hall") | {"versions": version} | fragments.hall(row)


@doors.signed_in
@doors.answering
def page(request: HttpRequest, uid: str) -> HttpResponse:
    """Show the controls of the hall; they follow what happens."""
    return render(request, "meetings/hall.html", _context(request, uid))


def _again(request: HttpRequest, refusal: HuiyinError, uid: str) -> HttpResponse:
    if getattr(request, "htmx", False):
        return doors.problem(request, refusal)
    return doors.again(request, "meetings/hall.html", _context(request, uid), refusal)


@require_POST
@doors.signed_in
@doors.answering(again=_again)
def step(request: HttpRequest, uid: str) -> HttpResponse:
    """Do one step in the hall."""
    do = STEPS.get(request.POST.get("do", ""))
    if do is None:
        raise HuiyinError("ACT_UNKNOWN", act=request.POST.get("do", "")[:20])
    do(doors.actor_of(request), uid, request.POST, doors.now())
    return done(request, f"/meetings/{uid}/hall")


def done(request: HttpRequest, to: str, says: str = "") -> HttpResponse:
    """Answer a step: with the page again, or with nothing where a script asked, as what it changed comes live."""
    if getattr(request, "htmx", False):
        return HttpResponse(status=204)
    if says:
        messages.success(request, names.say(says))
    return redirect(to)
