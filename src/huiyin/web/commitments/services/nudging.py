# SPDX-License-Identifier: Apache-2.0
"""Nudging (到期提醒): each rung before and after a commitment's date, a milestone or a figure, exactly once, never early.

1. the dates in reach of the pack's ladder are read; a rung that lay in the past when the date was set is left out;
2. each rung is written in a transaction of its own with its notices and its ledger entry: that it stands for the first time
   is held by the database, so that of two schedulers one wins and the other goes on.
A date that slipped begins its ladder anew; one that was met is asked about no more.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone

from huiyin.web.commitments import models
from huiyin.web.docket.services import reminding, telling, turning
from huiyin.web.kit import acting, ledger

WORKED_ON = ("promised", "scheduled", "in_progress")
_REACH = 60  # days a rung may lie after its date; none lies more than this before


@dataclass(frozen=True, slots=True)
class Rung:
    """A rung that is due: of which date, and when that date was set."""

    pk: int
    about: str
    clock: str
    due_on: date
    place: int
    form: str


def nudge(*, now: datetime) -> int:
    """Fire the rungs that are due; gives how many did.

    Cost: three queries, and one short transaction for each rung.
    """
    return sum(_fire(rung, now) for rung in list(due(timezone.localdate(now))))


def due(today: date) -> Iterator[Rung]:
    """Give the rungs due by a day that have not fired, in order."""
    near = {
        "due_on__lte": today + timedelta(days=_REACH),
        "due_on__gte": today - timedelta(days=_REACH),
    }
    living = models.Commitment.objects.filter(state__in=WORKED_ON)
    fired = set(
        models.Nudge.objects.filter(**near).values_list("commitment_id", "about", "due_on", "rung")
    )
    for row, about, clock, day, since in _dates(living, near):
        known = turning.pack_of(row).clocks.get(clock)
        for place, (offset, form) in enumerate(known.ladder if known else ()):
            on = day + timedelta(days=offset)
            if since <= on <= today and (row.pk, about, day, place) not in fired:
                yield Rung(row.pk, about, clock, day, place, form)


def _dates(
    living: QuerySet[models.Commitment], near: dict[str, date]
) -> Iterator[tuple[models.Commitment, str, str, date, date]]:
    for row in living.filter(**near).select_related("assignment__case").order_by("due_on", "pk"):
        assert row.due_on is not None
        yield row, "due", "promise", row.due_on, row.dated_on or row.said_on
    steps = models.Milestone.objects.filter(
        commitment__in=living, reached=None, dropped_at=None, **near
    )
    for step in steps.select_related("commitment__assignment__case"):
        held = step.commitment
        yield held, f"step:{step.pk}", "progress", step.due_on, timezone.localdate(held.made_at)
    owed = models.Owed.objects.filter(
        indicator__commitment__in=living, progress=None, dropped=False, **near
    )
    for one in owed.select_related("indicator__commitment__assignment__case"):
        held = one.indicator.commitment
        yield held, f"figure:{one.pk}", "progress", one.due_on, timezone.localdate(held.made_at)


@acting.act
def _fire(rung: Rung, now: datetime) -> bool:
    row = models.Commitment.objects.select_for_update().get(pk=rung.pk)
    if row.state not in WORKED_ON or (rung.about == "due" and row.due_on != rung.due_on):
        return False
    try:
        with transaction.atomic():
            made = models.Nudge.objects.create(
                commitment=row, about=rung.about, due_on=rung.due_on, rung=rung.place, form=rung.form, at=now
            )  # fmt: skip
    except IntegrityError:
        return False  # another scheduler was first
    entry = ledger.Entry(
        act=f"clock.{rung.form}", kind="commitment", object_id=row.pk, case_id=row.case_id,
        after={"clock": rung.clock, "due_on": rung.due_on.isoformat(), "about": rung.about}, touched=[made], door="clock",
    )  # fmt: skip
    ledger.write(entry, at=now)
    params = {"clock": rung.clock, "due_on": rung.due_on.isoformat(), "title": row.title}
    told = telling.audience(turning.matter_of(row), reminding.TOLD[rung.form])
    telling.post(
        told, f"nudge:{made.pk}", f"clock.{rung.form}", params, link=f"/commitments/{row.uid}/", now=now
    )  # fmt: skip
    return True
