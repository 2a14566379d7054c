# SPDX-License-Identifier: Apache-2.0
"""Opening (发起评价): whoever has received a reply is asked what they make of it, in the transaction of the receipt."""

from datetime import datetime
from typing import Any

from huiyin.web.accounts.models import User
from huiyin.web.docket.selectors import rows as docket
from huiyin.web.docket.services import telling, turning
from huiyin.web.evaluations import models
from huiyin.web.kit import ledger


def ask(delivery: Any, now: datetime) -> None:
    """Ask the person a reply was delivered to; asked already, nothing happens, and so where the pack asks nothing."""
    reply, task = delivery.reply, delivery.reply.assignment
    pack = turning.pack_of(task)
    party = next((one for one in docket.parties(task) if one.person.pk == delivery.person_id), None)
    if not pack.replies.evaluation or party is None:
        return
    row, made = models.Evaluation.objects.get_or_create(
        reply=reply, person_id=delivery.person_id,
        defaults={
            "proposal": party.proposal, "signs": party.signs, "opened_at": now, "changed_at": now,
            "state": pack.machines["evaluation"].initial,
        },
    )  # fmt: skip
    if not made:
        return
    entry = ledger.Entry(
        act="evaluation.opened", kind="evaluation", object_id=row.pk, case_id=task.case_id,
        after={"round": reply.round}, touched=[row],
    )  # fmt: skip
    ledger.write(entry, at=now)
    params = {"title": telling.title(task), "act": "opened"}
    users = User.objects.filter(person_id=row.person_id)
    stem, link = f"evaluation:{row.pk}:opened", f"/evaluations/{row.uid}/"
    telling.post(users, stem, "evaluation.opened", params, link=link, now=now)
