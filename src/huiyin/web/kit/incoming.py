# SPDX-License-Identifier: Apache-2.0
"""What comes in by a request (来文): every text of it is looked at once, before any page reads it."""

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import unquote

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from huiyin.core.text import refused
from huiyin.core.values.refusals import HuiyinError
from huiyin.web.kit import doors

_UNSEEN = re.compile("[\x00\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_SECRET = ("csrf", "password", "code", "version")
_LONGEST = 18  # digits of a whole number the databases hold


def whole(text: str) -> int | None:
    """Read a whole number that a database can hold; None for anything else, e.g. `²`, `1e3`, `-1`, 5,000 digits.

    >>> whole("12"), whole("²"), whole("9" * 19)
    (12, None, None)
    """
    return int(text) if text.isdecimal() and len(text) <= _LONGEST else None


class TextMiddleware:
    """Refuse a request that carries a text which must not be kept; what was typed stands on the page to be taken back."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.answer(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """Look at the path and at every value before the view does; the API looks itself, and answers no page."""
        if getattr(view, "looks_itself", False):
            return None
        try:
            refused.check(unquote(request.path))
            for values in (request.GET, request.POST):
                for name, given in values.lists():
                    for text in (name, *given):
                        refused.check(str(text))
        except HuiyinError as refusal:
            return self._refuse(request, refusal)
        return None

    def _refuse(self, request: HttpRequest, refusal: HuiyinError) -> HttpResponse:
        if getattr(request, "htmx", False):
            return doors.problem(request, refusal)
        typed = [
            _UNSEEN.sub("\ufffd", str(text))[:100_000]
            for name, given in request.POST.lists()
            for text in given
            if len(str(text)) > 1 and not any(word in name for word in _SECRET)
        ]
        status = doors.status_of(refusal.code)
        context = {"refusal": refusal, "status": status, "typed": typed}
        return render(request, "kit/problem.html", context, status=status)
