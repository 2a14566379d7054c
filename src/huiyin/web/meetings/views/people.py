# SPDX-License-Identifier: Apache-2.0
"""Who takes part: invited one by one, by sector or from a table; seats and groups; leave."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from huiyin.core.values.refusals import HuiyinError
from huiyin.web.accounts.models import Body, Sector
from huiyin.web.docket.selectors import shown as names
from huiyin.web.kit import doors
from huiyin.web.meetings import forms, models
from huiyin.web.meetings.selectors import shown
from huiyin.web.meetings.services import checking_in, inviting, preparing, rows
from huiyin.web.meetings.views.framing import frame


def _context(request: HttpRequest, row: models.Meeting) -> dict[str, Any]:
    some = row.participants.exclude(state="dropped").select_related("person", "body")
    by = request.GET.get("by", "")
    order = (
        ("group", "seat", "pk") if by == "group" else ("seat", "pk") if by == "seat" else ("pk",)
    )
    framed = frame(request, row, "people")
    lines = [
        {
            "row": one, "name": shown.person(one), "whom_for": shown.whom_for(one), "state": shown.attendance(one),
            "role": names.say(f"prole.{one.role}"), "code": checking_in.short_code(one) if framed["office"] else "",
        }
        for one in some.order_by(*order)
    ]  # fmt: skip
    more: dict[str, Any] = {"lines": lines, "by": by, "typed": request.POST}
    if framed["office"]:
        more |= {
            "bodies": [
                (one.pk, names.body(one))
                for one in Body.objects.filter(valid_to=None).order_by("name")
            ],
            "sectors": list(Sector.objects.values_list("pk", "name")),
            "roles": [
                (one.value, names.say(f"prole.{one.value}")) for one in models.Participant.Role
            ],
        }
    return framed | more  # fmt: skip


@doors.signed_in
@doors.answering
def page(request: HttpRequest, uid: str) -> HttpResponse:
    """Show who takes part; the office invites, places and takes off."""
    actor = doors.actor_of(request)
    row = rows.inside(actor, uid)
    if request.method != "POST":
        return render(request, "meetings/people.html", _context(request, row))
    try:
        _step(request, row)
    except HuiyinError as refusal:
        return doors.again(request, "meetings/people.html", _context(request, row), refusal)
    messages.success(request, names.say("guest.saved"))
    return redirect(f"/meetings/{uid}/people")


def _step(request: HttpRequest, row: models.Meeting) -> None:
    actor, data, now = doors.actor_of(request), request.POST, doors.now()
    do, who = data.get("do", ""), data.get("who", "")
    if do == "sector":
        guests = inviting.members_of(forms.number(data, "sector"), row)
        inviting.invite(actor, row.uid, guests, now=now)
    elif do == "place":
        inviting.place(
            actor, who, version=forms.number(data, "version"), seat=forms.line(data, "seat", 20),
            group=forms.line(data, "group", 40), now=now,
        )  # fmt: skip
    elif do == "register":
        inviting.register(actor, row.uid, participant_uid=who, now=now)
    elif do == "leave":
        words = data.get("words", "")
        inviting.ask_leave(actor, row.uid, participant_uid=who, reason=words, now=now)
    elif do == "drop":
        inviting.drop(actor, who, reason=data.get("words", ""), now=now)
    else:
        inviting.invite(actor, row.uid, [_guest(request)], now=now)


def _guest(request: HttpRequest) -> inviting.Guest:
    data = request.POST
    role, said = data.get("role", ""), forms.line(data, "name", 60)
    body = Body.objects.filter(pk=forms.number(data, "body"), valid_to=None).first()
    person = None
    if said and role == "member":
        person = preparing.person_named(said)
    elif said:
        try:
            person = preparing.person_named(said)
        except HuiyinError:  # leaders, departments and guests need not stand in the register
            person = None
    name = person.name if person else said
    return inviting.Guest(role, name, person, body, duty=forms.line(data, "duty", 120))
