# SPDX-License-Identifier: Apache-2.0
"""A memo (便笺): what is asked again and again while one request is answered, asked once; gone when it is answered.

What is the same for everyone may be kept for all requests until the next act of anybody: `until_next_act`.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

from django.core.cache import cache

from huiyin.web.kit.models import ChainHead

Result = TypeVar("Result")
KEPT = 3_600  # seconds; the next act makes it stale long before

_held: ContextVar[dict[str, Any] | None] = ContextVar("memo", default=None)


@contextmanager
def kept() -> Iterator[None]:
    """Keep a memo for what is done within."""
    token = _held.set({})
    try:
        yield
    finally:
        _held.reset(token)


def once(key: str, ask: Callable[[], Result]) -> Result:
    """Give what was asked under a key before, or ask; without a memo it is asked each time."""
    held = _held.get()
    if held is None:
        return ask()
    if key not in held:
        held[key] = ask()
    return held[key]  # type: ignore[no-any-return]


def ledger_end() -> int:
    """Give the number of the last act."""
    return ChainHead.objects.filter(id=1).values_list("seq", flat=True).first() or 0


def until_next_act(key: str, ask: Callable[[], Result]) -> Result:
    """Give what was asked under a key since the last act, by whichever process, or ask.

    Only for what everybody may know: nobody's rights are asked for again.
    """
    name = f"memo:{key}:{once('ledger end', ledger_end)}"
    held = cache.get(name)
    if held is None:
        held = ask()
        cache.set(name, held, KEPT)
    return held  # type: ignore[no-any-return]
