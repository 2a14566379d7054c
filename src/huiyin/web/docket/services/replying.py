# SPDX-License-Identifier: Apache-2.0
"""Registering replies (登记办复): the day and number of a body's reply; the letter itself is kept elsewhere."""

from collections.abc import Callable
from datetime import date, datetime

from django.utils import timezone

from huiyin.core.docket import transitions
from huiyin.core.values.refusals import HuiyinError
from huiyin.web.accounts.actors import SYSTEM, Actor
from huiyin.web.docket import models
from huiyin.web.docket.services import negotiating, turning
from huiyin.web.kit import acting

_held: list[Callable[[models.Assignment], bool]] = []


def held_by(has_reply: Callable[[models.Assignment], bool]) -> None:
    """Let a room above say which tasks have a reply of their own, that no registering by hand passes by."""
    if has_reply not in _held:
        _held.append(has_reply)


_ANSWERING = ("lead", "sole", "separate")


@acting.act
def conclude(
    actor: Actor, uid: str, *, reply_no: str, replied_on: date, now: datetime
) -> models.Assignment:
    """Register, for a reply kept elsewhere, that a body has replied; when all that owe the reply have, the proposals of the case are replied.

    Errors: `REPLY_IN_HAND` where the reply is made here; `GUARD_REPLY_RECORDED` without a number; `DATE_INVALID` for a day before the issue or after today; those of
        `turning.turn`.
    """
    row = negotiating.assignment(actor, uid)
    facts = {"reply_recorded"} if reply_no.strip() else set()
    turned = turning.Turn(
        facts=facts,
        changes={"reply_no": reply_no.strip(), "replied_on": replied_on},
        note={"registered": "by_hand"},
    )
    turning.check(row, "conclude", actor=actor, turned=turned)
    if any(has_reply(row) for has_reply in _held):
        raise HuiyinError("REPLY_IN_HAND")
    issued = timezone.localdate(row.issued_at) if row.issued_at else replied_on
    if not issued <= replied_on <= timezone.localdate(now):
        raise HuiyinError("DATE_INVALID", day=replied_on.isoformat())
    turning.turn(row, "conclude", actor=actor, now=now, turned=turned)
    _record(row, actor, now)
    return row


def settle(row: models.Assignment, *, reply_no: str, replied_on: date, now: datetime) -> None:
    """Conclude a task whose reply has been received, and what hangs on it: by rule, in the transaction of the receipt.

    When every body that owes a reply has given it, the joint bodies are done too and the proposals are replied.
    """
    row = models.Assignment.objects.select_for_update().get(pk=row.pk)
    if row.state == "accepted":
        _conclude(row, reply_no, replied_on, now)
    if every_lead_replied(row.case):
        beside = row.case.assignments.select_for_update().exclude(role__in=_ANSWERING)
        for joint in beside.filter(state="accepted"):
            _conclude(joint, reply_no, replied_on, now)
    _record(row, SYSTEM, now)


def _conclude(row: models.Assignment, reply_no: str, replied_on: date, now: datetime) -> None:
    changes = {"reply_no": reply_no[:60], "replied_on": replied_on}
    turned = turning.Turn(facts={"reply_recorded"}, changes=changes)
    turning.turn(row, "conclude", actor=SYSTEM, now=now, turned=turned)


def _record(row: models.Assignment, actor: Actor, now: datetime) -> None:
    if not every_lead_replied(row.case):
        return
    for proposal in row.case.proposals.select_for_update().filter(state="in_hand"):
        done = turning.Turn(facts={"every_lead_replied"}, note={"reply_no": row.reply_no})
        turning.turn(proposal, "record_reply", actor=actor, now=now, turned=done)


@acting.act
def rehandle(actor: Actor, uid: str, *, words: str, now: datetime) -> models.Assignment:
    """Have a task that was answered handled again (重新办理): its second clock starts, the case is in hand again.

    Errors: `REASON_REQUIRED`; those of `turning.turn`.
    """
    row = negotiating.assignment(actor, uid)
    given = transitions.Given(words=words)
    turning.turn(row, "rehandle", actor=actor, now=now, turned=turning.Turn(given=given))
    for proposal in row.case.proposals.select_for_update().filter(state="replied"):
        turned = turning.Turn(given=given)
        turning.turn(proposal, "rehandle", actor=actor, now=now, turned=turned)
    return row


def every_lead_replied(case: models.Case) -> bool:
    """Tell whether every body that owes the proposer a reply has given it."""
    owing = case.assignments.filter(role__in=_ANSWERING, state__in=models.Assignment.LIVING)
    states = set(owing.values_list("state", flat=True))
    return states == {"done"}
