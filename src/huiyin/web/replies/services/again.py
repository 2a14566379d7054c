# SPDX-License-Identifier: Apache-2.0
"""A further round (再次答复): the task is in hand again, the earlier reply stays as it was."""

from datetime import datetime

from huiyin.web.accounts.actors import Actor
from huiyin.web.docket.services import replying, turning
from huiyin.web.kit import acting, ledger
from huiyin.web.replies import models


@acting.act
def rehandle(actor: Actor, task_uid: str, *, words: str, now: datetime) -> models.Reply:
    """Have a task handled again after a dissatisfied evaluation: its clock starts, a draft of the next round is opened.

    Errors: those of `replying.rehandle`.
    """
    task = replying.rehandle(actor, task_uid, words=words, now=now)
    last = task.replies.order_by("-round").first()
    made = models.Reply.objects.create(
        assignment=task, round=last.round + 1 if last else 1,
        state=turning.pack_of(task).machines["reply"].initial, begun_at=now, changed_at=now,
    )  # fmt: skip
    entry = ledger.Entry(
        act="reply.begun", kind="reply", object_id=made.pk, case_id=task.case_id, actor_id=actor.user_id,
        after={"round": made.round}, touched=[made],
    )  # fmt: skip
    ledger.write(entry, at=now)
    return made
