# SPDX-License-Identifier: Apache-2.0
"""Answers (回应): the shapes of what the API gives out; moments are ISO 8601 with their zone, days ISO dates."""

from datetime import date, datetime
from typing import Any, Generic, TypeVar

from ninja import Schema
from pydantic import Field

Item = TypeVar("Item")


class Fault(Schema):
    """One place of a request that does not fit."""

    field: str
    why: str


class Problem(Schema):
    """A refusal (RFC 9457)."""

    type: str = Field(description="Where the code is explained.")
    title: str
    status: int
    code: str = Field(description="Stable; see docs/reference/errors.md.")
    detail: str = Field(description="In the language of Accept-Language: zh or en.")
    params: dict[str, Any]
    faults: list[Fault] | None = None


class Page(Schema, Generic[Item]):
    """A page of a list."""

    items: list[Item]
    next: str | None = Field(description="The cursor of the next page, null at the end.")


class Named(Schema):
    """An id of the rules pack with its words."""

    id: str
    label: str


class Proposer(Schema):
    """Who proposed; kept back where the proposer asked for it."""

    masked: bool
    person: int | None
    name: str


class BodyRef(Schema):
    """A body by its id and name."""

    id: int
    name: str


class Clock(Schema):
    """A clock that runs on a matter, with why it ends on this day."""

    id: int
    clock: Named
    state: str = Field(description="running, paused or stopped")
    proposal: str | None
    assignment: str | None
    anchored_on: date
    due_on: date
    stopped_on: date | None
    provisional: bool
    cite: str
    why: list[str]


class Act(Schema):
    """An act the token's user knows for a matter: possible now, or not and why."""

    id: str
    label: str
    possible: bool
    refused: str | None = Field(description="The code of the refusal it would meet now.")
    reason: str = Field(description="none, text or code")
    reasons: list[Named]


class Detail(Schema):
    """A name and a value."""

    name: str
    value: str


class Happening(Schema):
    """A line of a timeline."""

    at: datetime
    label: str
    who: str
    reason: str
    details: list[Detail]


class Timeline(Schema):
    """What happened to a matter, the latest first, 200 lines at most."""

    items: list[Happening]


class Suggestion(Schema):
    """A suggestion, a row of its own."""

    uid: str
    proposal: str
    order: int
    text: str
    start: int | None = Field(description="Its span in the source it was split from.")
    end: int | None
    addressee: str
    provenance: str
    split_from: str | None


class Parts(Schema):
    """The suggestions a split made."""

    items: list[Suggestion]


class Attachment(Schema):
    """A file of a proposal."""

    id: int
    name: str
    size: int
    sha256: str
    media_type: str


class Signature(Schema):
    """A co-signer."""

    name: str
    state: str
    opinion: str


class Edition(Schema):
    """The text as it was handed in once."""

    number: int
    at: datetime
    sha256: str


class ProposalLine(Schema):
    """A proposal as a line of a list."""

    uid: str
    version: int
    state: Named
    title: str
    kind: Named
    category: Named | None
    receipt_no: str
    number: str = Field(description="The case number as displayed, empty before filing.")
    session: int
    proposer: Proposer
    case: str | None
    holders: list[str]
    received_at: datetime | None
    filed_at: datetime | None
    due_on: date | None


class Proposal(ProposalLine):
    """A proposal with all that its page shows."""

    facts: str
    analysis: str
    disclosure: str
    echo: str
    suggestions: list[Suggestion]
    signatures: list[Signature]
    wished: list[str]
    attachments: list[Attachment]
    editions: list[Edition]
    clocks: list[Clock]
    acts: list[Act]


class CaseLine(Schema):
    """A case as a line of a list."""

    uid: str
    version: int
    number: str
    title: str
    session: int
    opened_at: datetime


class Handler(Schema):
    """A body's place in a case; the task itself is named to those concerned only."""

    body: str
    role: str
    state: Named
    assignment: str | None


class Case(CaseLine):
    """A case: what is handled as one."""

    proposals: list[ProposalLine]
    handlers: list[Handler]
    clocks: list[Clock]


class AssignmentLine(Schema):
    """A body's task as a line of a list."""

    uid: str
    version: int
    state: Named
    case: str
    number: str
    title: str
    body: BodyRef
    role: Named
    returns: int = Field(description="How often the case was handed back so far.")
    issued_at: datetime | None
    received_at: datetime | None
    reply_no: str
    replied_on: date | None
    due_on: date | None


class Objection(Schema):
    """A wish to hand back or to have a body added, and the ruling on it."""

    kind: str
    code: str
    words: str
    body: str
    names: str
    at: datetime
    ruling: str
    ruling_words: str


class Assignment(AssignmentLine):
    """A task with all that its page shows."""

    suggestions: list[Suggestion]
    objections: list[Objection]
    clocks: list[Clock]
    acts: list[Act]


class Merger(Schema):
    """A merging, and the proposal that was merged as it is now."""

    case: str
    proposal: ProposalLine


class Body(BodyRef):
    """A body with its duties."""

    aliases: list[str]
    duties: list[str]
    parent: int | None
    successor: int | None
    valid_from: date | None
    valid_to: date | None


class Session(Schema):
    """A session with its time for submitting and the rules pack its cases begin under."""

    id: int
    term: int
    number: int
    opens_on: date
    closes_on: date
    submission_opens_at: datetime
    submission_deadline: datetime
    pack: str
    pack_version: str


class Person(Schema):
    """A person: what the list of people shows."""

    id: int
    name: str
    sector: str
    committee: str


class Role(Schema):
    """A role, and the body it is held for."""

    role: str
    body: int | None


class Me(Schema):
    """Whom a token acts as."""

    name: str
    person: int | None
    roles: list[Role]
    drafts_for: list[int]
