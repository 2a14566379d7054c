# SPDX-License-Identifier: Apache-2.0
"""The language of a page: the reader's own choice (cookie), else the browser's, else the institution's."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

COOKIE = "huiyin_language"


class LanguageMiddleware:
    """Switch each request to its reader's language."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        chosen = request.COOKIES.get(COOKIE, "")
        known = {code for code, _ in settings.LANGUAGES}
        lang = chosen if chosen in known else translation.get_language_from_request(request)
        with translation.override(lang if lang in known else settings.LANGUAGE_CODE):
            request.LANGUAGE_CODE = translation.get_language()
            answer = self.answer(request)
            answer.headers.setdefault("Content-Language", translation.get_language() or "")
        return answer
