# SPDX-License-Identifier: Apache-2.0
"""The pages of one meeting (一会多页), as tabs: each with whom it is for."""

from collections.abc import Callable
from dataclasses import dataclass

from huiyin.web.accounts.actors import Actor
from huiyin.web.docket.selectors import shown
from huiyin.web.meetings import models, permissions

For = Callable[[Actor, models.Meeting], bool]


@dataclass(frozen=True, slots=True)
class Place:
    """A page of a meeting: the tail of its address, the key of its words, and whom it is for."""

    tail: str
    words: str
    is_for: For


def _office(actor: Actor, row: models.Meeting) -> bool:
    return actor.has(*permissions.OFFICE)


def _runs_open(actor: Actor, row: models.Meeting) -> bool:
    return permissions.runs(actor, row) and row.state in ("notified", "open", "suspended", "closed")


def _office_open(actor: Actor, row: models.Meeting) -> bool:
    return _office(actor, row) and _runs_open(actor, row)


def _in_hall(actor: Actor, row: models.Meeting) -> bool:
    return row.state in models.OFFERED and permissions.own_participant(actor, row) is not None


def _inside_open(actor: Actor, row: models.Meeting) -> bool:
    return row.opened_at is not None and permissions.is_inside(actor, row)


def _everybody(actor: Actor, row: models.Meeting) -> bool:
    return True


def _was_held(actor: Actor, row: models.Meeting) -> bool:
    return row.opened_at is not None


def _office_held(actor: Actor, row: models.Meeting) -> bool:
    return _office(actor, row) and _was_held(actor, row)


def _spoke(actor: Actor, row: models.Meeting) -> bool:
    own = permissions.own_participant(actor, row) if row.opened_at else None
    return own is not None and own.found.filter(state__in=models.STANDING).exists()


PLACES = (
    Place("", "meeting.overview", _everybody),
    Place("agenda", "meeting.agenda", _office),
    Place("people", "meeting.people", permissions.is_inside),
    Place("phone", "meeting.phone", _in_hall),
    Place("watch", "meeting.watch", _everybody),
    Place("hall", "meeting.hall", _runs_open),
    Place("door", "meeting.door", _office_open),
    Place("figures", "meeting.figures", _inside_open),
    Place("capture", "meeting.capture", _office_open),
    Place("transcript", "caught.transcript", _was_held),
    Place("mine", "ending.mine", _spoke),
    Place("closing", "ending.title", _office_held),
    Place("records/minutes", "record.minutes", _was_held),
)


def tabs(actor: Actor, row: models.Meeting, here: str) -> list[dict[str, object]]:
    """Give the tabs of a meeting an actor has."""
    return [
        {"href": f"/meetings/{row.uid}/{one.tail}", "label": shown.say(one.words), "current": one.tail == here, "n": None}
        for one in PLACES
        if one.is_for(actor, row)
    ]  # fmt: skip
