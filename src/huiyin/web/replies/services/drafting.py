# SPDX-License-Identifier: Apache-2.0
"""Drafting (起草答复): an answer to each suggestion, kept as it is typed; what two people write at once is never lost."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from huiyin.core.values.refusals import HuiyinError
from huiyin.web.accounts.actors import Actor
from huiyin.web.docket.selectors import rows as docket
from huiyin.web.docket.services import turning
from huiyin.web.kit import acting, gates, ledger
from huiyin.web.replies import models
from huiyin.web.replies.permissions import OFFICERS
from huiyin.web.replies.services import rows

if TYPE_CHECKING:
    from huiyin.web.docket.models import Assignment

HEAD = (
    "mode", "opening", "closing", "contact_name", "contact_phone", "letter", "letter_reason", "disclosure",
    "disclosure_code", "disclosure_reason", "summary", "face_on", "face_place", "face_present", "face_record",
)  # fmt: skip
BODY = ("disposition", "text", "reason", "promised_on", "owner", "reported", "start", "end")


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed for one answer, on the version of it that was shown."""

    uid: str
    version: int
    fields: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Clash:
    """An answer, or the head ("" for its uid), that somebody else changed meanwhile: what stands, and what was typed."""

    uid: str
    name: str
    saved: str
    mine: str
    version: int


@dataclass(slots=True)
class Kept:
    """What became of a saving: what is saved, and what stands against what somebody else saved meanwhile."""

    reply: models.Reply
    saved: list[str] = field(default_factory=list)
    clashes: list[Clash] = field(default_factory=list)


@acting.act
def begin(actor: Actor, task_uid: str, *, now: datetime) -> models.Reply:
    """Begin the reply of a task in its present round, or give the one that is begun.

    Errors: `NOT_FOUND`; `NOT_ALLOWED`; `ILLEGAL_TRANSITION` for a task that owes no reply or is not in hand.
    """
    task = rows.own_task(actor, task_uid, "begin_reply")
    last = task.replies.order_by("-round").first()
    if last is not None and last.state not in models.OUT:
        _answers(last)
        return last
    if task.role not in docket.OWING or task.state != "accepted":
        raise HuiyinError("ILLEGAL_TRANSITION", act="begin_reply", state=task.state)
    if last is not None and last.state == "issued":
        raise HuiyinError("ILLEGAL_TRANSITION", act="begin_reply", state=last.state)
    return _open(task, last.round + 1 if last else 1, actor, now)


def _open(task: "Assignment", round_: int, actor: Actor, now: datetime) -> models.Reply:
    pack = turning.pack_of(task)
    made = models.Reply.objects.create(
        assignment=task, round=round_, state=pack.machines["reply"].initial,
        mode=pack.options.get("reply_mode", "written")[:7], begun_at=now, changed_at=now,
    )  # fmt: skip
    _answers(made)
    entry = ledger.Entry(
        act="reply.begun", kind="reply", object_id=made.pk, case_id=task.case_id, actor_id=actor.user_id,
        after={"round": round_}, touched=[made],
    )  # fmt: skip
    ledger.write(entry, at=now)
    return made


def _answers(row: models.Reply) -> None:
    """See that there is a row for each suggestion in scope, also for those that came by a split or a merger."""
    held = set(row.answers.values_list("suggestion_id", flat=True))
    models.Answer.objects.bulk_create(
        models.Answer(reply=row, suggestion=ask)
        for ask in docket.asks(row.assignment)
        if ask.pk not in held
    )


def living(row: models.Reply) -> list[models.Answer]:
    """Give the answers of a reply in the order of the suggestions; once it has left, those that left with it."""
    found = list(row.answers.select_related("suggestion__proposal"))
    if row.state in models.OUT:
        return found
    wanted = {ask.pk for ask in docket.asks(row.assignment)}
    return [one for one in found if one.suggestion_id in wanted]


@acting.act
def save(
    actor: Actor,
    uid: str,
    *,
    version: int,
    head: dict[str, Any] | None,
    typed: Sequence[Typed],
    now: datetime,
) -> Kept:
    """Keep what was typed: each part over the version it was typed on.

    Where somebody was faster with one answer, the others are saved all the same, and that one is given back with both
    texts. Parts that say what is saved already are left alone, whatever their version.

    Errors: `NOT_FOUND`; `NOT_ALLOWED`; `REPLY_IS_FIXED`; `FIELD_UNKNOWN`; `DATE_INVALID` for a promise in the past.
    """
    row = rows.reply(actor, uid)
    rows.written_on(actor, row)
    kept = Kept(row)
    if head is not None:
        _save_head(row, version, head, kept, now)
    held = {one.uid: one for one in row.answers.all()}
    for one in typed:
        answer = held.get(one.uid)
        if answer is None:
            raise HuiyinError("NOT_FOUND")
        _save_answer(actor, answer, one, kept, now)
    return kept


def _save_head(
    row: models.Reply, version: int, head: dict[str, Any], kept: Kept, now: datetime
) -> None:
    if unknown := set(head) - set(HEAD):
        raise HuiyinError("FIELD_UNKNOWN", field=sorted(unknown)[0])
    _known_way(row, head)
    changed = {key: value for key, value in head.items() if getattr(row, key) != value}
    if not changed:
        return
    if version != row.version:
        kept.clashes += [
            Clash("", key, _plain(getattr(row, key)), _plain(value), row.version)
            for key, value in changed.items()
        ]
        return
    gates.save(row, version, **changed, changed_at=now)
    kept.saved.append("")


def _known_way(row: models.Reply, head: dict[str, Any]) -> None:
    pack = turning.pack_of(row)
    for key, known in (
        ("letter", pack.classes),
        ("disclosure", pack.replies.disclosure),
        ("mode", ("written", "face")),
    ):
        if head.get(key) and head[key] not in known:
            raise HuiyinError("FIELD_UNKNOWN", field=str(head[key]))


def _save_answer(
    actor: Actor, answer: models.Answer, typed: Typed, kept: Kept, now: datetime
) -> None:
    if unknown := set(typed.fields) - set(BODY):
        raise HuiyinError("FIELD_UNKNOWN", field=sorted(unknown)[0])
    changed = {key: value for key, value in typed.fields.items() if getattr(answer, key) != value}
    if not changed:
        return
    named = changed.get("disposition", "")
    if named and named not in rows.rules(answer.reply).dispositions:
        raise HuiyinError("FIELD_UNKNOWN", field=named)
    day = changed.get("promised_on")
    if isinstance(day, date) and day < now.date():
        raise HuiyinError("DATE_INVALID", day=day.isoformat())
    if typed.version != answer.version:
        kept.clashes += [
            Clash(answer.uid, key, _plain(getattr(answer, key)), _plain(value), answer.version)
            for key, value in changed.items()
        ]
        return
    gates.save(answer, typed.version, **changed, changed_by_id=actor.signed_in(), changed_at=now)
    kept.saved.append(answer.uid)


def _plain(value: Any) -> str:
    return value.isoformat() if isinstance(value, date) else str(value or "")


@acting.act
def comment(actor: Actor, uid: str, *, answer_uid: str, text: str, now: datetime) -> models.Comment:
    """Leave a remark on a draft, on one answer or on the whole.

    Errors: `NOT_FOUND`; `NOT_ALLOWED` for people who neither write, review, sign nor oversee; `TEXT_EMPTY`.
    """
    row = rows.reply(actor, uid)
    if row.assignment.body_id not in actor.bodies(*OFFICERS) and not actor.has("oversight"):
        raise HuiyinError("NOT_ALLOWED", act="comment")
    if not text.strip():
        raise HuiyinError("TEXT_EMPTY")
    answer = row.answers.filter(uid=answer_uid).first() if answer_uid else None
    if answer_uid and answer is None:
        raise HuiyinError("NOT_FOUND")
    return models.Comment.objects.create(
        reply=row, answer=answer, text=text.strip(), by_id=actor.signed_in(), at=now
    )


@acting.act
def settle(actor: Actor, uid: str, pk: int, *, now: datetime) -> None:
    """Take a remark as settled; it stays readable.

    Errors: `NOT_FOUND`; `NOT_ALLOWED`.
    """
    row = rows.reply(actor, uid)
    rows.of_body(actor, row.assignment, "comment")
    found = row.comments.filter(pk=pk, settled_at=None).first()
    if found is None:
        raise HuiyinError("NOT_FOUND")
    found.settled_at = now
    found.save(update_fields=["settled_at"])


def keep_edition(row: models.Reply, actor: Actor, now: datetime) -> models.ReplyEdition:
    """Keep what a reply says now as an edition; to be called in the transaction of an act."""
    content = row.content()
    return models.ReplyEdition.objects.create(
        reply=row, number=row.edition + 1, content=content, sha256=models.hash_of(content),
        by_id=actor.user_id, at=now,
    )  # fmt: skip
