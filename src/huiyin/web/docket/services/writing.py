# SPDX-License-Identifier: Apache-2.0
"""Writing (填写): what the form of a draft holds, kept as one; files beside it, kept byte for byte under their hash."""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from huiyin.core.values.documents import Document
from huiyin.core.values.refusals import HuiyinError
from huiyin.web.accounts.actors import Actor
from huiyin.web.accounts.models import Person, Session
from huiyin.web.docket import models, permissions
from huiyin.web.docket.services import checking, drafting, turning
from huiyin.web.kit import acting, files, gates, ledger, ports

FILES_MOST, WISHES_MOST = 10, 3


@acting.act
def begin(
    actor: Actor,
    session: Session,
    *,
    behalf: Person | None,
    fields: dict[str, Any],
    asks: Sequence[drafting.Ask],
    wished: Sequence[int],
    now: datetime,
) -> models.Proposal:
    """Begin a draft with what is known of it already, as one act.

    Errors: those of `drafting.begin` and `keep`.
    """
    kind = fields.get("kind", "individual")
    row = drafting.begin(actor, session, now=now, kind=kind, behalf=behalf)
    return keep(
        actor, row.uid, version=row.version, fields=fields, asks=asks, wished=wished, now=now
    )


@acting.act
def submit(actor: Actor, uid: str, *, version: int, now: datetime) -> models.Proposal:
    """Hand a draft in whose form the pack lets pass.

    Errors: those of `checking.refuse` and `drafting.submit`.
    """
    seen = permissions.visible(actor, models.Proposal)
    row = gates.get(models.Proposal, seen, lock=True, uid=uid)
    asks = list(row.suggestions.filter(dropped_at=None).values_list("text", flat=True))
    parts = [row.facts, row.analysis]
    checking.refuse(
        checking.check(title=row.title, parts=parts, asks=asks, pack=turning.pack_of(row))
    )
    return drafting.submit(actor, uid, version=version, now=now)


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

    Errors: those of `drafting.save`; `FIELD_UNKNOWN` for a kind or category the pack does not know.
    """
    row = drafting.save(actor, uid, version=version, fields=fields, asks=asks, now=now)
    pack = turning.pack_of(row)
    if row.kind not in pack.kinds:
        raise HuiyinError("FIELD_UNKNOWN", field=row.kind)
    if row.category and row.category not in dict(pack.categories):
        raise HuiyinError("FIELD_UNKNOWN", field=row.category)
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
    file = files.take(name, data)
    known = row.attachments.filter(sha256=file.sha256).first()
    if known is not None:
        if known.dropped_at:
            known.dropped_at = None
            known.save(update_fields=["dropped_at"])
        return known
    if row.attachments.filter(dropped_at=None).count() >= FILES_MOST:
        raise HuiyinError("FILE_TOO_LARGE", limit_mb=files.MEGABYTES)
    made = models.Attachment.objects.create(
        proposal=row, name=file.name, sha256=file.sha256, size=file.size, media_type=file.media_type,
        stored=files.keep(file), added_at=now,
    )  # fmt: skip
    _write(row, "proposal.attached", actor, now, {"file": file.sha256, "name": file.name})
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
    return files.where(row.stored)


def _own(actor: Actor, uid: str) -> models.Proposal:
    seen = permissions.visible(actor, models.Proposal)
    row = gates.get(models.Proposal, seen, lock=True, uid=uid)
    if actor.person_id != row.proposer_id and row.proposer_id not in actor.drafts_for:
        raise HuiyinError("NOT_ALLOWED", act="attach")
    if row.state not in ("draft", "cosigning", "returned"):
        raise HuiyinError("FILED_TEXT_IS_FIXED")
    return row


def _write(
    row: models.Proposal, act: str, actor: Actor, now: datetime, after: dict[str, Any]
) -> None:
    entry = ledger.Entry(
        act=act, kind="proposal", object_id=row.pk, actor_id=actor.user_id, after=after
    )
    ledger.write(entry, at=now)
