# SPDX-License-Identifier: Apache-2.0
"""Papers (材料): of the office before the meeting; speeches in writing and questions of those invited."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings

from huiyin.core.values.refusals import HuiyinError
from huiyin.web.accounts.actors import Actor
from huiyin.web.docket import permissions as rights
from huiyin.web.docket.selectors import shown as names
from huiyin.web.kit import acting, files, gates
from huiyin.web.meetings import live, models, permissions
from huiyin.web.meetings.services import rows

TEXT_MOST = 20_000
_TAKEN = ("planned", "notified", "open", "suspended")


@dataclass(frozen=True, slots=True)
class Handed:
    """What is handed in: a text, or a file by its name and bytes, or both."""

    kind: str
    title: str
    text: str = ""
    name: str = ""
    data: bytes = b""
    item_uid: str = ""


@acting.act
def hand_in(actor: Actor, uid: str, handed: Handed, *, now: datetime) -> models.MeetingPaper:
    """Hand in a paper: materials by the office, a speech in writing or a question by who is invited.

    Errors: `NOT_FOUND`; `NOT_ALLOWED`; `ILLEGAL_TRANSITION`; `FIELD_EMPTY`; `FIELD_UNKNOWN`; `TEXT_EMPTY`;
        `TEXT_TOO_LONG`; `FILE_TOO_LARGE`; `TYPE_UNSUPPORTED`; `TYPE_MISMATCH`.
    """
    row = rows.meeting(actor, uid)
    rows.in_state(row, "hand_in", *_TAKEN)
    own = permissions.own_participant(actor, row)
    if handed.kind not in models.MeetingPaper.Kind.values:
        raise HuiyinError("FIELD_UNKNOWN", field=handed.kind[:20])
    if handed.kind == "material":
        rows.by_office(actor, "hand_in")
        own = None
    elif own is None:
        raise HuiyinError("NOT_ALLOWED", act="hand_in")
    if not handed.title:
        raise HuiyinError("FIELD_EMPTY", field=names.say("paper.title"))
    if not handed.text and not handed.data:
        raise HuiyinError("TEXT_EMPTY")
    if len(handed.text) > TEXT_MOST:
        raise HuiyinError("TEXT_TOO_LONG", limit=TEXT_MOST)
    item = row.agenda.filter(uid=handed.item_uid, dropped_at=None).first()
    content = handed.data or handed.text.encode()
    digest = hashlib.sha256(content).hexdigest()
    made = models.MeetingPaper(
        meeting=row, item=item, participant=own, kind=handed.kind, title=handed.title, text=handed.text,
        sha256=digest, handed_in_at=now,
    )  # fmt: skip
    if handed.data:
        file = files.take(handed.name, handed.data)
        made.name, made.media_type, made.size = file.name, file.media_type, file.size
        made.stored = files.keep(file)
    made.save()
    rows.write("paper.handed_in", row, actor, made, now=now, title=made.title, kind=made.kind)
    if own is not None:
        live.changed_for(own)
    return made


@acting.act
def drop(actor: Actor, paper_uid: str, *, reason: str, now: datetime) -> models.MeetingPaper:
    """Take a paper off: the office any, others their own before the meeting begins; it stays in the ledger.

    Errors: `NOT_FOUND`; `NOT_ALLOWED`; `REASON_REQUIRED`; `ILLEGAL_TRANSITION`.
    """
    found = paper(actor, paper_uid)
    row = rows.meeting(actor, found.meeting.uid)
    rows.in_state(row, "drop_paper", *_TAKEN)
    own = permissions.own_participant(actor, row)
    if own is None or found.participant_id != own.pk:
        rows.by_office(actor, "drop_paper")
    if not reason.strip():
        raise HuiyinError("REASON_REQUIRED", act="drop_paper")
    found.dropped_at = now
    found.save(update_fields=["dropped_at"])
    rows.write("paper.dropped", row, actor, now=now, reason=reason.strip(), title=found.title)
    return found


def paper(actor: Actor, uid: str) -> models.MeetingPaper:
    """Give a paper an actor may see that was not taken off.

    Errors: `NOT_FOUND`.
    """
    seen = rights.visible(actor, models.MeetingPaper)
    found = gates.get(models.MeetingPaper, seen, uid=uid)
    if found.dropped_at is not None:
        raise HuiyinError("NOT_FOUND")
    return found


def where(row: models.MeetingPaper) -> Path:
    """Give the place of a paper's bytes."""
    return Path(settings.FILES_ROOT) / row.stored
