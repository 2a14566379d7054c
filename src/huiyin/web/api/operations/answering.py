# SPDX-License-Identifier: Apache-2.0
"""The bodies' side of an assignment: sign for, accept, hand back, dispute, pass on."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest

from huiyin.web.accounts.actors import Actor
from huiyin.web.api import answers, doing, shapes, told
from huiyin.web.api.operations.assigning import body_of
from huiyin.web.docket.services import assigning, expecting, negotiating

desk = doing.Desk("answer")


@desk.post("/assignments/{uid}/sign-for", **doing.writes("answer", out=answers.Assignment))
def sign_for(request: HttpRequest, uid: str, body: shapes.At) -> Any:
    """Sign for receipt: the return window begins.

    签收，退办期限开始。
    """

    def act(actor: Actor, now: datetime) -> told.Told:
        expecting.task(actor, uid, body.version)
        negotiating.sign_for(actor, uid, now=now)
        return told.task(actor, uid)

    return doing.do(request, body, act)


@desk.post("/assignments/{uid}/accept", **doing.writes("answer", out=answers.Assignment))
def accept(request: HttpRequest, uid: str, body: shapes.Accepting) -> Any:
    """Accept a task; with `add`, ask to bring in another body.

    接办；写 add 则同时建议增加单位。
    """

    def act(actor: Actor, now: datetime) -> told.Told:
        expecting.task(actor, uid, body.version)
        add = body_of(body.add) if body.add else None
        negotiating.accept(actor, uid, add=add, words=body.words, now=now)
        return told.task(actor, uid)

    return doing.do(request, body, act)


@desk.post("/assignments/{uid}/hand-back", **doing.writes("answer", out=answers.Assignment))
def hand_back(request: HttpRequest, uid: str, body: shapes.HandingBack) -> Any:
    """Ask to hand a task back, naming the right body or saying that none is known.

    申请退办，指明应由谁办，或说明不知应由谁办。
    """

    def act(actor: Actor, now: datetime) -> told.Told:
        expecting.task(actor, uid, body.version)
        names = body_of(body.names) if body.names else None
        negotiating.hand_back(
            actor, uid, code=body.code, words=body.words, names=names, none_known=body.none_known, now=now
        )  # fmt: skip
        return told.task(actor, uid)

    return doing.do(request, body, act)


@desk.post("/assignments/{uid}/dispute", **doing.writes("answer", "assign", out=answers.Assignment))
def dispute(request: HttpRequest, uid: str, body: shapes.Dispute) -> Any:
    """Take a return that was refused, or cannot be ruled on, to the meeting.

    把不能解决的退办提请会议协调。
    """

    def act(actor: Actor, now: datetime) -> told.Told:
        expecting.task(actor, uid, body.version)
        negotiating.dispute(actor, uid, words=body.words, head_signed=body.head_signed, now=now)
        return told.task(actor, uid)

    return doing.do(request, body, act)


@desk.post("/assignments/{uid}/pass-on", **doing.writes("answer", out=answers.Assignment))
def pass_on(request: HttpRequest, uid: str, body: shapes.PassingOn) -> Any:
    """Pass a task on to a body below one's own; the part it got is given back.

    转交下属单位办理，返回它的任务。
    """

    def act(actor: Actor, now: datetime) -> told.Told:
        expecting.task(actor, uid, body.version)
        part = assigning.pass_on(actor, uid, to=body_of(body.to), words=body.words, now=now)
        return told.task(actor, part.uid)

    return doing.do(request, body, act)
