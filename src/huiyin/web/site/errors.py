# SPDX-License-Identifier: Apache-2.0
"""Error pages in the look of the house; the one for faults of ours needs no database."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from huiyin.web.kit import words


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer a request that cannot be read."""
    return _page(request, 400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer a request nobody of these rights may make."""
    return _page(request, 403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer a request for what is not there, or not theirs."""
    return _page(request, 404)


def closed(request: HttpRequest) -> HttpResponse:
    """Answer for the ways in that are shut here: accounts and first passwords come from the administrator."""
    return _page(request, 404)


def csrf(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form whose safety token does not hold."""
    return _page(request, 403, text="problem.text_csrf")


def fault(request: HttpRequest) -> HttpResponse:
    """Answer when something of ours broke: without database, session or context."""
    lang = words.language()
    at = f"{timezone.now():%Y-%m-%d %H:%M:%S} UTC"
    return render(None, "500.html", {"lang": lang, "at": at}, status=500)


def _page(request: HttpRequest, status: int, text: str = "") -> HttpResponse:
    context = {
        "status": status,
        "heading": f"problem.heading_{status}",
        "text": text or f"problem.text_{status}",
    }
    return render(request, "site/error.html", context, status=status)
