# SPDX-License-Identifier: Apache-2.0
"""Balance (均衡): who was invited, came, spoke, for how long and with how many suggestions, on each axis."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Q
from django.utils import timezone

from huiyin.core.meetings import balance
from huiyin.web.docket.selectors import shown as names
from huiyin.web.meetings import models
from huiyin.web.meetings.selectors import shown

AXES = balance.AXES


@dataclass(frozen=True, slots=True)
class Shown:
    """A group of an axis as a page shows it."""

    name: str
    share: balance.Share

    @property
    def minutes(self) -> str:
        """The time it spoke, as minutes and seconds."""
        whole = round(self.share.seconds)
        return f"{whole // 60}:{whole % 60:02d}"

    @property
    def is_short(self) -> bool:
        """Whether it was heard clearly less than its part of those present."""
        return self.share.present_count > 0 and (
            self.share.time_share < self.share.present_share - 0.1
        )


def voices(row: models.Meeting, *, now: datetime | None = None) -> list[balance.Voice]:
    """Give everyone invited with what came of them; time put in between by others is not the speaker's.

    Cost: three queries.
    """
    at = now or timezone.now()
    seconds: defaultdict[int, float] = defaultdict(float)
    turn_count: Counter[int] = Counter()
    turns = list(row.turns.values("pk", "participant_id", "within_id", "began_at", "ended_at"))
    holder = {one["pk"]: one["participant_id"] for one in turns}
    for one in turns:
        took = ((one["ended_at"] or at) - one["began_at"]).total_seconds()
        seconds[one["participant_id"]] += took
        turn_count[one["participant_id"]] += 1
        if one["within_id"] in holder:
            seconds[holder[one["within_id"]]] -= took
    standing = Count("found", filter=Q(found__kind="suggestion", found__state__in=models.STANDING))
    some = row.participants.exclude(state="dropped").select_related("body").annotate(n=standing)
    return [
        balance.Voice(
            sector=one.sector, gender=one.gender, party=one.party,
            body=names.body(one.body) if one.body else "", present=one.state == "present",
            turn_count=turn_count[one.pk], seconds=max(0.0, seconds[one.pk]), suggestion_count=one.n,
        )
        for one in some
    ]  # fmt: skip


def groups(some: Sequence[balance.Voice], axis: str) -> list[Shown]:
    """Give the groups of an axis, those heard least for their size first; who belongs to none is left out."""
    known = [one for one in some if getattr(one, axis)]
    return [Shown(_name(axis, one.name), one) for one in balance.shares(known, axis)]


def _name(axis: str, name: str) -> str:
    return names.say(f"gender.{name}") if axis == "gender" and name in ("f", "m") else name


def page(row: models.Meeting) -> dict[str, Any]:
    """Give the figures of attendance and speech of a meeting."""
    some = voices(row)
    states = Counter(row.participants.values_list("state", flat=True))
    present = [one for one in some if one.present]
    return {
        "attendance": [
            (names.say(f"attend.{state}"), states[state])
            for state in ("present", "registered", "invited", "on_leave")
        ],
        "invited": len(some),
        "spoke": sum(one.turn_count > 0 for one in some),
        "here": len(present),
        "axes": [
            (names.say(f"axis.{axis}"), found) for axis in AXES if (found := groups(some, axis))
        ],
        "silent": [
            shown.person(one)
            for one in row.participants.filter(state="present", role="member", turns=None)
            .select_related("person")
            .order_by("pk")
        ],
    }
