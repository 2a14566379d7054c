# SPDX-License-Identifier: Apache-2.0
"""Receiving (送达): answered means received; only when everyone it went to has it is a task answered."""

from collections.abc import Callable
from datetime import datetime

from django.utils import timezone

from huiyin.core.values.refusals import HuiyinError
from huiyin.web.accounts.actors import SYSTEM, Actor
from huiyin.web.docket.services import replying, turning
from huiyin.web.kit import acting, gates, ledger, points
from huiyin.web.replies import models
from huiyin.web.replies.services import rows

_also: list[Callable[[models.Delivery, datetime], None]] = []


def also(one: Callable[[models.Delivery, datetime], None]) -> None:
    """Let a room above act on each receipt, in its transaction; called once, at the start."""
    if one not in _also:
        _also.append(one)


@acting.act
def opened(actor: Actor, uid: str, *, now: datetime) -> bool:
    """Take note that the person a reply was sent to has opened it; gives whether that was the first time.

    Errors: `NOT_FOUND`.
    """
    if actor.person_id is None:
        return False
    row = rows.reply(actor, uid)
    found = row.deliveries.select_for_update().filter(
        person_id=actor.person_id, sent_at__isnull=False, received_at=None
    )
    delivery = found.first()
    if delivery is None:
        return False
    _received(row, delivery, actor, now, how="opened", reason="")
    return True


@acting.act
def record(
    actor: Actor, uid: str, delivery_pk: int, *, how: str, reason: str, now: datetime
) -> models.Delivery:
    """Record, as a clerk, that somebody received a reply on paper or face to face, and how one knows.

    Errors: `NOT_FOUND`; `NOT_ALLOWED` for people of the body that replied, and all who are neither clerk nor oversight;
        `REASON_REQUIRED`; `FIELD_UNKNOWN`; `ILLEGAL_TRANSITION` when it is received, or not sent yet;
        `FACE_RECORD_MISSING` for a reply face to face whose record is not written down.
    """
    row = rows.reply(actor, uid)
    if not actor.has("clerk", "oversight") or row.assignment.body_id in actor.bodies():
        raise HuiyinError("NOT_ALLOWED", act="record_receipt")
    if how not in ("paper", "face"):
        raise HuiyinError("FIELD_UNKNOWN", field=how)
    if not reason.strip():
        raise HuiyinError("REASON_REQUIRED", act="record_receipt")
    if how == "face" and not (row.face_on and row.face_place and row.face_record.strip()):
        raise HuiyinError("FACE_RECORD_MISSING")
    delivery = row.deliveries.select_for_update().filter(pk=delivery_pk).first()
    if delivery is None:
        raise HuiyinError("NOT_FOUND")
    if delivery.sent_at is None or delivery.received_at is not None:
        raise HuiyinError("ILLEGAL_TRANSITION", act="record_receipt", state=delivery.how or "owed")
    _received(row, delivery, actor, now, how=how, reason=reason.strip())
    return delivery


def _received(
    row: models.Reply,
    delivery: models.Delivery,
    actor: Actor,
    now: datetime,
    *,
    how: str,
    reason: str,
) -> None:
    by = None if how == "opened" else actor.signed_in()
    gates.save(
        delivery, delivery.version, received_at=now, how=how, recorded_by_id=by, reason=reason
    )
    entry = ledger.Entry(
        act="reply.opened" if how == "opened" else "reply.handed_over", kind="reply", object_id=row.pk,
        case_id=row.assignment.case_id, actor_id=actor.user_id, reason=reason,
        after={"delivery": delivery.pk, "how": how}, touched=[delivery],
    )  # fmt: skip
    ledger.write(entry, at=now)
    for one in _also:
        one(delivery, now)
    points.reached("reply.receipt")
    if row.state != "issued" or row.deliveries.filter(received_at=None).exists():
        return
    turned = turning.Turn(facts={"every_party_received"})
    turning.turn(row, "receive", actor=SYSTEM, now=now, turned=turned)
    assert row.issued_at is not None  # it is issued: the database holds it
    replying.settle(
        row.assignment, reply_no=row.number, replied_on=timezone.localdate(row.issued_at), now=now
    )
