# SPDX-License-Identifier: Apache-2.0
"""Streams (流): the ASGI application: `GET /live/<channels>` pushes fragments, `GET /live/<channels>/now` gives them once.

It knows nothing of pages. Django is used for sessions, rights and rendering only, always in a thread.
"""

import asyncio
import json
import random
import threading
from collections.abc import Awaitable, Callable, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import parse_qsl, unquote

from django.db import close_old_connections, connection

from huiyin.core.values.refusals import HuiyinError
from huiyin.web.accounts.actors import Actor
from huiyin.web.live import asking, channels, following, polling
from huiyin.web.live.hub import ALIVE, Hub, Listener, Push, gone

Message = MutableMapping[str, Any]
Send = Callable[[Message], Awaitable[None]]
Receive = Callable[[], Awaitable[Message]]

ASKED_AGAIN = 300.0
THREADS = 3
PUSH = "huiyin.push"  # the extension of a server that lets a chunk be written at once
_PREFIX = "/live/"


class Streams:
    """The application of one process."""

    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="live")
        self.hub = Hub(channels.show, self._run)

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Answer one connection."""
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        elif scope["type"] == "http":
            await self._answer(scope, receive, send)

    async def _live(self, receive: Receive, send: Send) -> None:
        while True:
            message = await receive()
            if message["type"] == "lifespan.startup":
                self._follower = following.Follower(self.hub, asyncio.get_running_loop())
                self._follower.start()
                self._beats = asyncio.create_task(self.hub.beat())
                await send({"type": "lifespan.startup.complete"})
            else:
                self._beats.cancel()
                self._follower.stop()
                await self._let_go()
                await send({"type": "lifespan.shutdown.complete"})
                return

    async def _let_go(self) -> None:
        """Close the connection of each thread: they meet at a barrier, so that each does it once."""
        met = threading.Barrier(THREADS)

        def close() -> None:
            met.wait(5)
            connection.close()

        loop = asyncio.get_running_loop()
        all_of_them = [loop.run_in_executor(self._threads, close) for _ in range(THREADS)]
        await asyncio.gather(*all_of_them)
        self._threads.shutdown()

    async def _run(self, work: Callable[..., Any], *given: Any) -> Any:
        return await asyncio.get_running_loop().run_in_executor(self._threads, _fresh, work, *given)

    async def _answer(self, scope: Message, receive: Receive, send: Send) -> None:
        path = unquote(scope["path"])
        if scope["method"] != "GET" or not path.startswith(_PREFIX):
            return await _say(send, 404)
        headers = {
            name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]
        }
        query = dict(parse_qsl(scope["query_string"].decode("latin-1")))
        once = path.endswith("/now")
        named = path[len(_PREFIX) :].removesuffix("/now")
        try:
            asked = asking.read(named, query, headers)
        except HuiyinError:
            return await _say(send, 404)
        if not asking.is_ours(asked):
            return await _say(send, 403)
        if once:
            body = await self._run(_now, asked)
            status = 404 if len(body["gone"]) == len(asked.channels) else 200
            return await _say(send, status, asked, body)
        actor, seen = await self._run(_asked, asked)
        if not seen:
            return await _say(send, 404, asked)
        listener = Listener(actor.user_id, sent=dict(asked.since))
        push = scope.get("extensions", {}).get(PUSH)
        return await self._stream(asked, listener, seen, receive, send, push)

    async def _stream(
        self,
        asked: asking.Asked,
        listener: Listener,
        seen: dict[str, str],
        receive: Receive,
        send: Send,
        push: Push | None,
    ) -> None:
        await send({
            "type": "http.response.start", "status": 200,
            "headers": [(b"content-type", b"text/event-stream; charset=utf-8"), (b"x-accel-buffering", b"no"), *_headers(asked)],
        })  # fmt: skip
        waits = asyncio.create_task(_until_gone(receive, listener))
        try:
            for channel in asked.channels:
                if channel in seen:
                    self.hub.join(listener, channel, seen[channel], asked.lang)
                else:
                    listener.offer(channel, 0, gone(channel))
            await self._write(listener, asked, send, push)
            listener.push = None
            await send({"type": "http.response.body", "body": b""})
        finally:
            waits.cancel()
            self.hub.part(listener)

    async def _write(
        self, listener: Listener, asked: asking.Asked, send: Send, push: Push | None
    ) -> None:
        loop = asyncio.get_running_loop()
        listener.asks_at = loop.time() + ASKED_AGAIN * random.uniform(0.8, 1.2)  # noqa: S311 - spreads work, hides nothing
        await _chunk(send, b"retry: 3000\n\n" + listener.take())
        listener.push = push
        while True:
            await listener.wake.wait()
            if listener.left:
                return
            if listener.asks_again or loop.time() > listener.asks_at:
                listener.asks_again = False
                listener.asks_at = loop.time() + ASKED_AGAIN
                await self._ask_again(listener, asked)
            await _chunk(send, listener.take() or ALIVE)
            if not listener.groups:
                return

    async def _ask_again(self, listener: Listener, asked: asking.Asked) -> None:
        _, seen = await self._run(_asked, asked)
        for channel, group in list(listener.groups.items()):
            if seen.get(channel) == group.audience:
                continue
            self.hub.leave(listener, channel)
            if channel in seen:
                listener.sent.pop(channel, None)
                self.hub.join(listener, channel, seen[channel], asked.lang)
            else:
                listener.offer(channel, 0, gone(channel))


def _fresh(work: Callable[..., Any], *given: Any) -> Any:
    """Do some work in a thread, with a connection that stands."""
    close_old_connections()
    try:
        return work(*given)
    except Exception:
        connection.close()
        raise


def _asked(asked: asking.Asked) -> tuple[Actor, dict[str, str]]:
    actor = asking.actor_of(asked.session)
    return actor, asking.audiences(actor, asked.channels)


def _now(asked: asking.Asked) -> dict[str, Any]:
    return polling.answer(asked.session, asked.channels, asked.since, asked.lang)


async def _until_gone(receive: Receive, listener: Listener) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    listener.left = True
    listener.wake.set()


async def _chunk(send: Send, data: bytes) -> None:
    await send({"type": "http.response.body", "body": data, "more_body": True})


def _headers(asked: asking.Asked | None) -> list[tuple[bytes, bytes]]:
    some = [
        (b"cache-control", b"no-store"),
        (b"x-content-type-options", b"nosniff"),
        (b"vary", b"Origin, Cookie"),
    ]
    if asked and asked.origin:
        some += [
            (b"access-control-allow-origin", asked.origin.encode("latin-1")),
            (b"access-control-allow-credentials", b"true"),
        ]
    return some


async def _say(
    send: Send, status: int, asked: asking.Asked | None = None, body: Any = None
) -> None:
    said = json.dumps(body, ensure_ascii=False).encode() if body is not None else b""
    kind = b"application/json" if said else b"text/plain"
    await send({
        "type": "http.response.start", "status": status,
        "headers": [(b"content-type", kind), (b"content-length", str(len(said)).encode()), *_headers(asked)],
    })  # fmt: skip
    await send({"type": "http.response.body", "body": said})
