# SPDX-License-Identifier: Apache-2.0
"""The rows an act begins from (取件): what an actor may see, locked; and the state they are in."""

from typing import TYPE_CHECKING

from django.db.models import Q

from huiyin.core.docket import pack_blocks
from huiyin.core.values.refusals import HuiyinError
from huiyin.web.accounts.actors import Actor
from huiyin.web.docket import permissions
from huiyin.web.docket.selectors import rows
from huiyin.web.docket.services import turning
from huiyin.web.kit import gates
from huiyin.web.replies import models
from huiyin.web.replies.permissions import OFFICERS

if TYPE_CHECKING:
    from huiyin.web.docket.models import Assignment

WRITERS = ("liaison", "handler")


def reply(actor: Actor, uid: str, *, lock: bool = True) -> models.Reply:
    """Give a reply an actor may see.

    Errors: `NOT_FOUND`.
    """
    return gates.get(models.Reply, permissions.visible(actor, models.Reply), lock=lock, uid=uid)


def opinion(actor: Actor, uid: str, *, lock: bool = True) -> models.Opinion:
    """Give a joint body's opinion an actor may see.

    Errors: `NOT_FOUND`.
    """
    return gates.get(models.Opinion, permissions.visible(actor, models.Opinion), lock=lock, uid=uid)


def own_task(actor: Actor, uid: str, act: str) -> "Assignment":
    """Give a task to those who work on it, locked.

    Errors: `NOT_FOUND`; `NOT_ALLOWED` for people who are not of its body.
    """
    row = rows.task(actor, uid, lock=True)
    of_body(actor, row, act, *WRITERS)
    return row


def of_body(actor: Actor, row: "Assignment", act: str, *roles: str) -> None:
    """Ask that an actor holds one of some roles of a task's body.

    Errors: `NOT_ALLOWED`.
    """
    if row.body_id not in actor.bodies(*(roles or OFFICERS)):
        raise HuiyinError("NOT_ALLOWED", act=act)


def written_on(actor: Actor, row: models.Reply, act: str = "save") -> None:
    """Ask that an actor may write on a reply now.

    Errors: `NOT_ALLOWED`; `REPLY_IS_FIXED` once it was submitted for review.
    """
    of_body(actor, row.assignment, act, *WRITERS)
    if row.state not in models.WRITTEN_ON:
        raise HuiyinError("REPLY_IS_FIXED")


def rules(row: "models.Reply | models.Opinion | Assignment") -> pack_blocks.ReplyRules:
    """Give what the pack of a row says of replies."""
    return turning.pack_of(row).replies


def option(row: "models.Reply | models.Opinion | Assignment", name: str) -> str:
    """Give an option of the pack of a row, "" where it is silent."""
    return str(turning.pack_of(row).options.get(name, ""))


def living_cosigns(row: models.Reply) -> list[models.Cosign]:
    """Give the co-signatures a reply waits for or has, of bodies that still join the task."""
    beside = [task.pk for task in rows.beside(row.assignment)]
    return list(row.cosigns.filter(Q(assignment_id__in=beside)).select_related("assignment__body"))
