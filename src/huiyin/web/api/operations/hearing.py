# SPDX-License-Identifier: Apache-2.0
"""What is said in a meeting: told by a recogniser, corrected by version, read with what was caught in it."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated, Any

from django.http import HttpRequest
from ninja import Query, Schema
from pydantic import AwareDatetime, Field, StrictInt, StringConstraints

from huiyin.core.meetings import transcript as limits
from huiyin.web.accounts.actors import Actor
from huiyin.web.api import answers, doing, paging, shapes
from huiyin.web.kit import doors
from huiyin.web.meetings.selectors import shown, transcript
from huiyin.web.meetings.services import hearing, reading_along

if TYPE_CHECKING:
    from huiyin.web.meetings import models

desk = doing.Desk("meet")
Said = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=limits.UTTERANCE_MOST),
]
Label = Annotated[str, StringConstraints(strip_whitespace=True, max_length=120)]


class Telling(shapes.Shape):
    """What was said in one breath."""

    key: Annotated[str, StringConstraints(pattern=r"^[!-~]{1,64}$")] = Field(
        description="The recogniser's own id of it in this meeting; sent again, it is kept once."
    )
    text: Said
    speaker: Label = Field("", description="A name or a label; empty: whoever has the floor.")
    said_at: AwareDatetime | None = Field(None, description="By the recogniser's clock.")
    offset_ms: Annotated[StrictInt, Field(ge=0, le=2**40)] | None = Field(
        None, description="Counted from the begin of the recording."
    )


class Tellings(shapes.Shape):
    """Some utterances, in the order they were said."""

    utterances: Annotated[list[Telling], Field(min_length=1, max_length=hearing.AT_ONCE)]


class Correction(shapes.At):
    """What an utterance should say, over the version that was read."""

    text: Said
    speaker: Label | None = None
    reason: Annotated[str, StringConstraints(strip_whitespace=True, max_length=300)] = ""


class UtterancesAsked(paging.Asked):
    """Which utterances."""

    after: int = Field(0, ge=0, le=2**31 - 1, description="Only those told after this `seq`.")


class Utterance(Schema):
    """An utterance as it stands."""

    uid: str
    version: int
    seq: int
    key: str
    speaker: str
    label: str
    said_at: datetime | None
    stated_at: datetime = Field(description="The moment that is believed.")
    offset_ms: int | None
    edition: int
    text: str
    text_sha256: str


class Taken(Schema):
    """An utterance that was told, and whether it had been told before."""

    key: str
    uid: str
    seq: int
    version: int
    known: bool


class Heard(Schema):
    """What was kept."""

    utterances: list[Taken]


class Caught(Schema):
    """One thing said, with the words that prove it: `quote` is `text[start:end]` of that edition of the utterance."""

    uid: str
    version: int
    kind: str
    state: str
    words: str
    utterance: str
    edition: int
    start: int
    end: int
    quote: str
    stale: bool
    speaker: str
    body: answers.BodyRef | None
    due_on: date | None
    answers: str | None
    speaker_says: str
    offset_ms: int | None


@desk.post("/meetings/{uid}/utterances", **doing.writes("examine", out=Heard, status=201))
def hear(request: HttpRequest, uid: str, body: Tellings) -> Any:
    """Tell what was said, in order; what was told before is answered and not kept twice.

    送入发言文字，按先后次序；送过的不会重复。
    """

    def act(actor: Actor, now: datetime) -> dict[str, Any]:
        told = [
            hearing.Telling(
                key=one.key, text=one.text, label=one.speaker, said_at=one.said_at, offset_ms=one.offset_ms
            )
            for one in body.utterances
        ]  # fmt: skip
        return {"utterances": [_taken(one) for one in hearing.take(actor, uid, told, now=now)]}

    answer = doing.do(request, body, act, status=201)
    reading_along.read_on(transcript.meeting(doors.actor_of(request), uid), now=doors.now())
    return answer


@desk.patch("/utterances/{uid}", **doing.writes("examine", out=Utterance))
def correct_utterance(request: HttpRequest, uid: str, body: Correction) -> Any:
    """Correct an utterance: a new edition; what was caught in it goes along with its words.

    更正一段发言：形成新的版次，已记录的事项随原话移动。
    """

    def act(actor: Actor, now: datetime) -> dict[str, Any]:
        row = hearing.correct(
            actor, uid, version=body.version, text=body.text, label=body.speaker, reason=body.reason, now=now
        )  # fmt: skip
        return _said(row)

    answer = doing.do(request, body, act)
    actor = doors.actor_of(request)
    reading_along.read_on(transcript.utterance(actor, uid).meeting, now=doors.now())
    return answer


@desk.get("/meetings/{uid}/utterances", **doing.reads(answers.Page[Utterance]))
def list_utterances(request: HttpRequest, uid: str, asked: Query[UtterancesAsked]) -> Any:
    """What was said in a meeting, in the order it was told.

    会议的发言文字，按送入的次序。
    """
    actor = doors.actor_of(request)
    rows = transcript.said(actor, transcript.meeting(actor, uid)).filter(seq__gt=asked.after)
    return paging.cut(request, rows, asked, _said, order=("seq",))


@desk.get("/meetings/{uid}/found", **doing.reads(answers.Page[Caught]))
def list_found(request: HttpRequest, uid: str, asked: Query[paging.Asked]) -> Any:
    """What was caught in a meeting: what a person confirmed; to the office also what the reader proposes.

    会上记录的事项：已由工作人员确认的；对办公室也包括系统提示。
    """
    actor = doors.actor_of(request)
    rows = transcript.caught(actor, transcript.meeting(actor, uid))
    return paging.cut(request, rows, asked, _caught, order=("pk",))


def _taken(one: hearing.Taken) -> dict[str, Any]:
    row = one.row
    return {"key": row.key, "uid": row.uid, "seq": row.seq, "version": row.version, "known": one.known}  # fmt: skip


def _said(row: "models.Utterance") -> dict[str, Any]:
    fields = (
        "uid", "version", "seq", "key", "label", "said_at", "stated_at", "offset_ms", "edition", "text", "text_sha256",
    )  # fmt: skip
    return {name: getattr(row, name) for name in fields} | {"speaker": transcript.speaker(row)}


def _caught(row: "models.Found") -> dict[str, Any]:
    fields = (
        "uid", "version", "kind", "state", "words", "edition", "start", "end", "quote", "stale", "due_on", "speaker_says",
    )  # fmt: skip
    return {name: getattr(row, name) for name in fields} | {
        "utterance": row.utterance.uid,
        "offset_ms": row.utterance.offset_ms,
        "speaker": shown.person(row.participant) if row.participant else row.utterance.label,
        "body": {"id": row.body.pk, "name": row.body.name} if row.body else None,
        "answers": row.answers.uid if row.answers else None,
    }
