# SPDX-License-Identifier: Apache-2.0
"""Co-signing (联名): invite, read, sign, decline, add an opinion, withdraw, expire."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from huiyin.core.values.refusals import HuiyinError
from huiyin.web.accounts.actors import SYSTEM, Actor
from huiyin.web.accounts.models import Person
from huiyin.web.docket import models, permissions
from huiyin.web.docket.services import drafting, turning
from huiyin.web.kit import acting, gates, ledger


@acting.act
def invite(
    actor: Actor, uid: str, persons: Iterable[Person], *, version: int, now: datetime
) -> models.Proposal:
    """Ask members to co-sign, until the pack's limit.

    Errors: those of `turning.turn`; `CANNOT_SIGN_OWN` when the proposer is among them.
    """
    proposal = gates.get(
        models.Proposal, permissions.visible(actor, models.Proposal), lock=True, uid=uid
    )
    days = turning.pack_of(proposal).limits.get("cosign_days", 10)
    taken = set(proposal.signatures.values_list("person_id", flat=True))
    asked = [person for person in persons if person.pk not in taken]
    if proposal.proposer_id in {person.pk for person in asked}:
        raise HuiyinError("CANNOT_SIGN_OWN")
    first = len(taken) + 1
    invited = models.Signature.objects.bulk_create(
        models.Signature(
            proposal=proposal,
            person=person,
            order=order,
            invited_at=now,
            expires_at=now + timedelta(days=days),
        )
        for order, person in enumerate(asked, start=first)
    )
    turned = turning.Turn(
        facts=drafting.facts_of(proposal, now=now),
        changes={"kind": "joint"} if proposal.kind == "individual" else {},
        version=version,
        note={"invited": [person.pk for person in asked]},
        touched=invited,
    )
    turning.turn(proposal, "invite", actor=actor, now=now, turned=turned)
    return proposal


@acting.act
def answer(actor: Actor, uid: str, *, sign: bool, opinion: str, now: datetime) -> models.Signature:
    """Sign, or decline: only by the invited person, and only in time.

    Errors: `NOT_FOUND` for anyone not invited; `SIGNATURE_SETTLED`; `INVITATION_EXPIRED`.
    """
    signature = _own(actor, uid)
    if signature.state != "pending":
        raise HuiyinError("SIGNATURE_SETTLED")
    if now > signature.expires_at:
        raise HuiyinError("INVITATION_EXPIRED")
    return _settle(signature, "signed" if sign else "declined", actor, now, opinion=opinion)


@acting.act
def withdraw(actor: Actor, uid: str, *, reason: str, now: datetime) -> models.Signature:
    """Take a signature back before the proposal is submitted.

    Errors: `REASON_REQUIRED`; `FILED_TEXT_IS_FIXED` afterwards.
    """
    signature = _own(actor, uid)
    if not reason.strip():
        raise HuiyinError("REASON_REQUIRED", act="withdraw_signature")
    if signature.state not in ("pending", "signed"):
        raise HuiyinError("SIGNATURE_SETTLED")
    if signature.proposal.state not in models.UNFIXED:
        raise HuiyinError("FILED_TEXT_IS_FIXED")
    return _settle(signature, "withdrawn", actor, now, opinion=reason)


def expire_due(*, now: datetime) -> int:
    """Let every invitation lapse whose time is over; gives how many did."""
    over = models.Signature.objects.filter(state="pending", expires_at__lt=now).order_by("pk")
    return sum(expire(signature, now=now) for signature in over)


@acting.act
def expire(signature: models.Signature, *, now: datetime) -> bool:
    """Let an invitation lapse whose time is over; tells whether it did."""
    row = models.Signature.objects.select_for_update().get(pk=signature.pk)
    if row.state != "pending" or now <= row.expires_at:
        return False
    _settle(row, "expired", SYSTEM, now)
    return True


def _own(actor: Actor, uid: str) -> models.Signature:
    row = models.Signature.objects.select_for_update().filter(
        proposal__uid=uid, person_id=actor.person_id or 0
    )
    signature = row.first()
    if signature is None:
        raise HuiyinError("NOT_FOUND")
    return signature


def _settle(
    signature: models.Signature, state: str, actor: Actor, now: datetime, *, opinion: str = ""
) -> models.Signature:
    was = signature.state
    gates.save(
        signature,
        signature.version,
        state=state,
        settled_at=now,
        opinion=opinion or signature.opinion,
    )
    ledger.write(
        ledger.Entry(
            act=f"signature.{state}", kind="proposal", object_id=signature.proposal_id, actor_id=actor.user_id,
            reason=opinion if state == "withdrawn" else "", before={"signature": signature.person_id, "state": was},
            after={"signature": signature.person_id, "state": state}, touched=[signature],
            door="clock" if actor.system else "web",
        ),
        at=now,
    )  # fmt: skip
    return signature
