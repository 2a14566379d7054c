# SPDX-License-Identifier: Apache-2.0
"""The pages of open data: which tables there are, what they mean, and the files."""

from django.http import (
    FileResponse,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    JsonResponse,
    StreamingHttpResponse,
)
from django.shortcuts import render
from django.views.decorators.http import require_safe

from huiyin.core.values.refusals import HuiyinError
from huiyin.web.kit import doors
from huiyin.web.opendata.downloads import catalogue, datasets, lines, nightly
from huiyin.web.opendata.oparl import making
from huiyin.web.opendata.views.oparl import base_of


@require_safe
@doors.answering
def page(request: HttpRequest) -> HttpResponse:
    """Show which tables there are."""
    context = {
        "sets": [(one, datasets.seen(one).count()) for one in datasets.everything().values()],
        "licence": making.licence(), "oparl": making.ROOT, "made": nightly.manifest(), "file": nightly.NAME,
    }  # fmt: skip
    return render(request, "opendata/data.html", context)


@require_safe
@doors.answering
def table(request: HttpRequest, name: str) -> HttpResponse:
    """Show what a table holds, column by column."""
    one = datasets.get(name)
    context = {"one": one, "n": datasets.seen(one).count(), "licence": making.licence()}
    return render(request, "opendata/dataset.html", context)


@require_safe
@doors.answering
def download(request: HttpRequest, name: str, form: str) -> HttpResponseBase:
    """Give a table as the public may see it now, line by line."""
    one = datasets.get(name)
    if form not in lines.FORMS:
        raise HuiyinError("NOT_FOUND")
    heads = [column.name for column in one.columns]
    parts = () if request.method == "HEAD" else lines.write(form, heads, datasets.rows(one))
    answer = StreamingHttpResponse(parts, content_type=lines.FORMS[form])
    answer["Content-Disposition"] = f'attachment; filename="{one.name}.{form}"'
    return _open(answer)


@require_safe
@doors.answering
def whole(request: HttpRequest) -> HttpResponseBase:
    """Give the file of the night."""
    try:
        place = nightly.get()
    except HuiyinError as refusal:
        if refusal.code != "FILE_GONE":
            raise
        answer = doors.problem(request, HuiyinError("FILE_BEING_MADE"))
        answer.status_code, answer["Retry-After"] = 503, "300"
        return answer
    given = FileResponse(place.open("rb"), as_attachment=True, filename=nightly.NAME)
    return _open(given)


@require_safe
@doors.answering
def said(request: HttpRequest, name: str) -> HttpResponseBase:
    """Give what is told about the data: dictionary, manifest of the file, catalogue."""
    if name == "catalogue.jsonld":
        answer = JsonResponse(catalogue.compose(base_of(request)), json_dumps_params=_PLAIN)
        answer["Content-Type"] = "application/ld+json"
        return _open(answer)
    held = nightly.dictionary() if name == "dictionary.json" else nightly.manifest()
    if held is None:
        raise HuiyinError("NOT_FOUND")
    return _open(JsonResponse(held, json_dumps_params=_PLAIN))


_PLAIN = {"ensure_ascii": False, "indent": 1}


def _open(answer: HttpResponseBase) -> HttpResponseBase:
    answer["Access-Control-Allow-Origin"] = "*"
    answer["Link"] = f'<{making.licence()}>; rel="license"'
    return answer
