# SPDX-License-Identifier: Apache-2.0
"""Joining the docket (接入): commitments run on the pack's machine, are seen by one rule, and answer to the ledger."""

from huiyin.web.commitments import models, permissions
from huiyin.web.commitments.selectors import desks
from huiyin.web.commitments.services import extracting, looking_back, nudging
from huiyin.web.docket import governing, replaying
from huiyin.web.docket import permissions as docket
from huiyin.web.docket.services import ticking
from huiyin.web.kit import slots

LEDGERED = (
    models.PromiseReading,
    models.Promise,
    models.Commitment,
    models.Slip,
    models.Carry,
    models.Progress,
    models.Evidence,
    models.Milestone,
    models.Indicator,
    models.Owed,
    models.Plan,
    models.Goal,
    models.Revisit,
    models.Nudge,
)


def join() -> None:
    """Register everything the rooms below need to know of this one."""
    for model, seen in permissions.RULES.items():
        docket.rule(model, seen)
    governing.govern(
        models.Commitment,
        governing.Governed(
            "commitment", lambda row: row.assignment or row, permissions.roles_in, "commitments"
        ),
    )
    slots.register("desk", 30, desks.desk)
    slots.register("reply", 30, desks.reply)
    slots.register("proposal", 30, desks.proposal)
    slots.register("case", 30, desks.case)
    slots.register("account", 30, desks.account)
    slots.offer("nav.handling", slots.Place("/commitments/", "nav.commitments", "check"))
    slots.offer("nav.knowing", slots.Place("/plans/", "nav.plans", "rules"))
    replaying.also(*LEDGERED)
    ticking.also(extracting.read_left)
    ticking.also(looking_back.start_due)
    ticking.also(nudging.nudge)
