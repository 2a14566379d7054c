# SPDX-License-Identifier: Apache-2.0
"""How a reader wants pages to look: language and brightness, kept in cookies."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from huiyin.web.kit import looks
from huiyin.web.site import language

_YEAR = 365 * 86_400


@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """Keep a choice and go back to the page it was made on."""
    back = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure()):
        back = "/"
    answer = HttpResponseRedirect(back)
    chosen = request.POST.get("language", "")
    if chosen in {code for code, _ in settings.LANGUAGES}:
        _keep(answer, language.COOKIE, chosen)
    if "theme" in request.POST:
        theme = request.POST["theme"]
        _keep(answer, looks.THEME, theme if theme in ("light", "dark") else "")
    return answer


def _keep(answer: HttpResponse, name: str, value: str) -> None:
    answer.set_cookie(
        name, value, max_age=_YEAR, samesite="Lax", httponly=True, secure=settings.BEHIND_TLS
    )
