# SPDX-License-Identifier: Apache-2.0
"""Joining the docket (接入): the room's rows run on the pack's machines, are seen by one rule, and answer to the ledger."""

from typing import TYPE_CHECKING

from huiyin.web.docket import governing, permissions, replaying
from huiyin.web.docket.services import replying, ticking
from huiyin.web.kit import slots
from huiyin.web.replies import models
from huiyin.web.replies import permissions as own
from huiyin.web.replies.selectors import desks
from huiyin.web.replies.services import issuing

if TYPE_CHECKING:
    from huiyin.web.docket.models import Assignment

LEDGERED = (
    models.Contact,
    models.Opinion,
    models.Reply,
    models.Answer,
    models.ReplyEdition,
    models.Overruling,
    models.Cosign,
    models.Letter,
    models.Delivery,
    models.LetterTemplate,
)


def _has_reply(task: "Assignment") -> bool:
    return models.Reply.objects.filter(assignment_id=task.pk, registered=False).exists()


def join() -> None:
    """Register everything the rooms below need to know of this one."""
    for model, seen in own.RULES.items():
        permissions.rule(model, seen)
    governing.govern(
        models.Reply,
        governing.Governed("reply", lambda row: row.assignment, own.roles_in_reply, "replies"),
    )
    governing.govern(
        models.Opinion,
        governing.Governed(
            "opinion",
            lambda row: row.assignment,
            own.roles_in_opinion,
            "opinions",
            own.lead_officers,
        ),
    )
    governing.govern(
        models.Contact,
        governing.Governed(
            "", lambda row: row.assignment, lambda actor, row: frozenset(), "contacts"
        ),
    )
    slots.register("desk", 10, desks.desk)
    slots.register("assignment", 10, desks.task)
    slots.register("case", 10, desks.case)
    slots.register("proposal", 10, desks.proposal)
    slots.offer("nav.handling", slots.Place("/replies/", "nav.replies", "reply"))
    replaying.also(*LEDGERED)
    replying.held_by(_has_reply)
    ticking.also(issuing.dispatch)
