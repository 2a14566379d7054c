# SPDX-License-Identifier: Apache-2.0
"""Joining the docket (接入): meetings are seen by one rule and answer to the ledger."""

from huiyin.web.docket import governing, permissions, replaying
from huiyin.web.docket.services import ticking
from huiyin.web.kit import slots
from huiyin.web.meetings import fragments, models
from huiyin.web.meetings import permissions as own
from huiyin.web.meetings.selectors import capture, outcomes, spots
from huiyin.web.meetings.services import reading_along

LEDGERED = (
    models.Meeting,
    models.AgendaItem,
    models.Participant,
    models.MeetingPaper,
    models.FloorRequest,
    models.Turn,
    models.Utterance,
    models.UtteranceEdition,
    models.Found,
    models.SpotAssignment,
)


def join() -> None:
    """Register everything the rooms below need to know of this one."""
    for model, seen in own.RULES.items():
        permissions.rule(model, seen)
    governing.govern(
        models.Meeting,
        governing.Governed("meeting", lambda row: row, own.roles_in, "meetings", own.invited_users),
    )
    governing.govern(
        models.SpotAssignment,
        governing.Governed(
            "spot_assignment",
            lambda row: row.meeting,
            own.roles_in,
            "spot-assignments",
            own.of_spot,
        ),
    )
    capture.register()
    ticking.also(reading_along.tick)
    slots.register("desk", 8, spots.desk)
    slots.register("proposal", 5, outcomes.proposal)
    slots.offer("nav.handling", slots.Place("/meetings/", "nav.meetings", "people"))
    fragments.register()
    replaying.also(*LEDGERED)
