# SPDX-License-Identifier: Apache-2.0
"""Afterwards: what is still open, the closing, what goes to the docket, orders given, and what became of one's words."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from huiyin.core.values.refusals import HuiyinError
from huiyin.web.accounts.actors import Actor
from huiyin.web.docket.selectors import shown as names
from huiyin.web.kit import doors
from huiyin.web.meetings import forms, models, permissions
from huiyin.web.meetings.selectors import capture, closing, outcomes, spots, transcript
from huiyin.web.meetings.services import closing as closings
from huiyin.web.meetings.services import docketing, held, settling
from huiyin.web.meetings.services import spots as orders
from huiyin.web.meetings.views import framing


def _closing(request: HttpRequest, row: models.Meeting) -> dict[str, Any]:
    found = closing.open_ends(row)
    return framing.frame(request, row, "closing") | {
        "open": found,
        "hints": closing.hints(found),
        "in_session": row.state in ("open", "suspended"),
        "sent": outcomes.docketed(doors.actor_of(request), row),
        "orders": [spots.line(one) for one in spots.of_meeting(doors.actor_of(request), row)],
        "to_send": closings.to_docket(row).count(),
    }


@doors.needing(*permissions.OFFICE)
@doors.answering
def page(request: HttpRequest, uid: str) -> HttpResponse:
    """Show what is open of a meeting; the office settles each, or says why nothing is owed, and closes the meeting."""
    actor = doors.actor_of(request)
    row = transcript.meeting(actor, uid)
    if request.method != "POST":
        return render(request, "meetings/closing.html", _closing(request, row))
    try:
        closings.close(actor, uid, version=forms.number(request.POST, "version"), now=doors.now())
    except HuiyinError as refusal:
        row.refresh_from_db()
        return doors.again(request, "meetings/closing.html", _closing(request, row), refusal)
    messages.success(request, names.say("ending.closed"))
    return redirect(f"/meetings/{uid}/closing")


@require_POST
@doors.signed_in
@doors.answering
def resolve(request: HttpRequest, uid: str) -> HttpResponse:
    """Say why nothing more is owed, or name the body, and go back to the list."""
    actor, now = doors.actor_of(request), doors.now()
    version = forms.number(request.POST, "version")
    if "body" in request.POST:
        fields = {"body": forms.number(request.POST, "body")}
        row = settling.correct(actor, uid, version=version, fields=fields, now=now)
    else:
        reason = request.POST.get("words", "")
        if not reason.strip():
            raise HuiyinError("REASON_REQUIRED", act="resolve")
        row = closings.resolve(actor, uid, version=version, reason=reason, now=now)
    return redirect(f"/meetings/{row.meeting.uid}/closing")


@require_POST
@doors.signed_in
@doors.answering
def send(request: HttpRequest, uid: str) -> HttpResponse:
    """Send a suggestion to the docket now, alone or into the case of one that says the same."""
    actor = doors.actor_of(request)
    docketing.send(
        actor, uid, into=request.POST.get("into", ""), reason=request.POST.get("words", ""), now=doors.now()
    )  # fmt: skip
    messages.success(request, names.say("ending.sent"))
    return redirect(f"/found/{uid}/")


@doors.signed_in
@doors.answering
def mine(request: HttpRequest, uid: str) -> HttpResponse:
    """Show a participant what was recorded of the own words, and what became of each."""
    actor = doors.actor_of(request)
    row = transcript.meeting(actor, uid)
    own = permissions.own_participant(actor, row)
    if own is None:
        raise HuiyinError("NOT_FOUND")
    context = framing.frame(request, row, "mine") | {"words": outcomes.of(actor, row, own)}
    return render(request, "meetings/mine.html", context)


@doors.signed_in
@doors.answering
def order(request: HttpRequest, uid: str) -> HttpResponse:
    """Show an order given on the spot, with the words it was given in; give, report, return and close it."""
    actor = doors.actor_of(request)
    row = held.spot(actor, uid, lock=False)
    if request.method != "POST":
        return render(request, "meetings/order.html", _order(actor, row))
    try:
        done = _do(actor, row, request)
    except HuiyinError as refusal:
        row.refresh_from_db()
        more = {"typed": {name: request.POST.get(name, "") for name in ("owner", "words", "report")}}  # fmt: skip
        return doors.again(request, "meetings/order.html", _order(actor, row) | more, refusal)
    messages.success(request, names.say("docket.done", act=done))
    return redirect(f"/spot-assignments/{uid}/")


def _do(actor: Actor, row: models.SpotAssignment, request: HttpRequest) -> str:
    do, data, now = request.POST.get("do", ""), request.POST, doors.now()
    version = forms.number(data, "version")
    if do == "give":
        orders.give(
            actor, row.uid, version=version, body=forms.number(data, "body"), owner=forms.line(data, "owner", 60),
            due_on=forms.day(data, "due_on"), now=now,
        )  # fmt: skip
    elif do == "report":
        orders.report(actor, row.uid, version=version, words=forms.text(data, "report"), now=now)
    elif do == "return":
        orders.send_back(actor, row.uid, version=version, reason=forms.text(data, "words"), now=now)
    elif do == "drop":
        orders.drop(actor, row.uid, version=version, reason=forms.text(data, "words"), now=now)
    else:
        orders.close(actor, row.uid, version=version, now=now)
        do = "close"
    return spots.act_name(row, do)


def _order(actor: Actor, row: models.SpotAssignment) -> dict[str, Any]:
    return {
        "one": spots.line(row),
        "row": row,
        "said": row.found.utterance,
        "may": spots.possible(actor, row),
        "bodies": capture.bodies(),
        "back": spots.sent_back(row),
        "typed": {"owner": row.owner, "report": row.report},
    }
