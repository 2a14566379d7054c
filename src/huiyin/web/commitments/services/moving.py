# SPDX-License-Identifier: Apache-2.0
"""Moving (推进): the acts of the table on a commitment that need no report: dates, doubts, verification, carrying over.

A date is never overwritten: the old one stands in a slip with its reason. What is claimed done is verified by somebody who
is not of the body; what cannot be done is explained. Each act tells those the table names.
"""

from datetime import date, datetime

from django.utils import timezone

from huiyin.core.values.refusals import HuiyinError
from huiyin.web.accounts.actors import Actor
from huiyin.web.accounts.models import Session
from huiyin.web.commitments import models
from huiyin.web.commitments.services import rows
from huiyin.web.docket import permissions
from huiyin.web.docket.services import turning
from huiyin.web.kit import acting

VERIFIERS = ("proposer", "signatory", "committee")


def facts_of(row: models.Commitment) -> set[str]:
    """Give the guards of the table that hold for a commitment as it stands."""
    found = set()
    if row.owner:
        found.add("has_owner")
    if row.due_on:
        found.add("has_date")
    if row.claim is not None and row.claim.evidence.exists():
        found.add("has_evidence")
    return found


@acting.act
def schedule(
    actor: Actor, uid: str, *, owner: str, due_on: date | None, version: int, now: datetime
) -> models.Commitment:
    """Say who answers for a commitment and by when.

    Errors: `GUARD_HAS_OWNER`; `GUARD_HAS_DATE`; `DATE_INVALID` for a day before it was said; `GUARD_LATER_DATE` for an
        earlier or later day than one that is set: that one is moved by a slip; those of `turning.turn`.
    """
    row = rows.commitment(actor, uid)
    owner, day = owner.strip()[:120] or row.owner, due_on or row.due_on
    if day is not None and day < row.said_on:
        raise HuiyinError("DATE_INVALID", day=day.isoformat())
    if row.due_on is not None and day != row.due_on:
        raise HuiyinError("GUARD_LATER_DATE", act="schedule")
    facts = ({"has_owner"} if owner else set()) | ({"has_date"} if day else set())
    changes = {
        "owner": owner, "due_on": day, "first_due_on": row.first_due_on or day,
        "dated_on": row.dated_on or timezone.localdate(now),
    }  # fmt: skip
    rows.turn(row, "schedule", actor, now, version=version, facts=facts, changes=changes)
    return row


@acting.act
def start(actor: Actor, uid: str, *, version: int, now: datetime) -> models.Commitment:
    """Begin the work.

    Errors: those of `turning.turn`.
    """
    row = rows.commitment(actor, uid)
    rows.turn(row, "start", actor, now, version=version, facts=facts_of(row))
    return row


@acting.act
def slip(
    actor: Actor, uid: str, *, to: date | None, words: str, version: int, now: datetime
) -> models.Commitment:
    """Move the date, to a later one that is still to come; the old one is kept, and everybody concerned is told.

    Errors: `GUARD_LATER_DATE`; `REASON_REQUIRED`; those of `turning.turn`.
    """
    row = rows.commitment(actor, uid)
    was, facts = row.due_on, facts_of(row)
    if to is not None and was is not None and was < to and to >= timezone.localdate(now):
        facts.add("later_date")
    rows.check(row, "slip", actor, version=version, words=words, facts=facts)
    assert to is not None  # the guard holds it
    assert was is not None
    made = models.Slip.objects.create(
        commitment=row, number=row.slips.count() + 1, was=was, to=to, reason=words.strip(),
        by_id=actor.user_id, at=now,
    )  # fmt: skip
    rows.turn(
        row, "slip", actor, now, version=version, words=words, facts=facts,
        changes={"due_on": to, "dated_on": timezone.localdate(now), "precision": "day"},
        note={"slip": made.number}, touched=[made],
    )  # fmt: skip
    return row


@acting.act
def verify(actor: Actor, uid: str, *, version: int, now: datetime) -> models.Commitment:
    """Confirm, as proposer, as one who signed, or as the committee, that what was claimed is done.

    Errors: `GUARD_HAS_EVIDENCE`; `NOT_ALLOWED` for people of the body; those of `turning.turn`.
    """
    row = rows.commitment(actor, uid)
    held = permissions.roles_in(actor, row)
    changes = {
        "verified_by_id": actor.user_id, "verified_at": now,
        "verified_as": next((role for role in VERIFIERS if role in held), ""),
    }  # fmt: skip
    rows.turn(row, "verify", actor, now, version=version, facts=facts_of(row), changes=changes)
    return row


@acting.act
def doubt(actor: Actor, uid: str, *, words: str, version: int, now: datetime) -> models.Commitment:
    """Doubt what was claimed, with the reason: the work goes on; claim and evidence stay in the history.

    Errors: `REASON_REQUIRED`; those of `turning.turn`.
    """
    row = rows.commitment(actor, uid)
    changes = {"claim_id": None, "verified_by_id": None, "verified_as": "", "verified_at": None}
    note = {"doubted": row.claim_id}
    rows.turn(
        row, "doubt", actor, now, version=version, words=words, facts=facts_of(row), changes=changes, note=note
    )  # fmt: skip
    return row


@acting.act
def close(actor: Actor, uid: str, *, version: int, now: datetime) -> models.Commitment:
    """Close what was verified.

    Errors: those of `turning.turn`.
    """
    row = rows.commitment(actor, uid)
    rows.turn(row, "close", actor, now, version=version, facts=facts_of(row))
    return row


@acting.act
def give_up(
    actor: Actor, uid: str, *, words: str, version: int, now: datetime
) -> models.Commitment:
    """Explain in writing why it cannot be.

    Errors: `GUARD_HAS_EXPLANATION`; those of `turning.turn`.
    """
    row = rows.commitment(actor, uid)
    facts = facts_of(row) | ({"has_explanation"} if words.strip() else set())
    changes = {"explanation": words.strip()}
    rows.turn(
        row, "give_up", actor, now, version=version, words=words, facts=facts, changes=changes
    )
    return row


@acting.act
def take_up_again(
    actor: Actor, uid: str, *, words: str, version: int, now: datetime
) -> models.Commitment:
    """Have what was given up taken up again, with the reason.

    Errors: `REASON_REQUIRED`; those of `turning.turn`.
    """
    row = rows.commitment(actor, uid)
    rows.turn(row, "take_up_again", actor, now, version=version, words=words, facts=facts_of(row))
    return row


@acting.act
def carry_over(
    actor: Actor, uid: str, *, into: Session, words: str, version: int | None = None, now: datetime
) -> models.Commitment:
    """Carry a commitment over into a later session or term: it goes on, its dates as they are.

    Errors: `SESSION_NOT_LATER` for the session it is in, or an earlier one; `REASON_REQUIRED`; those of `turning.turn`.
    """
    row = rows.commitment(actor, uid)
    facts = facts_of(row)
    rows.check(row, "carry_over", actor, version=version, words=words, facts=facts)
    if row.session is not None and into.opens_on <= row.session.opens_on:
        raise HuiyinError("SESSION_NOT_LATER")
    made = models.Carry.objects.create(
        commitment=row, out_of=row.session, into=into, reason=words.strip(), by_id=actor.user_id, at=now
    )  # fmt: skip
    rows.turn(
        row, "carry_over", actor, now, version=version, words=words, facts=facts,
        changes={"session_id": into.pk}, touched=[made],
    )  # fmt: skip
    return row


@acting.act
def upgrade(
    actor: Actor, uid: str, *, letter: str, words: str, version: int, now: datetime
) -> models.Commitment:
    """Raise the class of what was kept; the class at the time of the reply stays beside it, and the proposers are told.

    Errors: `CLASS_NOT_HIGHER`; `GUARD_HAS_EVIDENCE`; `REASON_REQUIRED`; those of `turning.turn`.
    """
    row = rows.commitment(actor, uid)
    facts = facts_of(row)
    rows.check(row, "upgrade", actor, version=version, words=words, facts=facts)
    if letter not in higher(row):
        raise HuiyinError("CLASS_NOT_HIGHER")
    rows.turn(
        row, "upgrade", actor, now, version=version, words=words, facts=facts, changes={"class_now": letter}
    )  # fmt: skip
    return row


def higher(row: models.Commitment) -> list[str]:
    """Give the classes above that of a commitment, by the order of its pack's scheme."""
    known = list(turning.pack_of(row).classes)
    return known[: known.index(row.class_now)] if row.class_now in known else known
