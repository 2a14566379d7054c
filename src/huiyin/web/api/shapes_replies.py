# SPDX-License-Identifier: Apache-2.0
"""Shapes of replies (答复的格式): what the API takes and gives of contacts, opinions, replies, letters and deliveries."""

from datetime import date, datetime
from typing import Annotated, Literal

from ninja import Schema
from pydantic import Field, StrictBool, StringConstraints

from huiyin.web.api.answers import Act, BodyRef, Named
from huiyin.web.api.shapes import At, Code, Id, Shape, Text, Uid, Version, Words

Line = Annotated[str, StringConstraints(strip_whitespace=True, max_length=120)]


class NewContact(Shape):
    """A contact with a proposer that took place."""

    person: Id
    kind: Annotated[str, StringConstraints(max_length=16)]
    held_on: date
    summary: Text


class Confirmation(Shape):
    """Whether a contact took place, said by the person contacted; a denial needs words."""

    held: StrictBool
    words: Words = ""


class OpinionTexts(At):
    """What a joint body says on each suggestion, by the suggestion's uid."""

    texts: dict[Uid, Text]


class Verdict(At):
    """A lead's answer to an opinion: taken, or returned with the reason."""

    take: StrictBool
    words: Words = ""


class Waiver(Shape):
    """Why a body is let off."""

    words: Words


class AnswerPart(Shape):
    """The answer to one suggestion, over the version it was written on; what is left out stays as it is."""

    uid: Uid
    version: Version
    disposition: Annotated[str, StringConstraints(max_length=16)] | None = None
    text: Text | None = None
    reason: Text | None = None
    promised_on: date | None = None
    owner: Line | None = None
    reported: Text | None = None


class ReplyDraft(At):
    """The parts of a reply that are written; what is left out stays as it is."""

    opening: Text | None = None
    closing: Text | None = None
    contact_name: Annotated[str, StringConstraints(max_length=60)] | None = None
    contact_phone: Annotated[str, StringConstraints(max_length=40)] | None = None
    letter: Annotated[str, StringConstraints(max_length=8)] | None = None
    answers: Annotated[list[AnswerPart], Field(max_length=200)] = []


class HandingOn(At):
    """An act of the body's own hands."""

    act: Literal["submit", "pass", "sign", "return_review", "return_sign"]
    words: Words = ""


class Overseeing(At):
    """An act of the oversight office; `letter` for `reclassify`."""

    act: Literal["issue", "return_oversight", "reclassify"]
    letter: Annotated[str, StringConstraints(max_length=8)] = ""
    words: Words = ""


class Overrule(Shape):
    """A finding let pass, with the reason."""

    check: Annotated[str, StringConstraints(max_length=24)]
    mark: Annotated[str, StringConstraints(max_length=64)]
    words: Words


class Cosigning(Shape):
    """A joint body's signature, or its refusal with the reason; the oversight office may waive it."""

    how: Literal["sign", "decline", "waive"]
    words: Words = ""


class Receipt(Shape):
    """How somebody received a reply who did not open it here, and how one knows."""

    delivery: Id
    how: Literal["paper", "face"]
    words: Words


class Release(At):
    """How a reply is published; each piece of personal data is covered or kept on purpose."""

    way: Annotated[str, StringConstraints(max_length=16)]
    code: Code = ""
    words: Words = ""
    summary: Text = ""
    keep: Annotated[list[Line], Field(max_length=200)] = []
    cover: Annotated[list[Line], Field(max_length=200)] = []


class Contact(Schema):
    """A contact; who it was with is kept back where the proposer asked for it."""

    uid: str
    assignment: str
    kind: Named
    who: str
    held_on: date
    summary: str
    confirmed: bool | None = Field(description="null: nothing was said yet")
    words: str


class Opinion(Schema):
    """A joint body's opinion: as it is being written to its own, as it was sent to the others."""

    uid: str
    version: int
    assignment: str
    body: BodyRef
    round: int
    state: Named
    texts: dict[str, str]
    why: str = Field(description="Why it was last returned.")


class ReplyLine(Schema):
    """A reply as a line of a list."""

    uid: str
    version: int
    assignment: str
    case: str
    title: str
    body: BodyRef
    round: int
    state: Named
    number: str
    issued_at: datetime | None
    disclosure: Named | None
    released_at: datetime | None


class Answer(Schema):
    """The answer to one suggestion."""

    uid: str
    version: int
    suggestion: str
    ask: str
    disposition: Named | None
    text: str
    reason: str
    promised_on: date | None
    owner: str
    reported: str


class Cosign(Schema):
    """A joint body's signature under the reply."""

    assignment: str
    body: str
    state: Named
    words: str


class Delivery(Schema):
    """A reply on its way to one proposer or co-signer."""

    id: int
    name: str
    sent_at: datetime | None
    received_at: datetime | None
    how: str


class LetterFile(Schema):
    """The letter as it was issued, in one form."""

    form: str
    size: int
    sha256: str


class Finding(Schema):
    """What a check found, with the words seen; `mark` names it to be let pass."""

    check: str
    level: str
    answer: str
    quote: str
    start: int
    mark: str
    reason: str = Field(description="Why it was let pass, empty where it was not.")


class Findings(Schema):
    """All that the checks find in a draft as it stands."""

    items: list[Finding]


class Moved(Schema):
    """Where a reply stands after an act, also for those who may not read it any more."""

    uid: str
    version: int
    state: Named


class Reply(ReplyLine):
    """A reply with all that its page shows; parts the token's user may not read are empty."""

    letter: str
    opening: str
    closing: str
    summary: str
    answers: list[Answer]
    cosigns: list[Cosign]
    deliveries: list[Delivery]
    letters: list[LetterFile]
    acts: list[Act]
