# SPDX-License-Identifier: Apache-2.0
"""Replies: read, written, checked, handed on, signed, issued, received, published."""

from datetime import datetime
from typing import Any, Literal

from django.http import FileResponse, HttpRequest
from django.http.response import HttpResponseBase
from ninja import Query
from pydantic import Field

from huiyin.core.values.refusals import HuiyinError
from huiyin.web.accounts.actors import Actor
from huiyin.web.api import doing, paging, shapes, told, told_replies
from huiyin.web.api import shapes_replies as of
from huiyin.web.api.answers import Page
from huiyin.web.docket import permissions
from huiyin.web.docket.services import expecting
from huiyin.web.kit import doors, gates
from huiyin.web.replies import models
from huiyin.web.replies.selectors import replies
from huiyin.web.replies.services import (
    checking,
    drafting,
    handing_on,
    issuing,
    keeping,
    publishing,
    receiving,
    rows,
)

desk = doing.Desk("reply")
_BYTES: dict[str, Any] = {"responses": {200: {"content": {"application/octet-stream": {}}}}}


class RepliesAsked(paging.Asked):
    """Which replies."""

    state: str = Field("", max_length=24)
    assignment: str = Field("", max_length=12)


@desk.get("/replies", **doing.reads(Page[of.ReplyLine]))
def list_replies(request: HttpRequest, asked: Query[RepliesAsked]) -> Any:
    """The replies one may see, the newest first.

    您看得到的答复，新的在前。
    """
    actor = doors.actor_of(request)
    named = {"state": asked.state, "assignment__uid": asked.assignment}
    found = replies.seen(actor).filter(**{key: value for key, value in named.items() if value})
    return paging.cut(request, found, asked, lambda row: told_replies.line(actor, row))


@desk.get("/replies/{uid}", **doing.reads(of.Reply))
def get_reply(request: HttpRequest, uid: str) -> Any:
    """A reply with its answers, signatures, deliveries, letters and acts; reading it is no receipt.

    一份答复：逐条答复、会签、送达、公函和可做的事；读取不算签收。
    """
    return told_replies.reply(doors.actor_of(request), uid)


@desk.get("/replies/{uid}/findings", **doing.reads(of.Findings))
def reply_findings(request: HttpRequest, uid: str) -> Any:
    """What the checks find in a draft of one's own body.

    发出前核对：本单位草稿中发现的问题。
    """
    actor = doors.actor_of(request)
    row = rows.reply(actor, uid, lock=False)
    if not actor.has("oversight"):
        rows.of_body(actor, row.assignment, "read_findings")
    return told_replies.findings(row)


@desk.get("/replies/{uid}/letter.{form}", openapi_extra=_BYTES, **doing.reads(None))
def get_letter(
    request: HttpRequest, uid: str, form: Literal["pdf", "docx", "html"]
) -> HttpResponseBase:
    """The letter as it was issued, byte for byte.

    公函原件，与发出时一致。
    """
    actor = doors.actor_of(request)
    row = rows.reply(actor, uid, lock=False)
    found = gates.get(
        models.Letter, permissions.visible(actor, models.Letter), reply=row, form=form
    )
    if found.pk not in {one.pk for one in replies.page(actor, row)["letters"]}:
        raise HuiyinError("NOT_FOUND")
    answer = FileResponse(
        keeping.where(found).open("rb"), as_attachment=True, filename=f"{row.number}.{form}"
    )
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


@desk.post("/assignments/{uid}/replies", **doing.writes("answer", out=of.Reply, status=201))
def begin_reply(request: HttpRequest, uid: str, body: shapes.At) -> Any:
    """Begin the reply of a task in its present round, or get the one that is begun.

    起草本轮答复；已起草的返回原稿。
    """

    def act(actor: Actor, now: datetime) -> told.Told:
        expecting.task(actor, uid, body.version)
        return told_replies.reply(actor, drafting.begin(actor, uid, now=now).uid)

    return doing.do(request, body, act, status=201)


@desk.patch("/replies/{uid}", **doing.writes("answer", out=of.Reply))
def keep_reply(request: HttpRequest, uid: str, body: of.ReplyDraft) -> Any:
    """Keep what is written, each answer over the version it was written on: all of it, or nothing.

    保存草稿，每条答复都以读取时的版本为准：全部保存，或一条也不存。
    """

    def act(actor: Actor, now: datetime) -> told.Told:
        head = body.model_dump(exclude_unset=True, exclude={"version", "answers"})
        typed = [
            drafting.Typed(
                one.uid, one.version, one.model_dump(exclude_unset=True, exclude={"uid", "version"})
            )
            for one in body.answers
        ]
        given = {key: value for key, value in head.items() if value is not None}
        kept = drafting.save(
            actor, uid, version=body.version, head=given or None, typed=typed, now=now
        )
        if kept.clashes:
            raise HuiyinError("CHANGED_MEANWHILE")
        return told_replies.reply(actor, uid)

    return doing.do(request, body, act)


@desk.post("/replies/{uid}/overruling", **doing.writes("answer", out=of.Findings))
def overrule_finding(request: HttpRequest, uid: str, body: of.Overrule) -> Any:
    """Let pass what a check found, with the reason; it holds for those words only.

    说明理由，放行一处核对结果；只对这几个字有效。
    """

    def act(actor: Actor, now: datetime) -> told.Told:
        checking.overrule(actor, uid, check=body.check, mark=body.mark, reason=body.words, now=now)
        return told_replies.findings(rows.reply(actor, uid, lock=False))

    return doing.do(request, body, act)


@desk.post("/replies/{uid}/hand-on", **doing.writes("answer", out=of.Moved))
def hand_on_reply(request: HttpRequest, uid: str, body: of.HandingOn) -> Any:
    """Submit, pass, sign, or give back: writer, reviewer and signer are three people.

    送核、核稿、签发或退回；起草、核稿、签发为三个人。
    """

    def act(actor: Actor, now: datetime) -> told.Told:
        plain = {
            "submit": handing_on.submit,
            "pass": handing_on.pass_on,
            "sign": handing_on.sign,
        }.get(body.act)
        if plain is not None:
            plain(actor, uid, version=body.version, now=now)
        else:
            handing_on.give_back(
                actor, uid, body.act, words=body.words, version=body.version, now=now
            )
        return told_replies.moved(uid)

    return doing.do(request, body, act)


@desk.post("/replies/{uid}/cosigns/{task}", **doing.writes("answer", "oversee", out=of.Moved))
def cosign_reply(request: HttpRequest, uid: str, task: str, body: of.Cosigning) -> Any:
    """Co-sign for a joint body, decline, or let the reply leave without it.

    会签、不同意，或经同意免签。
    """

    def act(actor: Actor, now: datetime) -> told.Told:
        if body.how == "waive":
            handing_on.waive_cosign(actor, uid, task, words=body.words, now=now)
        else:
            sign = body.how == "sign"
            handing_on.cosign(actor, uid, task, sign=sign, words=body.words, now=now)
        return told_replies.moved(uid)

    return doing.do(request, body, act)


@desk.post("/replies/{uid}/oversight", **doing.writes("oversee", out=of.Moved))
def oversee_reply(request: HttpRequest, uid: str, body: of.Overseeing) -> Any:
    """Issue a signed reply, give it back, or change its class; it is then delivered to each proposer once.

    发出、退回或调整类别；发出后向每位提案者各送达一次。
    """

    def act(actor: Actor, now: datetime) -> told.Told:
        version, words = body.version, body.words
        if body.act == "issue":
            row = issuing.issue(actor, uid, version=version, now=now)
            issuing.dispatch(now=now, reply=row)
        elif body.act == "reclassify":
            handing_on.reclassify(
                actor, uid, letter=body.letter, words=words, version=version, now=now
            )
        else:
            handing_on.give_back(actor, uid, body.act, words=words, version=version, now=now)
        return told_replies.moved(uid)

    return doing.do(request, body, act)


@desk.post("/replies/{uid}/receipt", **doing.writes("write", out=of.Moved))
def receive_reply(request: HttpRequest, uid: str, body: shapes.Shape) -> Any:
    """Say that one has received a reply that was sent to oneself.

    签收发给本人的答复。
    """

    def act(actor: Actor, now: datetime) -> told.Told:
        rows.reply(actor, uid)
        if not receiving.opened(actor, uid, now=now):
            raise HuiyinError("NOT_ALLOWED", act="receive")
        return told_replies.moved(uid)

    return doing.do(request, body, act)


@desk.post("/replies/{uid}/receipts", **doing.writes("examine", "oversee", out=of.Moved))
def record_receipt(request: HttpRequest, uid: str, body: of.Receipt) -> Any:
    """Record that somebody received a reply on paper or face to face, and how one knows.

    登记纸质或当面签收，并说明依据。
    """

    def act(actor: Actor, now: datetime) -> told.Told:
        receiving.record(actor, uid, body.delivery, how=body.how, reason=body.words, now=now)
        return told_replies.moved(uid)

    return doing.do(request, body, act)


@desk.post("/replies/{uid}/release", **doing.writes("examine", "oversee", out=of.Moved))
def release_reply(request: HttpRequest, uid: str, body: of.Release) -> Any:
    """Decide how a reply is published; each piece of personal data is covered or kept on purpose.

    确定公开方式；每处个人信息都要遮盖或说明保留。
    """

    def act(actor: Actor, now: datetime) -> told.Told:
        way = publishing.Way(body.way, body.code, body.words, body.summary, body.keep, body.cover)
        publishing.release(actor, uid, way, version=body.version, now=now)
        return told_replies.moved(uid)

    return doing.do(request, body, act)
