# SPDX-License-Identifier: Apache-2.0
"""Clocks (时限) of the docket: started and stopped by acts, paused and extended with a reason, explained day by day."""

from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone

from huiyin.core.calendar import deadlines, workdays
from huiyin.core.docket import packs, transitions
from huiyin.web.docket import models
from huiyin.web.kit import ports

Matter = models.Proposal | models.Assignment


def run(row: Matter, act: packs.Act, *, pack: packs.Pack, now: datetime) -> list[models.Deadline]:
    """Stop and start the clocks an act names, in the transaction of the act; gives those that changed."""
    today, changed = timezone.localdate(now), []
    for clock_id in act.stops:
        for deadline in running(row, clock_id):
            stop(deadline, on=today)
            changed.append(deadline)
    for clock_id in act.starts:
        if applies(row, clock_id):
            clock = pack.clocks[clock_id]
            begun = start(row, clock, pack=pack, anchor=_anchor(row, clock, act, today))
            changed += [begun] if begun else []
    return changed


def _anchor(row: Matter, clock: packs.Clock, act: packs.Act, today: date) -> date:
    """Give the day a clock runs from: that of the act; for a report its publication; on a return, that of before."""
    if clock.anchor == "published" and isinstance(row, models.Assignment):
        first = row.case.proposals.exclude(filed_at=None).order_by("filed_at").first()
        if first is not None and first.filed_at is not None:
            return timezone.localdate(first.filed_at)
    if act.to == transitions.RETURN_TO_BEFORE:
        earlier = row.deadlines.filter(clock=clock.id, state="stopped").order_by("-id").first()
        if earlier is not None:
            return earlier.anchored_on
    return today


def applies(row: Matter, clock_id: str) -> bool:
    """Tell whether a clock is for this matter: joint bodies owe an opinion, the others a reply."""
    if clock_id == "assign" and isinstance(row, models.Proposal):
        return row.state == "filed"
    if isinstance(row, models.Assignment) and clock_id in (
        "joint_opinion",
        "reply",
        "first_contact",
    ):
        return (row.role == "joint") == (clock_id == "joint_opinion")
    return True


def running(row: Matter, clock_id: str | None = None) -> list[models.Deadline]:
    """Give the clocks that run or stand paused on a matter."""
    found = row.deadlines.exclude(state="stopped")
    return list(found.filter(clock=clock_id) if clock_id else found)


def start(
    row: Matter, clock: packs.Clock, *, pack: packs.Pack, anchor: date
) -> models.Deadline | None:
    """Start a clock; one that runs already goes on. Gives None where the instrument is silent."""
    if clock.limit is None or running(row, clock.id):
        return None
    due = deadlines.due(anchor=anchor, limit=clock.limit, calendar=ports.calendar())
    owner = {"assignment": row} if isinstance(row, models.Assignment) else {"proposal": row}
    deadline = models.Deadline.objects.create(
        clock=clock.id,
        case_id=row.case_id,
        pack=pack.id,
        pack_version=pack.version,
        anchored_on=anchor,
        **owner,
        **_reckoned(due),
    )
    _hang_ladder(deadline, clock)
    return deadline


def stop(deadline: models.Deadline, *, on: date) -> None:
    """Stop a clock: its act was done."""
    deadline.state, deadline.stopped_on = "stopped", on
    deadline.save(update_fields=["state", "stopped_on"])
    deadline.reminders.filter(fired_at=None).update(skipped=True)


def pause(deadline: models.Deadline, *, on: date) -> None:
    """Let a clock stand still from a day on."""
    deadline.pauses = [*deadline.pauses, {"start": on.isoformat(), "end": None}]
    deadline.state = "paused"
    deadline.save(update_fields=["pauses", "state"])


def resume(deadline: models.Deadline, *, on: date) -> None:
    """Let a paused clock run again from a day on; the last day moves by what was paused."""
    last = on - timedelta(days=1)
    open_pause = deadline.pauses[-1]
    begun = date.fromisoformat(open_pause["start"])
    deadline.pauses = deadline.pauses[:-1]
    if last >= begun:
        deadline.pauses = [
            *deadline.pauses,
            {"start": open_pause["start"], "end": last.isoformat()},
        ]
    deadline.state = "running"
    again(deadline)


def again(deadline: models.Deadline) -> None:
    """Reckon a clock again after a pause or an extension; rungs already fired stay fired."""
    pack = ports.pack(deadline.pack, deadline.pack_version)
    clock = pack.clocks[deadline.clock]
    limit = limit_of(deadline, clock)
    due = deadlines.due(
        anchor=deadline.anchored_on,
        limit=limit,
        calendar=ports.calendar(),
        pauses=_pauses(deadline),
    )
    for name, value in _reckoned(due).items():
        setattr(deadline, name, value)
    deadline.save()
    _hang_ladder(deadline, clock)


def extend(deadline: models.Deadline, limit: deadlines.Limit, *, why: str, on: date) -> None:
    """Give a clock a longer limit, keeping the old one."""
    old = {
        "was": deadline.due_on.isoformat(),
        "count": limit.count,
        "unit": str(limit.unit),
        "why": why,
    }
    deadline.extended = [*deadline.extended, old | {"on": on.isoformat()}]
    again(deadline)


def limit_of(deadline: models.Deadline, clock: packs.Clock) -> deadlines.Limit:
    """Give the limit a clock has now: the pack's, or the last it was extended to."""
    assert clock.limit is not None
    if not deadline.extended:
        return clock.limit
    last = deadline.extended[-1]
    return deadlines.Limit(last["count"], deadlines.Unit(last["unit"]), clock.limit.rolls)


def _pauses(deadline: models.Deadline) -> list[workdays.Pause]:
    return [
        workdays.Pause(
            date.fromisoformat(one["start"]), date.fromisoformat(one["end"]) if one["end"] else None
        )
        for one in deadline.pauses
    ]


def _reckoned(due: deadlines.Due) -> dict[str, Any]:
    steps = [
        {"id": step.id, "day": step.day.isoformat(), "count": step.count, "note": step.note}
        for step in due.steps
    ]
    return {
        "due_on": due.day,
        "steps": steps,
        "calendar": due.calendar,
        "provisional": due.provisional,
    }


def _hang_ladder(deadline: models.Deadline, clock: packs.Clock) -> None:
    first = 100 * len(deadline.extended)
    kept = {one.rung: one for one in deadline.reminders.filter(rung__gte=first)}
    fresh = []
    for rung, (offset, form) in enumerate(clock.ladder, start=first):
        day = deadline.due_on + timedelta(days=offset)
        if rung not in kept:
            fresh.append(models.Reminder(deadline=deadline, rung=rung, form=form, due_on=day))
        elif kept[rung].fired_at is None:
            models.Reminder.objects.filter(pk=kept[rung].pk).update(due_on=day)
    models.Reminder.objects.bulk_create(fresh)
    deadline.reminders.filter(rung__lt=first, fired_at=None).update(skipped=True)
