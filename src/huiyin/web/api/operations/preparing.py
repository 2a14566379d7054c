# SPDX-License-Identifier: Apache-2.0
"""Before a reply: contacts with the proposer and whether they took place; the opinions of joint bodies."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from ninja import Query
from pydantic import Field

from huiyin.web.accounts.actors import Actor
from huiyin.web.api import doing, paging, shapes, told, told_replies
from huiyin.web.api import shapes_replies as of
from huiyin.web.api.answers import Page
from huiyin.web.docket.services import expecting
from huiyin.web.kit import doors
from huiyin.web.replies.services import contacting, opinions, rows

desk = doing.Desk("reply")


class OfTask(paging.Asked):
    """Of which assignment."""

    assignment: str = Field("", max_length=12)


def _of_task(found: Any, asked: OfTask) -> Any:
    return found.filter(assignment__uid=asked.assignment) if asked.assignment else found


@desk.get("/contacts", **doing.reads(Page[of.Contact]))
def list_contacts(request: HttpRequest, asked: Query[OfTask]) -> Any:
    """The contacts with proposers one may see, the newest first.

    您看得到的沟通记录，新的在前。
    """
    actor = doors.actor_of(request)
    found = _of_task(told_replies.contacts(actor), asked)
    return paging.cut(request, found, asked, lambda row: told_replies.contact(actor, row))


@desk.post("/assignments/{uid}/contacts", **doing.writes("answer", out=of.Contact, status=201))
def log_contact(request: HttpRequest, uid: str, body: of.NewContact) -> Any:
    """Note a contact; the first stops the clock, and the proposer is asked to confirm it.

    登记沟通：首次沟通的时限停止，并请提案者确认。
    """

    def act(actor: Actor, now: datetime) -> told.Told:
        row = contacting.log(
            actor, uid, person_id=body.person, kind=body.kind, held_on=body.held_on, summary=body.summary, now=now
        )  # fmt: skip
        return told_replies.contact(actor, row)

    return doing.do(request, body, act, status=201)


@desk.post("/contacts/{uid}/confirmation", **doing.writes("write", out=of.Contact))
def confirm_contact(request: HttpRequest, uid: str, body: of.Confirmation) -> Any:
    """Say, as the person contacted, whether a contact took place.

    由本人确认沟通是否进行过。
    """

    def act(actor: Actor, now: datetime) -> told.Told:
        row = contacting.confirm(actor, uid, held=body.held, words=body.words, now=now)
        return told_replies.contact(actor, row)

    return doing.do(request, body, act)


@desk.get("/opinions", **doing.reads(Page[of.Opinion]))
def list_opinions(request: HttpRequest, asked: Query[OfTask]) -> Any:
    """The opinions of joint bodies one may see, the newest first.

    您看得到的会办意见，新的在前。
    """
    actor = doors.actor_of(request)
    found = _of_task(told_replies.opinions(actor), asked)
    return paging.cut(request, found, asked, lambda row: told_replies.opinion(actor, row))


@desk.get("/opinions/{uid}", **doing.reads(of.Opinion))
def get_opinion(request: HttpRequest, uid: str) -> Any:
    """The opinion of a joint body.

    一份会办意见。
    """
    actor = doors.actor_of(request)
    return told_replies.opinion(actor, rows.opinion(actor, uid, lock=False))


@desk.post("/assignments/{uid}/opinion", **doing.writes("answer", out=of.Opinion, status=201))
def begin_opinion(request: HttpRequest, uid: str, body: shapes.At) -> Any:
    """Begin a joint body's opinion, or get the one that is begun.

    起草会办意见；已起草的返回原稿。
    """

    def act(actor: Actor, now: datetime) -> told.Told:
        expecting.task(actor, uid, body.version)
        return told_replies.opinion(actor, opinions.begin(actor, uid, now=now))

    return doing.do(request, body, act, status=201)


@desk.patch("/opinions/{uid}", **doing.writes("answer", out=of.Opinion))
def keep_opinion(request: HttpRequest, uid: str, body: of.OpinionTexts) -> Any:
    """Keep what a joint body says, suggestion by suggestion.

    逐条保存会办意见。
    """

    def act(actor: Actor, now: datetime) -> told.Told:
        row = opinions.save(actor, uid, version=body.version, texts=body.texts, now=now)
        return told_replies.opinion(actor, row)

    return doing.do(request, body, act)


@desk.post("/opinions/{uid}/send", **doing.writes("answer", out=of.Opinion))
def send_opinion(request: HttpRequest, uid: str, body: shapes.At) -> Any:
    """Send an opinion to the lead body.

    把会办意见送主办单位。
    """

    def act(actor: Actor, now: datetime) -> told.Told:
        row = opinions.send(actor, uid, version=body.version, now=now)
        return told_replies.opinion(actor, row)

    return doing.do(request, body, act)


@desk.post("/opinions/{uid}/verdict", **doing.writes("answer", out=of.Opinion))
def judge_opinion(request: HttpRequest, uid: str, body: of.Verdict) -> Any:
    """Take an opinion as the lead, or return it with the reason.

    主办单位采纳会办意见，或说明理由退回重报。
    """

    def act(actor: Actor, now: datetime) -> told.Told:
        if body.take:
            row = opinions.take(actor, uid, version=body.version, now=now)
        else:
            row = opinions.bounce(actor, uid, words=body.words, version=body.version, now=now)
        return told_replies.opinion(actor, row)

    return doing.do(request, body, act)


@desk.post("/assignments/{uid}/opinion/waiver", **doing.writes("assign", "oversee", out=of.Opinion))
def waive_opinion(request: HttpRequest, uid: str, body: of.Waiver) -> Any:
    """Let a joint body off its opinion, with the reason.

    说明理由，同意会办单位免报意见。
    """

    def act(actor: Actor, now: datetime) -> told.Told:
        return told_replies.opinion(actor, opinions.waive(actor, uid, words=body.words, now=now))

    return doing.do(request, body, act)
