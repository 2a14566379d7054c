# SPDX-License-Identifier: Apache-2.0
"""The rows an act begins from (取件): the paper, locked, and one of its sentences."""

from datetime import datetime
from typing import Any

from huiyin.core.values.refusals import HuiyinError
from huiyin.web.accounts.actors import Actor
from huiyin.web.docket import permissions as docket_rights
from huiyin.web.kit import gates, ledger
from huiyin.web.overviews import models, permissions


def overview(actor: Actor, uid: str, *, lock: bool = True) -> models.Overview:
    """Give an overview an actor may see.

    Errors: `NOT_FOUND`.
    """
    seen = docket_rights.visible(actor, models.Overview)
    return gates.get(models.Overview, seen, lock=lock, uid=uid)


def written(actor: Actor, uid: str, act: str) -> models.Overview:
    """Give an overview to those who write it, locked, in a state in which it may be written.

    Errors: `NOT_FOUND`; `NOT_ALLOWED`; `ILLEGAL_TRANSITION` for one that is out or withdrawn.
    """
    row = overview(actor, uid)
    permissions.ask_editor(actor, act)
    if row.state != models.Overview.State.DRAFT:
        raise HuiyinError("ILLEGAL_TRANSITION", act=act, state=row.state)
    return row


def line(row: models.Overview, pk: int, version: int) -> models.Line:
    """Give a sentence of a paper over the version that was read.

    Errors: `NOT_FOUND`; `CHANGED_MEANWHILE`.
    """
    found = row.lines.filter(pk=pk, dropped_at=None).first()
    if found is None:
        raise HuiyinError("NOT_FOUND")
    if version != found.version:
        raise HuiyinError("CHANGED_MEANWHILE")
    return found


def text_of(row: models.Overview) -> dict[str, Any]:
    """Give all a paper says, as its editions and its hash have it."""
    lines = list(row.lines.filter(dropped_at=None).order_by("order", "pk"))
    sources: dict[int, list[models.LineSource]] = {}
    for one in models.LineSource.objects.filter(line__in=lines, dropped_at=None).order_by("pk"):
        sources.setdefault(one.line_id, []).append(one)
    return {
        "title": row.title,
        "subtitle": row.subtitle,
        "as_of": row.as_of.isoformat(),
        "lines": [
            {
                "section": one.section, "paragraph": one.paragraph, "text": one.text, "owner": one.owner_id,
                "sources": [
                    {"kind": each.kind, "ref": each.ref, "quote": each.quote, "start": each.start, "end": each.end,
                     "says": each.says, "behind": each.behind}
                    for each in sources.get(one.pk, [])
                ],
            }
            for one in lines
        ],
    }  # fmt: skip


def note(
    row: models.Overview,
    act: str,
    *,
    actor: Actor,
    now: datetime,
    reason: str = "",
    after: dict[str, Any] | None = None,
    touched: tuple[Any, ...] = (),
    **changes: Any,
) -> None:
    """Save a paper with the hash of what it says by now, and write the act into the ledger."""
    was = {"state": row.state, "text": row.text_sha256}
    digest = models.hash_of(text_of(row))
    gates.save(row, row.version, text_sha256=digest, changed_at=now, **changes)
    entry = ledger.Entry(
        act=f"overview.{act}", kind="overview", object_id=row.pk, actor_id=actor.user_id, reason=reason, before=was,
        after={"state": row.state, "text": digest} | (after or {}), touched=[row, *touched],
    )  # fmt: skip
    ledger.write(entry, at=now)
