# SPDX-License-Identifier: Apache-2.0
"""The door of saved views: keep, rename, drop; each goes back to its list."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from huiyin.core.values.refusals import HuiyinError
from huiyin.web.kit import doors, saving, words

LISTS = ("/proposals/", "/ledger/")


@require_POST
@doors.signed_in
@doors.answering
def keep(request: HttpRequest) -> HttpResponse:
    """Keep the list one comes from."""
    given = request.POST
    path = given.get("path", "")
    if path not in LISTS:
        raise HuiyinError("NOT_FOUND")
    query = given.get("query", "")
    try:
        row = saving.keep(
            doors.actor_of(request),
            path,
            query,
            name=given.get("name", ""),
            role=given.get("role", ""),
        )
        query = row.query
        messages.success(request, words.say("view.kept", words.language(), name=row.name))
    except HuiyinError as refusal:
        if doors.status_of(refusal.code) in (403, 404):
            raise
        messages.error(request, refusal.say(words.language()))
    return redirect(f"{path}?{query}")


@require_POST
@doors.signed_in
@doors.answering
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Rename a view, or drop it."""
    actor, lang = doors.actor_of(request), words.language()
    if "drop" in request.POST:
        row = saving.drop(actor, pk)
        messages.success(request, words.say("view.dropped", lang, name=row.name))
        return redirect(row.path)
    row = saving.rename(actor, pk, name=request.POST.get("name", ""))
    messages.success(request, words.say("view.renamed", lang, name=row.name))
    return redirect(f"{row.path}?{row.query}")
