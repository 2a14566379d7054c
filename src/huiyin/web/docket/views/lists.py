# SPDX-License-Identifier: Apache-2.0
"""The list of proposals and its export."""

import csv
import io
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from django.http import HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.utils import translation

from huiyin.web.docket.selectors import proposals
from huiyin.web.kit import doors, listing, ports

AT_ONCE = 500
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_KINDS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def page(request: HttpRequest) -> HttpResponseBase:
    """Show the proposals one may see, narrowed and sorted."""
    actor = doors.actor_of(request)
    asked = {
        key: request.GET.get(key, "")
        for key in ("q", "state", "session", "kind", "category", "mine")
    }
    rows = proposals.narrowed(actor, asked)
    wanted = request.GET.get("export", "")
    if wanted in ("csv", "xlsx"):
        whole = rows.order_by("-pk").prefetch_related("suggestions").iterator(chunk_size=AT_ONCE)
        return export(proposals.table(actor, whole), "proposals", wanted)
    found = listing.of(
        request, proposals.titled(rows).order_by("-pk"), proposals.COLUMNS,
        filters=proposals.filters(), searchable=True, keys=listing.by_key,
    )  # fmt: skip
    lines = [proposals.line(actor, row) for row in found.rows]
    query = request.GET.copy()
    query.pop("page", None)
    context = {"listing": found, "lines": lines, "mine": asked["mine"], "query": query.urlencode()}
    return render(request, "docket/proposals.html", context)


def export(rows: Iterable[Sequence[str]], name: str, form: str) -> StreamingHttpResponse:
    """Give a whole table to take away, row by row; a cell that begins like a formula stays words."""
    lang = translation.get_language() or "zh-hans"
    told = _xlsx(rows, lang) if form == "xlsx" else _csv(rows, lang)
    answer = StreamingHttpResponse(told, content_type=_KINDS[form])
    answer["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    return answer


def _csv(rows: Iterable[Sequence[str]], lang: str) -> Iterator[bytes]:
    with translation.override(lang):  # the page's own language is off by the time the rows are told
        yield b"\xef\xbb\xbf"
        for some in batched(rows, AT_ONCE):
            held = io.StringIO()
            safe = ([f"'{cell}" if cell[:1] in _FORMULA else cell for cell in row] for row in some)
            csv.writer(held).writerows(safe)
            yield held.getvalue().encode()


def _xlsx(rows: Iterable[Sequence[str]], lang: str) -> Iterator[bytes]:
    with tempfile.TemporaryFile() as file:
        with translation.override(lang):
            ports.write_table_to(rows, file)
        file.seek(0)
        while part := file.read(65_536):
            yield part


def batched(rows: Iterable[Sequence[str]], n: int) -> Iterator[list[Sequence[str]]]:
    """Give rows some at a time."""
    told = iter(rows)
    while some := list(islice(told, n)):
        yield some
