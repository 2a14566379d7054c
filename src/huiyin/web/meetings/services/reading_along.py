# SPDX-License-Identifier: Apache-2.0
"""Reading along (随讲随读): what was told and not read yet goes through the reader, one utterance at a time.

1. an utterance is read outside any transaction, so that a slow reader holds nobody;
2. what was found is kept as proposals with the mark that this edition is read, in one transaction: whoever dies in
   between leaves it unread, and the next call reads it again; two at once keep it once;
3. what overlaps something of its kind that is there already, confirmed or rejected, is not proposed again.
The cost of an utterance depends on its own length: nothing before it is read again.
"""

import time
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import F, QuerySet
from django.utils import timezone

from huiyin.core.commitments import dating
from huiyin.core.meetings import reading
from huiyin.core.values.documents import Document
from huiyin.web.kit import acting, points, ports
from huiyin.web.meetings import followed, models
from huiyin.web.meetings.selectors import bodies

AT_ONCE = 40
ANSWERS_WITHIN = 24  # utterances after a question in which an answer is taken as its answer
_ROLES = ("leader", "member", "department")
_ANSWERS = ("answer", "commitment")
_OWN = ("answer", "commitment")  # what a body says of itself


def read_on(meeting: models.Meeting, *, now: datetime, seconds: float = 2.0) -> int:
    """Read what is unread of a meeting until the time is over; gives how many utterances were read."""
    if not ports.can_read():
        return 0
    until, count = time.monotonic() + seconds, 0
    while some := _unread(meeting)[:AT_ONCE]:
        for one in some:
            _keep(one.pk, one.edition, _read(meeting, one), now=now)
            count += 1
            if time.monotonic() > until:
                return count
    return count


def tick(*, now: datetime) -> int:
    """Read on in every meeting where something was left unread, by the clock."""
    waiting = models.Meeting.objects.filter(utterances__in=_unread(None)).distinct()
    return sum(read_on(one, now=now, seconds=10.0) for one in waiting[:20])


def _unread(meeting: models.Meeting | None) -> QuerySet[models.Utterance]:
    rows = models.Utterance.objects.filter(read_edition__lt=F("edition"))
    rows = rows if meeting is None else rows.filter(meeting=meeting)
    return rows.select_related("participant__body").order_by("seq")


def _read(meeting: models.Meeting, one: models.Utterance) -> list[reading.Heard]:
    who = one.participant
    role = who.role if who and who.role in _ROLES else ""
    voice = reading.Voice(one.label, who.name if who else "", role)
    lang = "en" if meeting.language.startswith("en") else "zh"
    return reading.read(one.text, voice, _extract, lang=lang)


def _extract(document: Document) -> Any:
    return ports.extract(document, bodies.known())


@acting.act
def _keep(pk: int, edition: int, heard: Sequence[reading.Heard], *, now: datetime) -> None:
    """Keep what was heard in an edition as proposals, once; when it was corrected meanwhile it stays unread."""
    row = models.Utterance.objects.select_for_update().get(pk=pk)
    if row.read_edition >= edition or row.edition != edition:
        return
    there = list(row.found.filter(stale=False))
    fresh = [one for one in heard if not any(_same(one, old) for old in there)]
    question = _open_question(row) if any(one.kind in _ANSWERS for one in fresh) else None
    for one in fresh:
        _propose(row, one, question if one.kind in _ANSWERS else None, now)
    models.Utterance.objects.filter(pk=pk).update(read_edition=edition)
    points.reached("words.read")
    if fresh:
        followed.caught(row.meeting)


def _same(one: reading.Heard, old: models.Found) -> bool:
    if old.kind != one.kind:
        return False
    shared = min(one.span.end, old.end) - max(one.span.start, old.start)
    return shared * 2 >= min(len(one.span), old.end - old.start)


def _propose(
    row: models.Utterance, one: reading.Heard, answers: models.Found | None, now: datetime
) -> None:
    body = bodies.named(one.addressee)
    if body is None and one.kind in _OWN and row.participant is not None:
        body = row.participant.body
    said_on = timezone.localdate(row.stated_at)
    due = dating.due(one.due, said_on, ports.calendar()) if one.due else None
    models.Found.objects.create(
        meeting=row.meeting, utterance=row, edition=row.edition, start=one.span.start, end=one.span.end, quote=one.quote,
        kind=one.kind, words=one.quote, participant=row.participant, addressee=one.addressee[:120], body=body,
        due=one.due[:60], due_on=due.day if due else None, amount=one.amount[:60], answers=answers,
        rule=one.rule[:40], cue=one.cue[:60], score=one.score, found_at=now,
    )  # fmt: skip


def _open_question(row: models.Utterance) -> models.Found | None:
    """Give the last question before an utterance that somebody else asked and nobody has answered yet."""
    near = models.Found.objects.filter(
        meeting=row.meeting, kind="question", utterance__seq__lt=row.seq,
        utterance__seq__gte=row.seq - ANSWERS_WITHIN, stale=False,
    ).exclude(state="rejected")  # fmt: skip
    if row.participant_id:
        near = near.exclude(participant_id=row.participant_id)
    return near.filter(answered_by=None).order_by("-utterance__seq", "-start").first()


def warm() -> None:
    """Load the reader, so that the first words of a meeting do not wait for it."""
    if ports.can_read():
        _extract(Document("utterance", "0" * 64, "text/plain", "委员：我建议增设停车位。"))


def is_behind(meeting: models.Meeting) -> bool:
    """Tell whether something of a meeting is still to be read."""
    return ports.can_read() and _unread(meeting).exists()
