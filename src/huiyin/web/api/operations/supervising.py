# SPDX-License-Identifier: Apache-2.0
"""Supervision: key proposals, instructions, reminder letters and look-backs as one may see them; a body reports by program too."""

from datetime import date, datetime
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Query, Schema
from pydantic import Field, StringConstraints

from huiyin.web.accounts.actors import Actor
from huiyin.web.api import answers, doing, paging, shapes
from huiyin.web.docket.selectors import shown as names
from huiyin.web.kit import doors
from huiyin.web.supervision.selectors import shown, watching
from huiyin.web.supervision.services import instructing

desk = doing.Desk("supervise")


class KeyProposal(Schema):
    """A proposal nominated or approved as a key one."""

    uid: str
    version: int
    state: answers.Named
    proposal: str
    title: str
    recommended: str
    official: str
    committee: str


class Report(Schema):
    """A report of a body."""

    at: datetime
    by: str
    text: str


class Instruction(Schema):
    """A leader's instruction, and the reports on it."""

    uid: str
    version: int
    state: answers.Named
    assignment: str
    body: answers.BodyRef
    leader: str
    words: str
    given_on: date
    reports: list[Report]


class Reminder(Schema):
    """A reminder letter."""

    uid: str
    number: str
    assignment: str
    body: answers.BodyRef
    words: str
    day: date
    due_on: date | None


class LookBack(Schema):
    """A case of a look-back."""

    uid: str
    version: int
    state: answers.Named
    round: str
    assignment: str
    body: answers.BodyRef


class InstructionReport(shapes.At):
    """What was done."""

    text: Annotated[str, StringConstraints(strip_whitespace=True, max_length=6000)] = Field(
        description="How it stands."
    )


def _state(row: Any) -> dict[str, str]:
    said = shown.state(row)
    return {"id": said.id, "label": said.label}


def _body(row: Any) -> dict[str, Any]:
    return {"id": row.assignment.body_id, "name": names.body(row.assignment.body)}


def _instruction(row: Any) -> dict[str, Any]:
    return {
        "uid": row.uid, "version": row.version, "state": _state(row), "assignment": row.assignment.uid,
        "body": _body(row), "leader": row.leader, "words": row.words, "given_on": row.given_on, "reports": row.reports,
    }  # fmt: skip


@desk.get("/key-proposals", **doing.reads(answers.Page[KeyProposal], public=False))
def list_key_proposals(request: HttpRequest, asked: Query[paging.Asked]) -> Any:
    """The key proposals one may see, the newest first.

    您看得到的重点提案，新的在前。
    """
    rows = watching.keys(doors.actor_of(request))
    return paging.cut(request, rows, asked, lambda row: {
        "uid": row.uid, "version": row.version, "state": _state(row), "proposal": row.proposal.uid,
        "title": row.proposal.title, "recommended": row.recommended, "official": row.official,
        "committee": row.committee.name if row.committee else "",
    })  # fmt: skip


@desk.get("/instructions", **doing.reads(answers.Page[Instruction], public=False))
def list_instructions(request: HttpRequest, asked: Query[paging.Asked]) -> Any:
    """The instructions of leaders one may see, with the reports on them.

    您看得到的领导批示和落实报告。
    """
    return paging.cut(request, watching.instructions(doors.actor_of(request)), asked, _instruction)


@desk.get("/reminder-letters", **doing.reads(answers.Page[Reminder], public=False))
def list_reminder_letters(request: HttpRequest, asked: Query[paging.Asked]) -> Any:
    """The reminder letters one may see.

    您看得到的催办函。
    """
    return paging.cut(request, watching.letters(doors.actor_of(request)), asked, lambda row: {
        "uid": row.uid, "number": row.number, "assignment": row.assignment.uid, "body": _body(row), "words": row.words,
        "day": row.day, "due_on": row.due_on,
    })  # fmt: skip


@desk.get("/look-backs", **doing.reads(answers.Page[LookBack], public=False))
def list_look_backs(request: HttpRequest, asked: Query[paging.Asked]) -> Any:
    """The cases of look-backs one may see.

    您看得到的回头看案件。
    """
    return paging.cut(request, watching.items(doors.actor_of(request)), asked, lambda row: {
        "uid": row.uid, "version": row.version, "state": _state(row), "round": row.round.title,
        "assignment": row.assignment.uid, "body": _body(row),
    })  # fmt: skip


@desk.post("/instructions/{uid}/report", **doing.writes("answer", out=Instruction))
def report_on_instruction(request: HttpRequest, uid: str, body: InstructionReport) -> Any:
    """Report, as the body, what was done on an instruction; earlier reports stay.

    承办单位报告批示落实情况；以前的报告保留。
    """

    def act(actor: Actor, now: datetime) -> dict[str, Any]:
        instructing.report(actor, uid, text=body.text, version=body.version, now=now)
        return _instruction(watching.instructions(actor).get(uid=uid))

    return doing.do(request, body, act)
