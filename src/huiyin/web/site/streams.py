# SPDX-License-Identifier: Apache-2.0
"""Where a page finds its live streams: at `HUIYIN_LIVE_URL`, else at its own host on the port `huiyin serve` gave them.

Cookies do not know ports, so that the session of the pages is that of the streams. Without either the page polls.
"""

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse
from django.http.request import split_domain_port


def origin(request: HttpRequest) -> str:
    """Give the origin of the streams for the host a page was asked from; "" where there is none."""
    if settings.LIVE_URL or not settings.LIVE_PORT or request.is_secure():
        return str(settings.LIVE_URL)
    try:
        domain, _ = split_domain_port(request.get_host())
    except DisallowedHost:
        return ""
    return f"{request.scheme}://{domain}:{settings.LIVE_PORT}"


class StreamsMiddleware:
    """Let pages connect to their streams: the one origin beside their own in the content security policy."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        answer = self.answer(request)
        if answer.get("Content-Type", "").startswith("text/html") and (at := origin(request)):
            answer._csp_update = {"connect-src": [at]}  # type: ignore[attr-defined]
        return answer
