# SPDX-License-Identifier: Apache-2.0
"""The proposer's side: draft, attach, invite, sign, submit, withdraw."""

import hashlib
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from ninja import File
from ninja.files import UploadedFile

from huiyin.core.values.refusals import HuiyinError
from huiyin.web.accounts.actors import Actor
from huiyin.web.accounts.models import Body, Person
from huiyin.web.api import answers, doing, keys, problems, shapes, told
from huiyin.web.docket.selectors import shown
from huiyin.web.docket.services import drafting, expecting, signing, withdrawing, writing
from huiyin.web.kit import files

desk = doing.Desk("propose")
_REST = {"version", "suggestions", "wished", "behalf"}


def _fields(body: shapes.Written) -> dict[str, Any]:
    return body.model_dump(exclude=_REST, exclude_none=True)


def _asks(body: shapes.Written) -> list[drafting.Ask] | None:
    if body.suggestions is None:
        return None
    return [drafting.Ask(one.text, addressee=one.addressee) for one in body.suggestions]


def _wished(body: shapes.Written) -> list[int] | None:
    if body.wished is None:
        return None
    living = set(
        Body.objects.filter(pk__in=body.wished, valid_to=None).values_list("pk", flat=True)
    )
    if set(body.wished) - living:
        raise HuiyinError("ROW_BODY_UNKNOWN")
    return body.wished


@desk.post("/proposals", **doing.writes("write", out=answers.Proposal, status=201))
def begin_draft(request: HttpRequest, body: shapes.NewDraft) -> Any:
    """Begin a draft, for oneself or for a member one assists.

    起草，为本人或所协助的委员。
    """

    def act(actor: Actor, now: datetime) -> told.Told:
        session = shown.present()
        if session is None:
            raise HuiyinError("GUARD_SESSION_OPEN")
        behalf = Person.objects.filter(pk=body.behalf).first() if body.behalf else None
        if body.behalf and behalf is None:
            raise HuiyinError("NOT_ALLOWED", act="begin")
        row = writing.begin(
            actor, session, behalf=behalf, fields=_fields(body), asks=_asks(body) or [], wished=_wished(body) or [], now=now
        )  # fmt: skip
        return told.proposal(actor, row.uid)

    return doing.do(request, body, act, status=201)


@desk.patch("/proposals/{uid}", **doing.writes("write", out=answers.Proposal))
def keep_draft(request: HttpRequest, uid: str, body: shapes.Draft) -> Any:
    """Keep what was written on a draft, over the version it was written on.

    保存草稿，须带读到的版本。
    """

    def act(actor: Actor, now: datetime) -> told.Told:
        writing.keep(
            actor, uid, version=body.version, fields=_fields(body), asks=_asks(body), wished=_wished(body), now=now
        )  # fmt: skip
        return told.proposal(actor, uid)

    return doing.do(request, body, act)


@desk.post(
    "/proposals/{uid}/attachments",
    **doing.writes("write", out=answers.Attachment, status=201, media=keys.FORM),
)
def attach_file(request: HttpRequest, uid: str, file: File[UploadedFile]) -> Any:
    """Lay a file beside a draft; the same bytes twice are one file.

    给草稿附上文件；同样的文件附两次仍是一份。
    """
    data = file.read(files.MEGABYTES * 1_000_000 + 1)
    name = file.name or "file"
    asked = {"name": name, "sha256": hashlib.sha256(data).hexdigest()}
    return doing.do(
        request,
        asked,
        lambda actor, now: told.attachment(
            writing.attach(actor, uid, name=name, data=data, now=now)
        ),
        status=201,
    )


@desk.delete(
    "/proposals/{uid}/attachments/{pk}", **doing.writes("write", out=answers.Proposal, media="")
)
def detach_file(request: HttpRequest, uid: str, pk: int) -> Any:
    """Take a file off a draft; its bytes and its line in the ledger stay.

    取下草稿的附件；原文件和留痕仍在。
    """

    def act(actor: Actor, now: datetime) -> told.Told:
        writing.detach(actor, uid, pk if pk < 2**62 else 0, now=now)
        return told.proposal(actor, uid)

    return doing.do(request, None, act)


@desk.post("/proposals/{uid}/invitations", **doing.writes("write", out=answers.Proposal))
def invite_members(request: HttpRequest, uid: str, body: shapes.Invitation) -> Any:
    """Ask members to co-sign.

    邀请联名。
    """

    def act(actor: Actor, now: datetime) -> told.Told:
        persons = list(Person.objects.filter(pk__in=body.persons))
        if len(persons) < len(set(body.persons)):
            raise problems.invalid("persons", "choice")
        signing.invite(actor, uid, persons, version=body.version, now=now)
        return told.proposal(actor, uid)

    return doing.do(request, body, act)


@desk.post("/proposals/{uid}/signature", **doing.writes("write", out=answers.Proposal))
def answer_invitation(request: HttpRequest, uid: str, body: shapes.Answer) -> Any:
    """Sign, or decline, the text at the version that was read.

    对读到的文本签名或婉拒。
    """

    def act(actor: Actor, now: datetime) -> told.Told:
        expecting.proposal(actor, uid, body.version)
        signing.answer(actor, uid, sign=body.sign, opinion=body.opinion, now=now)
        return told.proposal(actor, uid)

    return doing.do(request, body, act)


@desk.post("/proposals/{uid}/signature/withdraw", **doing.writes("write", out=answers.Proposal))
def withdraw_signature(request: HttpRequest, uid: str, body: shapes.Because) -> Any:
    """Take one's signature back before the proposal is submitted.

    提交之前撤回签名。
    """

    def act(actor: Actor, now: datetime) -> told.Told:
        expecting.proposal(actor, uid, body.version)
        signing.withdraw(actor, uid, reason=body.words, now=now)
        return told.proposal(actor, uid)

    return doing.do(request, body, act)


@desk.post("/proposals/{uid}/submit", **doing.writes("write", out=answers.Proposal))
def submit_proposal(request: HttpRequest, uid: str, body: shapes.At) -> Any:
    """Hand a draft in: it gets its receipt number, and its text is fixed.

    提交：立即取得收件号，文本不再改动。
    """

    def act(actor: Actor, now: datetime) -> told.Told:
        writing.submit(actor, uid, version=body.version, now=now)
        return told.proposal(actor, uid)

    return doing.do(request, body, act)


@desk.post("/proposals/{uid}/withdrawal/ask", **doing.writes("write", out=answers.Proposal))
def ask_withdrawal(request: HttpRequest, uid: str, body: shapes.Because) -> Any:
    """Ask those who signed for their consent to a withdrawal.

    征求联名人对撤案的意见。
    """

    def act(actor: Actor, now: datetime) -> told.Told:
        withdrawing.ask(actor, uid, version=body.version, words=body.words, now=now)
        return told.proposal(actor, uid)

    return doing.do(request, body, act)


@desk.post("/proposals/{uid}/withdrawal/agree", **doing.writes("write", out=answers.Proposal))
def agree_to_withdraw(request: HttpRequest, uid: str, body: shapes.At) -> Any:
    """Consent to the withdrawal, as one who signed.

    作为联名人同意撤案。
    """

    def act(actor: Actor, now: datetime) -> told.Told:
        expecting.proposal(actor, uid, body.version)
        withdrawing.agree(actor, uid, now=now)
        return told.proposal(actor, uid)

    return doing.do(request, body, act)


@desk.post("/proposals/{uid}/withdrawal", **doing.writes("write", out=answers.Proposal))
def withdraw_proposal(request: HttpRequest, uid: str, body: shapes.Because) -> Any:
    """Withdraw a proposal.

    撤案。
    """

    def act(actor: Actor, now: datetime) -> told.Told:
        withdrawing.withdraw(actor, uid, version=body.version, words=body.words, now=now)
        return told.proposal(actor, uid)

    return doing.do(request, body, act)
