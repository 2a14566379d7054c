# SPDX-License-Identifier: Apache-2.0
"""A member's record of a session, act by act."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from huiyin.core.values.refusals import HuiyinError
from huiyin.web.docket.selectors import shown
from huiyin.web.figures.selectors import facts, records, sessions
from huiyin.web.kit import doors


@doors.signed_in
@doors.answering
def own(request: HttpRequest) -> HttpResponse:
    """Show one's own record."""
    person = doors.actor_of(request).person_id
    if person is None:
        raise HuiyinError("NOT_FOUND")
    return _page(request, person)


@doors.signed_in
@doors.answering
def of(request: HttpRequest, person_id: int) -> HttpResponse:
    """Show a member's record to the office that examines, and to the member."""
    return _page(request, person_id)


def _page(request: HttpRequest, person_id: int) -> HttpResponse:
    session = sessions.asked(request.GET.get("session", ""))
    found = records.of(doors.actor_of(request), person_id, session)
    context = {
        "record": found,
        "name": shown.person(found.person),
        "session_name": shown.session(session),
        "held_label": facts.label(session),
        "sessions": [(facts.label(row), shown.session(row)) for row in sessions.known()],
        "counts": [(shown.say(f"duty.{kind}"), n) for kind, n in found.counts.items()],
        "lines": [
            (one, shown.say(f"duty.{one.kind}"), found.points.get(one.kind, 0))
            for one in found.acts
        ],
    }
    return render(request, "figures/record.html", context)
