# SPDX-License-Identifier: Apache-2.0
"""Channels (频道): what can be followed live. A room registers a kind; a channel is `kind` or `kind:key`.

    live.register("meeting", audience=who_may_see, render=fragment)

Everyone of one audience is shown the same, so that a fragment is rendered once for all of them.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils import translation

from huiyin.web.accounts.actors import Actor
from huiyin.web.kit import waking

LANGUAGES = {"zh": "zh-hans", "en": "en"}
MOST = 8  # channels followed by one page
_TRIES = 2

Audience = Callable[[Actor, str], str | None]
Render = Callable[[str, str], str | None]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of channel.

    Attributes:
        audience: (actor, key) → the name of the audience an actor belongs to; None lets nothing be seen.
        render: (key, audience) → the fragment in the language switched on; None when this audience may see it no more.
    """

    audience: Audience
    render: Render


@dataclass(frozen=True, slots=True)
class Shown:
    """A fragment at a version: at least what was committed when the version was read.

    Attributes:
        settled: True where nothing changed while it was rendered: it is what the version shows, and nothing newer.
    """

    channel: str
    version: int
    html: str
    settled: bool = True


_kinds: dict[str, Kind] = {}


def register(kind: str, *, audience: Audience, render: Render) -> None:
    """Let a kind of channel be followed; called by a room when the application starts."""
    _kinds[kind] = Kind(audience, render)


def named(text: str) -> list[str]:
    """Give the channels an address names, each once: `notices:7,board`."""
    return list(dict.fromkeys(one for one in text.split(",") if one))[:MOST]


def audience_of(actor: Actor, channel: str) -> str | None:
    """Give the audience an actor belongs to; None where nothing may be seen, or where there is no such channel."""
    kind, _, key = channel.partition(":")
    return _kinds[kind].audience(actor, key) if kind in _kinds and len(channel) <= 80 else None


def show(channel: str, audience: str, lang: str) -> Shown | None:
    """Render a channel for an audience; None when it may see it no more.

    Cost: two queries, and those of the room; once more where it changed meanwhile.
    """
    kind, _, key = channel.partition(":")
    html, after = None, waking.versions([channel])[channel]
    for _ in range(_TRIES):
        version = after
        with translation.override(LANGUAGES[lang]):
            html = _kinds[kind].render(key, audience)
        after = waking.versions([channel])[channel]
        if html is None or after == version:
            break
    return None if html is None else Shown(channel, version, html, settled=after == version)
