# SPDX-License-Identifier: Apache-2.0
"""What every page knows."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from huiyin.web.accounts import actors
from huiyin.web.accounts.models import Institution
from huiyin.web.docket.selectors import notices
from huiyin.web.kit import looks, words
from huiyin.web.site import navigation, streams


def page(request: HttpRequest) -> dict[str, Any]:
    """Give the language of the page, the institution it belongs to, and the way to other places.

    Cost: one query for the institution; for a person signed in, one for the grants and one for new notices.
    """
    actor = getattr(request, "actor", actors.NOBODY)
    institution = getattr(request, "institution", None) or Institution.objects.first()
    groups = navigation.of(actor, request.path, {}) if institution else []
    signed_in = actor.user_id is not None
    return {
        "lang": words.language(),
        "institution": institution,
        "actor": actor,
        "navigation": groups,
        "tabbar": navigation.bar(actor, groups),
        "theme": looks.theme_of(request),
        "can_search": bool(institution) and navigation.exists("/search/"),
        "can_notice": navigation.exists("/notices/"),
        "unread_notices": SimpleLazyObject(lambda: notices.unread(actor.user_id or 0))
        if signed_in
        else 0,
        "live_origin": streams.origin(request),
        "single_sign_on": settings.OIDC_NAME,
        "session_ended": not signed_in and settings.SESSION_COOKIE_NAME in request.COOKIES,
        "session_seconds": settings.SESSION_COOKIE_AGE - _MARGIN if signed_in else 0,
    }


_MARGIN = 300  # a session may have begun to count up to five minutes before the page
