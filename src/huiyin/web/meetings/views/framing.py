# SPDX-License-Identifier: Apache-2.0
"""What every page of a meeting shows around its own content: which meeting it is, and the way to its other pages."""

from typing import Any

from django.http import HttpRequest

from huiyin.web.kit import doors
from huiyin.web.meetings import models, permissions
from huiyin.web.meetings.selectors import places, shown


def frame(request: HttpRequest, row: models.Meeting, here: str) -> dict[str, Any]:
    """Give the head of a page of a meeting; `here` is the tail of its address."""
    actor = doors.actor_of(request)
    return {
        "row": row,
        "state": shown.state(row),
        "kind": shown.kind(row),
        "tabs": places.tabs(actor, row, here),
        "office": actor.has(*permissions.OFFICE),
        "runs": permissions.runs(actor, row),
        "own": permissions.own_participant(actor, row),
    }
