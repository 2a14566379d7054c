# SPDX-License-Identifier: Apache-2.0
"""What of the docket can be followed live: one's own new notices, and the board of the assignment meeting."""

from datetime import date
from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone

from huiyin.web.accounts.actors import Actor
from huiyin.web.docket.selectors import meeting, notices
from huiyin.web.live import channels

BOARD, NOTICES = "board", "notices"
AT_BOARD = ("clerk", "reviewer", "committee", "assigner", "liaison", "oversight", "leader")
_RIGHTS = {
    "inside": ("clerk", "reviewer", "committee", "assigner", "oversight", "leader"),
    "may_assign": ("assigner", "committee"),
    "may_rule": ("assigner", "leader"),
}


def register() -> None:
    """Let them be followed."""
    channels.register(NOTICES, audience=_own, render=_unread)
    channels.register(BOARD, audience=at_board, render=_board)


def _own(actor: Actor, key: str) -> str | None:
    return key if actor.user_id is not None and str(actor.user_id) == key else None


def _unread(key: str, audience: str) -> str:
    return render_to_string("kit/unread.html", {"n": notices.unread(int(key))})


def at_board(actor: Actor, key: str) -> str | None:
    """Give the audience of the board an actor is: what the roles let see and do there."""
    if key or not actor.has(*AT_BOARD):
        return None
    return ",".join(right for right, roles in _RIGHTS.items() if actor.has(*roles)) or "bodies"


def board_of(audience: str, *, on: date) -> dict[str, Any]:
    """Give the board as an audience sees it."""
    rights = {right: right in audience.split(",") for right in _RIGHTS}
    return rights | {
        "loads": meeting.body_loads(on=on),
        "waiting": meeting.waiting(on=on) if rights["inside"] else [],
        "rulings": meeting.rulings() if rights["inside"] else [],
        "requests": meeting.requests() if rights["inside"] else [],
    }


def _board(key: str, audience: str) -> str:
    return render_to_string("docket/parts/board.html", board_of(audience, on=timezone.localdate()))
