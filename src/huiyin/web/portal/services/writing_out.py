# SPDX-License-Identifier: Apache-2.0
"""Writing out (寄送): who follows something is told when it stands otherwise than when they were told last, once.

1. what a follower would read now is put into words and hashed;
2. where the hash is another, it is saved over the one before by an update that only one can win; the winner lays the mail
   into the outbox in the same transaction, from where it leaves (`kit.sending`).
"""

import hashlib
from collections.abc import Iterator
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone, translation

from huiyin.core.values.refusals import HuiyinError
from huiyin.web.docket.selectors import handling
from huiyin.web.kit import incoming, sending, words
from huiyin.web.portal import models
from huiyin.web.portal.selectors import happenings, matters, places

LINES = 12


def send(*, now: datetime) -> int:
    """Tell the followers what is new; gives how many mails were written.

    Cost: a handful of queries for each thing followed.
    """
    living = models.Following.objects.filter(confirmed_at__isnull=False, ended_at=None)
    return sum(_tell(row, now) for row in living.order_by("pk").iterator(chunk_size=200))


def _tell(row: models.Following, now: datetime) -> bool:
    lang = "en" if row.language.startswith("en") else "zh"
    with translation.override("en" if lang == "en" else "zh-hans"):
        try:
            said = "\n".join(_news(row, now))
        except HuiyinError:
            return False  # not to be seen any more: nothing is told, and it may come back
    digest = hashlib.sha256(said.encode()).hexdigest()
    if digest == row.told:
        return False
    subject = words.say("public.mail_news_subject", lang)
    body = words.say("public.mail_news", lang, news=said, link=_link(row))
    with transaction.atomic():
        mine = models.Following.objects.filter(pk=row.pk, told=row.told, ended_at=None)
        won = mine.update(told=digest, told_at=now)
        if not won or not row.told:  # the first look is what they have just read
            return False
        sending.post(row.email, subject, body, now=now)
    return True


def _link(row: models.Following) -> str:
    place = {"suggestion": "suggestions", "body": "bodies", "session": "sessions"}[row.kind]
    return f"{settings.SITE_URL}/public/{place}/{row.ref}/"


def _news(row: models.Following, now: datetime) -> Iterator[str]:
    on = timezone.localdate(now)
    if row.kind == "suggestion":
        one = matters.one(row.ref)
        life = matters.life(one)
        yield one.text
        for happened in happenings.of(one, life.tasks, life.said, life.promised)[:LINES]:
            yield f"{timezone.localtime(happened.at):%Y-%m-%d} {happened.label}"
        return
    own = Q(proposal__session_id=incoming.whole(row.ref) or 0)
    if row.kind == "body":
        line = places.body(incoming.whole(row.ref) or 0)
        yield f"{line.name}: {line.answered}/{line.cases}"
        own = handling.held_by(line.body.pk)
    for one in matters.lines(matters.latest(own)[:LINES], on=on):
        yield f"{one.standing.label} · {one.text[:80]}"
