# SPDX-License-Identifier: Apache-2.0
"""Lapsing (逾期): a form nobody gave lapses by the clock, after its window, the reminder and the days of grace."""

from datetime import datetime

from django.db.models import Max
from django.utils import timezone

from huiyin.web.accounts.actors import SYSTEM
from huiyin.web.docket.services import turning
from huiyin.web.evaluations import models
from huiyin.web.evaluations.services import rows
from huiyin.web.kit import acting


def lapse_due(*, now: datetime) -> int:
    """Let every open form lapse whose time is over; gives how many did.

    Cost: one query, and one short transaction for each form whose window has ended.
    """
    today = timezone.localdate(now)
    waiting = models.Evaluation.objects.filter(
        state="open", reply__assignment__deadlines__clock="evaluate"
    )
    ended = waiting.annotate(last=Max("reply__assignment__deadlines__due_on")).filter(
        last__lt=today
    )
    return sum(_lapse(pk, now) for pk in list(ended.order_by("pk").values_list("pk", flat=True)))


@acting.act
def _lapse(pk: int, now: datetime) -> bool:
    row = models.Evaluation.objects.select_for_update().get(pk=pk)
    facts = rows.facts(row, SYSTEM, now=now)
    if row.state != "open" or "window_over" not in facts:
        return False
    turned = turning.Turn(facts=facts, changes={"changed_at": now}, door="clock")
    turning.turn(row, "lapse", actor=SYSTEM, now=now, turned=turned)
    return True
