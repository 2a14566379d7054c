# SPDX-License-Identifier: Apache-2.0
"""The rows of meetings: preparation, the hall, the transcript, and what was caught."""

from huiyin.web.meetings.models.capture import STANDING, Found, SpotAssignment
from huiyin.web.meetings.models.hall import FloorRequest, Turn, Utterance, UtteranceEdition
from huiyin.web.meetings.models.preparing import (
    OFFERED,
    AgendaItem,
    Meeting,
    MeetingPaper,
    Participant,
)

__all__ = [
    "OFFERED",
    "STANDING",
    "AgendaItem",
    "FloorRequest",
    "Found",
    "Meeting",
    "MeetingPaper",
    "Participant",
    "SpotAssignment",
    "Turn",
    "Utterance",
    "UtteranceEdition",
]
