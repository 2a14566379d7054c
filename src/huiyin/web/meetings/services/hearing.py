# SPDX-License-Identifier: Apache-2.0
"""Hearing (收稿): words come in, typed, pasted, from a file or from a recogniser; each is kept once and for good.

1. the meeting's row is locked: whoever tells at the same time waits, so that the order is one;
2. what was told before under the same key is answered and not kept twice; the same key with other words is refused;
3. speaker, turn and item are found out; the moment is the teller's where its clock can be right, else ours;
4. utterances, their first editions and one ledger entry are written in one transaction. Reading comes after the commit
   (`reading_along`): no fault of a reader can lose a word.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from huiyin.core.meetings import transcript
from huiyin.core.values.refusals import HuiyinError
from huiyin.core.values.spans import Span
from huiyin.web.accounts.actors import Actor
from huiyin.web.kit import acting, gates, points
from huiyin.web.meetings import models
from huiyin.web.meetings.selectors import names
from huiyin.web.meetings.services import held, rows

AT_ONCE = 200
_BY_CONTENT = 400  # characters from which on a pasted text is known by what it says
_OPEN = ("open", "suspended")
_DAY_MS = 86_400_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """What a teller says was said.

    Attributes:
        key: the teller's own id of it in this meeting.
        said_at: by the teller's clock; `offset_ms` counts from the begin of the recording.
    """

    key: str
    text: str
    label: str = ""
    said_at: datetime | None = None
    offset_ms: int | None = None


@dataclass(frozen=True, slots=True)
class Taken:
    """An utterance as it is kept; `known` when it was told before."""

    row: models.Utterance
    known: bool


def take_text(
    actor: Actor, meeting_uid: str, text: str, *, label: str = "", token: str, now: datetime
) -> list[Taken]:
    """Take words that were typed, pasted or uploaded: lines `label：words`, with times before them where known.

    A form sent twice, or a long text pasted twice, is taken once. What was committed before a crash is found again, so
    that sending once more completes it.

    Errors: `TEXT_EMPTY`; `UTTERANCES_TOO_LONG`; those of `take`.
    """
    some = transcript.parse(text)
    if not some:
        raise HuiyinError("TEXT_EMPTY")
    if len(text) >= _BY_CONTENT:
        token = hashlib.sha256(text.encode()).hexdigest()[:20]
    told = [
        Telling(
            key=f"{token[:40]}-{n}", text=one.text, label=one.label or label,
            offset_ms=None if one.second is None else one.second * 1000,
        )
        for n, one in enumerate(some, start=1)
    ]  # fmt: skip
    found: list[Taken] = []
    for at in range(0, len(told), AT_ONCE):
        found += take(actor, meeting_uid, told[at : at + AT_ONCE], now=now)
    return found


@acting.act
def take(actor: Actor, meeting_uid: str, told: Sequence[Telling], *, now: datetime) -> list[Taken]:
    """Keep what was said, in the order it is told.

    Errors: `NOT_FOUND`; `NOT_ALLOWED`; `ILLEGAL_TRANSITION` for a meeting that is not in session; `TEXT_EMPTY`;
        `UTTERANCES_TOO_LONG`; `UTTERANCE_KEY_TAKEN` when the key stands for other words. Nothing is kept then.
    Cost: some ten queries, however many are told.
    """
    row = rows.meeting(actor, meeting_uid)
    rows.by_office(actor, "hear")
    told = [_clean(one) for one in told]
    wanted = {one.key for one in told}
    known = {one.key: one for one in row.utterances.filter(key__in=wanted)}
    first: dict[str, Telling] = {}
    for one in told:
        held = first.setdefault(one.key, one)
        before = known.get(one.key)
        if held.text != one.text or (before is not None and not _was_said(before, one)):
            raise HuiyinError("UTTERANCE_KEY_TAKEN", key=one.key)
    unknown = [one for key, one in first.items() if key not in known]
    if unknown:  # what was kept before the closing is answered after it too
        rows.in_state(row, "hear", *_OPEN)
    made = _make(row, unknown, now)
    if made:
        _keep(actor, row, made, now)
    fresh = {one.key: one for one in made}
    return [Taken(known.get(one.key) or fresh[one.key], one.key in known) for one in told]


def _clean(one: Telling) -> Telling:
    text = one.text.replace("\x00", "").strip()
    if not text:
        raise HuiyinError("TEXT_EMPTY")
    if len(text) > transcript.UTTERANCE_MOST:
        raise HuiyinError("UTTERANCES_TOO_LONG", n=transcript.UTTERANCE_MOST)
    return replace(one, text=text, label=" ".join(one.label.split())[:120])


def _was_said(row: models.Utterance, one: Telling) -> bool:
    """Tell whether an utterance says what is told again: now, or in an edition before it was corrected."""
    return row.text == one.text or row.editions.filter(text_sha256=_hash(one.text)).exists()


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _make(row: models.Meeting, told: Sequence[Telling], now: datetime) -> list[models.Utterance]:
    if not told:
        return []
    people = names.Names(row)
    item = row.agenda.filter(opened_at__isnull=False, ended_at=None, dropped_at=None).first()
    begun = _recording_began(row)
    last = row.utterances.order_by("-seq").values_list("stated_at", flat=True).first()
    made = []
    for seq, one in enumerate(told, start=row.said_count + 1):
        said_at = one.said_at
        if said_at is None and one.offset_ms is not None and begun is not None:
            said_at = begun + timedelta(milliseconds=min(one.offset_ms, _DAY_MS))
        at = transcript.believed(said_at, now, last)
        last = max(at, last) if last else at
        who = people.speaker(one.label, at)
        made.append(
            models.Utterance(
                meeting=row, seq=seq, key=one.key, label=one.label, participant=who, turn=people.turn(who, at), item=item,
                said_at=one.said_at, stated_at=at, told_at=now, offset_ms=one.offset_ms, text=one.text,
                text_sha256=_hash(one.text),
            )
        )  # fmt: skip
    return made


def _recording_began(row: models.Meeting) -> datetime | None:
    """Give when the recording began, told by the first utterance with a place in it; else the opening."""
    timed = row.utterances.exclude(offset_ms=None).order_by("seq").first()
    if timed is None or timed.offset_ms is None:
        return row.opened_at
    return timed.stated_at - timedelta(milliseconds=min(timed.offset_ms, _DAY_MS))


def _keep(
    actor: Actor, row: models.Meeting, made: Sequence[models.Utterance], now: datetime
) -> None:
    models.Utterance.objects.bulk_create(made)
    editions = models.UtteranceEdition.objects.bulk_create(
        models.UtteranceEdition(
            utterance=one, number=1, text=one.text, text_sha256=one.text_sha256, label=one.label,
            by_id=actor.user_id, at=now,
        )
        for one in made
    )  # fmt: skip
    last = made[-1]
    models.Meeting.objects.filter(pk=row.pk).update(said_count=last.seq, last_key=last.key)
    points.reached("words.kept")
    held.write("meeting.heard", row, actor, *made, *editions, now=now, first=made[0].seq, last=last.seq)  # fmt: skip


@acting.act
def correct(
    actor: Actor,
    utterance_uid: str,
    *,
    version: int,
    text: str,
    label: str | None = None,
    reason: str = "",
    now: datetime,
) -> models.Utterance:
    """Correct what an utterance says: a new edition; what was caught in it goes along, or is marked where its words are gone.

    Errors: `NOT_FOUND`; `NOT_ALLOWED`; `TEXT_EMPTY`; `UTTERANCES_TOO_LONG`; `CHANGED_MEANWHILE`.
    """
    row = held.utterance(actor, utterance_uid)
    rows.by_office(actor, "correct")
    told = _clean(Telling(key=row.key, text=text, label=row.label if label is None else label))
    if version != row.version:
        raise HuiyinError("CHANGED_MEANWHILE")
    if (told.text, told.label) == (row.text, row.label):
        return row
    who = row.participant
    if told.label != row.label:
        who = names.Names(row.meeting).speaker(told.label, row.stated_at)
    old, number = row.text, row.edition + 1
    gates.save(
        row, version, text=told.text, text_sha256=_hash(told.text), label=told.label, edition=number, participant=who
    )  # fmt: skip
    edition = models.UtteranceEdition.objects.create(
        utterance=row, number=number, text=row.text, text_sha256=row.text_sha256, label=row.label,
        by_id=actor.user_id, at=now, reason=reason[:300],
    )  # fmt: skip
    carried = _carry(row, old)
    points.reached("words.corrected")
    held.write("meeting.corrected", row.meeting, actor, row, edition, *carried, now=now, reason=reason, seq=row.seq)  # fmt: skip
    return row


def _carry(row: models.Utterance, old: str) -> list[models.Found]:
    """Take what was caught in the old words over to the new; gives those the ledger accounts for."""
    touched = []
    for one in row.found.filter(stale=False):
        span = transcript.carry(Span(one.start, one.end), old, row.text)
        if span is None:
            one.stale = True
        else:
            one.edition, one.start, one.end = row.edition, span.start, span.end
            one.quote = span.cut(row.text)
        one.version += 1
        one.save(update_fields=["stale", "edition", "start", "end", "quote", "version"])
        if one.state != "proposed":
            touched.append(one)
    return touched
