# SPDX-License-Identifier: Apache-2.0
"""The office's side: examine, merge, split."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest

from huiyin.core.docket.transitions import Given
from huiyin.web.accounts.actors import Actor
from huiyin.web.api import answers, doing, shapes, told
from huiyin.web.docket.selectors import candidates, proposals, reading
from huiyin.web.docket.services import examining, expecting, merging

desk = doing.Desk("examine")


@desk.post("/proposals/{uid}/decision", **doing.writes("examine", out=answers.Proposal))
def decide(request: HttpRequest, uid: str, body: shapes.Decision) -> Any:
    """Pass on, file, refuse, return or convert, with the coded reason the pack asks for.

    审查：通过、立案、不予立案、退回或转办，按规则附理由代码。
    """

    def act(actor: Actor, now: datetime) -> told.Told:
        examining.decide(
            actor, uid, body.act, version=body.version, given=Given(body.code, body.words), now=now,
            consented=body.consented,
        )  # fmt: skip
        return told.proposal(actor, uid)

    return doing.do(request, body, act)


@desk.post("/proposals/{uid}/decision/undo", **doing.writes("examine", out=answers.Proposal))
def undo_decision(request: HttpRequest, uid: str, body: shapes.Because) -> Any:
    """Undo one's own decision of some minutes ago.

    撤回自己几分钟前的审查决定。
    """

    def act(actor: Actor, now: datetime) -> told.Told:
        expecting.proposal(actor, uid, body.version)
        examining.undo(actor, uid, reason=body.words, now=now)
        return told.proposal(actor, uid)

    return doing.do(request, body, act)


@desk.post("/proposals/{uid}/advice", **doing.writes("examine", out=answers.Proposal, status=201))
def advise(request: HttpRequest, uid: str, body: shapes.Advice) -> Any:
    """Give advice on a proposal; it decides nothing.

    提出审查意见，不作决定。
    """

    def act(actor: Actor, now: datetime) -> told.Told:
        stage = expecting.proposal(actor, uid, body.version).state
        examining.advise(
            actor, uid, stage=stage, advice=body.advice, code=body.code, note=body.words, now=now
        )
        return told.proposal(actor, uid)

    return doing.do(request, body, act, status=201)


@desk.post("/proposals/{uid}/merger", **doing.writes("examine", out=answers.Merger, status=201))
def merge(request: HttpRequest, uid: str, body: shapes.Merging) -> Any:
    """Handle a proposal in the case of another; its proposer stays a party and may object.

    并入另一件一并办理；提案者仍是当事人，可以提出异议。
    """

    def act(actor: Actor, now: datetime) -> told.Told:
        expecting.proposal(actor, uid, body.version)
        primary, child = reading.proposal(actor, body.into), reading.proposal(actor, uid)
        basis = candidates.evidence(primary, child)
        made = merging.merge(actor, body.into, uid, reason=body.words, basis=basis, now=now)
        return _merger(actor, made.case.uid, uid)

    return doing.do(request, body, act, status=201)


def _merger(actor: Actor, case: str, uid: str) -> told.Told:
    row = proposals.with_all(proposals.seen(actor)).get(uid=uid)
    return {"case": case, "proposal": told.line(actor, row)}


@desk.post("/proposals/{uid}/merger/undo", **doing.writes("examine", out=answers.Proposal))
def unmerge(request: HttpRequest, uid: str, body: shapes.Because) -> Any:
    """Undo a merger, also after replies.

    取消并案，答复之后也可以。
    """

    def act(actor: Actor, now: datetime) -> told.Told:
        expecting.proposal(actor, uid, body.version)
        merging.unmerge(actor, uid, reason=body.words, now=now)
        return told.proposal(actor, uid)

    return doing.do(request, body, act)


@desk.post("/proposals/{uid}/merger/uphold", **doing.writes("examine", out=answers.Merger))
def uphold_merger(request: HttpRequest, uid: str, body: shapes.Because) -> Any:
    """Rule that a merger stands against the objections to it.

    裁定维持并案。
    """

    def act(actor: Actor, now: datetime) -> told.Told:
        expecting.proposal(actor, uid, body.version)
        ruled = merging.uphold(actor, uid, words=body.words, now=now)
        return _merger(actor, ruled.case.uid, uid)

    return doing.do(request, body, act)


@desk.post("/proposals/{uid}/merger/objection", **doing.writes("write", out=answers.Merger))
def object_to_merger(request: HttpRequest, uid: str, body: shapes.Because) -> Any:
    """Object to the merging of one's own proposal, within the window.

    在期限内对自己提案的并案提出异议。
    """

    def act(actor: Actor, now: datetime) -> told.Told:
        expecting.proposal(actor, uid, body.version)
        made = merging.object_to(actor, uid, words=body.words, now=now)
        return _merger(actor, made.merger.case.uid, uid)

    return doing.do(request, body, act)


@desk.post("/suggestions/{uid}/split", **doing.writes("examine", out=answers.Parts, status=201))
def split_suggestion(request: HttpRequest, uid: str, body: shapes.Split) -> Any:
    """Split a suggestion into parts of its own text; each keeps its range of the source.

    把一条建议拆成几条，各自保留在原文中的位置。
    """

    def act(actor: Actor, now: datetime) -> told.Told:
        ranges = [(start, end) for start, end in body.parts]
        made = merging.split(actor, uid, ranges, now=now)
        return {"items": [told.suggestion(one) for one in made]}

    return doing.do(request, body, act, status=201)
