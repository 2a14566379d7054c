# SPDX-License-Identifier: Apache-2.0
"""The page of who takes part, made for the phone: register or ask for leave, the code for the door, the floor, papers."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_POST

from huiyin.core.values.refusals import HuiyinError
from huiyin.web.docket import permissions as rights
from huiyin.web.kit import doors, ports, waking
from huiyin.web.meetings import forms, fragments, live, models, permissions
from huiyin.web.meetings.selectors import shown
from huiyin.web.meetings.services import asking, checking_in, inviting, papers, rows
from huiyin.web.meetings.views.framing import frame
from huiyin.web.meetings.views.hall import done


def _context(request: HttpRequest, uid: str) -> dict[str, Any]:
    actor = doors.actor_of(request)
    row = rows.meeting(actor, uid, lock=False)
    one = permissions.own_participant(actor, row)
    if one is None:
        raise HuiyinError("NOT_FOUND")
    at = request.build_absolute_uri(f"/meetings/{uid}/in/{one.uid}")
    own = models.MeetingPaper.objects.filter(
        rights.visible(actor, models.MeetingPaper), meeting=row, participant=one, dropped_at=None
    )
    mine = f"{live.MINE}:{one.uid}"
    return (
        frame(request, row, "phone")
        | {"versions": fragments.versions(row, live.WATCH, live.QUEUE) | {"mine": waking.versions([mine])[mine]}}
        | fragments.watch(row)
        | fragments.queue(row)
        | fragments.mine(one)
        | {
            "name": shown.person(one),
            "code": checking_in.short_code(one),
            "drawn": mark_safe(ports.draw_code(at)),  # noqa: S308 - drawn by us from an address of ours
            "own_papers": list(own),
            "typed": request.POST,
        }
    )  # fmt: skip


@doors.signed_in
@doors.answering
def page(request: HttpRequest, uid: str) -> HttpResponse:
    """Show a participant the meeting as it runs, and what can be done from the phone."""
    return render(request, "meetings/phone.html", _context(request, uid))


def _again(request: HttpRequest, refusal: HuiyinError, uid: str) -> HttpResponse:
    if getattr(request, "htmx", False):
        return doors.problem(request, refusal)
    return doors.again(request, "meetings/phone.html", _context(request, uid), refusal)


@require_POST
@doors.signed_in
@doors.answering(again=_again)
def step(request: HttpRequest, uid: str) -> HttpResponse:
    """Do one step from the phone."""
    actor, data, now = doors.actor_of(request), request.POST, doors.now()
    do, words = data.get("do", ""), data.get("words", "")
    if do == "register":
        inviting.register(actor, uid, now=now)
    elif do == "leave":
        inviting.ask_leave(actor, uid, reason=words, now=now)
    elif do == "ask":
        asking.ask(actor, uid, kind=data.get("kind", ""), words=words, now=now)
    elif do == "withdraw":
        asking.withdraw(actor, data.get("request", ""), now=now)
    elif do == "hand_in":
        handed = papers.Handed(
            data.get("kind", ""), forms.line(data, "title"), forms.text(data, "text"), item_uid=data.get("item", "")
        )  # fmt: skip
        papers.hand_in(actor, uid, handed, now=now)
    else:
        raise HuiyinError("ACT_UNKNOWN", act=do[:20])
    return done(request, f"/meetings/{uid}/phone", "phone.done")
