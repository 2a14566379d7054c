# SPDX-License-Identifier: Apache-2.0
"""Reminding (催办): each rung of a ladder fires exactly once, never early, also after downtime.

1. the rungs due by today are read, oldest day first;
2. each is taken in a transaction of its own, under the lock of its clock: `fired_at` is set only where it is still
   empty, so that of two schedulers one wins and the other goes on, and a clock that is stopped or paused meanwhile
   fires nothing;
3. in the same transaction the notices and the ledger entry are written.
A crash before the commit leaves the rung as it was; a crash after it has told everyone.
"""

from collections.abc import Callable, Iterable
from datetime import datetime

from django.utils import timezone

from huiyin.web.accounts.models import User
from huiyin.web.docket import models
from huiyin.web.docket.services import telling
from huiyin.web.kit import acting, ledger, points

TOLD = {
    "notice": ("liaison", "handler"),
    "reminder": ("liaison", "handler", "oversight"),
    "letter": ("liaison", "signer", "oversight"),
}
_of_clock: dict[str, Callable[[models.Assignment], Iterable[User]]] = {}


def told_by(clock: str, audience: Callable[[models.Assignment], Iterable[User]]) -> None:
    """Let a room above say who is reminded of a clock of its own; called once, at the start."""
    _of_clock[clock] = audience


def tick(*, now: datetime) -> int:
    """Fire every rung that is due and has not fired; gives how many did.

    Cost: one query, and one short transaction for each rung fired.
    """
    today = timezone.localdate(now)
    due = models.Reminder.objects.filter(
        fired_at=None, skipped=False, due_on__lte=today, deadline__state="running"
    ).order_by("due_on", "pk")
    return sum(_fire(pk, now) for pk in due.values_list("pk", flat=True))


@acting.act
def _fire(pk: int, now: datetime) -> bool:
    today = timezone.localdate(now)
    clock = models.Deadline.objects.select_for_update().filter(reminders__pk=pk, state="running")
    if clock.first() is None:
        return False
    # no join in the guard: a subquery is not asked again after the wait for another's lock
    won = models.Reminder.objects.filter(
        pk=pk, fired_at=None, skipped=False, due_on__lte=today
    ).update(fired_at=now)
    if not won:
        return False
    points.reached("reminder.taken")
    reminder = models.Reminder.objects.select_related(
        "deadline__assignment__case", "deadline__proposal"
    ).get(pk=pk)
    deadline = reminder.deadline
    row = deadline.assignment or deadline.proposal
    assert row is not None  # a clock is of something: the database holds it
    kind = "assignment" if deadline.assignment_id else "proposal"
    ledger.write(
        ledger.Entry(
            act=f"clock.{reminder.form}", kind=kind, object_id=row.pk, case_id=row.case_id,
            after={"clock": deadline.clock, "rung": reminder.rung, "due_on": deadline.due_on.isoformat()}, touched=[reminder],
            door="clock",
        ),
        at=now,
    )  # fmt: skip
    telling.post(
        _audience(reminder, row, kind), f"rung:{reminder.pk}", f"clock.{reminder.form}",
        {"clock": deadline.clock, "due_on": deadline.due_on.isoformat(), "title": telling.title(row)},
        link=f"/{kind}s/{row.uid}/", now=now,
    )  # fmt: skip
    return True


def _audience(reminder: models.Reminder, row: telling.Matter, kind: str) -> Iterable[User]:
    named = _of_clock.get(reminder.deadline.clock)
    if named is not None and isinstance(row, models.Assignment):
        return named(row)
    return telling.audience(row, _roles(reminder, kind))


def _roles(reminder: models.Reminder, kind: str) -> tuple[str, ...]:
    if kind == "proposal":
        return (
            ("invited", "proposer")
            if reminder.deadline.clock == "cosign"
            else ("clerk", "assigner")
        )
    if reminder.deadline.clock == "ruling":
        return ("assigner",)
    return TOLD[reminder.form]
