# SPDX-License-Identifier: Apache-2.0
"""Tallies (计数底数): what was replied in a session, bare, for counting, as far as an actor may see it."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Max, Q
from django.utils import timezone

from huiyin.web.accounts.actors import Actor
from huiyin.web.accounts.models import Session
from huiyin.web.docket import permissions as rights
from huiyin.web.replies import models

_IN_PERSON = ("visit", "meeting")


@dataclass(frozen=True, slots=True)
class ReplyTally:
    """What a task has answered so far.

    Attributes:
        uid, round, letter, released: of the latest reply that has left.
        first_issued_on: when the first left.
        received_on: when the first that reached every proposer did, None where none has.
        dispositions: suggestion → disposition, of the latest answer to each.
        received_asks: suggestions an answer to which was received.
    """

    task_id: int
    uid: str
    round: int
    letter: str
    released: bool
    first_issued_on: date
    received_on: date | None
    dispositions: Mapping[int, str]
    received_asks: frozenset[int]


def replies(actor: Actor, session: Session) -> dict[int, ReplyTally]:
    """Give what each task of a session has answered, by task.

    Cost: three queries.
    """
    of_session = {"reply__assignment__case__session": session, "reply__state__in": models.OUT}
    rows = models.Reply.objects.filter(
        rights.visible(actor, models.Reply),
        assignment__case__session=session,
        state__in=models.OUT,
    )
    sent = models.Delivery.objects.filter(**of_session).order_by()
    arrived = {
        reply: (last, owed)
        for reply, last, owed in sent.values_list("reply_id").annotate(
            last=Max("received_at"), owed=Count("pk", filter=Q(received_at=None))
        )
    }
    answers: dict[int, dict[int, str]] = defaultdict(dict)
    said = models.Answer.objects.filter(**of_session).order_by()
    for reply, ask, disposition in said.values_list("reply_id", "suggestion_id", "disposition"):
        answers[reply][ask] = disposition
    found: dict[int, list[tuple[models.Reply, date | None]]] = defaultdict(list)
    for row in rows.order_by("assignment_id", "round").only(
        "uid", "assignment_id", "round", "state", "letter", "issued_at", "released_at"
    ):  # fmt: skip
        found[row.assignment_id].append((row, _received(row, *arrived.get(row.pk, (None, 0)))))
    return {task: _tally(task, some, answers) for task, some in found.items()}


def contacts(actor: Actor, session: Session) -> dict[int, bool]:
    """Give the tasks with a contact that its proposer has not denied, and whether one of them was in person.

    Cost: one query.
    """
    rows = models.Contact.objects.filter(
        rights.visible(actor, models.Contact), assignment__case__session=session
    ).exclude(confirmed=False)
    found: dict[int, bool] = {}
    for task, kind in rows.values_list("assignment_id", "kind"):
        found[task] = found.get(task, False) or kind in _IN_PERSON
    return found


def opinions(actor: Actor, session: Session) -> set[int]:
    """Give the tasks of joint bodies that have given their opinion, as far as an actor may see it.

    Cost: one query.
    """
    rows = models.Opinion.objects.filter(
        rights.visible(actor, models.Opinion),
        assignment__case__session=session,
        state__in=["sent", "taken", "waived"],
    )
    return set(rows.values_list("assignment_id", flat=True))


def _received(row: models.Reply, last: datetime | None, owed: int) -> date | None:
    """Give when the last proposer had it, None while one has not; a superseded one may never have reached everyone."""
    reached = row.state == "received" or (row.state == "superseded" and not owed)
    return timezone.localdate(last) if reached and last else None


def _tally(
    task: int,
    some: list[tuple[models.Reply, date | None]],
    answers: Mapping[int, Mapping[int, str]],
) -> ReplyTally:
    last, first = some[-1][0], some[0][0]
    dispositions: dict[int, str] = {}
    for row, _ in some:
        dispositions |= answers.get(row.pk, {})
    arrived = [(row, day) for row, day in some if day]
    assert first.issued_at is not None
    return ReplyTally(
        task,
        last.uid,
        last.round,
        last.letter,
        last.released_at is not None,
        timezone.localdate(first.issued_at),
        min((day for _, day in arrived), default=None),
        dispositions,
        frozenset(ask for row, _ in arrived for ask in answers.get(row.pk, {})),
    )
