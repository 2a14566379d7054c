# SPDX-License-Identifier: Apache-2.0
"""Days (日历): what is due when, of the commitments one may see; for the page of a month and for calendar programs."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db.models import QuerySet

from huiyin.core.commitments import icalendar
from huiyin.web.accounts.actors import Actor
from huiyin.web.commitments import models, permissions
from huiyin.web.commitments.selectors import commitments, shown
from huiyin.web.commitments.services import looking_back
from huiyin.web.docket.selectors import overdue
from huiyin.web.docket.selectors import shown as names

BACK, AHEAD, MOST = 180, 730, 2000


@dataclass(frozen=True, slots=True)
class Dated:
    """Something due on a day: `due`, `step`, `figure` or `look_back`."""

    on: date
    kind: str
    key: str
    label: str
    title: str
    href: str
    body: str
    changed_at: datetime
    is_done: bool = False
    is_late: bool = False

    @property
    def kind_words(self) -> str:
        """The kind in words."""
        return names.say(f"cal.kind_{self.kind}")


def days(actor: Actor, start: date, end: date, *, today: date, mine: bool = False) -> list[Dated]:
    """Give what is due from a day to another, both inclusive, in order; with `mine`, only of what one works on or is told of.

    Cost: five queries.
    """
    rows = commitments.seen(actor)
    if mine:
        rows = rows.filter(permissions.known(actor))
    found = _dues(actor, rows, start, end, today)
    found += _looks(actor, start, end, today)
    return sorted(found, key=lambda one: (one.on, one.kind, one.key))[:MOST]


def _dues(
    actor: Actor, rows: QuerySet[models.Commitment], start: date, end: date, today: date
) -> list[Dated]:
    inside = {"due_on__gte": start, "due_on__lte": end}
    held = rows.exclude(state="infeasible")
    some = list(held.filter(**inside)[:MOST])
    steps = list(
        models.Milestone.objects.filter(commitment__in=held.values("pk"), dropped_at=None, **inside)
        .select_related("commitment__body")[:MOST]
    )  # fmt: skip
    owed = list(
        models.Owed.objects.filter(indicator__commitment__in=held.values("pk"), dropped=False, **inside)
        .select_related("indicator__commitment__body")[:MOST]
    )  # fmt: skip
    beside = [one.commitment for one in steps] + [one.indicator.commitment for one in owed]
    cover = commitments.covers(actor, [*some, *beside])

    def dated(
        row: models.Commitment, on: date, kind: str, key: str, label: str, done: bool
    ) -> Dated:
        text = commitments.covered(row.text, row, cover)
        return Dated(
            on, kind, key, label, text, f"/commitments/{row.uid}/", names.body(row.body), row.made_at, done,
            not done and on < today,
        )  # fmt: skip

    found = [
        dated(row, row.due_on, "due", row.uid, shown.state(row).label, row.state in models.CLAIMED)
        for row in some
        if row.due_on
    ]
    found += [
        dated(one.commitment, one.due_on, "step", one.uid, one.text, one.reached_id is not None)
        for one in steps
    ]
    return found + [
        dated(
            one.indicator.commitment, one.due_on, "figure", f"{one.indicator.uid}-{one.due_on:%Y%m%d}",
            one.indicator.name, one.progress_id is not None,
        )
        for one in owed
    ]  # fmt: skip


def _looks(actor: Actor, start: date, end: date, today: date) -> list[Dated]:
    clocks = [looking_back.PLANNED, looking_back.SOLVED]
    late = overdue.rows(actor, on=today, late=True).filter(due_on__gte=start, due_on__lte=end)
    soon = overdue.rows(actor, on=today, late=False, within=max((end - today).days, 0))
    rows = [*late.filter(clock__in=clocks), *soon.filter(clock__in=clocks, due_on__gte=start)]
    found = []
    for row in rows[:MOST]:
        line = overdue.line(row, on=today)
        assert row.assignment is not None
        found.append(
            Dated(
                row.due_on, "look_back", f"{row.assignment.uid}-{row.clock}-{row.pk}", line.name, line.title, line.href,
                line.body, row.assignment.issued_at or row.assignment.proposed_at, is_late=row.due_on < today,
            )
        )  # fmt: skip
    return found


def feed(actor: Actor, *, now: datetime, today: date) -> str:
    """Give one's calendar as a calendar program reads it: only what may be seen at this moment."""
    start, end = today - timedelta(days=BACK), today + timedelta(days=AHEAD)
    some = days(actor, start, end, today=today, mine=True)
    host = settings.SITE_URL.partition("//")[2].partition("/")[0].partition(":")[0] or "huiyin"
    told = [
        icalendar.Day(
            f"{one.kind}-{one.key}@{host}", one.on,
            names.say(f"cal.{one.kind}", label=one.label, text=one.title[:120]), one.changed_at,
            f"{one.body}\n{one.title}", f"{settings.SITE_URL}{one.href}", one.is_done,
        )
        for one in some
    ]  # fmt: skip
    return icalendar.write(names.say("cal.name"), told, stamp=now, language=names.lang())
