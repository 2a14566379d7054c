# SPDX-License-Identifier: Apache-2.0
"""Acting (行事): the frame of every act: one transaction, done again when the database asks for it.

1. the act runs in a transaction; a refusal undoes all of it;
2. where PostgreSQL breaks a deadlock, or SQLite says that it is busy, the whole act is done again, up to five times:
   nothing of the first try is left, so the second finds the rows as they are by then;
3. inside another act it is simply a part of that one;
4. SQLite lets one write at a time and whoever waits asks again now and then, so that the unlucky may starve: the threads
   of a process queue up before they ask, and so do processes where the system has a queue for a file.
"""

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from functools import wraps
from typing import ParamSpec, TypeVar

from django.db import OperationalError, connection, transaction

from huiyin.web.kit import points

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

P = ParamSpec("P")
Result = TypeVar("Result")

_TRIES = 5
_queue = threading.Lock()
_AGAIN = {"40P01", "40001"}  # deadlock detected, serialization failure


def act(inner: Callable[P, Result]) -> Callable[P, Result]:
    """Make a service an act.

    Errors: what the service raises; the transaction is undone then.
    """

    @wraps(inner)
    def done(*args: P.args, **kwargs: P.kwargs) -> Result:
        if connection.in_atomic_block:
            with transaction.atomic():
                return inner(*args, **kwargs)
        for left in reversed(range(_TRIES)):
            try:
                with _in_turn(), transaction.atomic():
                    points.reached("act.begun")
                    result = inner(*args, **kwargs)
                    points.reached("act.done")
            except OperationalError as fault:
                if not left or not _asks_again(fault):
                    raise
            else:
                points.reached("act.committed")
                return result
        raise AssertionError("unreachable")

    return done


def _in_turn() -> AbstractContextManager[object]:
    return _turn() if connection.vendor == "sqlite" else nullcontext()


@contextmanager
def _turn() -> Iterator[None]:
    with _queue, _place():
        yield


@contextmanager
def _place() -> Iterator[None]:
    """Stand in the queue of the system; where there is none, or its file is not ours to read, go on as before."""
    if fcntl is None or connection.is_in_memory_db():  # type: ignore[attr-defined]
        yield
        return
    place = -1
    try:
        with suppress(OSError):
            place = os.open(
                f"{connection.settings_dict['NAME']}-turn", os.O_RDONLY | os.O_CREAT, 0o644
            )
            fcntl.flock(place, fcntl.LOCK_EX)
        yield
    finally:
        if place >= 0:
            os.close(place)  # the system does it too when a process dies


def _asks_again(fault: OperationalError) -> bool:
    state = getattr(fault.__cause__, "sqlstate", None)
    return state in _AGAIN or "database is locked" in str(fault)
