# SPDX-License-Identifier: Apache-2.0
"""Indicating (指标和节点): figures due again and again, steps on the way; a change of schedule moves only what is ahead."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Model
from django.utils import timezone

from huiyin.core.commitments import scheduling
from huiyin.core.values.refusals import HuiyinError
from huiyin.web.accounts.actors import Actor
from huiyin.web.commitments import models
from huiyin.web.commitments.services import rows
from huiyin.web.kit import acting, gates


@dataclass(frozen=True, slots=True)
class Rhythm:
    """When an indicator is due: how often, from when to when; `days` for `custom` alone."""

    every: str
    first_on: date
    last_on: date
    days: Sequence[date] = ()

    def schedule(self) -> scheduling.Schedule:
        """Give it as the core's schedule.

        Errors: `FIELD_UNKNOWN`.
        """
        if self.every not in [one.value for one in scheduling.Every]:
            raise HuiyinError("FIELD_UNKNOWN", field=self.every)
        every = scheduling.Every(self.every)
        return scheduling.Schedule(every, self.first_on, self.last_on, tuple(self.days))

    def fields(self) -> dict[str, object]:
        """Give it as the fields of an indicator."""
        days = [day.isoformat() for day in self.days]
        return {
            "every": self.every,
            "first_on": self.first_on,
            "last_on": self.last_on,
            "days": days,
        }


@acting.act
def indicate(
    actor: Actor, uid: str, *, name: str, unit: str, target: str, rhythm: Rhythm, now: datetime
) -> models.Indicator:
    """Give a commitment an indicator with the days it is due on.

    Errors: `FIELD_EMPTY`; `ALREADY_THERE` for a name it has; `SCHEDULE_…`; `NOT_ALLOWED`; `ILLEGAL_TRANSITION`.
    """
    row = rows.own(actor, uid, "indicate")
    name = name.strip()[:120]
    if not name:
        raise HuiyinError("FIELD_EMPTY", field="name")
    if row.indicators.filter(name=name).exists():
        raise HuiyinError("ALREADY_THERE", name=name)
    days = scheduling.dates(rhythm.schedule())
    made = models.Indicator.objects.create(
        commitment=row, name=name, unit=unit.strip()[:20], target=target.strip()[:40], **rhythm.fields()
    )  # fmt: skip
    dates = [models.Owed.objects.create(indicator=made, due_on=day) for day in days]
    after = {"name": name, "every": rhythm.every, "dates": len(dates)}
    rows.write(row, "indicated", actor, now, touched=[made, *dates], after=after)
    return made


@acting.act
def reschedule(
    actor: Actor,
    uid: str,
    indicator_uid: str,
    *,
    rhythm: Rhythm,
    words: str,
    version: int,
    now: datetime,
) -> models.Indicator:
    """Change when an indicator is due, with the reason; days up to today and days reported on stay as they are.

    Errors: `REASON_REQUIRED`; `CHANGED_MEANWHILE`; `NOT_FOUND`; `SCHEDULE_…`; those of `rows.own`.
    """
    row = rows.own(actor, uid, "reschedule")
    held = row.indicators.select_for_update().filter(uid=indicator_uid).first()
    if held is None:
        raise HuiyinError("NOT_FOUND")
    if not words.strip():
        raise HuiyinError("REASON_REQUIRED", act="reschedule")
    today = timezone.localdate(now)
    stands = {one.due_on: one for one in held.dates.select_for_update()}
    living = [day for day, one in stands.items() if not one.dropped]
    reported = [day for day, one in stands.items() if one.progress_id]
    days = set(scheduling.changed(living, reported, rhythm.schedule(), today))
    touched = _moved(held, stands, days)
    gates.save(held, version, **rhythm.fields())
    after = {"every": rhythm.every, "dates": len(days)}
    rows.write(row, "rescheduled", actor, now, touched=[held, *touched], reason=words, after=after)
    return held


def _moved(
    held: models.Indicator, stands: dict[date, models.Owed], days: set[date]
) -> list[models.Owed]:
    touched = []
    for day, one in stands.items():
        if one.dropped != (day not in days):
            one.dropped = day not in days
            one.save(update_fields=["dropped"])
            touched.append(one)
    fresh = sorted(days - set(stands))
    return [*touched, *(models.Owed.objects.create(indicator=held, due_on=day) for day in fresh)]


@acting.act
def step(
    actor: Actor, uid: str, *, text: str, due_on: date | None, now: datetime
) -> models.Milestone:
    """Set a milestone.

    Errors: `FIELD_EMPTY`; `GUARD_HAS_DATE`; those of `rows.own`.
    """
    row = rows.own(actor, uid, "step")
    if not text.strip():
        raise HuiyinError("FIELD_EMPTY", field="text")
    if due_on is None:
        raise HuiyinError("GUARD_HAS_DATE", act="step")
    made = models.Milestone.objects.create(commitment=row, text=text.strip()[:200], due_on=due_on)
    after = {"text": made.text, "due_on": due_on.isoformat()}
    rows.write(row, "stepped", actor, now, touched=[made], after=after)
    return made


@acting.act
def drop_step(
    actor: Actor, uid: str, milestone_uid: str, *, words: str, now: datetime
) -> models.Milestone:
    """Take a milestone off that is not reached, with the reason; it stays in the history.

    Errors: `NOT_FOUND`; `REASON_REQUIRED`; those of `rows.own`.
    """
    row = rows.own(actor, uid, "drop_step")
    held = row.milestones.filter(uid=milestone_uid, reached=None, dropped_at=None).first()
    if held is None:
        raise HuiyinError("NOT_FOUND")
    if not words.strip():
        raise HuiyinError("REASON_REQUIRED", act="drop_step")
    held.dropped_at, held.drop_reason = now, words.strip()
    held.save(update_fields=["dropped_at", "drop_reason"])
    touched: list[Model] = [held]
    rows.write(
        row, "step_dropped", actor, now, touched=touched, reason=words, after={"text": held.text}
    )
    return held
