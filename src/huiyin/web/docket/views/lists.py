# SPDX-License-Identifier: Apache-2.0
"""The list of proposals and its export."""

import csv
import io
from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from huiyin.web.docket.selectors import proposals
from huiyin.web.kit import doors, listing, ports

EXPORT_MOST = 5000
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def page(request: HttpRequest) -> HttpResponse:
    """Show the proposals one may see, narrowed and sorted."""
    actor = doors.actor_of(request)
    asked = {
        key: request.GET.get(key, "")
        for key in ("q", "state", "session", "kind", "category", "mine")
    }
    rows = proposals.narrowed(actor, asked)
    wanted = request.GET.get("export", "")
    if wanted in ("csv", "xlsx"):
        cut = rows.order_by("-pk").prefetch_related("suggestions")[:EXPORT_MOST]
        return export(proposals.table(actor, cut), "proposals", wanted)
    found = listing.of(
        request, rows.order_by("-pk"), proposals.COLUMNS,
        filters=proposals.filters(), searchable=True,
    )  # fmt: skip
    lines = [proposals.line(actor, row) for row in found.rows]
    query = request.GET.copy()
    query.pop("page", None)
    context = {"listing": found, "lines": lines, "mine": asked["mine"], "query": query.urlencode()}
    return render(request, "docket/proposals.html", context)


def export(rows: Sequence[Sequence[str]], name: str, form: str) -> HttpResponse:
    """Give a table to take away; a cell that begins like a formula stays words."""
    safe = [[f"'{cell}" if cell[:1] in _FORMULA else cell for cell in row] for row in rows]
    if form == "xlsx":
        body: bytes = ports.write_table([list(row) for row in rows])
        kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    else:
        held = io.StringIO()
        csv.writer(held).writerows(safe)
        body, kind = held.getvalue().encode("utf-8-sig"), "text/csv; charset=utf-8"
    answer = HttpResponse(body, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    return answer
