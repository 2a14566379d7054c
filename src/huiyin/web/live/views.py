# SPDX-License-Identifier: Apache-2.0
"""The door for polling among the pages, for where no stream comes through."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from huiyin.web.live import asking, channels, polling


@require_GET
@never_cache
def now(request: HttpRequest, named: str) -> HttpResponse:
    """Give the fragments of some channels that changed since the versions the page shows."""
    some = channels.named(named)
    lang = "en" if request.GET.get("lang") == "en" else "zh"
    since = asking.versions(request.GET.get("since", ""))
    session = request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")
    found = polling.answer(session, some, since, lang)
    return JsonResponse(found, status=404 if len(found["gone"]) == len(some) else 200)


@require_GET
@never_cache
def stream(request: HttpRequest, named: str) -> HttpResponse:
    """Say that pages do not stream: the page asks `now` instead."""
    return HttpResponse(status=406)
