# SPDX-License-Identifier: Apache-2.0
"""Writing (填写): what the form of a draft holds, kept as one; files beside it, kept byte for byte under their hash."""

import hashlib
import re
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings

from huiyin.core.values.documents import Document
from huiyin.core.values.refusals import HuiyinError
from huiyin.web.accounts.actors import Actor
from huiyin.web.docket import models, permissions
from huiyin.web.docket.services import drafting
from huiyin.web.kit import acting, gates, ledger, ports

MEGABYTES, FILES_MOST, WISHES_MOST = 20, 10, 3
_OPENS = {
    "pdf": (b"%PDF", "application/pdf"), "docx": (b"PK", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "xlsx": (b"PK", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"), "png": (b"\x89PNG", "image/png"),
    "jpg": (b"\xff\xd8", "image/jpeg"), "jpeg": (b"\xff\xd8", "image/jpeg"), "txt": (b"", "text/plain"), "csv": (b"", "text/csv"),
}  # fmt: skip
_BAD_NAME = re.compile(r'[\x00-\x1f\x7f/\\:*?"<>|\u202a-\u202e\u2066-\u2069]+')


@acting.act
def keep(
    actor: Actor,
    uid: str,
    *,
    version: int,
    fields: dict[str, Any],
    asks: Sequence[drafting.Ask] | None,
    wished: Sequence[int] | None,
    now: datetime,
) -> models.Proposal:
    """Keep what the form of a draft holds: its parts, its suggestions, and the bodies the proposer wishes for.

    Errors: those of `drafting.save`.
    """
    row = drafting.save(actor, uid, version=version, fields=fields, asks=asks, now=now)
    if wished is not None:
        wanted = list(dict.fromkeys(wished))[:WISHES_MOST]
        mine = row.handlers.filter(standing="wished")
        if list(mine.order_by("pk").values_list("body_id", flat=True)) != wanted:
            mine.delete()
            models.Handler.objects.bulk_create(
                models.Handler(
                    proposal=row,
                    body_id=body,
                    role="lead",
                    standing="wished",
                    by_id=actor.user_id,
                    at=now,
                )
                for body in wanted
            )
    return row


def take_source(
    actor: Actor, uid: str, *, name: str, data: bytes | None, text: str, now: datetime
) -> models.Proposal:
    """Take a text a draft is to be split from, pasted or out of a file.

    Errors: those of the reader; `TEXT_EMPTY`; those of `drafting.attach_source`.
    """
    document = ports.read_document(name, data) if data is not None else pasted(text)
    if not document.text.strip():
        raise HuiyinError("TEXT_EMPTY")
    return drafting.attach_source(
        actor, uid, name=document.name[:200], text=document.text, sha256=document.sha256, now=now
    )


def pasted(text: str, name: str = "") -> Document:
    """Give pasted words as a document."""
    clean = text.replace("\r\n", "\n").replace("\x00", "")
    return Document(
        name or "粘贴文本", hashlib.sha256(clean.encode()).hexdigest(), "text/plain", clean
    )


@acting.act
def attach(actor: Actor, uid: str, *, name: str, data: bytes, now: datetime) -> models.Attachment:
    """Keep a file with a draft; the same bytes twice are one file.

    Errors: `NOT_FOUND`; `NOT_ALLOWED`; `FILED_TEXT_IS_FIXED`; `FILE_EMPTY`; `FILE_TOO_LARGE`; `TYPE_UNSUPPORTED`;
        `TYPE_MISMATCH` when the bytes are not what the name says.
    """
    row = _own(actor, uid)
    clean = _BAD_NAME.sub("_", name).strip(". ")[-180:] or "file"
    media_type = _check(clean, data)
    digest = hashlib.sha256(data).hexdigest()
    known = row.attachments.filter(sha256=digest).first()
    if known is not None:
        if known.dropped_at:
            known.dropped_at = None
            known.save(update_fields=["dropped_at"])
        return known
    if row.attachments.filter(dropped_at=None).count() >= FILES_MOST:
        raise HuiyinError("FILE_TOO_LARGE", limit_mb=MEGABYTES)
    made = models.Attachment.objects.create(
        proposal=row, name=clean, sha256=digest, size=len(data), media_type=media_type, stored=_store(digest, data),
        added_at=now,
    )  # fmt: skip
    _write(row, "proposal.attached", actor, now, {"file": digest, "name": clean})
    return made


@acting.act
def detach(actor: Actor, uid: str, pk: int, *, now: datetime) -> None:
    """Take a file off a draft; its bytes and its line in the ledger stay."""
    row = _own(actor, uid)
    found = row.attachments.filter(pk=pk, dropped_at=None).first()
    if found is None:
        raise HuiyinError("NOT_FOUND")
    found.dropped_at = now
    found.save(update_fields=["dropped_at"])
    _write(row, "proposal.detached", actor, now, {"file": found.sha256, "name": found.name})


def where(row: models.Attachment) -> Path:
    """Give the place of a file's bytes."""
    return Path(settings.FILES_ROOT) / row.stored


def _own(actor: Actor, uid: str) -> models.Proposal:
    seen = permissions.visible(actor, models.Proposal)
    row = gates.get(models.Proposal, seen, lock=True, uid=uid)
    if actor.person_id != row.proposer_id and row.proposer_id not in actor.drafts_for:
        raise HuiyinError("NOT_ALLOWED", act="attach")
    if row.state not in ("draft", "cosigning", "returned"):
        raise HuiyinError("FILED_TEXT_IS_FIXED")
    return row


def _check(name: str, data: bytes) -> str:
    if not data:
        raise HuiyinError("FILE_EMPTY")
    if len(data) > MEGABYTES * 1_000_000:
        raise HuiyinError("FILE_TOO_LARGE", limit_mb=MEGABYTES)
    suffix = name.rpartition(".")[2].lower()
    if suffix not in _OPENS:
        raise HuiyinError("TYPE_UNSUPPORTED", found=suffix, accepted=", ".join(sorted(_OPENS)))
    opens, media_type = _OPENS[suffix]
    if not data.startswith(opens):
        raise HuiyinError("TYPE_MISMATCH", name=name, found="?", expected=suffix)
    return media_type


def _store(digest: str, data: bytes) -> str:
    place = f"{digest[:2]}/{digest}"
    path = Path(settings.FILES_ROOT) / place
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        part = path.with_suffix(".part")
        part.write_bytes(data)
        part.replace(path)
    return place


def _write(
    row: models.Proposal, act: str, actor: Actor, now: datetime, after: dict[str, Any]
) -> None:
    entry = ledger.Entry(
        act=act, kind="proposal", object_id=row.pk, actor_id=actor.user_id, after=after
    )
    ledger.write(entry, at=now)
