# SPDX-License-Identifier: Apache-2.0
"""Told (述): rows of the docket as the API tells them to an actor; names and states by the same selectors as the pages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import TYPE_CHECKING, Any

from huiyin.web.accounts.actors import Actor
from huiyin.web.accounts.models import Body
from huiyin.web.docket.selectors import (
    acts,
    cases,
    happenings,
    proposals,
    reading,
    reckoning,
    shown,
)
from huiyin.web.kit import doors

if TYPE_CHECKING:
    from huiyin.web.docket import models
    from huiyin.web.kit.showing import ActShown, Happening

Told = dict[str, Any]
Teller = Callable[["Actor", str], Told]
_unasked: ContextVar[bool] = ContextVar("_unasked", default=False)


@contextmanager
def unasked(nothing: bool) -> Iterator[None]:
    """Within it nothing is told where nothing is asked for: an act is done in half the time."""
    token = _unasked.set(nothing)
    try:
        yield
    finally:
        _unasked.reset(token)


def if_asked(tell: Teller) -> Teller:
    """Make a telling that costs many queries heed `unasked`."""

    @wraps(tell)
    def told(actor: Actor, uid: str) -> Told:
        return {} if _unasked.get() else tell(actor, uid)

    return told


def _state(row: models.Proposal | models.Assignment) -> Told:
    said = shown.state(row)
    return {"id": said.id, "label": said.label}


def line(actor: Actor, row: models.Proposal) -> Told:
    """Tell a proposal (from `proposals.with_all`) as a line."""
    said = proposals.line(actor, row)
    pack, known = shown.pack_of(row), shown.sees_name(actor, row)
    categories = dict(pack.categories)
    return {
        "uid": row.uid,
        "version": row.version,
        "state": _state(row),
        "title": row.title,
        "kind": {"id": row.kind, "label": shown.label(pack.kinds.get(row.kind, {}))},
        "category": {"id": row.category, "label": shown.label(categories.get(row.category, {}))}
        if row.category
        else None,
        "receipt_no": row.receipt_no,
        "number": said.number,
        "session": row.session_id,
        "proposer": {
            "masked": not known,
            "person": row.proposer_id if known else None,
            "name": said.proposer,
        },
        "case": row.case.uid if row.case else None,
        "holders": list(said.holders),
        "received_at": row.received_at,
        "filed_at": row.filed_at,
        "due_on": said.clock.due_on if said.clock else None,
    }


@if_asked
def proposal(actor: Actor, uid: str) -> Told:
    """Tell a proposal with all that its page shows.

    Errors: `NOT_FOUND`; so do the others that take a uid.
    """
    row = proposals.with_all(proposals.seen(actor)).get(pk=reading.proposal(actor, uid).pk)
    said = proposals.page(actor, row)
    found = acts.of_proposal(actor, row, now=doors.now()) if actor.user_id else []
    return line(actor, row) | {
        "facts": row.facts,
        "analysis": row.analysis,
        "disclosure": row.disclosure,
        "echo": said["echo"],
        "suggestions": [suggestion(one, of=row.uid) for one in said["asks"]],
        "signatures": [
            {"name": one["name"], "state": one["chip"], "opinion": one["note"]}
            for one in said["people"]
        ],
        "wished": said["wished"],
        "attachments": [attachment(one) for one in said["attachments"]],
        "editions": [
            {"number": one.number, "at": one.at, "sha256": one.sha256} for one in said["editions"]
        ],
        "clocks": clocks(said["deadlines"]),
        "acts": [act(one) for one in found],
    }


def suggestion(row: models.Suggestion, *, of: str = "") -> Told:
    """Tell a suggestion."""
    return {
        "uid": row.uid,
        "proposal": of or row.proposal.uid,
        "order": row.order,
        "text": row.text,
        "start": row.start,
        "end": row.end,
        "addressee": row.addressee,
        "provenance": row.provenance,
        "split_from": row.split_from.uid if row.split_from else None,
    }


def attachment(row: models.Attachment) -> Told:
    """Tell of a file."""
    return {
        "id": row.pk,
        "name": row.name,
        "size": row.size,
        "sha256": row.sha256,
        "media_type": row.media_type,
    }


def clocks(rows: Iterable[models.Deadline]) -> list[Told]:
    """Tell clocks with why they end when they end."""
    return [
        {
            "id": one.row.pk,
            "clock": {"id": one.row.clock, "label": one.name},
            "state": str(one.row.state),
            "proposal": one.row.proposal.uid if one.row.proposal else None,
            "assignment": one.row.assignment.uid if one.row.assignment else None,
            "anchored_on": one.row.anchored_on,
            "due_on": one.row.due_on,
            "stopped_on": one.row.stopped_on,
            "provisional": one.row.provisional,
            "cite": one.cite,
            "why": list(one.steps),
        }
        for one in reckoning.of(rows)
    ]


def act(one: ActShown) -> Told:
    """Tell an act."""
    return {
        "id": one.id,
        "label": one.label,
        "possible": one.refused is None,
        "refused": one.refused.code if one.refused else None,
        "reason": one.reason,
        "reasons": [{"id": code, "label": label} for code, label in one.reasons],
    }


def timeline(rows: Iterable[Happening]) -> Told:
    """Tell what happened."""
    return {
        "items": [
            {
                "at": one.at,
                "label": one.label,
                "who": one.who,
                "reason": one.reason,
                "details": [{"name": name, "value": value} for name, value in one.details],
            }
            for one in rows
        ]
    }


def case_line(row: models.Case) -> Told:
    """Tell a case as a line."""
    return {
        "uid": row.uid,
        "version": row.version,
        "number": shown.number(row),
        "title": row.title,
        "session": row.session_id,
        "opened_at": row.opened_at,
    }


def _proposals_of(actor: Actor, row: models.Case) -> list[models.Proposal]:
    return list(proposals.with_all(proposals.seen(actor).filter(case=row)).order_by("pk"))


@if_asked
def case(actor: Actor, uid: str) -> Told:
    """Tell a case with its proposals and handlers."""
    row = reading.case(actor, uid)
    return case_line(row) | {
        "proposals": [line(actor, one) for one in _proposals_of(actor, row)],
        "handlers": [
            {
                "body": one["body"],
                "role": one["role"],
                "state": {"id": one["state"].id, "label": one["state"].label},
                "assignment": one["row"].uid if one["href"] else None,
            }
            for one in cases.tasks(actor, row)
        ],
        "clocks": clocks(cases.clocks(actor, row)),
    }


def case_timeline(actor: Actor, uid: str) -> Told:
    """Tell what happened to a case."""
    row = reading.case(actor, uid)
    return timeline(happenings.of_case(actor, row, _proposals_of(actor, row)))


def body_ref(row: Body) -> Told:
    """Tell a body by its id and name."""
    return {"id": row.pk, "name": shown.body(row)}


def task_line(row: models.Assignment) -> Told:
    """Tell a task as a line."""
    running = [one.due_on for one in row.deadlines.all() if one.state != "stopped"]
    return {
        "uid": row.uid,
        "version": row.version,
        "state": _state(row),
        "case": row.case.uid,
        "number": shown.number(row.case),
        "title": row.case.title,
        "body": body_ref(row.body),
        "role": {"id": row.role, "label": shown.role(shown.pack_of(row), row.role)},
        "returns": row.ping_pong,
        "issued_at": row.issued_at,
        "received_at": row.received_at,
        "reply_no": row.reply_no,
        "replied_on": row.replied_on,
        "due_on": min(running, default=None),
    }


@if_asked
def task(actor: Actor, uid: str) -> Told:
    """Tell a task with its suggestions, objections, clocks and acts."""
    row = reading.task(actor, uid)
    asks = reading.suggestions(actor).filter(assignments=row).order_by("proposal", "order")
    return task_line(row) | {
        "suggestions": [suggestion(one) for one in asks],
        "objections": [
            {
                "kind": one["row"].kind,
                "code": one["row"].code,
                "words": one["row"].words,
                "body": one["body"],
                "names": one["names"],
                "at": one["row"].at,
                "ruling": one["row"].ruling,
                "ruling_words": one["row"].ruling_words,
            }
            for one in cases.objections(row)
        ],
        "clocks": clocks(row.deadlines.order_by("state", "due_on")),
        "acts": [act(one) for one in acts.of_assignment(actor, row, now=doors.now())]
        if actor.user_id
        else [],
    }
