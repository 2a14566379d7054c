# SPDX-License-Identifier: Apache-2.0
"""Answers suggestion by suggestion (逐条回音), as an actor may read them: for rooms that tell what was answered."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from huiyin.web.accounts.actors import Actor
from huiyin.web.accounts.models import Body
from huiyin.web.docket import permissions as docket_rights
from huiyin.web.replies import models
from huiyin.web.replies.selectors import replies
from huiyin.web.replies.services import publishing


@dataclass(frozen=True, slots=True)
class Said:
    """An answer that has left, in the round that stands.

    Attributes:
        text: as the actor may read it: personal data covered where it is read because it was released.
    """

    uid: str
    suggestion_id: int
    reply_uid: str
    body: Body
    disposition: str
    text: str
    issued_at: datetime


def of(actor: Actor, suggestions: Iterable[int]) -> dict[int, list[Said]]:
    """Give the answers to some suggestions, by suggestion, the earliest first; superseded rounds are left out.

    Cost: one query where nothing was answered, else three.
    """
    written = models.Answer.objects.filter(suggestion_id__in=list(suggestions))
    keys = list(written.order_by().values_list("pk", flat=True))
    found: dict[int, list[Said]] = {}
    if not keys:
        return found
    for one in _said(actor, _rows(actor).filter(pk__in=keys)):
        found.setdefault(one.suggestion_id, []).append(one)
    return found


def by_uid(actor: Actor, uids: Iterable[str]) -> dict[str, Said]:
    """Give the answers some uids name, where they stand and may be read.

    Cost: two queries.
    """
    return {one.uid: one for one in _said(actor, _rows(actor).filter(uid__in=list(uids)))}


def _rows(actor: Actor) -> QuerySet[models.Answer]:
    seen = docket_rights.visible(actor, models.Answer)
    rows = models.Answer.objects.filter(seen, reply__state__in=("issued", "received"))
    return rows.exclude(text="").select_related("reply__assignment__body").order_by("pk")


def _said(actor: Actor, rows: QuerySet[models.Answer]) -> Iterator[Said]:
    some = list(rows.distinct())
    covered = [one.reply for one in some if one.reply.covered]
    outside = {one.pk for one in covered if replies.is_outsider(actor, one)}
    for one in some:
        cover = one.reply.covered if one.reply_id in outside else []
        assert one.reply.issued_at is not None
        yield Said(
            one.uid, one.suggestion_id, one.reply.uid, one.reply.assignment.body, one.disposition,
            publishing.covered(one.text, cover), one.reply.issued_at,
        )  # fmt: skip
