# SPDX-License-Identifier: Apache-2.0
"""Capturing: the running transcript left, what the reader proposes right; a key each to confirm, correct, reject and add."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.crypto import get_random_string
from django.views.decorators.http import require_POST

from huiyin.core.values.refusals import HuiyinError
from huiyin.web.accounts.actors import Actor
from huiyin.web.docket.selectors import shown as names
from huiyin.web.kit import doors, incoming, ports, waking
from huiyin.web.meetings import followed, models, permissions
from huiyin.web.meetings.selectors import capture, transcript
from huiyin.web.meetings.services import hearing, held, naming, reading_along, settling
from huiyin.web.meetings.views import framing

FILE_MOST = 20_000_000


def _office(actor: Actor) -> None:
    if not actor.has(*permissions.OFFICE):
        raise HuiyinError("NOT_ALLOWED", act="capture")


def _page(request: HttpRequest, row: models.Meeting, **more: Any) -> dict[str, Any]:
    channel = f"{followed.CAPTURE}:{row.uid}"
    return (
        framing.frame(request, row, "capture")
        | {
            "version": waking.versions([channel])[channel],
            "part": capture.part(row),
            "token": get_random_string(16),
            "kinds": capture.kinds(),
            "hears": row.state in ("open", "suspended"),
        }
        | more
    )


@doors.signed_in
@doors.answering
def page(request: HttpRequest, uid: str) -> HttpResponse:
    """Show the capture page of a meeting, to the office."""
    actor = doors.actor_of(request)
    row = transcript.meeting(actor, uid)
    _office(actor)
    if request.method != "POST":
        reading_along.warm()
        return render(request, "meetings/capture.html", _page(request, row))
    text, label = request.POST.get("text", ""), request.POST.get("speaker", "")
    try:
        file = request.FILES.get("file")
        if file is not None:
            if file.size and file.size > FILE_MOST:
                raise HuiyinError("FILE_TOO_LARGE", limit_mb=FILE_MOST // 1_000_000)
            text = ports.read_document(file.name or "file", file.read()).text
        taken = hearing.take_text(
            actor, uid, text, label=label, token=request.POST.get("token", "") or get_random_string(16), now=doors.now()
        )  # fmt: skip
    except HuiyinError as refusal:
        more = {"typed": text[:2_200_000], "speaker": label}
        return doors.again(request, "meetings/capture.html", _page(request, row, **more), refusal)
    reading_along.read_on(row, now=doors.now())
    fresh = sum(not one.known for one in taken)
    messages.success(request, names.say("caught.taken", n=fresh))
    return redirect(f"/meetings/{uid}/capture")


def _part(request: HttpRequest, row: models.Meeting) -> HttpResponse:
    """Answer with the part as it is now; without JavaScript, with the page."""
    if getattr(request, "htmx", False):
        return render(request, "meetings/parts/capture.html", capture.part(row))
    back = "closing" if request.POST.get("back") == "closing" else "capture"
    return redirect(f"/meetings/{row.uid}/{back}")


@require_POST
@doors.signed_in
@doors.answering
def settle(request: HttpRequest, uid: str) -> HttpResponse:
    """Confirm a proposal, or leave it out."""
    actor, now = doors.actor_of(request), doors.now()
    version = incoming.whole(request.POST.get("version", ""))
    if request.POST.get("do") == "reject":
        reason = request.POST.get("words", "")
        row = settling.reject(actor, uid, version=version, reason=reason, now=now)
    else:
        row = settling.confirm(actor, uid, version=version, now=now)
    return _part(request, row.meeting)


@require_POST
@doors.signed_in
@doors.answering
def add(request: HttpRequest, uid: str) -> HttpResponse:
    """Add what was selected in an utterance, or words that stand in it."""
    actor = doors.actor_of(request)
    said = held.utterance(actor, request.POST.get("utterance", ""), lock=False)
    if said.meeting.uid != uid:
        raise HuiyinError("NOT_FOUND")
    kind = request.POST.get("kind", "suggestion")
    start, end = (incoming.whole(request.POST.get(name, "")) for name in ("start", "end"))
    if start is None or end is None:
        start, end = _where(said.text, request.POST.get("quote", ""))
    edition = incoming.whole(request.POST.get("edition", "")) or said.edition
    row = settling.add(actor, said.uid, edition=edition, span=(start, end), kind=kind, now=doors.now())  # fmt: skip
    return _part(request, row.meeting)


def _where(text: str, quote: str) -> tuple[int, int]:
    """Find words in a text.

    Errors: `QUOTE_ABSENT`.
    """
    quote = quote.replace("\r\n", "\n").strip()
    start = text.find(quote) if quote else -1
    if start < 0:
        raise HuiyinError("QUOTE_ABSENT")
    return start, start + len(quote)


@require_POST
@doors.signed_in
@doors.answering
def attribute(request: HttpRequest, uid: str) -> HttpResponse:
    """Say who speaks under a label."""
    actor = doors.actor_of(request)
    label, who = request.POST.get("label", ""), request.POST.get("participant", "")
    naming.attribute(actor, uid, label=label, participant_uid=who, now=doors.now())
    return _part(request, transcript.meeting(actor, uid))
