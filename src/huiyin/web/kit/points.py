# SPDX-License-Identifier: Apache-2.0
"""Named points (断点) on the way of an act, where tests let a process die; in service they do nothing."""

from collections.abc import Callable

POINTS = (
    "act.begun",
    "number.taken",
    "row.saved",
    "clocks.set",
    "ledger.locked",
    "ledger.written",
    "notices.written",
    "once.claimed",
    "once.answered",
    "act.done",
    "act.committed",
    "reminder.taken",
    "words.kept",
    "words.corrected",
    "words.read",
    "found.settled",
    "found.docketed",
    "meeting.closed",
    "outbox.claimed",
    "outbox.sent",
    "reply.issued",
    "reply.lettered",
    "reply.sent",
    "reply.receipt",
)
_hook: list[Callable[[str], None]] = []


def reached(name: str) -> None:
    """Say that a point is reached; heard only by a hook that a test has hung."""
    for hook in _hook:
        hook(name)


def hang(hook: Callable[[str], None]) -> Callable[[], None]:
    """Hang a hook for tests; gives the function that takes it off again."""
    _hook.append(hook)
    return lambda: _hook.remove(hook)
