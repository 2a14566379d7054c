# SPDX-License-Identifier: Apache-2.0
"""Doors (门): what every view shares: who acts, what time it is, and how a refusal is answered."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import wraps
from typing import TYPE_CHECKING, Any, overload

from django import forms
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone

from huiyin.core.values.refusals import HuiyinError
from huiyin.web.kit import words

if TYPE_CHECKING:
    from huiyin.web.accounts.actors import Actor

View = Callable[..., HttpResponseBase]
Again = Callable[..., HttpResponse]

_STATUS = {
    "NOT_FOUND": 404,
    "FIGURE_UNKNOWN": 404,
    "NOT_ALLOWED": 403,
    "NOT_AUTHOR": 403,
    "ILLEGAL_TRANSITION": 409,
    "CHANGED_MEANWHILE": 409,
    "FOUND_SETTLED": 409,
    "UTTERANCE_KEY_TAKEN": 409,
    "NAME_CONFUSABLE": 409,
    "FLOOR_CHANGED": 409,
    "FLOOR_TAKEN": 409,
    "TOKEN_INVALID": 401,
    "TOKEN_SCOPE": 403,
    "KEY_REQUIRED": 400,
    "BODY_NOT_JSON": 400,
    "BODY_KEY_TWICE": 400,
    "METHOD_UNKNOWN": 405,
    "BODY_TOO_LARGE": 413,
    "MEDIA_TYPE": 415,
}


def status_of(code: str) -> int:
    """Give the HTTP status a refusal is answered with."""
    return _STATUS.get(code, 409 if code.startswith("GUARD_") else 422)


def actor_of(request: HttpRequest) -> "Actor":
    """Give who acts in a request."""
    return request.actor  # type: ignore[attr-defined,no-any-return]


def now() -> datetime:
    """Give the moment of the act, aware; the only clock of a door."""
    return timezone.now()


def today() -> date:
    """Give the day at the institution."""
    return timezone.localdate()


@overload
def answering(view: View) -> View: ...
@overload
def answering(*, again: Again) -> Callable[[View], View]: ...
def answering(view: View | None = None, *, again: Again | None = None) -> Any:
    """Make a view answer a refusal instead of failing by it.

    Without `again` the problem page is shown; with it, `again(request, refusal, *args, **kwargs)` renders the page the
    person came from, with what was typed. Either way the status is that of the code.
    """

    def wrap(inner: View) -> View:
        @wraps(inner)
        def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            try:
                return inner(request, *args, **kwargs)
            except HuiyinError as refusal:
                if again is None or status_of(refusal.code) in (403, 404):
                    return problem(request, refusal)
                page = again(request, refusal, *args, **kwargs)
                page.status_code = status_of(refusal.code)
                return page

        return answer

    return wrap if view is None else wrap(view)


def problem(request: HttpRequest, refusal: HuiyinError) -> HttpResponse:
    """Show a refusal on a page of its own; to an htmx request, in the messages of the page it came from."""
    part = bool(getattr(request, "htmx", False))
    page = render(
        request,
        "kit/refusal.html" if part else "kit/problem.html",
        {"refusal": refusal, "status": status_of(refusal.code)},
        status=status_of(refusal.code),
    )
    if part:
        page.headers["HX-Retarget"] = "#messages"
        page.headers["HX-Reswap"] = "innerHTML"
    return page


def again(
    request: HttpRequest, template: str, context: Mapping[str, Any], refusal: HuiyinError
) -> HttpResponse:
    """Show a page again with the refusal on it (`refusal` in the context; the base page shows it above the content)."""
    return render(
        request, template, {**context, "refusal": refusal}, status=status_of(refusal.code)
    )


def put(form: forms.BaseForm, refusal: HuiyinError, field: str | None = None) -> None:
    """Lay a refusal beside a field of a form, or above it, with its code."""
    said = ValidationError(refusal.say(words.language()), code=refusal.code)
    form.add_error(field if field in form.fields else None, said)


def signed_in(view: View) -> View:
    """Ask for signing in first, and come back to the page afterwards."""
    return login_required(view)


def needing(*roles: str) -> Callable[[View], View]:
    """Keep a page for people who hold one of some roles; others read why not.

    Errors: `NOT_ALLOWED`.
    """

    def wrap(view: View) -> View:
        @wraps(view)
        def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not actor_of(request).has(*roles):
                return problem(request, HuiyinError("NOT_ALLOWED", act=request.path))
            return view(request, *args, **kwargs)

        return signed_in(answer)

    return wrap
