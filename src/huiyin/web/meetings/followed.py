# SPDX-License-Identifier: Apache-2.0
"""What the office follows while it catches words: `capture:<uid>`, for the office alone, who may see what no person confirmed."""

from collections.abc import Callable

from huiyin.web.accounts.actors import Actor
from huiyin.web.docket import permissions as rights
from huiyin.web.kit import waking
from huiyin.web.live import channels
from huiyin.web.meetings import models, permissions

CAPTURE = "capture"


def caught(row: models.Meeting) -> None:
    """Say that words or what was caught in them have changed; call it after the ledger is written."""
    waking.bump(f"{CAPTURE}:{row.uid}")


def register(render: Callable[[models.Meeting], str]) -> None:
    """Let the part of the capture page be followed by the office."""

    def audience(actor: Actor, key: str) -> str | None:
        if not actor.has(*permissions.OFFICE):
            return None
        seen = models.Meeting.objects.filter(rights.visible(actor, models.Meeting), uid=key)
        return "office" if seen.exists() else None

    def fragment(key: str, audience: str) -> str | None:
        row = models.Meeting.objects.filter(uid=key).first()
        return None if row is None else render(row)

    channels.register(CAPTURE, audience=audience, render=fragment)
