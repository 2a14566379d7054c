# SPDX-License-Identifier: Apache-2.0
"""Settling (确认): a clerk confirms, corrects, rejects or adds what was caught; the speaker agrees with the wording or objects.

What the reader proposes stands for nothing until a person has settled it. Of two clerks who settle the same, the second
is told by whom and when it was settled; nothing is doubled.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from huiyin.core.values.refusals import HuiyinError
from huiyin.core.values.spans import Span
from huiyin.web.accounts.actors import Actor
from huiyin.web.accounts.models import Body, User
from huiyin.web.docket.selectors import shown
from huiyin.web.docket.services import telling
from huiyin.web.kit import acting, gates, points
from huiyin.web.meetings import live, models, permissions
from huiyin.web.meetings.services import held, rows

FIELDS = ("words", "kind", "body", "due_on", "participant", "answers")
WORDS_MOST = 4_000


@acting.act
def confirm(actor: Actor, uid: str, *, version: int | None = None, now: datetime) -> models.Found:
    """Confirm a proposal as it stands.

    Errors: `NOT_FOUND`; `NOT_ALLOWED`; `FOUND_SETTLED` when somebody was faster; `CHANGED_MEANWHILE` when its words were.
    """
    row = _proposal(actor, uid, version, "confirm")
    _settle(row, actor, now, state="confirmed")
    return row


@acting.act
def correct(
    actor: Actor, uid: str, *, version: int, fields: Mapping[str, Any], now: datetime
) -> models.Found:
    """Put a catch right: what it says, its kind, speaker, body, date, or the question it answers; also once it stands.

    Fields left out stay as they are. Other words than the speaker has seen are put before the speaker anew.

    Errors: `NOT_FOUND`; `NOT_ALLOWED`; `TEXT_EMPTY`; `FIELD_UNKNOWN`; `FOUND_SETTLED` for one that was rejected, or that
        another has settled since it was shown; `CHANGED_MEANWHILE`.
    """
    row = held.found(actor, uid)
    rows.by_office(actor, "correct")
    if row.state == "rejected" or (row.state != "proposed" and version != row.version):
        raise settled(row)
    changes = _checked(row, fields)
    if row.state == "proposed":
        _fresh(row, version)
        changed = any(getattr(row, name) != value for name, value in changes.items())
        _settle(row, actor, now, state="corrected" if changed else "confirmed", **changes)
        return row
    if changes.get("words", row.words) != row.words and row.speaker_says != "not_asked":
        changes |= {"speaker_says": "not_asked", "speaker_words": ""}
    if has_spot(row) and changes.get("kind", row.kind) != row.kind:
        raise HuiyinError("FOUND_IN_HAND")
    gates.save(row, version, **changes)
    spot_of(row, now)
    _written("found.amended", row, actor, now)
    return row


@acting.act
def reject(
    actor: Actor, uid: str, *, version: int | None = None, reason: str = "", now: datetime
) -> models.Found:
    """Leave a proposal out of the record; one that stood already only with a reason, and not once it is in hand.

    Errors: `NOT_FOUND`; `NOT_ALLOWED`; `FOUND_SETTLED`; `REASON_REQUIRED`; `FOUND_IN_HAND`; `CHANGED_MEANWHILE`.
    """
    row = held.found(actor, uid)
    if row.state not in models.STANDING or version not in (None, row.version):
        row = _proposal(actor, uid, version, "reject")
        _settle(row, actor, now, state="rejected", settled_how=reason[:300])
        return row
    rows.by_office(actor, "reject")
    if not reason.strip():
        raise HuiyinError("REASON_REQUIRED", act="reject")
    if row.proposal_id or has_spot(row):
        raise HuiyinError("FOUND_IN_HAND")
    changes = {"state": "rejected", "settled_how": reason[:300], "settled_at": now}
    changes |= {"speaker_says": "not_asked", "settled_by_id": actor.user_id}
    gates.save(row, row.version if version is None else version, **changes)
    _written("found.rejected", row, actor, now, reason=reason)
    return row


@acting.act
def add(
    actor: Actor, utterance_uid: str, *, edition: int, span: tuple[int, int], kind: str, now: datetime
) -> models.Found:  # fmt: skip
    """Add what the reader did not see: a stretch of an utterance, as it stood in the edition that was shown.

    Errors: `NOT_FOUND`; `NOT_ALLOWED`; `SPAN_OUTSIDE_TEXT`; `FIELD_UNKNOWN`; `CHANGED_MEANWHILE` when the utterance was
        corrected since; `FOUND_THERE` when the same stands already.
    """
    said = held.utterance(actor, utterance_uid)
    rows.by_office(actor, "add")
    if edition != said.edition:
        raise HuiyinError("CHANGED_MEANWHILE")
    if kind not in models.Found.Kind.values:
        raise HuiyinError("FIELD_UNKNOWN", field=kind)
    start, end = span
    quote = Span(start, end).cut(said.text)
    if not quote.strip():
        raise HuiyinError("TEXT_EMPTY")
    same = said.found.filter(edition=edition, start=start, end=end, kind=kind)
    if same.filter(state__in=models.STANDING).exists():
        raise HuiyinError("FOUND_THERE")
    body = said.participant.body if said.participant and kind in ("answer", "commitment") else None
    row = models.Found.objects.create(
        meeting=said.meeting, utterance=said, edition=edition, start=start, end=end, quote=quote, kind=kind, body=body,
        state="added", words=quote.strip()[:WORDS_MOST], participant=said.participant,
        score=1.0, found_at=now, settled_by_id=actor.user_id, settled_at=now,
    )  # fmt: skip
    for one in same.filter(state="proposed"):  # what was proposed of the same words is meant by it
        _settle(one, actor, now, state="rejected", settled_how=shown.say("caught.added_instead"))
    spot_of(row, now)
    _written("found.added", row, actor, now)
    return row


@acting.act
def say(actor: Actor, uid: str, *, agrees: bool, words: str = "", now: datetime) -> models.Found:
    """Let the speaker agree with the wording, or object to it and say what was meant.

    Errors: `NOT_FOUND`; `NOT_ALLOWED` for others; `REASON_REQUIRED` for an objection without words.
    """
    row = held.found(actor, uid)
    if not is_speaker(actor, row):
        raise HuiyinError("NOT_ALLOWED", act="say")
    if not agrees and not words.strip():
        raise HuiyinError("REASON_REQUIRED", act="object")
    says = "agrees" if agrees else "objects"
    if (row.speaker_says, row.speaker_words) == (says, words.strip()):
        return row
    gates.save(row, row.version, speaker_says=says, speaker_words=words.strip()[:WORDS_MOST])
    _written(f"found.{says}", row, actor, now)
    if not agrees:
        office = User.objects.filter(grants__role="clerk", grants__body=None).distinct()
        link = f"/found/{row.uid}/"
        params = {"title": row.meeting.title, "reason": row.speaker_words[:300]}
        telling.post(office, f"found:{row.pk}:objects:{row.version}", "found.objects", params, link=link, now=now)  # fmt: skip
    return row


def is_speaker(actor: Actor, row: models.Found) -> bool:
    """Tell whether an actor is who said it."""
    own = permissions.own_participant(actor, row.meeting)
    return own is not None and own.pk == row.participant_id and row.state in models.STANDING


def settled(row: models.Found) -> HuiyinError:
    """Say that somebody has settled it already: who, and when."""
    at = timezone.localtime(row.settled_at) if row.settled_at else None
    who = shown.user(row.settled_by) if row.settled_by else "?"
    return HuiyinError("FOUND_SETTLED", who=who, at=f"{at:%H:%M:%S}" if at else "?")


def _proposal(actor: Actor, uid: str, version: int | None, act: str) -> models.Found:
    row = held.found(actor, uid)
    rows.by_office(actor, act)
    if row.state != "proposed":
        raise settled(row)
    _fresh(row, version)
    return row


def _fresh(row: models.Found, version: int | None) -> None:
    if version is not None and version != row.version:
        raise HuiyinError("CHANGED_MEANWHILE")


def _settle(row: models.Found, actor: Actor, now: datetime, *, state: str, **changes: Any) -> None:
    changes |= {"state": state, "settled_by_id": actor.user_id, "settled_at": now}
    gates.save(row, row.version, **changes)
    points.reached("found.settled")
    if state in models.STANDING:
        spot_of(row, now)
    _written(f"found.{state}", row, actor, now)


def has_spot(row: models.Found) -> bool:
    """Tell whether an order of the room's hangs on it."""
    return models.SpotAssignment.objects.filter(found=row).exists()


def spot_of(row: models.Found, now: datetime) -> models.SpotAssignment | None:
    """See that an order which stands is owed: noted, and put right with it, until body, owner and date are made out."""
    spot = models.SpotAssignment.objects.filter(found=row).first()
    says = {"words": row.words, "body": row.body, "due_on": row.due_on}
    if spot is None and row.kind == "assignment":
        return models.SpotAssignment.objects.create(
            meeting=row.meeting, found=row, state="noted", given_at=now, **says
        )
    if spot is not None and spot.state == "noted":
        gates.save(spot, spot.version, **says)
    return spot


def _written(act: str, row: models.Found, actor: Actor, now: datetime, *, reason: str = "") -> None:
    spot = models.SpotAssignment.objects.filter(found=row, state="noted").first()
    touched = [row, spot] if spot is not None and row.state in models.STANDING else [row]
    held.write(act, row.meeting, actor, *touched, now=now, reason=reason, found=row.pk)
    if row.state in models.STANDING or act == "found.rejected":
        live.changed(row.meeting)
        if row.participant is not None:
            live.changed_for(row.participant)


def _checked(row: models.Found, fields: Mapping[str, Any]) -> dict[str, Any]:
    """Give the changes that fields ask for; a word for none ("") takes the speaker, the body or the date away."""
    if unknown := set(fields) - set(FIELDS):
        raise HuiyinError("FIELD_UNKNOWN", field=sorted(unknown)[0])
    changes: dict[str, Any] = {}
    if "words" in fields:
        said = str(fields["words"]).replace("\x00", "").strip()[:WORDS_MOST]
        if not said:
            raise HuiyinError("TEXT_EMPTY")
        changes["words"] = said
    if "kind" in fields:
        if fields["kind"] not in models.Found.Kind.values:
            raise HuiyinError("FIELD_UNKNOWN", field=str(fields["kind"]))
        changes["kind"] = fields["kind"]
    if "due_on" in fields:
        changes["due_on"] = fields["due_on"] if isinstance(fields["due_on"], date) else None
    for name, some in (
        ("body", Body.objects.filter(valid_to=None)),
        ("participant", row.meeting.participants.all()),
        ("answers", row.meeting.found.filter(kind="question").exclude(pk=row.pk)),
    ):
        if name in fields:
            changes[name] = _one_of(some, fields[name])
    return changes


def _one_of(some: Any, key: Any) -> Any:
    if not key:
        return None
    by = {"pk": key} if isinstance(key, int) else {"uid": key}
    found = some.filter(**by).first()
    if found is None:
        raise HuiyinError("NOT_FOUND")
    return found
