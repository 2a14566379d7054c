# SPDX-License-Identifier: Apache-2.0
"""OParl 1.1 at /oparl/v1.1/: for everybody and every site, read only, without a sign-in, always as the public sees it."""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.views.decorators.http import require_safe

from huiyin.core.values.refusals import HuiyinError
from huiyin.web.kit import doors, words
from huiyin.web.opendata.models import Published
from huiyin.web.opendata.oparl import filed, lists, making, people

_KINDS = {kind.lower(): kind for kind in making.KINDS if kind != "System"}
View = Callable[..., HttpResponseBase]


def base_of(request: HttpRequest) -> str:
    """Give what stands before the addresses: the site's own, else the one asked."""
    return str(settings.SITE_URL) or request.build_absolute_uri("/").rstrip("/")


def _json(said: Mapping[str, Any], status: int = 200) -> JsonResponse:
    return JsonResponse(said, status=status, json_dumps_params={"ensure_ascii": False})


def _open(view: View) -> View:
    """Answer every site; say a refusal as an object of OParl."""

    @wraps(view)
    @require_safe
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        page: HttpResponseBase
        try:
            page = view(request, *args, **kwargs)
        except HuiyinError as refusal:
            status = {"NOT_FOUND": 404, "FILE_GONE": 410}.get(refusal.code, 400)
            said = refusal.say(words.language())
            page = _json(
                {"type": making.SCHEMA + "Error", "message": said, "debug": refusal.code}, status
            )
        page["Access-Control-Allow-Origin"] = "*"
        page["Cache-Control"] = "public, max-age=60" if page.status_code == 200 else "no-store"
        return page

    return answer


@_open
def system(request: HttpRequest) -> HttpResponse:
    """Give the system."""
    said = people.system() | _when()
    return _json(making.absolute(said, base_of(request)))


def _when() -> dict[str, Any]:
    row = Published.objects.filter(kind="Body").first()
    at = row.created_at if row else doors.now()
    return {"created": making.moment(at), "modified": making.moment(row.modified_at if row else at)}


@_open
def many(request: HttpRequest, kind: str) -> HttpResponse:
    """Give a page of a list."""
    if kind not in _KINDS:
        raise HuiyinError("NOT_FOUND")
    return _json(lists.many(_KINDS[kind], request.GET.dict(), base_of(request)))


@_open
def one(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    """Give an object."""
    if kind not in _KINDS:
        raise HuiyinError("NOT_FOUND")
    return _json(lists.get(_KINDS[kind], key, base_of(request)))


@_open
def file(request: HttpRequest, key: str, how: str) -> HttpResponseBase:
    """Give the bytes of a file, to be looked at or to be kept; 410 for one that was deleted."""
    held = filed.get(key)
    answer = FileResponse(
        held.place.open("rb"), as_attachment=how == "download", filename=held.name, content_type=held.media_type
    )  # fmt: skip
    if how == "access":
        del answer["Content-Disposition"]
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer
