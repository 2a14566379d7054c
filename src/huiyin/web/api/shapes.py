# SPDX-License-Identifier: Apache-2.0
"""Shapes (格式): what the API takes; a field it does not know is refused, and so is a number in the clothes of a text."""

from datetime import date
from typing import Annotated, Literal

from ninja import Schema
from pydantic import ConfigDict, Field, StrictBool, StrictInt, StringConstraints

Id = Annotated[StrictInt, Field(ge=1, le=2**62)]
Version = Annotated[StrictInt, Field(ge=0, le=2**31 - 1, description="As it was read.")]
Uid = Annotated[str, StringConstraints(min_length=1, max_length=12)]
Words = Annotated[
    str, StringConstraints(strip_whitespace=True, max_length=4000), Field(description="The reason.")
]
Code = Annotated[str, StringConstraints(strip_whitespace=True, max_length=8)]
Text = Annotated[str, StringConstraints(max_length=100_000)]


class Shape(Schema):
    """A body of a request."""

    model_config = ConfigDict(extra="forbid")


class Ask(Shape):
    """One suggestion."""

    text: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=20_000)]
    addressee: Annotated[str, StringConstraints(max_length=120)] = ""


class Written(Shape):
    """The parts of a draft; what is left out stays as it is."""

    title: Annotated[str, StringConstraints(max_length=200)] | None = None
    facts: Text | None = None
    analysis: Text | None = None
    category: Annotated[str, StringConstraints(max_length=24)] | None = None
    collective: Annotated[str, StringConstraints(max_length=120)] | None = None
    disclosure: Literal["yes", "title", "no"] | None = None
    disclosure_reason: Annotated[str, StringConstraints(max_length=300)] | None = None
    masked: StrictBool | None = None
    suggestions: Annotated[list[Ask], Field(max_length=60)] | None = None
    wished: Annotated[list[Id], Field(max_length=3)] | None = Field(
        None, description="Ids of the bodies the proposer wishes for."
    )


class NewDraft(Written):
    """A draft to begin."""

    kind: Annotated[str, StringConstraints(max_length=16)] = "individual"
    behalf: Id | None = Field(None, description="The member one assists.")


class Draft(Written):
    """A draft to keep, over the version it was written on."""

    version: Version
    kind: Annotated[str, StringConstraints(max_length=16)] | None = None


class At(Shape):
    """An act that needs no reason."""

    version: Version


class Because(At):
    """An act with its reason."""

    words: Words


class Invitation(At):
    """Members to be asked to sign."""

    persons: Annotated[list[Id], Field(min_length=1, max_length=200)]


class Answer(At):
    """The answer to an invitation, to the text at that version."""

    sign: StrictBool
    opinion: Words = ""


class Decision(At):
    """A decision of the examination."""

    act: Literal["examine_first", "examine_second", "file", "refuse", "return", "convert"]
    code: Code = ""
    words: Words = ""
    consented: StrictBool = Field(False, description="For `convert`: the proposer agrees.")


class Advice(At):
    """Advice; it decides nothing."""

    advice: Literal["examine_first", "examine_second", "file", "refuse", "return", "convert"]
    code: Code = ""
    words: Words = ""


class Merging(Because):
    """A proposal to be handled in the case of another."""

    into: Uid


class Split(Shape):
    """The parts of a suggestion: half-open ranges of code points in its text, in order."""

    parts: Annotated[
        list[Annotated[list[Annotated[StrictInt, Field(ge=0, le=10**6)]], Field(min_length=2, max_length=2)]],
        Field(min_length=1, max_length=60),
    ]  # fmt: skip


class Task(Shape):
    """A body's place in an assignment; no suggestions named: all."""

    body: Id
    role: Literal["lead", "sole", "joint", "separate"]
    suggestions: Annotated[list[Uid], Field(max_length=200)] = []


class Assigning(At):
    """Bodies for a case, to be proposed or issued at once."""

    tasks: Annotated[list[Task], Field(max_length=30)] = []
    issue: StrictBool = Field(
        False, description="Issue them, with those proposed before; otherwise only propose."
    )


class Accepting(At):
    """Accept; with `add`, ask to bring in another body."""

    add: Id | None = None
    words: Words = ""


class HandingBack(Because):
    """Ask to hand back, naming the right body or saying that none is known."""

    code: Code
    names: Id | None = None
    none_known: StrictBool = False


class Ruling(Because):
    """A ruling on a return: granted to another body, or refused."""

    grant: StrictBool
    to: Id | None = None


class Dispute(Because):
    """A dispute for the meeting."""

    head_signed: StrictBool = Field(False, description="The head of the body has signed it.")


class PassingOn(Because):
    """A task for a body below."""

    to: Id


class RequestAnswer(Because):
    """The answer to the wish to have a body added."""

    granted: StrictBool


class Extension(Because):
    """A longer limit, counted in months from the beginning."""

    months: Annotated[StrictInt, Field(ge=1, le=36)]


class Reply(At):
    """The day and number of a body's reply."""

    reply_no: Annotated[str, StringConstraints(strip_whitespace=True, max_length=60)]
    replied_on: date
