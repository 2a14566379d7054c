# SPDX-License-Identifier: Apache-2.0
"""Looking back (回头看): some months after a reply was received, at what it planned and at what it said was solved.

The date comes by itself: a clock of the pack begins on the task when the reply is received, with its ladder. Whoever looked
records what was found; where not all of it holds, or something is still planned, the next look-back begins at once.
"""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Max
from django.utils import timezone

from huiyin.core.values.refusals import HuiyinError
from huiyin.web.accounts.actors import Actor
from huiyin.web.commitments import models
from huiyin.web.docket.services import clocks, telling, turning
from huiyin.web.kit import acting, ledger
from huiyin.web.replies.selectors import rows as replies

if TYPE_CHECKING:
    from huiyin.web.replies.models import Reply

PLANNED, SOLVED = "look_back_planned", "look_back_solved"
_PLANNED = ("partly_done", "in_progress", "planned")
MOST = 50


def clock_of(row: "Reply") -> str:
    """Give the clock a reply is looked back at by: planned where anything of it is planned, solved where all is done."""
    said = {one.disposition for one in replies.answers(row)}
    if not said.isdisjoint(_PLANNED):
        return PLANNED
    return SOLVED if "done" in said else ""


def start_due(*, now: datetime) -> int:
    """Begin the look-backs of the replies that were received and have none; gives how many began.

    Cost: one query where there is none to begin.
    """
    rows = replies.left().filter(state="received", revisits=None)
    rows = rows.exclude(assignment__deadlines__clock__in=[PLANNED, SOLVED])
    return sum(_start(pk, now) for pk in list(rows.values_list("pk", flat=True)[:MOST]))


@acting.act
def _start(pk: int, now: datetime) -> bool:
    row = replies.left().select_for_update(of=("self",)).get(pk=pk)
    clock_id, task = clock_of(row), row.assignment
    clock = turning.pack_of(row).clocks.get(clock_id)
    received = row.deliveries.aggregate(last=Max("received_at"))["last"]
    if clock is None or clock.limit is None or task.deadlines.filter(clock=clock_id).exists():
        return False
    anchor = timezone.localdate(received or now)
    begun = clocks.start(task, clock, pack=turning.pack_of(row), anchor=anchor)
    if begun is None:
        return False
    _write("look_back.begun", row, None, now, [begun], {"clock": clock_id})
    return True


@acting.act
def record(
    actor: Actor, reply_uid: str, *, holds: bool, words: str, now: datetime
) -> models.Revisit:
    """Record what a look-back found; the clock stops, and begins anew while something is not as it should be.

    Errors: `NOT_FOUND`; `NOT_ALLOWED` for others than committee and oversight, and for people of the body; `REASON_REQUIRED`;
        `CLOCK_NOT_RUNNING` where none is due.
    """
    row = replies.reply(actor, reply_uid, lock=True)
    task = row.assignment
    if not actor.has("committee", "oversight") or task.body_id in actor.bodies():
        raise HuiyinError("NOT_ALLOWED", act="look_back")
    if not words.strip():
        raise HuiyinError("REASON_REQUIRED", act="look_back")
    running = [one for one in clocks.running(task) if one.clock in (PLANNED, SOLVED)]
    if not running:
        raise HuiyinError("CLOCK_NOT_RUNNING")
    today, touched = timezone.localdate(now), []
    for one in running:
        clocks.stop(one, on=today)
        touched.append(one)
    made = models.Revisit.objects.create(
        reply=row, clock=running[0].clock, holds=holds, words=words.strip(), by_id=actor.signed_in(), at=now
    )  # fmt: skip
    if not holds or _is_open(row):
        pack = turning.pack_of(row)
        again = clocks.start(task, pack.clocks[made.clock], pack=pack, anchor=today)
        touched += [again] if again else []
    _write("look_back.done", row, actor, now, [made, *touched], {"holds": holds}, reason=made.words)
    params = {"title": telling.title(task), "act": "look_back", "reason": made.words}
    told = telling.audience(task, ["liaison", "proposer", "signatory"])
    telling.post(
        told, f"revisit:{made.pk}", "reply.look_back", params, link=f"/replies/{row.uid}/", now=now
    )
    return made


def _is_open(row: "Reply") -> bool:
    return (
        models.Commitment.objects.filter(reply=row, state__in=models.OPEN)
        .exclude(state="verified")
        .exists()
    )


def _write(
    act: str, row: "Reply", actor: Actor | None, now: datetime, touched: list[object], after: dict[str, object],
    reason: str = "",
) -> None:  # fmt: skip
    entry = ledger.Entry(
        act=act, kind="reply", object_id=row.pk, case_id=row.assignment.case_id,
        actor_id=actor.user_id if actor else None, reason=reason, after=after, touched=touched,  # type: ignore[arg-type]
        door="web" if actor else "clock",
    )  # fmt: skip
    ledger.write(entry, at=now)
