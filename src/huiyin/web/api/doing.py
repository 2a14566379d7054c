# SPDX-License-Identifier: Apache-2.0
"""Doing (办理): how operations are declared, and how a write is done once, through the services, in one transaction."""

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar

from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema
from ninja.responses import Status

from huiyin.web.accounts.actors import Actor
from huiyin.web.api import answers, keys, told
from huiyin.web.kit import doors, ledger, once

REFUSED = (400, 401, 403, 404, 409, 413, 415, 422)
READ_REFUSED = (401, 403, 404, 409, 422)
MINIMAL = "return=minimal"
Act = Callable[[Actor, datetime], dict[str, Any]]
View = TypeVar("View", bound=Callable[..., Any])
router = Router()  # one for all files: an address may be read by one and written by another


class Desk:
    """Where a file lays its operations, under its heading of the reference (`api.tag_…` of the words)."""

    def __init__(self, tag: str) -> None:
        self.tag = tag

    def get(self, path: str, **declared: Any) -> Callable[[View], View]:
        """Lay an operation that reads."""
        return router.get(path, tags=[self.tag], **declared)

    def post(self, path: str, **declared: Any) -> Callable[[View], View]:
        """Lay an act."""
        return router.post(path, tags=[self.tag], **declared)

    def patch(self, path: str, **declared: Any) -> Callable[[View], View]:
        """Lay an act that changes a part."""
        return router.patch(path, tags=[self.tag], **declared)

    def delete(self, path: str, **declared: Any) -> Callable[[View], View]:
        """Lay an act that takes away."""
        return router.delete(path, tags=[self.tag], **declared)


def reads(out: Any, *, public: bool = True) -> dict[str, Any]:
    """Declare an operation that reads."""
    refused = dict.fromkeys(READ_REFUSED, answers.Problem)
    return {"auth": keys.Token("read", public=public), "response": {200: out, **refused}}


def writes(*scopes: str, out: Any, status: int = 200, media: str = keys.JSON) -> dict[str, Any]:
    """Declare an operation that changes something, for tokens of one of some scopes."""
    refused = dict.fromkeys(REFUSED, answers.Problem)
    silent = {204: None} if status == 200 else {}
    return {
        "auth": keys.Token(*scopes, keyed=True, media=media),
        "response": {status: out, **silent, **refused},
    }


def do(
    request: HttpRequest, body: Schema | dict[str, Any] | None, act: Act, *, status: int = 200
) -> Status[Any] | HttpResponse:
    """Do an act once for its Idempotency-Key; sent again, it hears the first answer.

    An act that makes nothing new (200) answers 204 and nothing to `Prefer: return=minimal`: half of its time is its answer.

    Errors: `IDEMPOTENCY_MISMATCH`; those of the act.
    """
    actor, now = doors.actor_of(request), doors.now()
    held = body.model_dump(mode="json", exclude_unset=True) if isinstance(body, Schema) else body
    asked = [request.method, request.path, held]
    nothing = status == 200 and request.headers.get("Prefer", "").strip() == MINIMAL

    def command() -> dict[str, Any]:
        with told.unasked(nothing):
            found = act(actor, now)
        return {} if nothing else dict(json.loads(json.dumps(found, cls=DjangoJSONEncoder)))

    with ledger.through("api"):
        answer = once.do(actor.user_id, request.headers["Idempotency-Key"], asked, command, now=now)
    if not answer:
        return HttpResponse(status=204, headers={"Preference-Applied": MINIMAL})
    return Status(status, answer)
