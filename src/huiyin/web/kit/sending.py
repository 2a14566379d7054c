# SPDX-License-Identifier: Apache-2.0
"""Sending (发信): the messages of the outbox leave after commit, one mail a person, each message at most once.

1. the waiting messages of a person are claimed by an update that only one sender can win;
2. each is put into words now, as its reader may see it now; what may not be seen any more is left out;
3. the mail goes out and the messages are marked as sent; where the server refused it, the claim is given back and it
   is tried again later, five times in all.
A crash between 2 and 3 leaves a claim that nobody takes again: that message is not sent twice, perhaps not at all; it is
counted by `uncertain` and the notice itself stands in the application in any case.

A mail to an address that is no user's is written whole (`post`) and leaves the same way, without 2.
"""

import secrets
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import F, QuerySet

from huiyin.web.kit import points, words
from huiyin.web.kit.models import Outbox

TRIES = 5
Line = Callable[..., str]


def send(line_for: Line, *, now: datetime) -> int:
    """Send what waits; gives how many mails left."""
    waiting = _waiting().filter(notice__isnull=False)
    users = waiting.order_by("notice__user_id").values_list("notice__user_id", flat=True)
    return sum(_to(user_id, line_for, now) for user_id in list(users.distinct())) + written(now=now)


def post(to: str, subject: str, body: str, *, now: datetime) -> None:
    """Let a mail leave for an address that is no user's: it stands with its act, and is tried as soon as the act does."""
    Outbox.objects.create(
        dedupe=f"letter:{secrets.token_hex(16)}", to=to, subject=subject[:200], body=body, at=now
    )
    transaction.on_commit(lambda: written(now=now), robust=True)


def written(*, now: datetime) -> int:
    """Send the mails that were written whole; gives how many left."""
    some = _waiting().filter(notice=None).order_by("pk")[:200]
    return sum(_as_written(row, now) for row in list(some))


def _waiting() -> QuerySet[Outbox]:
    return Outbox.objects.filter(sent_at=None, claimed_at=None, tries__lt=TRIES)


def _as_written(row: Outbox, now: datetime) -> bool:
    if not _waiting().filter(pk=row.pk).update(claimed_at=now):
        return False
    points.reached("outbox.claimed")
    mine = Outbox.objects.filter(pk=row.pk)
    try:
        EmailMessage(row.subject, row.body, to=[row.to]).send()
    except OSError as fault:
        mine.update(claimed_at=None, tries=F("tries") + 1, fault=str(fault)[:200])
        return False
    points.reached("outbox.sent")
    mine.update(sent_at=now, tries=F("tries") + 1, fault="", to="", body="")
    return True


def uncertain(*, now: datetime, minutes: int = 10) -> int:
    """Count the messages that were claimed and never marked: a sender died over them."""
    return Outbox.objects.filter(
        sent_at=None, claimed_at__lt=now - timedelta(minutes=minutes)
    ).count()


def _to(user_id: int, line_for: Line, now: datetime) -> bool:
    rows = _claim(user_id, now)
    if not rows:
        return False
    points.reached("outbox.claimed")
    user = get_user_model().objects.get(pk=user_id)
    lines = [line_for(user, row.notice, now=now) for row in rows]
    said = [line for line in lines if line]
    keys = [row.pk for row in rows]
    if not said or not user.email:
        Outbox.objects.filter(pk__in=keys).update(sent_at=now, fault="withheld")
        return False
    try:
        _mail(user, said).send()
    except OSError as fault:  # smtplib's refusals and all of the network's
        Outbox.objects.filter(pk__in=keys).update(
            claimed_at=None, tries=F("tries") + 1, fault=str(fault)[:200]
        )
        return False
    points.reached("outbox.sent")
    for row, line in zip(rows, lines, strict=True):
        outcome = "" if line else "withheld"
        Outbox.objects.filter(pk=row.pk).update(sent_at=now, tries=F("tries") + 1, fault=outcome)
    return True


def _claim(user_id: int, now: datetime) -> list[Outbox]:
    free = _waiting().filter(notice__user_id=user_id)
    return [
        row
        for row in free.select_related("notice").order_by("pk")[:100]
        if Outbox.objects.filter(pk=row.pk, claimed_at=None, sent_at=None).update(claimed_at=now)
    ]


def _mail(user: Any, lines: list[str]) -> EmailMessage:
    lang = "en" if user.language.startswith("en") else "zh"
    subject = words.say("mail.subject", lang, n=len(lines))
    body = "\n\n".join([words.say("mail.head", lang), *lines, words.say("mail.foot", lang)])
    return EmailMessage(subject, body, to=[user.email])
