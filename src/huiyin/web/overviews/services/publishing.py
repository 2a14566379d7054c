# SPDX-License-Identifier: Apache-2.0
"""Publishing (发布): an overview goes out only when every sentence has its proof; it is taken back with a reason."""

from datetime import datetime
from typing import Any

from huiyin.core.overview import supporting
from huiyin.core.values.refusals import HuiyinError
from huiyin.web.accounts.actors import Actor
from huiyin.web.kit import acting
from huiyin.web.overviews import models, permissions
from huiyin.web.overviews.selectors import standing
from huiyin.web.overviews.services import rows


def lacking(row: models.Overview, actor: Actor) -> dict[int, list[supporting.Fault]]:
    """Give what each sentence lacks now, those without a lack left out.

    Cost: a handful of queries.
    """
    lines = list(row.lines.filter(dropped_at=None))
    rested = standing.of(permissions.reader_of(row, actor), lines)
    found = {line.pk: standing.lacks(line, rested.get(line.pk, [])) for line in lines}
    return {pk: some for pk, some in found.items() if some}


@acting.act
def publish(actor: Actor, uid: str, *, version: int, now: datetime) -> models.Overview:
    """Let an overview go out, as an edition that never changes.

    Errors: `NOT_FOUND`; `NOT_ALLOWED`; `ILLEGAL_TRANSITION`; `CHANGED_MEANWHILE`; `TEXT_EMPTY` without a sentence;
        `SENTENCE_UNSUPPORTED` with how many sentences lack something.
    """
    row = rows.written(actor, uid, "publish")
    if not (actor.system or actor.has(*permissions.PUBLISHERS)):
        raise HuiyinError("NOT_ALLOWED", act="publish")
    if version != row.version:
        raise HuiyinError("CHANGED_MEANWHILE")
    if not row.lines.filter(dropped_at=None).exists():
        raise HuiyinError("TEXT_EMPTY")
    if lacks := lacking(row, actor):
        raise HuiyinError("SENTENCE_UNSUPPORTED", n=len(lacks))
    content = rows.text_of(row)
    edition = models.OverviewEdition.objects.create(
        overview=row, number=row.edition + 1, content=content, sha256=models.hash_of(content), at=now,
        by_id=actor.signed_in(),
    )  # fmt: skip
    row.lines.update(flags=[])
    rows.note(
        row, "publish", actor=actor, now=now, state="published", edition=edition.number,
        published_at=now, published_by_id=actor.user_id, touched=(edition,),
    )  # fmt: skip
    return row


@acting.act
def revise(actor: Actor, uid: str, *, reason: str, version: int, now: datetime) -> models.Overview:
    """Take an overview that is out back into writing, with the reason; its editions stay.

    Errors: `REASON_REQUIRED`; those of `withdraw`.
    """
    return _back(actor, uid, "revise", reason, version, now, state="draft")


@acting.act
def withdraw(
    actor: Actor, uid: str, *, reason: str, version: int, now: datetime
) -> models.Overview:
    """Take an overview back that is out, with the reason.

    Errors: `NOT_FOUND`; `NOT_ALLOWED`; `ILLEGAL_TRANSITION`; `CHANGED_MEANWHILE`; `REASON_REQUIRED`.
    """
    more = {"withdrawn_at": now, "withdrawn_reason": reason.strip()}
    return _back(actor, uid, "withdraw", reason, version, now, state="withdrawn", **more)


def _back(
    actor: Actor, uid: str, act: str, reason: str, version: int, now: datetime, **changes: Any
) -> models.Overview:
    row = rows.overview(actor, uid)
    if not (actor.system or actor.has(*permissions.PUBLISHERS)):
        raise HuiyinError("NOT_ALLOWED", act=act)
    if row.state != models.Overview.State.PUBLISHED:
        raise HuiyinError("ILLEGAL_TRANSITION", act=act, state=row.state)
    if version != row.version:
        raise HuiyinError("CHANGED_MEANWHILE")
    if not reason.strip():
        raise HuiyinError("REASON_REQUIRED", act=act)
    rows.note(row, act, actor=actor, now=now, reason=reason.strip(), **changes)
    return row
