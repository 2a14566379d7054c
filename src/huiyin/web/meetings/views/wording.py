# SPDX-License-Identifier: Apache-2.0
"""The transcript as a whole, one utterance with its editions, and one thing caught in it with the words that prove it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from huiyin.core.values.refusals import HuiyinError
from huiyin.web.accounts.actors import Actor
from huiyin.web.docket.selectors import shown as names
from huiyin.web.kit import doors, incoming, listing, showing
from huiyin.web.meetings import forms, models, permissions
from huiyin.web.meetings.selectors import capture, outcomes, transcript
from huiyin.web.meetings.services import hearing, held, naming, reading_along, settling
from huiyin.web.meetings.views import framing

PER_PAGE = 200


@doors.answering
def whole(request: HttpRequest, uid: str) -> HttpResponse:
    """Show the transcript of a meeting, a page at a time, to whoever may see the meeting."""
    actor = doors.actor_of(request)
    row = transcript.meeting(actor, uid)
    rows = transcript.with_caught(transcript.said(actor, row), actor).order_by(*transcript.ORDER)
    found = listing.of(request, rows, [], per_page=PER_PAGE)
    context = framing.frame(request, row, "transcript") | {
        "listing": found,
        "lines": transcript.lines(found.rows),
    }
    return render(request, "meetings/transcript.html", context)


@doors.signed_in
@doors.answering
def utterance(request: HttpRequest, uid: str) -> HttpResponse:
    """Show an utterance with its editions; the office corrects it and says who spoke."""
    actor, now = doors.actor_of(request), doors.now()
    said = held.utterance(actor, uid, lock=False)
    if not actor.has(*permissions.OFFICE):
        raise HuiyinError("NOT_ALLOWED", act="correct")
    if request.method != "POST":
        return render(request, "meetings/utterance.html", _utterance(said))
    do = request.POST.get("do", "")
    try:
        if do == "name":
            who = request.POST.get("participant", "")
            naming.attribute_one(actor, uid, participant_uid=who, now=now)
        else:
            hearing.correct(
                actor, uid, version=incoming.whole(request.POST.get("version", "")) or 0,
                text=request.POST.get("text", "").replace("\r\n", "\n"), label=request.POST.get("label"),
                reason=request.POST.get("reason", ""), now=now,
            )  # fmt: skip
            reading_along.read_on(said.meeting, now=now)
    except HuiyinError as refusal:
        said.refresh_from_db()
        more = _utterance(said) | {"typed": request.POST.get("text", "")}
        return doors.again(request, "meetings/utterance.html", more, refusal)
    messages.success(request, names.say("caught.mended"))
    return redirect(f"/utterances/{uid}/")


def _utterance(said: models.Utterance) -> dict[str, Any]:
    caught = said.found.exclude(state="rejected").select_related("utterance", "participant", "body")
    return {
        "said": said,
        "row": said.meeting,
        "speaker": transcript.speaker(said),
        "offset": transcript.offset(said),
        "editions": said.editions.select_related("by__person").order_by("-number"),
        "people": capture.people(said.meeting),
        "caught": [capture.line(one) for one in caught],
        "kinds": capture.kinds(),
        "typed": said.text,
    }


@doors.answering
def found(request: HttpRequest, uid: str) -> HttpResponse:
    """Show one thing caught; the office puts it right, who said it confirms the wording or objects."""
    actor = doors.actor_of(request)
    row = held.found(actor, uid, lock=False)
    if request.method != "POST":
        return render(request, "meetings/found.html", _found(actor, row))
    try:
        said = _act(actor, row, request)
    except HuiyinError as refusal:
        row.refresh_from_db()
        more = {"typed": forms.catch(request.POST, lenient=True)}
        return doors.again(request, "meetings/found.html", _found(actor, row) | more, refusal)
    messages.success(request, said)
    return redirect(f"/found/{uid}/")


def _act(actor: Actor, row: models.Found, request: HttpRequest) -> str:
    do, now, data = request.POST.get("do", ""), doors.now(), request.POST
    version = incoming.whole(data.get("version", "")) or 0
    if do in ("agree", "object"):
        settling.say(actor, row.uid, agrees=do == "agree", words=data.get("words", ""), now=now)
        return names.say("caught.thanks")
    if do == "reject":
        settling.reject(actor, row.uid, version=version, reason=data.get("words", ""), now=now)
        return names.say("caught.left_out")
    settling.correct(actor, row.uid, version=version, fields=forms.catch(data), now=now)
    return names.say("caught.saved")


def _found(actor: Actor, row: models.Found) -> dict[str, Any]:
    said = row.utterance
    text = said.editions.get(number=row.edition).text
    office = actor.has(*permissions.OFFICE)
    return {
        "one": capture.line(row),
        "row": row.meeting,
        "quoted": showing.marked(text, [showing.Mark(row.start, row.end, "ask", "quote")]),
        "offset": transcript.offset(said),
        "office": office,
        "speaks": settling.is_speaker(actor, row),
        "kinds": capture.kinds(),
        "people": capture.people(row.meeting) if office else [],
        "bodies": capture.bodies() if office else [],
        "questions": capture.questions(row) if office and row.kind in ("answer", "commitment") else [],
        "settled_by": names.user(row.settled_by) if row.settled_by and office else "",
        "candidates": outcomes.candidates(actor, row) if office else [],
        "outcome": outcomes.one_of(actor, row),
        "may_send": office and row.kind == "suggestion" and row.state in models.STANDING and not row.proposal_id,
        "typed": {
            "words": row.words, "kind": row.kind, "body": row.body_id, "due_on": row.due_on,
            "participant": row.participant.uid if row.participant else "",
            "answers": row.answers.uid if row.answers else "",
        },
    }  # fmt: skip


@require_POST
@doors.signed_in
@doors.answering
def agree(request: HttpRequest, uid: str) -> HttpResponse:
    """Confirm the wording of one's own words with one press, and go back to where one was."""
    actor = doors.actor_of(request)
    row = settling.say(actor, uid, agrees=True, now=doors.now())
    messages.success(request, names.say("caught.thanks"))
    return redirect(f"/meetings/{row.meeting.uid}/mine")
