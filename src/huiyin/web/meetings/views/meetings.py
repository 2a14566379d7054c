# SPDX-License-Identifier: Apache-2.0
"""The list of meetings, and one meeting: planned, amended, announced, opened."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from huiyin.core.values.refusals import HuiyinError
from huiyin.web.docket.selectors import shown as names
from huiyin.web.docket.services import turning
from huiyin.web.kit import doors, listing
from huiyin.web.meetings import forms, models, permissions
from huiyin.web.meetings.selectors import meetings, shown
from huiyin.web.meetings.services import preparing, rows
from huiyin.web.meetings.views.framing import frame


@doors.answering
def many(request: HttpRequest) -> HttpResponse:
    """List the meetings one may see, the latest first."""
    actor = doors.actor_of(request)
    found = listing.of(request, meetings.seen(actor), [], per_page=30)
    lines = [(one, shown.state(one), shown.kind(one)) for one in found.rows]
    context = {"listing": found, "some": lines, "office": actor.has(*permissions.OFFICE)}
    return render(request, "meetings/list.html", context)


def _context(request: HttpRequest, row: models.Meeting) -> dict[str, Any]:
    return frame(request, row, "") | meetings.page(doors.actor_of(request), row)


@doors.answering
def one(request: HttpRequest, uid: str) -> HttpResponse:
    """Show a meeting: when and where, agenda, papers, what can be done."""
    row = rows.meeting(doors.actor_of(request), uid, lock=False)
    return render(request, "meetings/meeting.html", _context(request, row))


def _form(request: HttpRequest, row: models.Meeting | None) -> dict[str, Any]:
    typed: dict[str, Any] = {}
    if row is not None:
        typed = {name: getattr(row, name) for name in preparing.FIELDS}
        typed["starts_at"] = timezone.localtime(row.starts_at).strftime("%Y-%m-%dT%H:%M")
        typed["speech_minutes"] = row.speech_seconds // 60
        typed["chair"] = row.chair.name if row.chair else ""
    if request.method == "POST":
        typed |= request.POST.dict() | {"is_public": request.POST.get("is_public") == "on"}
    return {"row": row, "kinds": shown.kinds(), "typed": typed or {"speech_minutes": 8}}


@doors.needing(*permissions.OFFICE)
@doors.answering
def new(request: HttpRequest) -> HttpResponse:
    """Plan a meeting."""
    if request.method != "POST":
        return render(request, "meetings/plan.html", _form(request, None))
    try:
        session = names.present()
        if session is None:
            raise HuiyinError("NOT_FOUND")
        row = preparing.plan(
            doors.actor_of(request), session, fields=forms.plan(request.POST), now=doors.now()
        )
    except HuiyinError as refusal:
        return doors.again(request, "meetings/plan.html", _form(request, None), refusal)
    messages.success(request, names.say("meeting.planned"))
    return redirect(f"/meetings/{row.uid}/agenda")


@doors.needing(*permissions.OFFICE)
@doors.answering
def edit(request: HttpRequest, uid: str) -> HttpResponse:
    """Amend the plan of a meeting."""
    actor = doors.actor_of(request)
    row = rows.meeting(actor, uid, lock=False)
    if request.method != "POST":
        return render(request, "meetings/plan.html", _form(request, row))
    try:
        version = forms.number(request.POST, "version")
        preparing.amend(
            actor, uid, version=version, fields=forms.plan(request.POST), now=doors.now()
        )
    except HuiyinError as refusal:
        row.refresh_from_db()
        return doors.again(request, "meetings/plan.html", _form(request, row), refusal)
    messages.success(request, names.say("meeting.amended"))
    return redirect(f"/meetings/{uid}/")


def _again(request: HttpRequest, refusal: HuiyinError, uid: str, **more: Any) -> HttpResponse:
    row = rows.meeting(doors.actor_of(request), uid, lock=False)
    context = _context(request, row) | {"typed": request.POST.get("words", "")}
    return doors.again(request, "meetings/meeting.html", context, refusal)


@require_POST
@doors.signed_in
@doors.answering(again=_again)
def act(request: HttpRequest, uid: str, act: str) -> HttpResponse:
    """Do an act of the table to a meeting."""
    row = preparing.hold(
        doors.actor_of(request), uid, act, version=forms.number(request.POST, "version"),
        words=request.POST.get("words", ""), now=doors.now(),
    )  # fmt: skip
    known = turning.machine_of(row).acts[act]
    messages.success(request, names.say("docket.done", act=names.label(known.words)))
    to_hall = act in ("open", "resume")
    return redirect(f"/meetings/{uid}/hall" if to_hall else f"/meetings/{uid}/")
