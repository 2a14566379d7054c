# SPDX-License-Identifier: Apache-2.0
"""Evaluations of replies: read by who may, entered from paper by a clerk, ruled on.

A proposer's own evaluation is given on the page alone: it asks for a fresh sign-in, which no token stands for.
"""

from datetime import datetime
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from ninja import Query, Schema
from pydantic import Field, StringConstraints

from huiyin.web.accounts.actors import Actor
from huiyin.web.api import answers, doing, paging, shapes
from huiyin.web.docket.selectors import shown as names
from huiyin.web.evaluations.selectors import evaluations, shown
from huiyin.web.evaluations.services import rows, ruling, submitting
from huiyin.web.kit import doors

desk = doing.Desk("evaluate")
_Value = Annotated[str, StringConstraints(min_length=1, max_length=40)]


class Given(Schema):
    """A form as it was given: axis → value of the pack, suggestion → value, remark and reason."""

    number: int
    how: Literal["self", "paper"]
    at: datetime
    values: dict[str, str]
    suggestions: dict[str, str]
    remark: str
    reason: str


class EvaluationLine(Schema):
    """What one proposer or co-signer is asked of one round of a reply."""

    uid: str
    version: int
    state: answers.Named
    reply: str
    round: int
    case: str
    body: answers.BodyRef
    evaluator: str = Field(description="Kept back where the proposer asked for it.")
    counts: str = Field(description="good, middling or bad; empty before it was given.")
    opened_at: datetime
    submitted_at: datetime | None


class Rung(Schema):
    """A rung of the ladder, and what came of it."""

    id: str
    why: str
    held_on: str | None
    participants: str
    record: str
    outcome: str


class Evaluation(EvaluationLine):
    """An evaluation with every form that was given and every rung that was climbed."""

    forms: list[Given]
    rungs: list[Rung]


class EvaluationsAsked(paging.Asked):
    """What the list may be asked."""

    state: str = Field("", max_length=24, description="An id of a state.")


class PaperForm(shapes.At):
    """A form that came on paper; values and marks are ids of the pack's axes."""

    values: Annotated[dict[str, _Value], Field(max_length=40)]
    suggestions: Annotated[dict[str, _Value], Field(max_length=200)] = Field(
        description="Suggestion → value."
    )
    proxy: shapes.Words
    reason: shapes.Words = ""
    remark: shapes.Words = ""


class EvaluationRuling(shapes.Because):
    """A ruling on a dissatisfied evaluation."""

    act: Literal["uphold", "rehandle", "climb"]


def _line(actor: Actor, row: Any) -> dict[str, Any]:
    state, task = shown.state(row), row.reply.assignment
    return {
        "uid": row.uid, "version": row.version, "state": {"id": state.id, "label": state.label},
        "reply": row.reply.uid, "round": row.reply.round, "case": task.case.uid,
        "body": {"id": task.body_id, "name": names.body(task.body)}, "evaluator": shown.evaluator(actor, row),
        "counts": row.counts, "opened_at": row.opened_at, "submitted_at": row.submitted_at,
    }  # fmt: skip


def _whole(actor: Actor, uid: str) -> dict[str, Any]:
    row = rows.evaluation(actor, uid, lock=False)
    uids = {str(one.suggestion_id): one.suggestion.uid for one in rows.answered(row)}
    return _line(actor, row) | {
        "forms": [
            {
                "number": one.number, "how": one.how, "at": one.at, "values": one.values, "remark": one.remark,
                "suggestions": {uids[key]: value for key, value in one.marks.items() if key in uids},
                "reason": one.reason,
            }
            for one in row.judgements.all()
        ],
        "rungs": [
            {
                "id": one.rung, "why": one.why, "participants": one.participants, "record": one.record,
                "held_on": one.held_on.isoformat() if one.held_on else None, "outcome": one.outcome,
            }
            for one in row.rungs.all()
        ],
    }  # fmt: skip


@desk.get("/evaluations", **doing.reads(answers.Page[EvaluationLine], public=False))
def list_evaluations(request: HttpRequest, asked: Query[EvaluationsAsked]) -> Any:
    """The evaluations one may see, the newest first; a body sees one only after it was submitted.

    您看得到的评价，新的在前；承办单位在提交之后才看得到。
    """
    actor = doors.actor_of(request)
    found = evaluations.seen(actor)
    if asked.state:
        found = found.filter(state=asked.state)
    return paging.cut(request, found, asked, lambda row: _line(actor, row))


@desk.get("/evaluations/{uid}", **doing.reads(Evaluation, public=False))
def get_evaluation(request: HttpRequest, uid: str) -> Any:
    """An evaluation with its forms and rungs.

    一份评价：每次填写的内容和会商记录。
    """
    return _whole(doors.actor_of(request), uid)


@desk.post("/evaluations/{uid}/paper", **doing.writes("examine", "answer", out=Evaluation))
def enter_paper_form(request: HttpRequest, uid: str, body: PaperForm) -> Any:
    """Enter a form that came on paper, saying where it came from; nobody of a body that handles the case may.

    登记纸质评价，写明来由；承办单位的人员不能登记。
    """

    def act(actor: Actor, now: datetime) -> dict[str, Any]:
        row = rows.evaluation(actor, uid)
        ids = {one.suggestion.uid: one.suggestion_id for one in rows.answered(row)}
        marks = {ids.get(key, 0): value for key, value in body.suggestions.items()}
        said = submitting.Said(body.values, marks, body.remark, body.reason, body.proxy)
        submitting.enter_paper(actor, uid, said, version=body.version, now=now)
        return _whole(actor, uid)

    return doing.do(request, body, act)


@desk.post("/evaluations/{uid}/ruling", **doing.writes("examine", "oversee", out=Evaluation))
def rule_on_evaluation(request: HttpRequest, uid: str, body: EvaluationRuling) -> Any:
    """Rule on a dissatisfied evaluation: the reply stands, it is handled again, or it climbs; with the reason.

    裁定不满意的评价：维持、重新办理或提请上一级，写明理由。
    """

    def act(actor: Actor, now: datetime) -> dict[str, Any]:
        more: dict[str, Any] = {"words": body.words, "version": body.version, "now": now}
        if body.act == "rehandle":
            ruling.rehandle(actor, uid, **more)
        elif body.act == "climb":
            ruling.climb(actor, uid, **more)
        else:
            ruling.act(actor, uid, "uphold", **more)
        return _whole(actor, uid)

    return doing.do(request, body, act)
