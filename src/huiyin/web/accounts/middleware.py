# SPDX-License-Identifier: Apache-2.0
"""Hangs the actor on each request, read lazily and afresh: a role taken away is gone at the next request."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from huiyin.web.accounts import actors
from huiyin.web.kit import memo


class ActorMiddleware:
    """Give every request `request.actor`."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor = SimpleLazyObject(lambda: _actor(request))  # type: ignore[attr-defined]
        with memo.kept():
            answer = self.answer(request)
        _keep_alive(request)
        return answer


def _keep_alive(request: HttpRequest) -> None:
    """Start the session's time anew, at most once in five minutes, so that it ends by idleness and costs few writes."""
    if request.path.startswith("/live/"):
        return  # a page that asks by itself is no use by a person
    if not getattr(request, "session", None) or not request.session.session_key:
        return
    seen = int(timezone.now().timestamp())
    if seen - request.session.get("seen", 0) > _FIVE_MINUTES and "_auth_user_id" in request.session:
        request.session["seen"] = seen


_FIVE_MINUTES = 300


def _actor(request: HttpRequest) -> actors.Actor:
    user = request.user
    if not user.is_authenticated:
        return actors.NOBODY
    return actors.of(user, on=timezone.localdate())
