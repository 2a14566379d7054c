# SPDX-License-Identifier: Apache-2.0
"""Programs that call the API: each with a token of somebody of the cast, and the clock of the docket's tests."""

import itertools
import json

import pytest
from django.test import Client

from huiyin.web.accounts import tokens
from huiyin.web.accounts.models import Institution
from web.docket.conftest import clock  # noqa: F401 - the same clock

PREFIX = "/api/v1"
_keys = itertools.count(1)


class Program:
    """A program with the token of an actor, or with none."""

    def __init__(self, actor=None, scopes=tokens.SCOPES, *, now=None, lang="en"):
        self.client, self.lang, self.secret = Client(raise_request_exception=True), lang, ""
        if actor is not None and actor.user_id:
            self.secret = tokens.make(actor, "试用", list(scopes), 30, now=now)[1]

    def call(
        self, method, path, body=None, *, key="", raw=None, media="application/json", **headers
    ):
        sent = {"accept-language": self.lang} | headers
        if self.secret:
            sent.setdefault("authorization", f"Bearer {self.secret}")
        if method != "GET":
            sent["idempotency-key"] = key or f"k{next(_keys)}"
        if isinstance(body, dict) and "file" in body:
            return self.client.post(PREFIX + path, body, headers=sent)
        data = raw if raw is not None else "" if body is None else json.dumps(body)
        answer = self.client.generic(method, PREFIX + path, data, media, headers=sent)
        if answer.streaming:
            answer.bytes = b"".join(answer.streaming_content)
        return answer

    def get(self, path, **more):
        return self.call("GET", path, **more)

    def post(self, path, body=None, **more):
        return self.call("POST", path, body, **more)


@pytest.fixture
def program(cast, clock, now, settings, tmp_path):  # noqa: F811
    Institution.objects.create(name="澄州市政协", name_en="Chengzhou CPPCC")
    settings.FILES_ROOT = tmp_path / "files"

    def made(actor=None, scopes=tokens.SCOPES, **more):
        return Program(actor, scopes, now=now, **more)

    return made
