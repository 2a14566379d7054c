# SPDX-License-Identifier: Apache-2.0
"""Bringing in what another system exported: choose, look at every row, take in on the page of the intake."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from huiyin.core.values.refusals import HuiyinError
from huiyin.web.docket.selectors import shown
from huiyin.web.kit import doors
from huiyin.web.opendata.forms import ForeignForm
from huiyin.web.opendata.models import Mapping
from huiyin.web.opendata.services import bringing

OFFICE = ("clerk", "reviewer", "committee")
_PAGE = "opendata/bringing.html"


@doors.needing(*OFFICE)
@doors.answering
def page(request: HttpRequest) -> HttpResponse:
    """Upload an export of another system; its rows are laid on a page of the intake."""
    actor, session = doors.actor_of(request), shown.present()
    form = ForeignForm(request.POST or None, initial={"form": "decidim"})
    kept = Mapping.objects.all()
    context: dict[str, Any] = {"form": form, "session": session, "kept": kept}
    if request.method != "POST" or session is None or not form.is_valid():
        return render(request, _PAGE, context, status=422 if form.errors else 200)
    said = form.cleaned_data
    try:
        files = [(file.name or "file", file.read()) for file in request.FILES.getlist("files")]
        columns = form.columns()
        if said["form"] == "csv" and said["name"]:
            if columns:
                bringing.keep_mapping(actor, said["name"], columns, now=doors.now())
            columns = columns or bringing.mapping(said["name"])
        some = bringing.read(said["form"], bringing.unpacked(files), columns)
        batches = bringing.stage(
            actor, session, some, form=said["form"], proposer=said["proposer"], now=doors.now()
        )  # fmt: skip
    except HuiyinError as refusal:
        return doors.again(request, _PAGE, context, refusal)
    return redirect(f"/intake/{batches[0].id}/" if len(batches) == 1 else "/intake/")
