# SPDX-License-Identifier: Apache-2.0
"""The connections of the streams: a chunk written at once is part of the body; who does not read is known at once."""

import http.client
import socket
import threading
from contextlib import contextmanager

import pytest
import uvicorn

from huiyin.web.live import serving
from huiyin.web.live.hub import chunk
from huiyin.web.live.streams import PUSH

START = {
    "type": "http.response.start",
    "status": 200,
    "headers": [(b"content-type", b"text/plain")],
}


def _said(words, *, more):
    return {"type": "http.response.body", "body": words, "more_body": more}


@contextmanager
def served(app):
    """Serve an application as the streams are; gives the port."""
    config = uvicorn.Config(app, http=serving.Bounded, ws="none", lifespan="off", log_level="error")
    server, held = uvicorn.Server(config), serving.listening("127.0.0.1", 0)
    held.listen(8)  # who comes before the server stands waits for it
    running = threading.Thread(target=server.run, kwargs={"sockets": [held]})
    running.start()
    try:
        yield held.getsockname()[1]
    finally:
        server.should_exit = server.force_exit = True
        running.join(60)


@pytest.mark.parametrize(("version", "body"), [(11, b"one two three"), (10, b"one three")])
def test_a_chunk_written_at_once_is_part_of_the_body_where_there_are_chunks(version, body):
    async def app(scope, receive, send):
        push = scope.get("extensions", {}).get(PUSH)
        await send(START)
        await send(_said(b"one ", more=True))
        if push:
            assert push(chunk(b"two "))
        await send(_said(b"three", more=False))

    with served(app) as port:
        asked = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        asked._http_vsn, asked._http_vsn_str = version, f"HTTP/1.{version - 10}"
        asked.request("GET", "/")
        assert asked.getresponse().read() == body
        asked.close()


def test_to_who_does_not_read_nothing_more_is_written():
    wrote, over = [], threading.Event()

    async def app(scope, receive, send):
        push = scope["extensions"][PUSH]
        await send(START)
        await send(_said(b"one ", more=True))
        while len(wrote) < 1000 and push(chunk(b"x" * 10_000)):
            wrote.append(1)
        over.set()
        await receive()
        await receive()

    with served(app) as port, socket.socket() as client:
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        client.connect(("127.0.0.1", port))
        client.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
        assert over.wait(60)
    assert 1 <= len(wrote) < 60
