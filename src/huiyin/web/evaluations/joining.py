# SPDX-License-Identifier: Apache-2.0
"""Joining (接入): evaluations run on the pack's machine, are seen by the one rule, answer to the ledger, follow receipts."""

from huiyin.web.docket import governing, permissions, replaying
from huiyin.web.docket.services import reminding, ticking
from huiyin.web.evaluations import models
from huiyin.web.evaluations import permissions as own
from huiyin.web.evaluations.selectors import desks
from huiyin.web.evaluations.services import lapsing, opening
from huiyin.web.kit import slots
from huiyin.web.replies.services import receiving


def join() -> None:
    """Register everything the rooms below need to know of this one."""
    for model, seen in own.RULES.items():
        permissions.rule(model, seen)
    governing.govern(
        models.Evaluation,
        governing.Governed(
            "evaluation",
            lambda row: row.reply.assignment,
            own.roles_in,
            "evaluations",
            own.evaluator,
        ),
    )
    slots.register("desk", 20, desks.desk)
    slots.register("reply", 20, desks.reply)
    slots.register("assignment", 20, desks.task)
    slots.register("case", 20, desks.case)
    slots.register("proposal", 20, desks.proposal)
    slots.offer(
        "nav.handling", slots.Place("/evaluations/", "nav.evaluations", "check", slots.SIGNED_IN)
    )
    replaying.also(models.Evaluation, models.Judgement, models.Rung)
    receiving.also(opening.ask)
    reminding.told_by("evaluate", desks.reminded)
    ticking.also(lapsing.lapse_due)
