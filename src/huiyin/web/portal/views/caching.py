# SPDX-License-Identifier: Apache-2.0
"""Pages of the portal are the same for everyone: made once for each state of the ledger, and kept until the next act."""

import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import translation

from huiyin.web.kit import doors, looks, memo

View = Callable[..., HttpResponseBase]
KEPT = 3_600  # seconds; an act makes all older pages stale long before
LONGEST = 300  # characters of a query that is kept


def shared(view: View) -> View:
    """Make a page once for all readers of a language: nobody's actor, no token, nothing of the reader's own in it.

    Its key holds the end of the ledger, so that no act, and no taking back, is ever older than the page that is shown.
    """

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        chosen = request.GET.get("lang", "")
        if chosen in ("zh", "en"):
            with translation.override("en" if chosen == "en" else "zh-hans"):
                return _kept(view, request, chosen, args, kwargs)
        return _kept(view, request, translation.get_language() or "", args, kwargs)

    return answer


def _kept(view: View, request: HttpRequest, lang: str, args: Any, kwargs: Any) -> HttpResponseBase:
    query = request.META.get("QUERY_STRING", "")
    if request.method not in ("GET", "HEAD") or len(query) > LONGEST:
        return doors.answering(view)(request, *args, **kwargs)
    seq = memo.ledger_end()
    said = "\n".join(
        [
            request.path,
            query,
            lang,
            looks.theme_of(request),
            str(seq),
            doors.today().isoformat(),
            request.get_host(),
        ]
    )
    key = f"portal:{hashlib.sha256(said.encode()).hexdigest()}"
    held = cache.get(key)
    if held is None:
        made = doors.answering(view)(request, *args, **kwargs)
        if made.status_code != 200 or not isinstance(made, HttpResponse):
            return made
        held = (made.content, made.headers["Content-Type"])
        cache.set(key, held, KEPT)
    content, kind = held
    return HttpResponse(content, content_type=kind)
