# SPDX-License-Identifier: Apache-2.0
"""Keys (门钥): what each operation asks before it is heard: a token of some scope, a key of idempotency, a kind of body."""

import re
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from ninja.security.base import AuthBase

from huiyin.core.values.refusals import HuiyinError
from huiyin.web.accounts import actors, tokens
from huiyin.web.api import problems, strict
from huiyin.web.kit import doors

JSON, FORM = "application/json", "multipart/form-data"
FORM_MOST = 21_000_000  # a file of 20 MB, the most that is kept, and what the form says around it
_KEY = re.compile(r"[\x21-\x7e]{1,80}")


class Token(AuthBase):
    """The key of an operation.

    Attributes:
        scopes: one of these the token must have.
        public: whether it is answered without a token too, with what the public may see.
        keyed: whether it changes something, and so asks for an Idempotency-Key.
        media: the type of its body, "" where it has none.
    """

    openapi_type = "http"
    openapi_scheme = "bearer"

    def __init__(
        self, *scopes: str, public: bool = False, keyed: bool = False, media: str = ""
    ) -> None:
        super().__init__()
        assert scopes
        assert set(scopes) <= set(tokens.SCOPES)
        self.scopes, self.public, self.keyed, self.media = scopes, public, keyed, media

    def __call__(self, request: HttpRequest) -> Any:
        """Let a request in as the actor its token stands for; a session of the pages opens nothing here.

        Errors: `NOT_FOUND`, `TOKEN_INVALID`, `TOKEN_SCOPE`, `KEY_REQUIRED`, `MEDIA_TYPE`.
        """
        if not strict.is_keepable(request.path):
            raise HuiyinError("NOT_FOUND")
        request.actor = self._actor(request)  # type: ignore[attr-defined]
        if self.keyed and not _KEY.fullmatch(request.headers.get("Idempotency-Key", "")):
            raise HuiyinError("KEY_REQUIRED")
        if self.media and request.content_type != self.media:
            raise HuiyinError("MEDIA_TYPE", expected=self.media)
        self._not_too_large(request)
        for name, value in request.GET.items():
            if not strict.is_keepable(f"{name}{value}"):
                raise problems.invalid(name[:40].replace("\x00", "?"), "characters")
        return True

    def _actor(self, request: HttpRequest) -> actors.Actor:
        said = request.headers.get("Authorization", "")
        if not said and self.public:
            return actors.NOBODY
        kind, _, secret = said.partition(" ")
        if kind.lower() != "bearer":
            raise HuiyinError("TOKEN_INVALID")
        row = tokens.bearer(secret.strip(), now=doors.now())
        if set(self.scopes).isdisjoint(row.scopes):
            raise HuiyinError("TOKEN_SCOPE", scope=" / ".join(self.scopes))
        return actors.of(row.user, on=timezone.localdate())

    def _not_too_large(self, request: HttpRequest) -> None:
        most = FORM_MOST if self.media == FORM else strict.BODY_MOST
        said = request.headers.get("Content-Length", "")
        if said.isdecimal() and int(said) > most:
            raise HuiyinError("BODY_TOO_LARGE", limit_kb=most // 1000)
