# SPDX-License-Identifier: Apache-2.0
"""Children: start parsing processes, hand them files, end them when they take too long."""

import atexit
import json
import os
import subprocess
import sys
import threading
import time
from typing import Any, Final

from huiyin.adapters.documents import settings
from huiyin.core.values import refusals

_BOOT: Final = "import sys; sys.path.extend({path!r}); from huiyin.adapters.documents import child; child.main({group!r})"
_KEPT_ENVIRONMENT: Final = ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "SYSTEMROOT", "TMPDIR")
_ANSWER_MB: Final = 400
_GROWN_MB: Final = 100
_JOBS: Final = 500
_START_SECONDS: Final = 20.0

_idle: dict[str, list["Child"]] = {}
_lock = threading.Lock()


class Child:
    """One parsing process; it reads file after file until it is killed or has grown."""

    def __init__(self, group: str) -> None:
        self.group = group
        self.jobs = 0
        boot = _BOOT.format(path=[entry for entry in sys.path if entry], group=group)
        self.process = subprocess.Popen(  # noqa: S603
            [sys.executable, "-I", "-c", boot],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={key: os.environ[key] for key in _KEPT_ENVIRONMENT if key in os.environ},
            cwd="/",
            start_new_session=True,
            bufsize=0,
        )

    def ask(
        self, job: dict[str, Any], raw: bytes, limits: settings.Limits
    ) -> tuple[dict[str, Any], bytes] | None:
        """Hand over one file and give the answer, or None where the child died without one.

        Errors: `READING_TIMED_OUT`; the child is ended then.
        """
        seconds = limits.seconds + (_START_SECONDS if self.jobs == 0 else 0.0)
        self.jobs += 1
        deadline = time.monotonic() + seconds
        timer = threading.Timer(seconds, self.process.kill)
        timer.daemon = True
        timer.start()
        try:
            self._send(json.dumps(job).encode() + b"\n" + raw)
            return self._receive()
        except (BrokenPipeError, ConnectionError, EOFError, ValueError):
            if time.monotonic() >= deadline:
                raise refusals.HuiyinError("READING_TIMED_OUT", seconds=limits.seconds) from None
            return None
        finally:
            timer.cancel()

    def _send(self, data: bytes) -> None:
        view = memoryview(data)
        while view:
            view = view[os.write(self.process.stdin.fileno(), view[: 1 << 20]) :]  # type: ignore[union-attr]

    def _receive(self) -> tuple[dict[str, Any], bytes]:
        buffer = bytearray()
        while (end := buffer.find(b"\n")) < 0:
            self._more(buffer)
        answer = json.loads(bytes(buffer[:end]))
        del buffer[: end + 1]
        while len(buffer) < answer["size"]:
            self._more(buffer)
        return answer, bytes(buffer)

    def _more(self, buffer: bytearray) -> None:
        data = os.read(self.process.stdout.fileno(), 1 << 20)  # type: ignore[union-attr]
        if not data or len(buffer) > _ANSWER_MB << 20:
            raise EOFError
        buffer += data

    def is_spent(self, answer: dict[str, Any]) -> bool:
        """Tell whether the child should not read another file."""
        return self.jobs >= _JOBS or answer["grown"] > _GROWN_MB << 20

    def end(self) -> int:
        """End the child and give its exit status."""
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None:
                pipe.close()
        self.process.kill()
        return self.process.wait()


def borrow(group: str) -> Child:
    """Give a child that waits, or start one (0.1 to 0.2 s)."""
    with _lock:
        waiting = _idle.get(group)
        return waiting.pop() if waiting else Child(group)


def give_back(child: Child) -> None:
    """Keep a child for the next file; more than two of a group are ended."""
    with _lock:
        waiting = _idle.setdefault(child.group, [])
        if len(waiting) < 2:
            waiting.append(child)
            return
    child.end()


@atexit.register
def end_all() -> None:
    """End all waiting children."""
    with _lock:
        waiting = [child for children in _idle.values() for child in children]
        _idle.clear()
    for child in waiting:
        child.end()
