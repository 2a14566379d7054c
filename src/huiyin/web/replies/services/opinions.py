# SPDX-License-Identifier: Apache-2.0
"""Opinions of joint bodies (会办意见): written suggestion by suggestion, sent to the lead, bounced where they say nothing."""

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from huiyin.core.docket import transitions
from huiyin.core.matching import acknowledging
from huiyin.core.values.refusals import HuiyinError
from huiyin.web.accounts.actors import Actor
from huiyin.web.docket.selectors import rows as docket
from huiyin.web.docket.services import turning
from huiyin.web.kit import acting, gates, ledger
from huiyin.web.replies import models
from huiyin.web.replies.services import rows

if TYPE_CHECKING:
    from huiyin.web.docket.models import Assignment

LEAST = 8  # characters of an opinion that says something


@acting.act
def begin(actor: Actor, task_uid: str, *, now: datetime) -> models.Opinion:
    """Begin a joint body's opinion, or give the one that is begun.

    Errors: `NOT_FOUND`; `NOT_ALLOWED`; `ILLEGAL_TRANSITION` for a task that owes none or is not in hand.
    """
    task = rows.own_task(actor, task_uid, "begin_opinion")
    held = task.opinions.order_by("-round").first()
    if held is not None and held.round >= _round_of(task):
        return held
    if task.role not in docket.BESIDE or task.state not in ("received", "accepted"):
        raise HuiyinError("ILLEGAL_TRANSITION", act="begin_opinion", state=task.state)
    return _open(task, actor, now)


def _round_of(task: "Assignment") -> int:
    """The round the lead writes: the opinion belongs to it."""
    replies = models.Reply.objects.filter(assignment__case_id=task.case_id)
    return max(replies.values_list("round", flat=True), default=1)


def _open(task: "Assignment", actor: Actor, now: datetime) -> models.Opinion:
    initial = turning.pack_of(task).machines["opinion"].initial
    made = models.Opinion.objects.create(
        assignment=task, round=_round_of(task), state=initial, begun_at=now, changed_at=now
    )
    entry = ledger.Entry(
        act="opinion.begun", kind="opinion", object_id=made.pk, case_id=task.case_id, actor_id=actor.user_id,
        touched=[made],
    )  # fmt: skip
    ledger.write(entry, at=now)
    return made


@acting.act
def save(
    actor: Actor, uid: str, *, version: int, texts: Mapping[str, str], now: datetime
) -> models.Opinion:
    """Keep what is being written, over the version it was written on.

    Shapes: `texts` gives a text for the uid of each suggestion.
    Errors: `NOT_FOUND`; `NOT_ALLOWED`; `REPLY_IS_FIXED` once it was sent; `CHANGED_MEANWHILE`.
    """
    row = rows.opinion(actor, uid)
    rows.of_body(actor, row.assignment, "save_opinion", *rows.WRITERS)
    if row.state not in ("draft", "returned"):
        raise HuiyinError("REPLY_IS_FIXED")
    known = {ask.uid for ask in docket.asks(row.assignment)}
    said = {key: text.strip() for key, text in texts.items() if key in known}
    gates.save(row, version, texts=said, changed_at=now)
    return row


@acting.act
def send(actor: Actor, uid: str, *, version: int, now: datetime) -> models.Opinion:
    """Send an opinion to the lead; each sending is kept.

    Errors: `GUARD_HAS_SUBSTANCE`; those of `turning.turn`.
    """
    row = rows.opinion(actor, uid)
    facts = {"has_substance"} if not lacking(row) else set()
    sending = {"at": now.isoformat(), "by": actor.user_id, "texts": row.texts, "why": ""}
    turned = turning.Turn(
        facts=facts, version=version, changes={"sendings": [*row.sendings, sending]}
    )
    turning.turn(row, "send", actor=actor, now=now, turned=turned)
    return row


def lacking(row: models.Opinion) -> list[str]:
    """Give the uids of the suggestions on which an opinion says nothing, or nothing of substance."""
    return [
        ask.uid
        for ask in docket.asks(row.assignment)
        if not has_substance(row.texts.get(ask.uid, ""))
    ]


def has_substance(text: str) -> bool:
    """Tell whether a text says more than that it was taken note of.

    >>> has_substance("无意见"), has_substance("同意。"), has_substance("建议在客运站北侧划设临时停车区，由我局负责标线。")
    (False, False, True)
    """
    said = text.strip()
    return len(said) >= LEAST and not acknowledging.is_empty(said)


@acting.act
def bounce(actor: Actor, uid: str, *, words: str, version: int, now: datetime) -> models.Opinion:
    """Return an opinion to the joint body as empty; its clock for doing it again starts.

    Errors: `REASON_REQUIRED`; those of `turning.turn`.
    """
    row = rows.opinion(actor, uid)
    last = {**row.sendings[-1], "why": words.strip()} if row.sendings else {}
    turned = turning.Turn(
        given=transitions.Given(words=words),
        version=version,
        changes={"sendings": [*row.sendings[:-1], last]} if last else {},
    )
    turning.turn(row, "bounce", actor=actor, now=now, turned=turned)
    return row


@acting.act
def take(actor: Actor, uid: str, *, version: int, now: datetime) -> models.Opinion:
    """Take an opinion, as the lead.

    Errors: those of `turning.turn`.
    """
    row = rows.opinion(actor, uid)
    turning.turn(row, "take", actor=actor, now=now, turned=turning.Turn(version=version))
    return row


@acting.act
def waive(actor: Actor, task_uid: str, *, words: str, now: datetime) -> models.Opinion:
    """Let a joint body off its opinion, with the reason.

    Errors: `REASON_REQUIRED`; those of `turning.turn`.
    """
    task = docket.task(actor, task_uid, lock=True)
    if not actor.has("oversight", "assigner"):
        raise HuiyinError("NOT_ALLOWED", act="waive")
    if not words.strip():
        raise HuiyinError("REASON_REQUIRED", act="waive")
    row = task.opinions.order_by("-round").first()
    if row is None or row.round < _round_of(task):
        row = _open(task, actor, now)
    turned = turning.Turn(given=transitions.Given(words=words))
    turning.turn(row, "waive", actor=actor, now=now, turned=turned)
    return row


def missing(row: models.Reply) -> list["Assignment"]:
    """Give the joint tasks whose opinion a reply still waits for.

    In a later round only the bodies that were asked again owe one.

    Cost: two queries.
    """
    if rows.option(row, "joint_opinions") == "no":
        return []
    found, tasks = [], docket.beside(row.assignment)
    given = models.Opinion.objects.filter(assignment__in=tasks, round=row.round).order_by("-pk")
    by_task = {one.assignment_id: one for one in given}
    for task in tasks:
        held = by_task.get(task.pk)
        owes = row.round == 1 or held is not None
        if owes and (held is None or held.state not in ("taken", "waived")):
            found.append(task)
    return found
