# SPDX-License-Identifier: Apache-2.0
"""Texts and files that come with a draft: read in and split, attached, and given out only to those who may see it."""

from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from huiyin.core.values.refusals import HuiyinError
from huiyin.web.docket import forms, models, permissions
from huiyin.web.docket.selectors import proposals, shown, splitting
from huiyin.web.docket.services import drafting, merging, writing
from huiyin.web.docket.views.writing import own
from huiyin.web.kit import doors, files, gates, incoming


@doors.signed_in
@doors.answering
def read(request: HttpRequest, uid: str) -> HttpResponse:
    """Take a text in, pasted or out of a file, to be split."""
    actor = doors.actor_of(request)
    row = own(actor, uid)
    context: dict[str, Any] = {"row": row, "pasted": request.POST.get("pasted", "")}
    if request.method != "POST":
        return render(request, "docket/read.html", context)
    file = request.FILES.get("file")
    try:
        if file is not None:
            data = file.read(files.MEGABYTES * 1_000_000 + 1)
            writing.take_source(
                actor, uid, name=file.name or "file", data=data, text="", now=doors.now()
            )
        else:
            writing.take_source(
                actor, uid, name="", data=None, text=context["pasted"], now=doors.now()
            )
    except HuiyinError as refusal:
        return doors.again(request, "docket/read.html", context, refusal)
    return redirect(f"/proposals/{uid}/split")


@doors.signed_in
@doors.answering
def split(request: HttpRequest, uid: str) -> HttpResponse:
    """Show what the reader found, each suggestion beside its place in the source, to be confirmed one by one."""
    actor = doors.actor_of(request)
    row = own(actor, uid)
    if not row.source_text:
        return redirect(f"/proposals/{uid}/read")
    found = splitting.of(row)
    context = {"row": row, "split": found, "limits": shown.pack_of(row).limits}
    if request.method != "POST":
        return render(request, "docket/split.html", context)
    fields = {
        name: request.POST.get(name, "").strip()
        for name in ("title", "facts", "analysis")
        if request.POST.get(f"take_{name}") == "yes"
    }
    taken = [ask for ask in forms.asks_of(request.POST) if ask.text]
    kept = set(request.POST.getlist("take_ask"))
    asks = [ask for n, ask in enumerate(taken, start=1) if str(n) in kept]
    standing = [
        drafting.Ask(one.text, one.start, one.end, one.addressee, one.provenance)
        for one in proposals.living(row)
        if one.provenance != "split"
    ]
    try:
        version = request.POST.get("version", "")
        writing.keep(
            actor, uid, version=incoming.whole(version) or 0, fields=fields,
            asks=[*standing, *asks], wished=None, now=doors.now(),
        )  # fmt: skip
    except HuiyinError as refusal:
        return doors.again(
            request, "docket/split.html", context | {"row": own(actor, uid)}, refusal
        )
    messages.success(request, shown.say("draft.taken", n=len(asks)))
    return redirect(f"/proposals/{uid}/edit")


@require_POST
@doors.signed_in
@doors.answering
def attach(request: HttpRequest, uid: str) -> HttpResponse:
    """Attach a file to a draft, or take one off."""
    actor = doors.actor_of(request)
    drop = request.POST.get("drop", "")
    try:
        if pk := incoming.whole(drop):
            writing.detach(actor, uid, pk, now=doors.now())
            messages.success(request, shown.say("draft.detached"))
        elif (file := request.FILES.get("file")) is not None:
            data = file.read(files.MEGABYTES * 1_000_000 + 1)
            writing.attach(actor, uid, name=file.name or "file", data=data, now=doors.now())
            messages.success(request, shown.say("draft.attached", name=file.name or ""))
    except HuiyinError as refusal:
        if doors.status_of(refusal.code) in (403, 404):
            raise
        messages.error(request, f"{refusal.say(shown.lang())} {refusal.code}")
    return redirect(f"/proposals/{uid}/edit#files")


def give_out(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Give out an attachment to those who may see its proposal; never to be shown inside the page."""
    actor = doors.actor_of(request)
    found = models.Attachment.objects.filter(pk=pk, dropped_at=None).select_related("proposal")
    row = found.first()
    if (
        row is None
        or not permissions.is_visible(actor, row.proposal)
        or not writing.where(row).is_file()
    ):
        return doors.problem(request, HuiyinError("NOT_FOUND"))
    answer = FileResponse(
        writing.where(row).open("rb"),
        as_attachment=True,
        filename=row.name,
        content_type=row.media_type,
    )
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    return answer


@doors.needing("clerk", "reviewer", "committee")
@doors.answering
def split_ask(request: HttpRequest, uid: str) -> HttpResponse:
    """Split a suggestion in two or more by marking where each part begins."""
    actor = doors.actor_of(request)
    row = gates.get(models.Suggestion, permissions.visible(actor, models.Suggestion), uid=uid)
    text = request.POST.get("parts", row.text).replace("\r\n", "\n")
    context = {"row": row, "typed": text}
    if request.method != "POST":
        return render(request, "docket/split_ask.html", context)
    try:
        merging.split(actor, uid, _ranges(row.text, text), now=doors.now())
    except HuiyinError as refusal:
        return doors.again(request, "docket/split_ask.html", context, refusal)
    messages.success(request, shown.say("matter.split_done"))
    return redirect(f"/proposals/{row.proposal.uid}/")


def _ranges(text: str, typed: str) -> list[tuple[int, int]]:
    """Find the ranges of the parts, one in each line; a line that is not in the text is no range of it.

    Errors: `SPLIT_RANGES`.
    """
    found, at = [], 0
    for line in (one.strip() for one in typed.split("\n")):
        if not line:
            continue
        start = text.find(line, at)
        if start < 0:
            raise HuiyinError("SPLIT_RANGES")
        at = start + len(line)
        found.append((start, at))
    if len(found) < 2:
        raise HuiyinError("SPLIT_RANGES")
    return found
