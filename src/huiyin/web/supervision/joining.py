# SPDX-License-Identifier: Apache-2.0
"""Joining (接入): the rows of supervision run on the pack's machines, are seen by the one rule, answer to the ledger."""

from huiyin.web.docket import governing, permissions, replaying
from huiyin.web.kit import slots
from huiyin.web.supervision import models
from huiyin.web.supervision import permissions as own
from huiyin.web.supervision.selectors import watching


def join() -> None:
    """Register everything the rooms below need to know of this one."""
    for model, seen in own.RULES.items():
        permissions.rule(model, seen)
    governing.govern(
        models.KeyProposal,
        governing.Governed(
            "key_proposal",
            lambda row: row.proposal,
            own.roles_in_key,
            "keyproposals",
            own.lead_officers,
        ),
    )
    for model, machine, path in (
        (models.Instruction, "instruction", "instructions"),
        (models.Item, "look_back", "lookbacks"),
        (models.ReminderLetter, "", "reminders"),
    ):
        how = governing.Governed(machine, lambda row: row.assignment, own.roles_at_body, path)
        governing.govern(model, how)
    slots.register("desk", 40, watching.desk)
    slots.register("assignment", 40, watching.task)
    slots.register("case", 40, watching.case)
    slots.register("proposal", 40, watching.proposal)
    place = slots.Place("/supervision/", "nav.supervision", "seal", slots.SIGNED_IN)
    slots.offer("nav.handling", place)
    replaying.also(*own.RULES)
