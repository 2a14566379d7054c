# SPDX-License-Identifier: Apache-2.0
"""The doorway (前门): a request is taken in whole, in time and in bounds, before a thread of the pages is given to it.

A client that sends its form a byte a second holds a place in the event loop and nothing else, and is cut after
`TAKEN_WITHIN`; one that does not read its answer holds the bytes of the answer. What a thread sees is an ordinary WSGI
request. `granian --interface rsgi` serves it.
"""

import asyncio
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from http import HTTPStatus
from typing import IO, Any
from urllib.parse import unquote_to_bytes

from granian.rsgi import ProtocolClosed  # type: ignore[attr-defined]

TAKEN_WITHIN = 25.0  # seconds for a request to come in; a large one gets more
SLOWEST = 100_000  # bytes a second that a large one must reach on the average
LARGEST = 400_000_000  # bytes: a batch of papers; every page has narrower bounds of its own
THREADS = 2  # a page is reckoning, not waiting: more threads take turns at one interpreter
_IN_MEMORY = 1_000_000
_APART = frozenset({"CONTENT_LENGTH", "TRANSFER_ENCODING"})
_Answer = tuple[int, list[tuple[str, str]], "bytes | Iterator[bytes]"]


class Cut(Exception):
    """A request that is not answered by the pages: the status to end it with."""

    def __init__(self, status: HTTPStatus) -> None:
        super().__init__(status.phrase)
        self.status = status


class Doorway:
    """An RSGI application before a WSGI one."""

    def __init__(self, pages: Callable[..., Any], threads: int = THREADS) -> None:
        self.pages = pages
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="pages")

    async def __rsgi__(self, scope: Any, protocol: Any) -> None:
        if scope.proto != "http":
            protocol.close(None)
            return
        try:
            with tempfile.SpooledTemporaryFile(_IN_MEMORY) as body:
                await _take(body, scope, protocol)
                answer = await self._in_thread(_ask, self.pages, environ_of(scope, body))
            await self._give(protocol, *answer)
        except Cut as cut:
            protocol.response_empty(int(cut.status), [("connection", "close")])
        except ProtocolClosed:
            return  # the client is gone

    async def _give(
        self, protocol: Any, status: int, headers: list[tuple[str, str]], said: "bytes | Iterator[bytes]"
    ) -> None:  # fmt: skip
        if isinstance(said, bytes):
            protocol.response_bytes(status, headers, said)
            return
        transport = protocol.response_stream(status, headers)
        try:
            while (piece := await self._in_thread(next, said, None)) is not None:
                await transport.send_bytes(piece)
        finally:
            said.close()  # type: ignore[attr-defined]  # a generator: it closes the answer

    async def _in_thread(self, what: Callable[..., Any], *given: Any) -> Any:
        return await asyncio.get_running_loop().run_in_executor(self._threads, what, *given)


def _ask(pages: Callable[..., Any], environ: dict[str, Any]) -> _Answer:
    """Ask the pages; an answer that is no stream is read out here, in the thread that made it."""
    said: list[Any] = []
    answer = pages(environ, lambda *start: said.append(start))
    pieces = _pieces(answer)
    whole = pieces if getattr(answer, "streaming", False) else b"".join(pieces)
    return int(said[0][0].split(" ", 1)[0]), said[0][1], whole


def _pieces(answer: Any) -> Iterator[bytes]:
    try:
        yield from answer
    finally:
        if hasattr(answer, "close"):
            answer.close()


async def _take(body: IO[bytes], scope: Any, protocol: Any) -> None:
    """Take the body of a request.

    Errors: `Cut` with 408 where it does not come in time, 413 where it is too large.
    """
    told = scope.headers.get("content-length")
    if told is None and "transfer-encoding" not in scope.headers:
        return
    size = int(told) if told and told.isdecimal() and len(told) < 18 else 0
    if size > LARGEST:
        raise Cut(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    try:
        await asyncio.wait_for(_read(body, protocol), TAKEN_WITHIN + size / SLOWEST)
    except TimeoutError:
        raise Cut(HTTPStatus.REQUEST_TIMEOUT) from None


async def _read(body: IO[bytes], protocol: Any) -> None:
    async for piece in protocol:
        if body.tell() + len(piece) > LARGEST:
            raise Cut(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        body.write(piece)


def environ_of(scope: Any, body: IO[bytes]) -> dict[str, Any]:
    """Give a request as WSGI says it; `CONTENT_LENGTH` is what came in, not what was told."""
    length = body.seek(0, os.SEEK_END)
    body.seek(0)
    host, _, port = scope.server.rpartition(":")
    client = scope.client.rpartition(":")[0].strip("[]")
    found: dict[str, Any] = {
        "REQUEST_METHOD": scope.method, "SCRIPT_NAME": "", "PATH_INFO": unquote_to_bytes(scope.path).decode("latin-1"),
        "QUERY_STRING": scope.query_string, "SERVER_NAME": host, "SERVER_PORT": port,
        "SERVER_PROTOCOL": f"HTTP/{scope.http_version}", "REMOTE_ADDR": client,
        "CONTENT_LENGTH": str(length) if length else "", "CONTENT_TYPE": scope.headers.get("content-type", ""),
        "wsgi.version": (1, 0), "wsgi.url_scheme": scope.scheme, "wsgi.input": body, "wsgi.errors": sys.stderr,
        "wsgi.multithread": True, "wsgi.multiprocess": True, "wsgi.run_once": False,
    }  # fmt: skip
    for name, value in scope.headers.items():
        key = name.upper().replace("-", "_")
        if "_" in name or key in _APART or key == "CONTENT_TYPE":
            continue  # a name with `_` could pass for another with `-`
        joint = "; " if key == "COOKIE" else ","
        key = f"HTTP_{key}"
        found[key] = f"{found[key]}{joint}{value}" if key in found else value
    if scope.authority and "HTTP_HOST" not in found:
        found["HTTP_HOST"] = scope.authority
    return found
