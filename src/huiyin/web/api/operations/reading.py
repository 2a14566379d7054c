# SPDX-License-Identifier: Apache-2.0
"""Reading the docket: proposals, suggestions, cases, assignments, deadlines and what happened."""

from typing import Any, Literal

from django.http import FileResponse, HttpRequest
from django.http.response import HttpResponseBase
from ninja import Query
from pydantic import Field

from huiyin.core.values.refusals import HuiyinError
from huiyin.web.api import answers, doing, paging, told
from huiyin.web.docket.selectors import happenings, proposals, reading
from huiyin.web.docket.services import writing
from huiyin.web.kit import doors

desk = doing.Desk("read")
_BYTES: dict[str, Any] = {"responses": {200: {"content": {"application/octet-stream": {}}}}}


class ProposalsAsked(paging.Asked):
    """Which proposals."""

    q: str = Field("", max_length=200, description="Words in the text, or a case number.")
    state: str = Field("", max_length=24)
    session: str = Field("", max_length=12, pattern=r"^[0-9]*$")
    kind: str = Field("", max_length=16)
    category: str = Field("", max_length=24)
    mine: Literal["", "1"] = Field("", description="Only those one proposed or was asked to sign.")


class SuggestionsAsked(paging.Asked):
    """Which suggestions."""

    proposal: str = Field("", max_length=12)


class TasksAsked(paging.Asked):
    """Which assignments."""

    state: str = Field("", max_length=24)
    body: int | None = Field(None, ge=1, le=2**62)
    case: str = Field("", max_length=12)


class DeadlinesAsked(paging.Asked):
    """Which clocks."""

    state: Literal["running", "paused", "stopped"] = "running"
    overdue: Literal["", "1"] = ""


@desk.get("/proposals", **doing.reads(answers.Page[answers.ProposalLine]))
def list_proposals(request: HttpRequest, asked: Query[ProposalsAsked]) -> Any:
    """The proposals one may see, the newest first.

    您看得到的提案，新的在前。
    """
    actor = doors.actor_of(request)
    wanted = asked.model_dump(exclude={"limit", "cursor"})
    rows = proposals.narrowed(actor, wanted)
    return paging.cut(request, rows, asked, lambda row: told.line(actor, row))


@desk.get("/proposals/{uid}", **doing.reads(answers.Proposal))
def get_proposal(request: HttpRequest, uid: str) -> Any:
    """A proposal with its suggestions, people, clocks and acts.

    一件提案：建议、联名、时限和可做的事。
    """
    return told.proposal(doors.actor_of(request), uid)


@desk.get("/proposals/{uid}/timeline", **doing.reads(answers.Timeline))
def proposal_timeline(request: HttpRequest, uid: str) -> Any:
    """What happened to a proposal.

    提案的办理经过。
    """
    actor = doors.actor_of(request)
    return told.timeline(happenings.of_proposal(actor, reading.proposal(actor, uid)))


@desk.get("/proposals/{uid}/attachments/{pk}", openapi_extra=_BYTES, **doing.reads(None))
def get_attachment(request: HttpRequest, uid: str, pk: int) -> HttpResponseBase:
    """The bytes of a file.

    附件原文件。
    """
    row = reading.attachment(doors.actor_of(request), uid, pk if pk < 2**62 else 0)
    place = writing.where(row)
    if not place.is_file():
        raise HuiyinError("NOT_FOUND")
    answer = FileResponse(
        place.open("rb"), as_attachment=True, filename=row.name, content_type=row.media_type
    )
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


@desk.get("/suggestions", **doing.reads(answers.Page[answers.Suggestion]))
def list_suggestions(request: HttpRequest, asked: Query[SuggestionsAsked]) -> Any:
    """The suggestions one may see, the newest first.

    您看得到的建议，新的在前。
    """
    rows = reading.suggestions(doors.actor_of(request))
    if asked.proposal:
        rows = rows.filter(proposal__uid=asked.proposal)
    return paging.cut(request, rows, asked, told.suggestion)


@desk.get("/suggestions/{uid}", **doing.reads(answers.Suggestion))
def get_suggestion(request: HttpRequest, uid: str) -> Any:
    """A suggestion.

    一条建议。
    """
    return told.suggestion(reading.suggestion(doors.actor_of(request), uid))


@desk.get("/cases", **doing.reads(answers.Page[answers.CaseLine]))
def list_cases(request: HttpRequest, asked: Query[paging.Asked]) -> Any:
    """The cases one may see, the newest first.

    您看得到的案件，新的在前。
    """
    return paging.cut(request, reading.cases(doors.actor_of(request)), asked, told.case_line)


@desk.get("/cases/{uid}", **doing.reads(answers.Case))
def get_case(request: HttpRequest, uid: str) -> Any:
    """A case with its proposals and handlers.

    一个案件：其中的提案和承办单位。
    """
    return told.case(doors.actor_of(request), uid)


@desk.get("/cases/{uid}/timeline", **doing.reads(answers.Timeline))
def case_timeline(request: HttpRequest, uid: str) -> Any:
    """What happened to a case.

    案件的办理经过。
    """
    return told.case_timeline(doors.actor_of(request), uid)


@desk.get("/assignments", **doing.reads(answers.Page[answers.AssignmentLine]))
def list_assignments(request: HttpRequest, asked: Query[TasksAsked]) -> Any:
    """The assignments one may see, the newest first.

    您看得到的交办任务，新的在前。
    """
    rows = reading.tasks(doors.actor_of(request))
    named = {"state": asked.state, "body_id": asked.body, "case__uid": asked.case}
    rows = rows.filter(**{field: value for field, value in named.items() if value})
    return paging.cut(request, rows, asked, told.task_line)


@desk.get("/assignments/{uid}", **doing.reads(answers.Assignment))
def get_assignment(request: HttpRequest, uid: str) -> Any:
    """An assignment with its suggestions, objections, clocks and acts.

    一项交办任务：建议、退办意见、时限和可做的事。
    """
    return told.task(doors.actor_of(request), uid)


@desk.get("/assignments/{uid}/timeline", **doing.reads(answers.Timeline))
def assignment_timeline(request: HttpRequest, uid: str) -> Any:
    """What happened to an assignment.

    任务的办理经过。
    """
    actor = doors.actor_of(request)
    return told.timeline(happenings.of_assignment(actor, reading.task(actor, uid)))


@desk.get("/deadlines", **doing.reads(answers.Page[answers.Clock]))
def list_deadlines(request: HttpRequest, asked: Query[DeadlinesAsked]) -> Any:
    """The clocks of the matters one may see, the soonest first, each with why it ends on its day.

    您看得到的时限，最近到期的在前，并说明为什么是这一天。
    """
    rows = reading.deadlines(doors.actor_of(request)).filter(state=asked.state)
    if asked.overdue:
        rows = rows.filter(due_on__lt=doors.today())
    return paging.cut(
        request, rows, asked, lambda row: told.clocks([row])[0], order=("due_on", "pk")
    )
