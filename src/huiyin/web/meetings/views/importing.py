# SPDX-License-Identifier: Apache-2.0
"""Agenda and participants from a table: a preview with every bad row first, then the act."""

from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from huiyin.core.values.refusals import HuiyinError
from huiyin.web.docket.selectors import shown as names
from huiyin.web.kit import doors, ports, words
from huiyin.web.meetings import permissions
from huiyin.web.meetings.services import importing, rows
from huiyin.web.meetings.views.framing import frame

_HOUR, _SALT = 3600, "meeting-import"
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_SHOWN = 12


def _heads(kind: str) -> list[str]:
    place = 0 if words.language() == "zh" else -1
    return [said[place] for said in importing.HEADS[kind].values()]


@doors.needing(*permissions.OFFICE)
@doors.answering
def page(request: HttpRequest, uid: str, kind: str) -> HttpResponse:
    """Show what a table would bring, and take it."""
    if kind not in importing.HEADS:
        raise HuiyinError("NOT_FOUND")
    row = rows.meeting(doors.actor_of(request), uid, lock=False)
    if "pattern" in request.GET:
        answer = HttpResponse(ports.write_table([_heads(kind)]), content_type=_XLSX)
        answer.headers["Content-Disposition"] = f'attachment; filename="{kind}.xlsx"'
        return answer
    context = frame(request, row, kind) | {"what": kind, "heads": _heads(kind)}
    if request.method != "POST":
        return render(request, "meetings/import.html", context)
    try:
        if "rows" in request.POST:
            return _take(request, uid, kind)
        file = request.FILES.get("file")
        if file is None:
            raise HuiyinError("FIELD_EMPTY", field=names.say("paper.file"))
        found = importing.plan(kind, ports.table(file.name or "", file.read()))
    except HuiyinError as refusal:
        return doors.again(request, "meetings/import.html", context, refusal)
    return _preview(request, context, found)


def _preview(request: HttpRequest, context: dict[str, Any], found: importing.Plan) -> HttpResponse:
    lang = words.language()
    cells = [
        [line.get(key, "") for key in importing.HEADS[found.kind]] for line in found.lines[:_SHOWN]
    ]
    bad = [(one, HuiyinError(one.code).say(lang)) for one in found.bad]
    rows_signed = "" if bad else signing.dumps(list(found.lines), salt=_SALT, compress=True)
    more = {"plan": found, "cells": cells, "bad": bad, "signed": rows_signed}
    return render(request, "meetings/import.html", context | more, status=422 if bad else 200)


def _take(request: HttpRequest, uid: str, kind: str) -> HttpResponse:
    try:
        lines = signing.loads(request.POST["rows"], salt=_SALT, max_age=_HOUR)
    except signing.BadSignature as fault:
        raise HuiyinError("PREVIEW_STALE") from fault
    n = importing.take(doors.actor_of(request), uid, kind, lines, now=doors.now())
    messages.success(request, names.say("mimport.done", n=n))
    return redirect(f"/meetings/{uid}/{kind}")
