# SPDX-License-Identifier: Apache-2.0
"""A load of requests at a given rate, or as fast as some clients go; a late answer counts from when it was due."""

import asyncio
import re
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

_LENGTH = re.compile(rb"content-length: (\d+)", re.IGNORECASE)


@dataclass
class Told:
    """What a load met: seconds by kind of request, answers by status, and how long it took."""

    seconds: float = 0.0
    waits: dict[str, list[float]] = field(default_factory=dict)
    statuses: dict[int, int] = field(default_factory=dict)
    bodies: list[bytes] = field(default_factory=list)

    def all(self) -> list[float]:
        """Give all waits, sorted."""
        return sorted(one for some in self.waits.values() for one in some)

    @property
    def rate(self) -> float:
        """Answers a second."""
        return sum(self.statuses.values()) / self.seconds if self.seconds else 0.0


def share(some: Sequence[float], part: float) -> float:
    """Give the wait below which a part of all lies, in ms."""
    ordered = sorted(some)
    return 1000 * ordered[min(len(ordered) - 1, int(part * len(ordered)))] if ordered else -1.0


def get(path: str, key: str, port: int) -> bytes:
    """Give a request for a page by somebody signed in."""
    return f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nCookie: sessionid={key}; huiyin_language=zh-hans\r\n\r\n".encode()


def post(path: str, token: str, idempotency: str, body: bytes, port: int) -> bytes:
    """Give a command for the API whose answer nobody reads."""
    head = (
        f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAuthorization: Bearer {token}\r\nIdempotency-Key: {idempotency}\r\n"
        f"Prefer: return=minimal\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


async def load(
    asked: Sequence[tuple[str, bytes]], port: int, *, clients: int, rate: float = 0.0, keep: bool = False
) -> Told:  # fmt: skip
    """Send requests, pairs of kind and bytes; `rate` 0 sends each as soon as a client is free."""
    told, waiting = Told(), iter(enumerate(asked))
    began = time.perf_counter()

    async def client() -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        for n, (kind, request) in waiting:
            due = began + n / rate if rate else time.perf_counter()
            if (ahead := due - time.perf_counter()) > 0:
                await asyncio.sleep(ahead)
            try:
                writer.write(request)
                status, body = await _answer(reader)
            except (OSError, asyncio.IncompleteReadError):
                reader, writer = await asyncio.open_connection("127.0.0.1", port)
                status, body = 0, b""
            told.waits.setdefault(kind, []).append(time.perf_counter() - due)
            told.statuses[status] = told.statuses.get(status, 0) + 1
            if keep:
                told.bodies.append(body)
        writer.close()

    await asyncio.gather(*(client() for _ in range(clients)))
    told.seconds = time.perf_counter() - began
    return told


async def _answer(reader: asyncio.StreamReader) -> tuple[int, bytes]:
    head = await reader.readuntil(b"\r\n\r\n")
    found = _LENGTH.search(head)
    return int(head[9:12]), await reader.readexactly(int(found[1])) if found else b""
