# SPDX-License-Identifier: Apache-2.0
"""The door for polling before the pages: who asks what changed is answered without what only a page needs.

`GET /live/<channels>/now` costs a query where nothing changed; everything else goes on to the pages.
"""

import json
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import parse_qsl

from django.db import close_old_connections

from huiyin.core.values.refusals import HuiyinError
from huiyin.web.live import asking, polling

Start = Callable[..., Any]
Pages = Callable[[dict[str, Any], Start], Iterable[bytes]]
_BEFORE, _AFTER = "/live/", "/now"
_STATUS = {200: "200 OK", 404: "404 Not Found"}


class Door:
    """A WSGI application before that of the pages."""

    def __init__(self, pages: Pages) -> None:
        self.pages = pages

    def __call__(self, environ: dict[str, Any], start: Start) -> Iterable[bytes]:
        """Answer one request."""
        path = environ["PATH_INFO"]
        named = path.removeprefix(_BEFORE).removesuffix(_AFTER)
        if environ["REQUEST_METHOD"] != "GET" or path != f"{_BEFORE}{named}{_AFTER}":
            return self.pages(environ, start)
        status, said = 404, b""
        query = dict(parse_qsl(environ.get("QUERY_STRING", "")))
        given = {name: environ.get(f"HTTP_{name.upper()}", "") for name in ("host", "cookie")}
        try:
            asked = asking.read(named, query, given)
        except HuiyinError:
            pass  # a host that is not ours has nothing here
        else:
            found = _answer(asked)
            status = 404 if len(found["gone"]) == len(asked.channels) else 200
            said = json.dumps(found, ensure_ascii=False).encode()
        headers = [
            ("Content-Type", "application/json"), ("Content-Length", str(len(said))), ("Cache-Control", "no-store"),
            ("X-Content-Type-Options", "nosniff"), ("Vary", "Cookie"),
        ]  # fmt: skip
        start(_STATUS[status], headers)
        return [said]


def _answer(asked: asking.Asked) -> dict[str, Any]:
    close_old_connections()
    try:
        return polling.answer(asked.session, asked.channels, asked.since, asked.lang)
    finally:
        close_old_connections()
