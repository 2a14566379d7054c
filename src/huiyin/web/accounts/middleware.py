# SPDX-License-Identifier: Apache-2.0
"""Hangs the actor on each request, read lazily and afresh: a role taken away is gone at the next request."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from huiyin.web.accounts import actors


class ActorMiddleware:
    """Give every request `request.actor`."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor = SimpleLazyObject(lambda: _actor(request))  # type: ignore[attr-defined]
        return self.answer(request)


def _actor(request: HttpRequest) -> actors.Actor:
    user = request.user
    if not user.is_authenticated:
        return actors.NOBODY
    return actors.of(user, on=timezone.localdate())
