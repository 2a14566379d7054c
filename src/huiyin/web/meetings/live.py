# SPDX-License-Identifier: Apache-2.0
"""What of a meeting can be followed live. A change of the hall wakes its channels; each is rendered once for an audience.

- `screen:<uid>`, `watch:<uid>`: the projector and the page for everybody; shown to whoever may see the meeting.
- `queue:<uid>`: who waits for the floor; for those in the hall.
- `hall:<uid>`, `door:<uid>`: the controls of the chair and the clerk; for those who run the meeting.
- `mine:<participant>`: how one participant stands; for that participant alone.
"""

from collections.abc import Callable

from huiyin.web.accounts.actors import Actor
from huiyin.web.docket import permissions as rights
from huiyin.web.kit import waking
from huiyin.web.live import channels
from huiyin.web.meetings import models, permissions

EVERYBODY, INSIDE, RUNNING = "everybody", "inside", "running"
SCREEN, WATCH, QUEUE, HALL, DOOR, MINE = "screen", "watch", "queue", "hall", "door", "mine"
FOR = {SCREEN: EVERYBODY, WATCH: EVERYBODY, QUEUE: INSIDE, HALL: RUNNING, DOOR: RUNNING}
Render = Callable[[models.Meeting], str]


def changed(row: models.Meeting, *kinds: str) -> None:
    """Say that what a meeting shows has changed: all of it, or some channels; call it after the ledger is written."""
    waking.bump(*(f"{kind}:{row.uid}" for kind in kinds or FOR))


def changed_for(*some: models.Participant) -> None:
    """Say that what some participants see of themselves has changed."""
    waking.bump(*(f"{MINE}:{one.uid}" for one in some))


def register(kind: str, render: Render) -> None:
    """Let a part of the pages of a meeting be followed by those it is for."""

    def audience(actor: Actor, key: str) -> str | None:
        row = _seen(actor, key)
        return FOR[kind] if row is not None and _belongs(actor, row, FOR[kind]) else None

    def fragment(key: str, audience: str) -> str | None:
        row = models.Meeting.objects.select_related("chair").filter(uid=key).first()
        return None if row is None else render(row)

    channels.register(kind, audience=audience, render=fragment)


def _seen(actor: Actor, uid: str) -> models.Meeting | None:
    return models.Meeting.objects.filter(rights.visible(actor, models.Meeting), uid=uid).first()


def _belongs(actor: Actor, row: models.Meeting, audience: str) -> bool:
    if audience == RUNNING:
        return permissions.runs(actor, row)
    return audience == EVERYBODY or permissions.is_inside(actor, row)
