# SPDX-License-Identifier: Apache-2.0
"""The hub (集散): every channel is rendered once for an audience and handed to all who follow it.

1. a change wakes the groups of its channel; each renders by itself, in a thread, never twice at once: changes that come
   meanwhile are one more rendering after it. In the long run a fragment is rendered a fifth of the time at most; a few
   changes in a row are shown at once;
2. a fragment is made into bytes once for all who are sent it, and written at once to whoever takes what is sent;
   who does not holds at most the newest fragment of each channel: a slow one skips versions and holds nobody up;
3. who may see is asked again when the rights of the user change, and every five minutes.
"""

import asyncio
import json
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from huiyin.web.kit import waking
from huiyin.web.live.channels import Shown

Run = Callable[..., Any]  # awaits a function in a thread
Show = Callable[[str, str, str], Shown | None]
Push = Callable[
    [bytes], bool
]  # writes a chunk at once; tells whether the client takes what it is sent

_log = logging.getLogger(__name__)
_SHARE = 0.2  # of the time, in the long run, for the rendering of one fragment
_AT_ONCE = 0.25  # seconds of the processor for what is rendered in a row, before it rests
_REST_MOST = 10.0
_TRY_AGAIN = 1.0  # second after a rendering that failed, twice as long after each further one
_HEARTBEAT = 15.0
_BEATS = 60


def event(shown: Shown) -> bytes:
    """Give a fragment as an event of a stream."""
    data = json.dumps(
        {"channel": shown.channel, "version": shown.version, "html": shown.html}, ensure_ascii=False
    )
    return f"id: {shown.channel}={shown.version}\nevent: fragment\ndata: {data}\n\n".encode()


def chunk(data: bytes) -> bytes:
    """Give data as a chunk of a body of HTTP/1.1."""
    return b"%x\r\n%b\r\n" % (len(data), data)


ALIVE = b": \n\n"
_ALIVE = chunk(ALIVE)


def gone(channel: str) -> bytes:
    """Give the event that says that a channel is to be seen no more."""
    return f"event: gone\ndata: {json.dumps({'channel': channel})}\n\n".encode()


@dataclass(eq=False, slots=True)
class Listener:
    """One who follows: what is still to be sent, the newest of each channel only.

    Attributes:
        push: where what is sent may be written at once.
        asks_at: when who may see is to be asked again.
    """

    user_id: int | None = None
    sent: dict[str, int] = field(default_factory=dict)
    waiting: dict[str, tuple[int, bytes]] = field(default_factory=dict)
    wake: asyncio.Event = field(default_factory=asyncio.Event)
    groups: dict[str, "Group"] = field(default_factory=dict)
    push: Push | None = None
    asks_at: float = 0.0
    asks_again: bool = False
    left: bool = False

    def offer(self, channel: str, version: int, payload: bytes, chunk: bytes = b"") -> None:
        """Send a fragment at once, or put it where the listener takes it from, over an older one of the channel."""
        if chunk and self.push is not None and not self.waiting and self.push(chunk):
            self.sent[channel] = version
            return
        self.waiting[channel] = (version, payload)
        self.wake.set()

    def beat(self, now: float) -> None:
        """Say that the stream still stands; wake up where that cannot be said at once, or who may see is to be asked."""
        if now > self.asks_at or self.waiting or self.push is None or not self.push(_ALIVE):
            self.wake.set()

    def take(self) -> bytes:
        """Take all that waits."""
        some = self.waiting
        self.waiting = {}
        self.wake.clear()
        self.sent.update((channel, version) for channel, (version, _) in some.items())
        return b"".join(payload for _, payload in some.values())


@dataclass(eq=False, slots=True)
class Group:
    """The listeners of one channel that are one audience and read one language."""

    channel: str
    audience: str
    lang: str
    listeners: set[Listener] = field(default_factory=set)
    shown: Shown | None = None
    since: int = 0  # the version at which the fragment last changed
    payload: bytes = b""
    chunk: bytes = b""
    stale: bool = True
    spent: float = 0.0  # seconds of the processor on renderings, less the share of the time that has gone since
    spent_at: float = 0.0
    task: "asyncio.Task[None] | None" = None

    def rest(self, took: float, now: float) -> float:
        """Give how long to rest after a rendering that took some seconds of the processor.

        >>> group = Group("board", "office", "zh")
        >>> [round(group.rest(took, now), 2) for took, now in ((0.1, 1.0), (0.1, 1.1), (0.2, 1.2), (0.1, 9.0))]
        [0.0, 0.0, 0.55, 0.0]
        """
        self.spent = max(0.0, self.spent - _SHARE * (now - self.spent_at)) + took
        self.spent_at = now
        return min(_REST_MOST, max(0.0, (self.spent - _AT_ONCE) / _SHARE))


class Hub:
    """The groups of one process."""

    def __init__(self, show: Show, run: Run) -> None:
        self._show, self._run = show, run
        self._groups: dict[tuple[str, str, str], Group] = {}
        self._by_channel: dict[str, set[Group]] = {}
        self._by_user: dict[int, set[Listener]] = {}

    def join(self, listener: Listener, channel: str, audience: str, lang: str) -> None:
        """Let a listener follow a channel; what it has not seen is sent as soon as it is there."""
        key = (channel, audience, lang)
        group = self._groups.get(key)
        if group is None:
            group = self._groups[key] = Group(*key)
            self._by_channel.setdefault(channel, set()).add(group)
        group.listeners.add(listener)
        listener.groups[channel] = group
        if listener.user_id is not None:
            self._by_user.setdefault(listener.user_id, set()).add(listener)
        if group.shown is not None:
            self._offer(group, listener)
        elif group.task is None:
            self._render(group)

    def leave(self, listener: Listener, channel: str) -> None:
        """Let a listener follow a channel no more; a group without listeners is forgotten."""
        group = listener.groups.pop(channel, None)
        listener.waiting.pop(channel, None)
        if group is None:
            return
        group.listeners.discard(listener)
        if not group.listeners:
            self._groups.pop((group.channel, group.audience, group.lang), None)
            self._by_channel[channel].discard(group)
            if not self._by_channel[channel]:
                del self._by_channel[channel]

    def part(self, listener: Listener) -> None:
        """Let a listener go."""
        for channel in list(listener.groups):
            self.leave(listener, channel)
        if listener.user_id is not None and listener.user_id in self._by_user:
            self._by_user[listener.user_id].discard(listener)
            if not self._by_user[listener.user_id]:
                del self._by_user[listener.user_id]

    def wake(self, channel: str) -> None:
        """Take a channel as changed, or the rights of a user."""
        kind, _, key = channel.partition(":")
        if kind == waking.ACCESS:
            for listener in self._by_user.get(int(key), ()):
                listener.asks_again = True
                listener.wake.set()
        for group in self._by_channel.get(channel, ()):
            self._render(group)

    def wake_all(self) -> None:
        """Take everything as changed: after the store was out of reach, something may have been missed."""
        for channel in list(self._by_channel):
            self.wake(channel)

    async def beat(self) -> None:
        """Have every stream say now and then that it still stands; some at a time, so that nobody waits for it."""
        loop = asyncio.get_running_loop()
        while True:
            some = list(self._all())
            part = len(some) // _BEATS + 1
            for at in range(0, _BEATS * part, part):
                await asyncio.sleep(_HEARTBEAT / _BEATS)
                for listener in some[at : at + part]:
                    listener.beat(loop.time())

    def close(self) -> None:
        """Send every listener away: the process ends, and they come back to the next one."""
        for listener in self._all():
            listener.left = True
            listener.wake.set()

    def _all(self) -> set[Listener]:
        return {listener for group in self._groups.values() for listener in group.listeners}

    def _render(self, group: Group) -> None:
        group.stale = True
        if group.task is None:
            group.task = asyncio.get_running_loop().create_task(self._renders(group))

    async def _renders(self, group: Group) -> None:
        pause = _TRY_AGAIN
        try:
            while group.stale and group.listeners:
                group.stale = False
                try:
                    shown, took = await self._run(
                        self._timed, group.channel, group.audience, group.lang
                    )
                except Exception:
                    _log.exception("%s could not be shown; tried again", group.channel)
                    group.stale = True
                    await asyncio.sleep(pause)
                    pause = min(_REST_MOST, 2 * pause)
                    continue
                pause = _TRY_AGAIN
                self._hand_out(group, shown)
                await asyncio.sleep(group.rest(took, asyncio.get_running_loop().time()))
        finally:
            group.task = None

    def _timed(self, channel: str, audience: str, lang: str) -> tuple[Shown | None, float]:
        began = time.thread_time()
        return self._show(channel, audience, lang), time.thread_time() - began

    def _hand_out(self, group: Group, shown: Shown | None) -> None:
        if shown is None:
            for listener in list(group.listeners):
                self.leave(listener, group.channel)
                listener.offer(group.channel, 0, gone(group.channel))
            return
        if group.shown is None or group.shown.html != shown.html or not shown.settled:
            # what changed while it was rendered may stand in it already: no page at this version is known to show it
            group.since = shown.version + (not shown.settled)
            group.payload = event(shown)
            group.chunk = chunk(group.payload)
        group.shown = shown
        for listener in group.listeners:
            self._offer(group, listener)

    def _offer(self, group: Group, listener: Listener) -> None:
        assert group.shown is not None
        known = listener.sent.get(group.channel, -1)
        if not group.since <= known <= group.shown.version:
            listener.offer(group.channel, group.shown.version, group.payload, group.chunk)
