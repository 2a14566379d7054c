# SPDX-License-Identifier: Apache-2.0
"""The rows an act begins from (取件), and the facts that hold of them for the guards of the table."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from huiyin.core.docket import pack_blocks
from huiyin.core.values.refusals import HuiyinError
from huiyin.web.accounts.actors import Actor
from huiyin.web.docket import permissions as docket
from huiyin.web.docket.services import turning
from huiyin.web.evaluations import models, permissions
from huiyin.web.kit import gates, ledger

if TYPE_CHECKING:
    from huiyin.web.docket.models import Deadline


def evaluation(actor: Actor, uid: str, *, lock: bool = True) -> models.Evaluation:
    """Give an evaluation an actor may see.

    Errors: `NOT_FOUND`.
    """
    seen = docket.visible(actor, models.Evaluation)
    return gates.get(models.Evaluation, seen, lock=lock, uid=uid)


def own(actor: Actor, uid: str) -> models.Evaluation:
    """Give an evaluation to the person it is asked of, locked.

    Errors: `NOT_FOUND`; `NOT_AUTHOR` for anybody else who may see it.
    """
    row = evaluation(actor, uid)
    if not permissions.is_own(actor, row):
        raise HuiyinError("NOT_AUTHOR")
    return row


def axes(row: models.Evaluation) -> list[pack_blocks.Axis]:
    """Give the axes that are asked once, in the pack's order."""
    known = turning.pack_of(row).replies.evaluation.values()
    return [axis for axis in known if not axis.each]


def each_axis(row: models.Evaluation) -> pack_blocks.Axis | None:
    """Give the axis that is asked of each suggestion, None where the pack has none."""
    known = turning.pack_of(row).replies.evaluation.values()
    return next((axis for axis in known if axis.each), None)


def answered(row: models.Evaluation) -> Sequence[Any]:
    """Give the answers of the reply to the suggestions of the evaluator's own proposal, in order."""
    found = row.reply.answers.filter(suggestion__proposal_id=row.proposal_id)
    return list(found.select_related("suggestion").order_by("suggestion__order"))


def window(row: models.Evaluation) -> "Deadline | None":
    """Give the clock of the window the evaluation is in, the latest; None before it runs."""
    found = row.reply.assignment.deadlines.filter(clock="evaluate")
    return found.order_by("-pk").first()


def ladder(row: models.Evaluation) -> tuple[pack_blocks.Rung, ...]:
    """Give the rungs of the place."""
    return turning.pack_of(row).replies.ladder


def facts(row: models.Evaluation, actor: Actor, *, now: datetime) -> set[str]:
    """Give the guards that hold."""
    found = _of_time(row, now) | _of_ladder(row)
    delivered = row.reply.deliveries.filter(person_id=row.person_id, received_at__isnull=False)
    if delivered.exists():
        found.add("reply_received")
    if permissions.is_own(actor, row):
        found.add("own_evaluation")
    tasks = row.reply.assignment.case.assignments.all()
    if actor.bodies().isdisjoint(tasks.values_list("body_id", flat=True)):
        found.add("not_of_the_body")
    if row.reply.state != "issued":
        found.add("round_may_begin")
    return found


def _of_time(row: models.Evaluation, now: datetime) -> set[str]:
    clock, today = window(row), timezone.localdate(now)
    if clock is None:
        return {"in_window"}
    grace = timedelta(days=turning.pack_of(row).limits.get("lapse_days", 0))
    over = {"window_over"} if today > clock.due_on + grace else set()
    return over | ({"in_window"} if today <= clock.due_on else set())


def _of_ladder(row: models.Evaluation) -> set[str]:
    climbed = list(row.rungs.all())
    found = {"higher_rung"} if len(climbed) < len(ladder(row)) else set()
    waits = bool(climbed) and climbed[-1].recorded_at is None
    found.add("rung_open" if waits else "rung_recorded")
    earlier = models.Evaluation.objects.filter(
        person_id=row.person_id, reply__assignment_id=row.reply.assignment_id, state="rehandled"
    )
    if earlier.filter(reply__round__lt=row.reply.round).exists():
        found.add("second_dissatisfaction")
    return found


def note(row: models.Evaluation, act: str, now: datetime, *, touched: Sequence[Any]) -> None:
    """Write in the ledger what happened beside an act of the table."""
    entry = ledger.Entry(
        act=act, kind="evaluation", object_id=row.pk, case_id=row.reply.assignment.case_id,
        touched=touched, door="clock",
    )  # fmt: skip
    ledger.write(entry, at=now)
