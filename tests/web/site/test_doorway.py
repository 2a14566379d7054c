# SPDX-License-Identifier: Apache-2.0
"""The doorway: a request reaches the pages whole or not at all, and an answer leaves as the pages gave it."""

import asyncio
import io
from types import SimpleNamespace

import pytest
from granian.rsgi import ProtocolClosed

from huiyin.web.site import doorway


class Protocol:
    """One connection: pieces that come in, each after a wait, and what was answered."""

    def __init__(self, *pieces, wait=0.0, gone=False):
        self.pieces, self.wait, self.gone, self.given = pieces, wait, gone, None

    async def __aiter__(self):
        for piece in self.pieces:
            await asyncio.sleep(self.wait)
            yield piece
        if self.gone:
            raise ProtocolClosed

    def response_bytes(self, status, headers, body):
        self.given = (status, dict(headers), body)

    def response_empty(self, status, headers):
        self.given = (status, dict(headers), b"")

    def response_stream(self, status, headers):
        self.given = (status, dict(headers), b"")
        return self

    async def send_bytes(self, piece):
        status, headers, body = self.given
        self.given = (status, headers, body + piece)


def scope(method="POST", path="/", headers=()):
    class Headers(list):
        def items(self):
            return list(self)

        def get(self, name, default=None):
            return next((value for key, value in self if key == name), default)

        def __contains__(self, name):
            return any(key == name for key, _ in self)

    return SimpleNamespace(
        proto="http", http_version="1.1", method=method, path=path, query_string="a=1", scheme="http",
        server="127.0.0.1:8000", client="10.0.0.7:5555", authority=None, headers=Headers(headers),
    )  # fmt: skip


def through(protocol, asked, pages=None):
    """Send a request through the doorway; gives what the pages saw of it."""
    seen = []

    def echo(environ, start):
        seen.append(environ | {"body": environ["wsgi.input"].read()})
        start("200 OK", [("x-page", "yes")])
        return [b"an", b"swer"]

    asyncio.run(doorway.Doorway(pages or echo).__rsgi__(asked, protocol))
    return seen


def test_a_form_in_pieces_comes_whole_with_its_true_length():
    protocol = Protocol(b"a=", "文".encode())
    said = [
        ("content-length", "5"),
        ("content-type", "x/y"),
        ("host", "h"),
        ("cookie", "a=1"),
        ("cookie", "b=2"),
    ]
    (seen,) = through(protocol, scope(path="/%E6%96%87", headers=said))

    assert (seen["body"], seen["CONTENT_LENGTH"], seen["CONTENT_TYPE"]) == (
        b"a=\xe6\x96\x87",
        "5",
        "x/y",
    )
    assert (seen["HTTP_HOST"], seen["HTTP_COOKIE"], seen["REMOTE_ADDR"]) == (
        "h",
        "a=1; b=2",
        "10.0.0.7",
    )
    assert seen["PATH_INFO"].encode("latin-1").decode() == "/文"
    assert protocol.given == (200, {"x-page": "yes"}, b"answer")


def test_a_form_without_a_length_is_counted_as_it_comes():
    (seen,) = through(Protocol(b"x" * 10), scope(headers=[("transfer-encoding", "chunked")]))

    assert (seen["CONTENT_LENGTH"], seen["body"]) == ("10", b"x" * 10)


def test_a_header_that_passes_for_another_is_left_out():
    (seen,) = through(
        Protocol(), scope("GET", headers=[("x_forwarded_for", "1.2.3.4"), ("x-a", "1")])
    )

    assert "HTTP_X_FORWARDED_FOR" not in seen
    assert seen["HTTP_X_A"] == "1"


@pytest.mark.parametrize(
    ("pieces", "wait", "told", "status"),
    [((b"a",) * 50, 0.02, "50", 408), ((b"a" * 60, b"a" * 60), 0, None, 413), ((), 0, "101", 413), ((), 0, "9" * 17, 413)],
)  # fmt: skip
def test_what_is_too_slow_or_too_large_never_reaches_the_pages(
    monkeypatch, pieces, wait, told, status
):
    monkeypatch.setattr(doorway, "TAKEN_WITHIN", 0.2)
    monkeypatch.setattr(doorway, "LARGEST", 100)
    protocol = Protocol(*pieces, wait=wait)
    said = [("content-length", told)] if told else [("transfer-encoding", "chunked")]
    seen = through(protocol, scope(headers=said))

    assert seen == []
    assert protocol.given[:2] == (status, {"connection": "close"})


def test_a_client_that_goes_away_while_it_sends_is_forgotten():
    protocol = Protocol(b"a", gone=True)

    assert through(protocol, scope(headers=[("content-length", "9")])) == []
    assert protocol.given is None


def test_a_stream_is_sent_piece_by_piece_and_closed():
    class Stream(io.BytesIO):
        streaming = True

    answer = Stream(b"one\ntwo\n")

    def pages(environ, start):
        start("206 Partial Content", [])
        return answer

    protocol = Protocol()
    through(protocol, scope("GET"), pages)

    assert protocol.given == (206, {}, b"one\ntwo\n")
    assert answer.closed
