# SPDX-License-Identifier: Apache-2.0
"""Timing (计时): pause, resume and extend the reply clock of a task, each with its reason, its notice and its trace."""

from datetime import datetime

from django.utils import timezone

from huiyin.core.calendar import deadlines
from huiyin.core.docket import transitions
from huiyin.core.values.refusals import HuiyinError
from huiyin.web.accounts.actors import Actor
from huiyin.web.docket import models, permissions
from huiyin.web.docket.services import clocks, turning
from huiyin.web.kit import acting, gates


def _row(actor: Actor, uid: str) -> tuple[models.Assignment, models.Deadline]:
    row = gates.get(
        models.Assignment, permissions.visible(actor, models.Assignment), lock=True, uid=uid
    )
    deadline = (
        row.deadlines.filter(clock__in=["reply", "joint_opinion"]).exclude(state="stopped").first()
    )
    if deadline is None:
        raise HuiyinError("CLOCK_NOT_RUNNING")
    return row, deadline


@acting.act
def pause(actor: Actor, uid: str, *, words: str, now: datetime) -> models.Deadline:
    """Let the reply clock stand still while the proposer is asked for something.

    Errors: `CLOCK_NOT_RUNNING` when it stands already; `REASON_REQUIRED`; those of `turning.turn`.
    """
    row, deadline = _row(actor, uid)
    if deadline.state != "running":
        raise HuiyinError("CLOCK_NOT_RUNNING")
    if not turning.pack_of(row).clocks[deadline.clock].pausable:
        raise HuiyinError("CLOCK_NOT_RUNNING")
    clocks.pause(deadline, on=timezone.localdate(now))
    turned = turning.Turn(
        given=transitions.Given(words=words),
        facts={"waits_on_proposer"},
        note={"clock": deadline.clock},
        touched=[deadline],
    )
    turning.turn(row, "pause", actor=actor, now=now, turned=turned)
    return deadline


@acting.act
def resume(actor: Actor, uid: str, *, now: datetime) -> models.Deadline:
    """Let a paused clock run on; the last day moves by the days it stood."""
    row, deadline = _row(actor, uid)
    facts = set()
    if deadline.state == "paused":
        facts.add("clock_paused")
        clocks.resume(deadline, on=timezone.localdate(now))
    turned = turning.Turn(facts=facts, note={"clock": deadline.clock}, touched=[deadline])
    turning.turn(row, "resume", actor=actor, now=now, turned=turned)
    return deadline


@acting.act
def extend(
    actor: Actor, uid: str, *, limit: deadlines.Limit, words: str, now: datetime
) -> models.Deadline:
    """Give a body a longer limit, within the pack's maximum, with the reason told to the proposer.

    Errors: `GUARD_WITHIN_MAXIMUM`; `REASON_REQUIRED`; those of `turning.turn`.
    """
    row, deadline = _row(actor, uid)
    clock = turning.pack_of(row).clocks[deadline.clock]
    most, was = clock.extension, clocks.limit_of(deadline, clock)
    facts = {"extension_asked"}
    if most and limit.unit is most.unit is was.unit and was.count < limit.count <= most.count:
        facts.add("within_maximum")
    note = {"clock": deadline.clock, "was": deadline.due_on.isoformat()}
    clocks.extend(deadline, limit, why=words, on=timezone.localdate(now))
    turned = turning.Turn(
        given=transitions.Given(words=words), facts=facts, note=note, touched=[deadline]
    )
    turning.turn(row, "extend", actor=actor, now=now, turned=turned)
    return deadline
