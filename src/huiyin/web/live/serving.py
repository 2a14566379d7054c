# SPDX-License-Identifier: Apache-2.0
"""Serving the streams: uvicorn with limits of our own on clients that send too slowly or do not read."""

import argparse
import asyncio
import socket
from collections.abc import Sequence
from typing import Any

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from huiyin.web.live.streams import PUSH, Streams

ASKED_WITHIN = 10.0  # a connection that has not asked for anything by then is cut
READ_WITHIN = 20.0  # a client that takes nothing for so long is cut
_MOST = 20_000
_UNREAD = 65_536  # bytes the system holds for a client that does not read


class Bounded(H11Protocol):
    """A connection that is cut when its client does not ask, or does not read; that lets a chunk be written at once."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        plain = self.app

        async def app(scope: Any, receive: Any, send: Any) -> None:
            if scope.get("http_version") == "1.1":  # before it there were no chunks
                scope["extensions"] = {PUSH: self._push}
            await plain(scope, receive, send)

        self.app = app

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        transport.set_write_buffer_limits(high=65_536)
        self._stuck = False
        self._watch = self.loop.call_later(ASKED_WITHIN, self._look)

    def _push(self, chunk: bytes) -> bool:
        """Write a chunk of the body that is being sent, unless the client has not taken what was sent before."""
        if self.flow.write_paused or self.transport.is_closing():
            return False
        self.transport.write(chunk)
        return True

    def connection_lost(self, exc: Exception | None) -> None:
        self._watch.cancel()
        super().connection_lost(exc)

    def _look(self) -> None:
        idle = self.cycle is None
        if idle or (self._stuck and self.flow.write_paused):
            self.transport.abort()
            return
        self._stuck = self.flow.write_paused
        self._watch = self.loop.call_later(READ_WITHIN / 2, self._look)


class Server(uvicorn.Server):
    """A server that sends its listeners away before it ends."""

    def __init__(self, config: uvicorn.Config, app: Streams) -> None:
        super().__init__(config)
        self._streams = app

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._streams.hub.close()
        await super().shutdown(sockets)


def run(app: Streams, given: Sequence[str]) -> None:
    """Serve the streams until a signal comes."""
    options = argparse.ArgumentParser()
    options.add_argument("--host", default="127.0.0.1")
    options.add_argument("--port", type=int, required=True)
    told = options.parse_args(given)
    config = uvicorn.Config(
        app, host=told.host, port=told.port, http=Bounded, ws="none", lifespan="on", log_level="warning", access_log=False,
        server_header=False, timeout_keep_alive=10, timeout_graceful_shutdown=1, limit_concurrency=_MOST, backlog=4096,
        proxy_headers=False,
    )  # fmt: skip
    Server(config, app).run(sockets=[listening(told.host, told.port)])


def listening(host: str, port: int) -> socket.socket:
    """Give a socket that is bound, and sees when the other end is gone."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    found = socket.socket(family, socket.SOCK_STREAM)
    found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    found.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    found.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _UNREAD)
    found.bind((host, port))
    return found
