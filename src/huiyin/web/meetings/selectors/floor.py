# SPDX-License-Identifier: Apache-2.0
"""The floor as the pages show it: who speaks, for whom, with how much time left; who waits; what was confirmed last."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from huiyin.web.docket.selectors import shown as names
from huiyin.web.meetings import models
from huiyin.web.meetings.selectors import shown
from huiyin.web.meetings.services import asking

LATEST = 5


@dataclass(frozen=True, slots=True)
class Speaking:
    """A turn as it runs.

    Attributes:
        ends_ms: the moment its time is up, in milliseconds of the epoch; None while its clock stands still because
            something was put in between.
        left: seconds left when this was made; negative when it is over its time.
    """

    turn: models.Turn
    name: str
    whom_for: str
    kind: str
    answers: str
    ends_ms: int | None
    left: int
    allowed: int

    @property
    def clock(self) -> str:
        """The time left, as a clock shows it."""
        sign, left = ("+" if self.left < 0 else ""), abs(self.left)
        return f"{sign}{left // 60:02d}:{left % 60:02d}"


def speaking(row: models.Meeting, *, now: datetime | None = None) -> list[Speaking]:
    """Give the turn that runs, and after it what was put in between; nothing while nobody speaks.

    Cost: two queries.
    """
    at = now or timezone.now()
    running = list(
        row.turns.filter(ended_at=None)
        .select_related("participant__person", "participant__body", "answers__participant__person")
        .order_by("began_at", "pk")
    )
    outer = next((one for one in running if one.within_id is None), None)
    if outer is None:
        return []
    between = list(row.turns.filter(within=outer).values_list("began_at", "ended_at"))
    lost = sum(((end or at) - begin for begin, end in between), timedelta())
    inner = [one for one in running if one.within_id == outer.pk]
    return [
        _speaking(outer, at, lost, stands_still=bool(inner)),
        *(_speaking(one, at, timedelta(), stands_still=False) for one in inner),
    ]


def _speaking(turn: models.Turn, at: datetime, lost: timedelta, *, stands_still: bool) -> Speaking:
    ends = turn.began_at + timedelta(seconds=turn.allowed_seconds) + lost
    return Speaking(
        turn=turn,
        name=shown.person(turn.participant),
        whom_for=shown.whom_for(turn.participant),
        kind=names.say(f"turn.{turn.kind}"),
        answers=shown.person(turn.answers.participant) if turn.answers else "",
        ends_ms=None if stands_still else int(ends.timestamp() * 1000),
        left=round((ends - at).total_seconds()),
        allowed=turn.allowed_seconds,
    )


def waiting(row: models.Meeting) -> dict[str, Any]:
    """Give who waits: the queue in its order with how often each sector has spoken, and what wants to be put in."""
    spoken, _ = asking.spoken_so_far(row)
    between = row.requests.filter(state="waiting").exclude(kind="speech")
    some = between.select_related("participant__person", "participant__body")
    return {
        "queue": [
            _waits(place, one, spoken[one.participant.sector])
            for place, one in enumerate(asking.queue(row), start=1)
        ],
        "between": [_waits(0, one, 0) for one in some.order_by("asked_at", "pk")],
    }


def _waits(place: int, one: models.FloorRequest, spoken: int) -> dict[str, Any]:
    return {
        "row": one,
        "place": place,
        "name": shown.person(one.participant),
        "whom_for": shown.whom_for(one.participant),
        "spoken": spoken,
        "kind": names.say(f"turn.{one.kind}"),
        "fixed": one.order > 0,
    }


def confirmed(row: models.Meeting, n: int = LATEST) -> list[dict[str, Any]]:
    """Give the latest suggestions a person confirmed: what the reader only proposes is never among them."""
    some = row.found.filter(state__in=models.STANDING, kind__in=("suggestion", "assignment"))
    latest = some.select_related("participant__person", "participant__body").order_by(
        "-settled_at", "-pk"
    )
    return [
        {
            "row": one,
            "words": one.words,
            "kind": names.say(f"caught.{one.kind}"),
            "name": shown.person(one.participant) if one.participant else "",
        }
        for one in latest[:n]
    ]


def question(row: models.Meeting) -> models.Turn | None:
    """Give the last question put in that has no answer yet."""
    return row.turns.filter(kind="question", answered_by=None).select_related("participant").last()


def present(row: models.Meeting) -> Sequence[models.Participant]:
    """Give who is here, those who can be given the floor, by name."""
    some = row.participants.filter(state="present").select_related("person", "body")
    return list(some.order_by("role", "name", "pk"))
