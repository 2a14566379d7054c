# SPDX-License-Identifier: Apache-2.0
"""The replies' rows for the rooms above (供上层取件): replies that have left, their answers, their parties."""

from django.db.models import QuerySet

from huiyin.core.docket import pack_blocks
from huiyin.web.accounts.actors import Actor
from huiyin.web.docket import permissions
from huiyin.web.docket.services import turning
from huiyin.web.kit import gates
from huiyin.web.replies import models
from huiyin.web.replies import permissions as own

OUT = models.OUT


def reply(actor: Actor, uid: str, *, lock: bool = False) -> models.Reply:
    """Give a reply an actor may see.

    Errors: `NOT_FOUND`.
    """
    return gates.get(models.Reply, permissions.visible(actor, models.Reply), lock=lock, uid=uid)


def left() -> QuerySet[models.Reply]:
    """Give the replies written here that have left, with their task."""
    rows = models.Reply.objects.filter(state__in=models.OUT, registered=False)
    return rows.select_related("assignment__body", "assignment__case__session").order_by("pk")


def answers(row: models.Reply) -> list[models.Answer]:
    """Give the answers of a reply that has left, in the order of the suggestions."""
    return list(row.answers.select_related("suggestion__proposal"))


def covers(actor: Actor, rows: QuerySet[models.Reply]) -> dict[int, list[str]]:
    """Give the words to cover in replies an actor reads only because they were released, by the reply.

    Cost: one query, none for those who read every reply that has left.
    """
    if actor.system or actor.has(*own.READERS):  # they read them for another reason too
        return {}
    some = models.Reply.objects.filter(own.released_only(actor), pk__in=rows).exclude(covered=[])
    return dict(some.values_list("pk", "covered"))


def class_of(row: models.Reply, answer: models.Answer) -> str:
    """Give the class of one answer by its pack's scheme: of its disposition, else that of the whole reply."""
    known = _dispositions(row).get(answer.disposition)
    return (known.letter if known and known.letter else row.letter) or ""


def _dispositions(row: models.Reply) -> dict[str, pack_blocks.Disposition]:
    return dict(turning.pack_of(row).replies.dispositions)
