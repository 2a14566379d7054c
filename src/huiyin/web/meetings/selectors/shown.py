# SPDX-License-Identifier: Apache-2.0
"""How meetings are named on a page: states with their tone, kinds, roles, people."""

from huiyin.core.meetings.agenda import ItemState
from huiyin.web.docket.selectors import shown
from huiyin.web.docket.services import turning
from huiyin.web.meetings import models

_TONES = {
    "planned": "", "notified": "waiting", "open": "going", "suspended": "back", "closed": "done", "cancelled": "",
    "noted": "waiting", "given": "going", "reported": "waiting", "dropped": "",
    "invited": "waiting", "registered": "going", "present": "done", "on_leave": "back",
    "awaited": "", "in_progress": "going", "paused": "waiting", "treated": "back", "settled": "done",
}  # fmt: skip


def state(row: "models.Meeting | models.SpotAssignment") -> shown.State:
    """Give the state of a meeting or an on-the-spot assignment in its pack's words."""
    known = turning.machine_of(row).states.get(row.state)
    label = shown.label(known.words) if known else row.state
    return shown.State(row.state, label, _TONES.get(row.state, ""))


def attendance(row: models.Participant) -> shown.State:
    """Give how a participant stands."""
    return shown.State(row.state, shown.say(f"attend.{row.state}"), _TONES.get(row.state, ""))


def item_state(one: ItemState) -> shown.State:
    """Give the state of an agenda item."""
    return shown.State(str(one), shown.say(f"item.{one}"), _TONES.get(str(one), ""))


def kind(row: models.Meeting) -> str:
    """Name the kind of a meeting."""
    return shown.say(f"mkind.{row.kind}")


def person(row: models.Participant) -> str:
    """Name a participant in the language of the page."""
    return shown.person(row.person) if row.person is not None else row.name


def whom_for(row: models.Participant) -> str:
    """Say for whom a participant is here: the body, the sector, else the duty."""
    if row.body is not None:
        return shown.body(row.body)
    return row.sector or row.duty


def kinds() -> list[tuple[str, str]]:
    """Give the kinds of meetings."""
    return [(one.value, shown.say(f"mkind.{one.value}")) for one in models.Meeting.Kind]
