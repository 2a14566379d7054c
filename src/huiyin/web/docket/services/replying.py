# SPDX-License-Identifier: Apache-2.0
"""Registering replies (登记办复): the day and number of a body's reply; the letter itself is kept elsewhere."""

from datetime import date, datetime

from django.utils import timezone

from huiyin.core.values.refusals import HuiyinError
from huiyin.web.accounts.actors import Actor
from huiyin.web.docket import models
from huiyin.web.docket.services import negotiating, turning
from huiyin.web.kit import acting

_ANSWERING = ("lead", "sole", "separate")


@acting.act
def conclude(
    actor: Actor, uid: str, *, reply_no: str, replied_on: date, now: datetime
) -> models.Assignment:
    """Register that a body has replied; when all that owe the reply have, the proposals of the case are replied.

    Errors: `GUARD_REPLY_RECORDED` without a number; `DATE_INVALID` for a day before the issue or after today; those of
        `turning.turn`.
    """
    row = negotiating.assignment(actor, uid)
    facts = {"reply_recorded"} if reply_no.strip() else set()
    turned = turning.Turn(
        facts=facts, changes={"reply_no": reply_no.strip(), "replied_on": replied_on}
    )
    turning.check(row, "conclude", actor=actor, turned=turned)
    issued = timezone.localdate(row.issued_at) if row.issued_at else replied_on
    if not issued <= replied_on <= timezone.localdate(now):
        raise HuiyinError("DATE_INVALID", day=replied_on.isoformat())
    turning.turn(row, "conclude", actor=actor, now=now, turned=turned)
    if every_lead_replied(row.case):
        for proposal in row.case.proposals.filter(state="in_hand"):
            done = turning.Turn(facts={"every_lead_replied"}, note={"reply_no": row.reply_no})
            turning.turn(proposal, "record_reply", actor=actor, now=now, turned=done)
    return row


def every_lead_replied(case: models.Case) -> bool:
    """Tell whether every body that owes the proposer a reply has given it."""
    owing = case.assignments.filter(role__in=_ANSWERING, state__in=models.Assignment.LIVING)
    states = set(owing.values_list("state", flat=True))
    return states == {"done"}
