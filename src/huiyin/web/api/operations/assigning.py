# SPDX-License-Identifier: Apache-2.0
"""The assigning body's side: propose and issue, rule, extend, pause; and the registering of replies."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest

from huiyin.core.calendar.deadlines import Limit, Unit
from huiyin.core.values.refusals import HuiyinError
from huiyin.web.accounts.actors import Actor
from huiyin.web.accounts.models import Body
from huiyin.web.api import answers, doing, problems, shapes, told
from huiyin.web.docket.selectors import reading
from huiyin.web.docket.services import assigning, expecting, negotiating, replying, timing

desk = doing.Desk("assign")


def body_of(pk: int) -> Body:
    """Give a body that is named by its id.

    Errors: `ROW_BODY_UNKNOWN`.
    """
    found = Body.objects.filter(pk=pk).first()
    if found is None:
        raise HuiyinError("ROW_BODY_UNKNOWN")
    return found


def _task(actor: Actor, one: shapes.Task) -> assigning.Task:
    rows = reading.suggestions(actor).filter(uid__in=one.suggestions)
    scope = tuple(rows.values_list("pk", flat=True))
    if len(scope) < len(set(one.suggestions)):
        raise problems.invalid("suggestions", "choice")
    return assigning.Task(body_of(one.body), one.role, scope)


@desk.post("/cases/{uid}/assignments", **doing.writes("assign", out=answers.Case))
def assign_case(request: HttpRequest, uid: str, body: shapes.Assigning) -> Any:
    """Propose bodies for a case, or issue them: all or nothing.

    预分办或交办：全部成功，或一项也不办。
    """

    def act(actor: Actor, now: datetime) -> told.Told:
        expecting.case(actor, uid, body.version)
        if not body.issue and not body.tasks:
            raise problems.invalid("tasks", "missing")
        tasks = [_task(actor, one) for one in body.tasks]
        do = assigning.propose_and_issue if body.issue else assigning.propose
        do(actor, uid, tasks, now=now)
        return told.case(actor, uid)

    return doing.do(request, body, act)


@desk.post("/cases/{uid}/reopen", **doing.writes("assign", out=answers.Case))
def reopen_case(request: HttpRequest, uid: str, body: shapes.Because) -> Any:
    """Take the assignment of a case back.

    收回交办。
    """

    def act(actor: Actor, now: datetime) -> told.Told:
        expecting.case(actor, uid, body.version)
        assigning.reopen(actor, uid, words=body.words, now=now)
        return told.case(actor, uid)

    return doing.do(request, body, act)


@desk.post("/assignments/{uid}/drop", **doing.writes("assign", out=answers.Assignment))
def drop_assignment(request: HttpRequest, uid: str, body: shapes.Because) -> Any:
    """Take a proposed body off a case again, before it is issued.

    交办之前取消预分办。
    """

    def act(actor: Actor, now: datetime) -> told.Told:
        expecting.task(actor, uid, body.version)
        assigning.drop(actor, uid, words=body.words, now=now)
        return told.task(actor, uid)

    return doing.do(request, body, act)


@desk.post("/assignments/{uid}/ruling", **doing.writes("assign", out=answers.Assignment))
def rule(request: HttpRequest, uid: str, body: shapes.Ruling) -> Any:
    """Rule on a return: granted, the task of the other body is given back; refused, this one.

    裁定退办：同意则返回新单位的任务，不同意则返回本任务。
    """

    def act(actor: Actor, now: datetime) -> told.Told:
        expecting.task(actor, uid, body.version)
        to = body_of(body.to) if body.to else None
        row = assigning.rule(actor, uid, grant=body.grant, to=to, words=body.words, now=now)
        return told.task(actor, row.uid)

    return doing.do(request, body, act)


@desk.post("/assignments/{uid}/escalate", **doing.writes("assign", out=answers.Assignment))
def escalate(request: HttpRequest, uid: str, body: shapes.Because) -> Any:
    """Take a dispute one rung higher.

    提请上一级协调。
    """

    def act(actor: Actor, now: datetime) -> told.Told:
        expecting.task(actor, uid, body.version)
        negotiating.escalate(actor, uid, words=body.words, now=now)
        return told.task(actor, uid)

    return doing.do(request, body, act)


@desk.post("/assignments/{uid}/answer-request", **doing.writes("assign", out=answers.Assignment))
def answer_request(request: HttpRequest, uid: str, body: shapes.RequestAnswer) -> Any:
    """Answer the wish of a body to have another one added.

    答复增加单位的请求。
    """

    def act(actor: Actor, now: datetime) -> told.Told:
        expecting.task(actor, uid, body.version)
        negotiating.answer_request(actor, uid, granted=body.granted, words=body.words, now=now)
        return told.task(actor, uid)

    return doing.do(request, body, act)


@desk.post("/assignments/{uid}/extend", **doing.writes("assign", out=answers.Assignment))
def extend(request: HttpRequest, uid: str, body: shapes.Extension) -> Any:
    """Give a body a longer limit, within the maximum of the pack.

    在规则上限之内延期。
    """

    def act(actor: Actor, now: datetime) -> told.Told:
        expecting.task(actor, uid, body.version)
        timing.extend(actor, uid, limit=Limit(body.months, Unit.MONTHS), words=body.words, now=now)
        return told.task(actor, uid)

    return doing.do(request, body, act)


@desk.post("/assignments/{uid}/pause", **doing.writes("assign", out=answers.Assignment))
def pause_clock(request: HttpRequest, uid: str, body: shapes.Because) -> Any:
    """Let the reply clock stand still while the proposer is asked for something.

    等待提案者期间暂停答复时限。
    """

    def act(actor: Actor, now: datetime) -> told.Told:
        expecting.task(actor, uid, body.version)
        timing.pause(actor, uid, words=body.words, now=now)
        return told.task(actor, uid)

    return doing.do(request, body, act)


@desk.post("/assignments/{uid}/resume", **doing.writes("assign", "answer", out=answers.Assignment))
def resume_clock(request: HttpRequest, uid: str, body: shapes.At) -> Any:
    """Let a paused clock run on.

    恢复计时。
    """

    def act(actor: Actor, now: datetime) -> told.Told:
        expecting.task(actor, uid, body.version)
        timing.resume(actor, uid, now=now)
        return told.task(actor, uid)

    return doing.do(request, body, act)


@desk.post("/assignments/{uid}/reply", **doing.writes("oversee", out=answers.Assignment))
def register_reply(request: HttpRequest, uid: str, body: shapes.Reply) -> Any:
    """Register the day and number of a body's reply.

    登记办复的日期和文号。
    """

    def act(actor: Actor, now: datetime) -> told.Told:
        expecting.task(actor, uid, body.version)
        replying.conclude(actor, uid, reply_no=body.reply_no, replied_on=body.replied_on, now=now)
        return told.task(actor, uid)

    return doing.do(request, body, act)
