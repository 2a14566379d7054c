# SPDX-License-Identifier: Apache-2.0
"""Drawing up the agenda, and the papers that go with it."""

from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from huiyin.core.values.refusals import HuiyinError
from huiyin.web.accounts.models import Body
from huiyin.web.docket import permissions as rights
from huiyin.web.docket.selectors import shown as names
from huiyin.web.kit import doors
from huiyin.web.meetings import forms, models, permissions
from huiyin.web.meetings.selectors import meetings, shown
from huiyin.web.meetings.services import agenda, papers, rows
from huiyin.web.meetings.views.framing import frame


def _context(request: HttpRequest, row: models.Meeting) -> dict[str, Any]:
    actor = doors.actor_of(request)
    some = models.MeetingPaper.objects.filter(
        rights.visible(actor, models.MeetingPaper), meeting=row, dropped_at=None
    ).select_related("participant__person", "item")
    return frame(request, row, "agenda") | {
        "items": meetings.items(row),
        "bodies": [
            (one.pk, names.body(one)) for one in Body.objects.filter(valid_to=None).order_by("name")
        ],
        "papers": [
            {
                "row": one,
                "kind": names.say(f"paper.{one.kind}"),
                "name": shown.person(one.participant) if one.participant else "",
            }
            for one in some
        ],
        "may_change": row.state in agenda.DRAWN_UP,
        "typed": request.POST,
    }


@doors.needing(*permissions.OFFICE)
@doors.answering
def page(request: HttpRequest, uid: str) -> HttpResponse:
    """Draw up the agenda and lay papers beside it."""
    row = rows.meeting(doors.actor_of(request), uid, lock=False)
    if request.method != "POST":
        return render(request, "meetings/agenda.html", _context(request, row))
    try:
        _step(request, uid)
    except HuiyinError as refusal:
        return doors.again(request, "meetings/agenda.html", _context(request, row), refusal)
    messages.success(request, names.say("meeting.amended"))
    return redirect(f"/meetings/{uid}/agenda")


def _step(request: HttpRequest, uid: str) -> None:
    actor, data, now = doors.actor_of(request), request.POST, doors.now()
    do, item = data.get("do", ""), data.get("item", "")
    if do == "change":
        version = forms.number(data, "version")
        agenda.change(actor, uid, item, version=version, point=_point(request), now=now)
    elif do in ("up", "down"):
        agenda.move(actor, uid, item, by=-1 if do == "up" else 1, now=now)
    elif do == "drop":
        agenda.drop(actor, uid, item, reason=data.get("words", ""), now=now)
    elif do == "paper":
        file = request.FILES.get("file")
        handed = papers.Handed(
            "material", forms.line(data, "title") or (file.name if file else "") or "", forms.text(data, "text"),
            (file.name or "file") if file else "", file.read() if file else b"", item,
        )  # fmt: skip
        papers.hand_in(actor, uid, handed, now=now)
    elif do == "drop_paper":
        papers.drop(actor, data.get("paper", ""), reason=data.get("words", ""), now=now)
    else:
        agenda.add(actor, uid, _point(request), now=now)


def _point(request: HttpRequest) -> agenda.Point:
    data = request.POST
    body = Body.objects.filter(pk=forms.number(data, "body"), valid_to=None).first()
    title, topic = forms.line(data, "title"), forms.line(data, "topic")
    return agenda.Point(title, topic, forms.minutes(data, "minutes"), body)


@doors.answering
def paper(request: HttpRequest, paper_uid: str) -> HttpResponse | FileResponse:
    """Give a paper: the file to keep, or the text on a page."""
    row = papers.paper(doors.actor_of(request), paper_uid)
    if not row.stored:
        name = shown.person(row.participant) if row.participant else ""
        return render(request, "meetings/paper.html", {"paper": row, "name": name})
    return FileResponse(
        papers.where(row).open("rb"), as_attachment=True, filename=row.name, content_type=row.media_type
    )  # fmt: skip
