# SPDX-License-Identifier: Apache-2.0
"""Contacting (沟通): what a body notes of its talks with a proposer, and whether the proposer confirms them."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.utils import timezone

from huiyin.core.values.refusals import HuiyinError
from huiyin.web.accounts.actors import Actor
from huiyin.web.accounts.models import User
from huiyin.web.docket import permissions
from huiyin.web.docket.selectors import rows as docket
from huiyin.web.docket.services import clocks, telling, turning
from huiyin.web.kit import acting, gates, ledger
from huiyin.web.replies import models
from huiyin.web.replies.services import rows

if TYPE_CHECKING:
    from huiyin.web.docket.models import Assignment


def reachable(actor: Actor, task: "Assignment") -> list[docket.Party]:
    """Give the parties of a task whom an actor may know by name."""
    found = docket.parties(task)
    return [one for one in found if not permissions.masked(actor, one.proposal)]


@acting.act
def log(
    actor: Actor,
    task_uid: str,
    *,
    person_id: int,
    kind: str,
    held_on: date,
    summary: str,
    now: datetime,
) -> models.Contact:
    """Note a contact; it stops the clock of the first contact, and the proposer is asked to confirm it.

    Errors: `NOT_FOUND`; `NOT_ALLOWED`; `FIELD_UNKNOWN` for a kind the pack does not know; `TEXT_EMPTY`; `DATE_INVALID`
        for a day before the task was issued or after today; `ILLEGAL_TRANSITION` while the task is not in hand.
    """
    task = rows.own_task(actor, task_uid, "log_contact")
    if task.state not in ("received", "accepted"):
        raise HuiyinError("ILLEGAL_TRANSITION", act="log_contact", state=task.state)
    if person_id not in {one.person.pk for one in reachable(actor, task)}:
        raise HuiyinError("NOT_FOUND")
    if kind not in rows.rules(task).contacts:
        raise HuiyinError("FIELD_UNKNOWN", field=kind)
    if not summary.strip():
        raise HuiyinError("TEXT_EMPTY")
    issued = timezone.localdate(task.issued_at) if task.issued_at else held_on
    if not issued <= held_on <= timezone.localdate(now):
        raise HuiyinError("DATE_INVALID", day=held_on.isoformat())
    made = models.Contact.objects.create(
        assignment=task, person_id=person_id, kind=kind, held_on=held_on, summary=summary.strip(),
        by_id=actor.signed_in(), at=now,
    )  # fmt: skip
    stopped = clocks.running(task, "first_contact")
    for deadline in stopped:
        clocks.stop(deadline, on=timezone.localdate(now))
    entry = ledger.Entry(
        act="contact.logged", kind="assignment", object_id=task.pk, case_id=task.case_id,
        actor_id=actor.user_id, after={"kind": kind, "held_on": held_on.isoformat()}, touched=[made, *stopped],
    )  # fmt: skip
    ledger.write(entry, at=now)
    params = {"title": telling.title(turning.matter_of(task)), "act": "log_contact"}
    users = User.objects.filter(person_id=person_id)
    telling.post(
        users, f"contact:{made.pk}", "contact.logged", params, link=f"/contacts/{made.uid}/", now=now
    )  # fmt: skip
    return made


@acting.act
def confirm(actor: Actor, uid: str, *, held: bool, words: str, now: datetime) -> models.Contact:
    """Say, as the person contacted, whether a contact took place; a denial needs words.

    Errors: `NOT_FOUND`; `NOT_ALLOWED` for anybody else; `REASON_REQUIRED`; `ILLEGAL_TRANSITION` when it is said already.
    """
    seen = permissions.visible(actor, models.Contact)
    row = gates.get(models.Contact, seen, lock=True, uid=uid)
    if actor.person_id is None or actor.person_id != row.person_id:
        raise HuiyinError("NOT_ALLOWED", act="confirm_contact")
    if row.confirmed is not None:
        raise HuiyinError("ILLEGAL_TRANSITION", act="confirm_contact", state=str(row.confirmed))
    if not held and not words.strip():
        raise HuiyinError("REASON_REQUIRED", act="confirm_contact")
    row.confirmed, row.confirmed_at, row.confirmed_words = held, now, words.strip()
    row.save(update_fields=["confirmed", "confirmed_at", "confirmed_words"])
    entry = ledger.Entry(
        act="contact.confirmed" if held else "contact.denied", kind="assignment", object_id=row.assignment_id,
        case_id=row.assignment.case_id, actor_id=actor.user_id, reason=row.confirmed_words, touched=[row],
    )  # fmt: skip
    ledger.write(entry, at=now)
    if not held:
        told = telling.audience(row.assignment, ["liaison", "handler", "oversight"])
        params = {"title": telling.title(row.assignment), "act": "contact_denied", "reason": words}
        telling.post(
            told, f"contact:{row.pk}:denied", "contact.denied", params,
            link=f"/assignments/{row.assignment.uid}/", now=now,
        )  # fmt: skip
    return row


def is_enough(row: models.Reply) -> bool:
    """Tell whether the contacts a reply needs are noted: each proposer who may be known, in this round, not denied."""
    if rows.option(row, "contact") != "required":
        return True
    task = row.assignment
    since = [
        one.issued_at
        for one in task.replies.filter(round__lt=row.round)
        if one.issued_at is not None
    ]
    held = task.contacts.exclude(confirmed=False)
    if since:
        held = held.filter(at__gte=max(since))
    met = set(held.values_list("person_id", flat=True))
    needed = {
        one.person.pk for one in docket.parties(task) if not one.signs and not one.proposal.masked
    }
    return needed <= met
