# SPDX-License-Identifier: Apache-2.0
"""Polling (轮询): the same fragments with the same versions, given to whoever asks now and then.

A process renders a fragment once for an audience and a version, however many ask, and remembers for half a minute who
asks for what, unless the rights of the user change.
"""

import threading
import time
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone

from huiyin.web.kit import waking
from huiyin.web.live import asking, channels

_KEPT = 512
_SEEN = 20_000
_SEEN_FOR = 30.0


@dataclass(slots=True)
class _Kept:
    lock: threading.Lock = field(default_factory=threading.Lock)
    version: int = -1
    shown: channels.Shown | None = None


@dataclass(frozen=True, slots=True)
class _Asker:
    """Who asks: the channel of the user's rights ("" for nobody) with its version, and the audience for each channel."""

    own: str
    access: int
    audiences: Mapping[str, str]
    until: float


_seen: OrderedDict[tuple[str, tuple[str, ...]], _Asker] = OrderedDict()
_kept: OrderedDict[tuple[Any, ...], _Kept] = OrderedDict()
_door = threading.Lock()


def answer(
    session: str, some: Sequence[str], since: Mapping[str, int], lang: str
) -> dict[str, Any]:
    """Give the fragments that changed since the versions a page shows, and the channels it may see no more.

    `session` is the key of the session of who asks, "" for none. Cost: one query when nothing changed and who asks is remembered.
    """
    key = (session, tuple(some))
    asker = _seen.get(key)
    now = waking.versions([*some, asker.own] if asker and asker.own else some)
    if asker is None or time.monotonic() > asker.until or now.get(asker.own, 0) != asker.access:
        asker = _look(key)
    fragments, gone = [], []
    for channel in some:
        audience = asker.audiences.get(channel)
        if audience is None:
            gone.append(channel)
        elif since.get(channel) != now[channel]:
            shown = _show(channel, audience, lang, now[channel])
            if shown is None:
                gone.append(channel)
            else:
                fragments.append({"channel": channel, "version": shown.version, "html": shown.html})
    return {"fragments": fragments, "gone": gone}


def _look(key: tuple[str, tuple[str, ...]]) -> _Asker:
    """Find out who asks; remembered where all that is asked for may be seen."""
    actor = asking.actor_of(key[0])
    own, access = "", 0
    if actor.user_id is not None:
        own = f"{waking.ACCESS}:{actor.user_id}"
        access = waking.versions([own])[own]
        actor = asking.actor_of(key[0])  # rights read before the version may be older than it
    until = time.monotonic() + _SEEN_FOR
    asker = _Asker(own, access, asking.audiences(actor, key[1]), until)
    with _door:
        _seen.pop(key, None)
        if len(asker.audiences) == len(key[1]):
            _seen[key] = asker
        if len(_seen) > _SEEN:
            _seen.popitem(last=False)
    return asker


def _show(channel: str, audience: str, lang: str, version: int) -> channels.Shown | None:
    with _door:
        key = (channel, audience, lang, timezone.localdate())
        kept = _kept.setdefault(key, _Kept())
        _kept.move_to_end(key)
        if len(_kept) > _KEPT:
            _kept.popitem(last=False)
    with kept.lock:
        if kept.version < version:
            kept.shown = channels.show(channel, audience, lang)
            kept.version = kept.shown.version if kept.shown else version
        return kept.shown
