# SPDX-License-Identifier: Apache-2.0
"""Following the store: one thread of the process learns what changed, and wakes the hub.

PostgreSQL tells it (LISTEN); SQLite is asked every 30 ms whether its file was written, and only then what changed.
"""

import asyncio
import threading

from django.db import Error, connection
from django.db.models import Max

from huiyin.web.kit import waking
from huiyin.web.kit.models import LiveVersion
from huiyin.web.live.hub import Hub

EVERY = 0.03
_PATIENCE = 1.0


class Follower:
    """The thread that follows the store for a hub."""

    def __init__(self, hub: Hub, loop: asyncio.AbstractEventLoop) -> None:
        self._hub, self._loop = hub, loop
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._follow, name="live-follower", daemon=True)

    def start(self) -> None:
        """Begin to follow."""
        self._thread.start()

    def stop(self) -> None:
        """Follow no more."""
        self._over.set()
        self._thread.join(5)

    def _tell(self, channel: str | None) -> None:
        if channel is None:
            self._loop.call_soon_threadsafe(self._hub.wake_all)
        else:
            self._loop.call_soon_threadsafe(self._hub.wake, channel)

    def _follow(self) -> None:
        while not self._over.is_set():
            try:
                if connection.vendor == "postgresql":
                    self._listen()
                else:
                    self._poll()
            except Error:
                self._over.wait(_PATIENCE)
            finally:
                connection.close()

    def _listen(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"LISTEN {waking.NOTIFY}")
        self._tell(None)  # what was notified before is known from now on only by looking
        while not self._over.is_set():
            for told in connection.connection.notifies(timeout=_PATIENCE):
                self._tell(told.payload)

    def _poll(self) -> None:
        last = LiveVersion.objects.aggregate(n=Max("version"))["n"] or 0
        self._tell(None)
        seen = 0
        while not self._over.wait(EVERY):
            if (written := _written()) == seen:
                continue
            seen = written
            for channel, version in waking.changed(last):
                last = version
                self._tell(channel)


def _written() -> int:
    """Give a number that changes when another connection has written to the file of SQLite."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA data_version")
        return int(cursor.fetchone()[0])
