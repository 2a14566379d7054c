# SPDX-License-Identifier: Apache-2.0
"""Commitments: read as the pages show them, reported on by the body, verified or doubted by proposer and committee."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from ninja import Query, Schema
from pydantic import Field, StrictBool, StrictInt, StringConstraints

from huiyin.web.accounts.actors import Actor
from huiyin.web.api import answers, doing, paging, shapes
from huiyin.web.commitments.selectors import commitments, one
from huiyin.web.commitments.services import moving, reporting, rows
from huiyin.web.kit import doors

desk = doing.Desk("commit")
_Said = Annotated[str, StringConstraints(strip_whitespace=True, max_length=2000)]


class CommitmentLine(Schema):
    """A commitment; words that are kept back are covered."""

    uid: str
    version: int
    state: answers.Named
    text: str
    body: answers.BodyRef
    number: str
    first_due_on: date | None
    due_on: date | None
    slips: int
    overdue_days: int
    progress: str = Field(description="In words; unknown where there is no report.")


class SlipTold(Schema):
    """A date that was moved."""

    was: date
    to: date
    reason: str


class ProofTold(Schema):
    """A piece of evidence."""

    kind: str
    shows: str
    link: str
    figure: str
    name: str
    sha256: str


class ReportTold(Schema):
    """A report of progress."""

    number: int
    kind: str
    at: datetime
    words: str
    percent: int | None
    evidence: list[ProofTold]


class Commitment(CommitmentLine):
    """A commitment with its words in the reply, its slips and the reports one may read."""

    quote: str
    start: int | None
    end: int | None
    text_sha256: str
    owner: str
    class_then: str
    class_now: str
    dates: list[SlipTold]
    reports: list[ReportTold]


class CommitmentsAsked(paging.Asked):
    """What the list may be asked."""

    state: str = Field("", max_length=24, description="An id of a state.")
    when: Literal["", "overdue", "slipped", "unknown"] = ""


class Proof(shapes.Shape):
    """Evidence: a link or a figure, and what it shows."""

    shows: _Said
    link: Annotated[str, StringConstraints(max_length=500)] = ""
    figure: Annotated[str, StringConstraints(max_length=200)] = ""


class Report(shapes.Because):
    """A report; with `claim`, that all of it is done, which needs evidence."""

    claim: StrictBool = False
    percent: Annotated[StrictInt, Field(ge=0, le=100)] | None = None
    public: StrictBool = False
    evidence: Annotated[list[Proof], Field(max_length=10)] = []


class Slip(shapes.Because):
    """A later date."""

    to: date


class Judgement(shapes.At):
    """What is made of a claim; a doubt needs words."""

    act: Literal["verify", "doubt", "close"]
    words: shapes.Words = ""


@desk.get("/commitments", **doing.reads(answers.Page[CommitmentLine]))
def list_commitments(request: HttpRequest, asked: Query[CommitmentsAsked]) -> Any:
    """The commitments one may see.

    可以看到的承诺。
    """
    actor, on = doors.actor_of(request), doors.today()
    found = commitments.narrowed(actor, {"state": asked.state, "when": asked.when}, on=on)
    return paging.cut(request, found, asked, lambda row: _line(actor, row))


def _line(actor: Actor, row: Any) -> dict[str, Any]:
    line = commitments.lines(actor, [row], on=doors.today())[0]
    return {
        "uid": row.uid, "version": row.version, "state": {"id": line.state.id, "label": line.state.label},
        "text": line.text, "body": {"id": row.body_id, "name": line.body}, "number": line.number,
        "first_due_on": row.first_due_on, "due_on": row.due_on, "slips": line.slips, "overdue_days": line.over,
        "progress": line.progress,
    }  # fmt: skip


@desk.get("/commitments/{uid}", **doing.reads(Commitment))
def get_commitment(request: HttpRequest, uid: str) -> Any:
    """A commitment with its way so far.

    一项承诺和它的经过。
    """
    return _told(doors.actor_of(request), uid)


def _told(actor: Actor, uid: str) -> dict[str, Any]:
    row = rows.commitment(actor, uid, lock=False)
    said = one.page(actor, row, on=doors.today())
    held = said["row"]
    return _line(actor, held) | {
        "quote": said["quote"], "start": held.start, "end": held.end, "text_sha256": held.text_sha256,
        "owner": said["owner"], "class_then": held.class_then, "class_now": held.class_now,
        "dates": [{"was": slip.was, "to": slip.to, "reason": slip.reason} for slip in said["slips"]],
        "reports": [_report(told["row"]) for told in said["reports"]],
    }  # fmt: skip


def _report(row: Any) -> dict[str, Any]:
    fields = ("kind", "shows", "link", "figure", "name", "sha256")
    return {name: getattr(row, name) for name in ("number", "kind", "at", "words", "percent")} | {
        "evidence": [
            {name: getattr(proof, name) for name in fields} for proof in row.evidence.all()
        ]
    }


@desk.post("/commitments/{uid}/reports", **doing.writes("answer", out=Commitment, status=201))
def report_progress(request: HttpRequest, uid: str, body: Report) -> Any:
    """Report progress, or claim that it is done.

    报送进展，或报称完成。
    """

    def act(actor: Actor, now: datetime) -> dict[str, Any]:
        proofs = [reporting.Proof(each.shows, each.link, each.figure) for each in body.evidence]
        told = reporting.Told(body.words, body.percent, body.public, proofs)
        service = reporting.claim if body.claim else reporting.report
        service(actor, uid, told, version=body.version, now=now)
        return _told(actor, uid)

    return doing.do(request, body, act, status=201)


@desk.post("/commitments/{uid}/slip", **doing.writes("answer", out=Commitment))
def move_date(request: HttpRequest, uid: str, body: Slip) -> Any:
    """Move the date to a later one; the old one is kept.

    调整时限，原时限保留。
    """

    def act(actor: Actor, now: datetime) -> dict[str, Any]:
        moving.slip(actor, uid, to=body.to, words=body.words, version=body.version, now=now)
        return _told(actor, uid)

    return doing.do(request, body, act)


@desk.post(
    "/commitments/{uid}/judgement", **doing.writes("write", "examine", "oversee", out=Commitment)
)
def judge_commitment(request: HttpRequest, uid: str, body: Judgement) -> Any:
    """Verify or doubt what was claimed, or close what was verified.

    核实或质疑报称的完成，或办结。
    """

    def act(actor: Actor, now: datetime) -> dict[str, Any]:
        more: dict[str, Any] = {"version": body.version, "now": now}
        if body.act == "doubt":
            moving.doubt(actor, uid, words=body.words, **more)
        else:
            {"verify": moving.verify, "close": moving.close}[body.act](actor, uid, **more)
        return _told(actor, uid)

    return doing.do(request, body, act)
