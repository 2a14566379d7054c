# SPDX-License-Identifier: Apache-2.0
"""Ticking (定时): what is done by the clock and not by a person; safe to run as often, and by as many, as one likes."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from huiyin.web.docket.services import mailing, reminding, signing
from huiyin.web.kit import anchoring


@dataclass(frozen=True, slots=True)
class Ticked:
    """What a tick has done."""

    expired: int
    reminded: int
    sent: int
    anchored: bool = False


_more: list[Callable[..., int]] = []


def also(one: Callable[..., int]) -> None:
    """Let a room above do something by the clock too, before the messages leave; called once, at the start."""
    if one not in _more:
        _more.append(one)


def others(*, now: datetime) -> int:
    """Do what the rooms above have to do by the clock; gives how much was done."""
    return sum(one(now=now) for one in _more)


def minute(*, now: datetime) -> Ticked:
    """Let invitations lapse, fire reminders, do what rooms above have to, send messages: what the worker does."""
    expired = signing.expire_due(now=now)
    reminded = reminding.tick(now=now)
    others(now=now)
    return Ticked(expired, reminded, mailing.send(now=now))


def tick(*, now: datetime) -> Ticked:
    """Do what a minute does, and anchor the ledger."""
    done = minute(now=now)
    return replace(done, anchored=anchoring.anchor() is not None)
