# SPDX-License-Identifier: Apache-2.0
"""Promising (确认承诺): the author says what of the found promises stands, corrects it, or says why it is none.

A commitment is made of a promise that stands, or the promise is laid to one the body has already; with owner and date it
is scheduled in the same act. What was said in a reply keeps its span, whatever is corrected beside it.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.utils import timezone

from huiyin.core.values.refusals import HuiyinError
from huiyin.web.accounts.actors import Actor
from huiyin.web.commitments import models
from huiyin.web.commitments.services import extracting, rows
from huiyin.web.docket import permissions
from huiyin.web.docket.services import telling, turning
from huiyin.web.kit import acting, gates, ledger
from huiyin.web.replies.selectors import rows as replies

if TYPE_CHECKING:
    from huiyin.web.replies.models import Answer

LONGEST = 2000


@dataclass(frozen=True, slots=True)
class Said:
    """What the author says of a promise: the words of the commitment, who answers for it, by when, out of which money.

    Attributes:
        text: "" takes the words of the reply.
        goals: uids of goals of plans it serves.
    """

    text: str = ""
    owner: str = ""
    due_on: date | None = None
    amount: str = ""
    budget: str = ""
    goals: Collection[str] = ()


def promise(actor: Actor, uid: str, *, lock: bool = True) -> models.Promise:
    """Give a found promise an actor may see.

    Errors: `NOT_FOUND`.
    """
    return gates.get(models.Promise, permissions.visible(actor, models.Promise), lock=lock, uid=uid)


def _to_decide(actor: Actor, uid: str, act: str) -> models.Promise:
    row = promise(actor, uid)
    rows.of_body(actor, row.reply.assignment.body_id, act)
    if row.state != "proposed":
        raise HuiyinError("ILLEGAL_TRANSITION", act=act, state=row.state)
    extracting.cut(row.answer.text, row.start, row.end, row.quote)
    return row


@acting.act
def confirm(actor: Actor, uid: str, said: Said, *, now: datetime) -> models.Commitment:
    """Confirm a promise, as found or corrected; it is a commitment from now on.

    Errors: `NOT_FOUND`; `NOT_ALLOWED` for people of another body; `ILLEGAL_TRANSITION` once it is decided; `QUOTE_MISMATCH`
        when the answer's text is not the one it was found in; `DATE_INVALID` for a day before the reply; `TEXT_TOO_LONG`.
    """
    row = _to_decide(actor, uid, "confirm")
    made = _make(row.answer, row, said, "found", actor, now)
    text, due = (said.text.strip() or row.quote), said.due_on
    corrected = text != row.quote or due != row.due_on
    _decide(row, "corrected" if corrected else "confirmed", actor, now, commitment=made)
    rows.write(made, "made", actor, now, touched=[made, row], after={"text": made.text})
    _schedule(made, actor, now)
    return made


@acting.act
def join(actor: Actor, uid: str, into: str, *, now: datetime) -> models.Commitment:
    """Lay a promise to a commitment of the same body: one work that serves several suggestions.

    Errors: those of `confirm`; `NOT_FOUND` for a commitment of another body; `ILLEGAL_TRANSITION` for one that is closed.
    """
    row = _to_decide(actor, uid, "join")
    held = rows.own(actor, into, "join")
    if held.body_id != row.reply.assignment.body_id:
        raise HuiyinError("NOT_FOUND")
    held.suggestions.add(row.answer.suggestion_id)
    _decide(row, "confirmed", actor, now, commitment=held)
    note = {"suggestion": row.answer.suggestion_id}
    rows.write(held, "joined", actor, now, touched=[held, row], after=note)
    return held


@acting.act
def reject(actor: Actor, uid: str, *, reason: str, now: datetime) -> models.Promise:
    """Say that found words are no promise, and why.

    Errors: those of `confirm`; `REASON_REQUIRED`.
    """
    row = _to_decide(actor, uid, "reject")
    if not reason.strip():
        raise HuiyinError("REASON_REQUIRED", act="reject")
    _decide(row, "rejected", actor, now, reason=reason.strip())
    reply = row.reply
    entry = ledger.Entry(
        act="promise.rejected", kind="reply", object_id=reply.pk, case_id=reply.assignment.case_id,
        actor_id=actor.user_id, reason=row.reason, touched=[row],
    )  # fmt: skip
    ledger.write(entry, at=now)
    told = telling.audience(reply.assignment, ["oversight"])
    params = {"title": telling.title(reply.assignment), "act": "promise_rejected", "reason": reason}
    telling.post(
        told, f"promise:{row.pk}:rejected", "promise.rejected", params, link=f"/replies/{reply.uid}/", now=now
    )  # fmt: skip
    return row


@acting.act
def mark(
    actor: Actor, reply_uid: str, answer_uid: str, quote: str, said: Said, *, now: datetime
) -> models.Commitment:
    """Make a commitment of words the machine did not find: they must stand in the answer as they are given.

    Errors: `NOT_FOUND`; `NOT_ALLOWED`; `ILLEGAL_TRANSITION` before the reply has left; `QUOTE_NOT_THERE`;
        `ALREADY_A_COMMITMENT` for words that are one; those of `confirm`.
    """
    reply = replies.reply(actor, reply_uid, lock=True)
    rows.of_body(actor, reply.assignment.body_id, "mark")
    if reply.state not in replies.OUT:
        raise HuiyinError("ILLEGAL_TRANSITION", act="mark", state=reply.state)
    answer = next((one for one in replies.answers(reply) if one.uid == answer_uid), None)
    if answer is None:
        raise HuiyinError("NOT_FOUND")
    quote = quote.strip()
    start = answer.text.find(quote) if quote else -1
    if start < 0:
        raise HuiyinError("QUOTE_NOT_THERE")
    span = {"start": start, "end": start + len(quote)}
    if models.Promise.objects.filter(answer=answer, **span).exists():
        raise HuiyinError("ALREADY_A_COMMITMENT")
    extracting.cut(answer.text, start, start + len(quote), quote)
    row = models.Promise(
        reply=reply, answer=answer, edition=reply.edition, text_sha256=models.hash_of(answer.text), quote=quote,
        action=quote, due_on=said.due_on, at=now, **span,
    )  # fmt: skip
    made = _make(answer, row, said, "marked", actor, now)
    row.state, row.by_id, row.decided_at, row.commitment = (
        "confirmed",
        actor.signed_in(),
        now,
        made,
    )
    row.save()
    rows.write(made, "made", actor, now, touched=[made, row], after={"text": made.text})
    _schedule(made, actor, now)
    return made


def _make(
    answer: "Answer", row: models.Promise, said: Said, source: str, actor: Actor, now: datetime
) -> models.Commitment:
    reply = answer.reply
    task, said_on = reply.assignment, timezone.localdate(reply.issued_at or now)
    text = said.text.strip() or row.quote
    if len(text) > LONGEST:
        raise HuiyinError("TEXT_TOO_LONG", limit=LONGEST)
    if said.due_on is not None and said.due_on < said_on:
        raise HuiyinError("DATE_INVALID", day=said.due_on.isoformat())
    letter = replies.class_of(reply, answer)
    session = task.case.session
    made = models.Commitment.objects.create(
        assignment=task, body_id=task.body_id, session=session, begun_in=session, pack=task.case.pack,
        pack_version=task.case.pack_version, reply=reply, answer=answer, edition=row.edition,
        text_sha256=row.text_sha256, start=row.start, end=row.end, quote=row.quote, source=source,
        title=task.case.title, text=text, amount=said.amount.strip()[:60], owner=said.owner.strip()[:120],
        budget=said.budget.strip()[:120], said_on=said_on, first_due_on=said.due_on, due_on=said.due_on,
        dated_on=timezone.localdate(now) if said.due_on else None, precision=row.precision, class_then=letter,
        class_now=letter, state=turning.pack_of(task).machines["commitment"].initial, made_at=now,
    )  # fmt: skip
    made.suggestions.add(answer.suggestion_id)
    if said.goals:
        made.goals.set(models.Goal.objects.filter(uid__in=list(said.goals)))
    return made


def _schedule(made: models.Commitment, actor: Actor, now: datetime) -> None:
    """Schedule what has an owner and a date already."""
    if made.owner and made.due_on:
        rows.turn(made, "schedule", actor, now, facts={"has_owner", "has_date"})


def _decide(
    row: models.Promise, state: str, actor: Actor, now: datetime, *, reason: str = "",
    commitment: models.Commitment | None = None,
) -> None:  # fmt: skip
    row.state, row.by_id, row.decided_at = state, actor.signed_in(), now
    row.reason, row.commitment = reason, commitment
    row.save(update_fields=["state", "by", "decided_at", "reason", "commitment"])
