# SPDX-License-Identifier: Apache-2.0
"""Following by mail, and raising a suggestion of one's own."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from huiyin.core.values.refusals import HuiyinError
from huiyin.web.docket import permissions as docket_rights
from huiyin.web.docket.selectors import shown
from huiyin.web.kit import doors, gates, incoming, listing
from huiyin.web.portal import models, permissions
from huiyin.web.portal.selectors import matters
from huiyin.web.portal.services import following, raising


@doors.answering
def follow(request: HttpRequest, kind: str, ref: str) -> HttpResponse:
    """Ask to follow something by mail."""
    context = {
        "kind": kind,
        "ref": ref,
        "name": following.name_of(kind, ref),
        "typed": request.POST,
    }
    if request.method != "POST":
        return render(request, "portal/follow.html", context)
    try:
        following.follow(
            request.POST.get("email", ""), kind, ref, language=shown.lang(), now=doors.now()
        )
    except HuiyinError as refusal:
        return doors.again(request, "portal/follow.html", context, refusal)
    return render(request, "portal/follow.html", context | {"asked": True})


@doors.answering
def held(request: HttpRequest, token: str) -> HttpResponse:
    """Show what the link of a mail stands for; pressing begins or ends it, so that a mail's scanner does neither."""
    row = following.by_token(token)
    if request.method == "POST":
        do = following.end if request.POST.get("do") == "end" else following.confirm
        row = do(token, now=doors.now())
    try:
        name = following.name_of(row.kind, row.ref)
    except HuiyinError:
        name = ""
    return render(request, "portal/held.html", {"row": row, "name": name})


@doors.answering
def raise_one(request: HttpRequest) -> HttpResponse:
    """Write a suggestion of one's own."""
    context = {"open": raising.is_open(), "typed": request.POST}
    if request.method != "POST":
        return render(request, "portal/raise.html", context)
    sent = request.POST
    typed = raising.Typed(
        sent.get("title", ""), sent.get("text", ""), sent.get("email", ""), sent.get("facts", ""),
        sent.get("name", ""), "named" in sent,
    )  # fmt: skip
    try:
        raising.raise_one(typed, language=shown.lang(), now=doors.now())
    except HuiyinError as refusal:
        return doors.again(request, "portal/raise.html", context, refusal)
    return render(request, "portal/raise.html", context | {"asked": True})


@doors.answering
def raised(request: HttpRequest, token: str) -> HttpResponse:
    """Show a citizen the own note, and take the word that it was meant."""
    row = raising.by_token(token)
    if request.method == "POST":
        row = raising.verify(token, now=doors.now())
    held = row.proposal
    is_open = held is not None and held.state in matters.SHOWN and held.disclosure == "yes"
    context = {
        "row": row,
        "code": dict(raising.reasons(row)).get(row.code, ""),
        "proposal": held if is_open else None,
    }
    return render(request, "portal/raised.html", context)


@doors.needing(*permissions.MODERATORS)
@doors.answering
def notes(request: HttpRequest) -> HttpResponse:
    """List what citizens raised: first what waits to be looked at."""
    seen = docket_rights.visible(doors.actor_of(request), models.CitizenNote)
    rows = models.CitizenNote.objects.filter(seen).order_by("settled_at", "verified_at", "pk")
    found = listing.of(request, rows, [], per_page=30)
    return render(request, "portal/notes.html", {"listing": found})


@doors.needing(*permissions.MODERATORS)
@doors.answering
def note(request: HttpRequest, uid: str) -> HttpResponse:
    """Show one to be turned into a proposal, or refused with a reason."""
    actor = doors.actor_of(request)
    row = gates.get(models.CitizenNote, docket_rights.visible(actor, models.CitizenNote), uid=uid)
    context = {"row": row, "reasons": raising.reasons(row), "typed": request.POST}
    if request.method != "POST":
        return render(request, "portal/note.html", context)
    version, now = incoming.whole(request.POST.get("version", "")) or 0, doors.now()
    try:
        if request.POST.get("do") == "accept":
            raising.accept(actor, uid, version=version, now=now)
        else:
            code, said = request.POST.get("code", ""), request.POST.get("words", "")
            raising.refuse(actor, uid, code=code, words_=said, version=version, now=now)
    except HuiyinError as refusal:
        return doors.again(request, "portal/note.html", context, refusal)
    return redirect("/raised/")
