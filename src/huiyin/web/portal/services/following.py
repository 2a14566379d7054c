# SPDX-License-Identifier: Apache-2.0
"""Following (订阅): anybody may follow a suggestion, a body or a session by mail, after the address was confirmed."""

import secrets
from datetime import datetime

from django.conf import settings
from django.db import IntegrityError, transaction

from huiyin.core.values.refusals import HuiyinError
from huiyin.web.kit import acting, incoming, sending, words
from huiyin.web.portal import models
from huiyin.web.portal.selectors import matters, places
from huiyin.web.portal.services import posting

MOST = 50  # things one address follows


def name_of(kind: str, ref: str) -> str:
    """Name what is followed, as the public may know it.

    Errors: `NOT_FOUND`; `FIELD_UNKNOWN` for a kind there is not.
    """
    if kind == "suggestion":
        return str(matters.one(ref).text)
    number = incoming.whole(ref) or 0
    if kind == "body":
        return places.body(number).name
    if kind == "session":
        row = places.session(number)
        return f"{row.term.number}-{row.number}"
    raise HuiyinError("FIELD_UNKNOWN", field="kind")


@acting.act
def follow(email: str, kind: str, ref: str, *, language: str, now: datetime) -> None:
    """Ask by mail whether an address wants to follow something; who follows already is written to no more.

    Errors: `EMAIL_INVALID`; `NOT_FOUND`; `FIELD_UNKNOWN`. Nothing tells whether the address follows already.
    """
    address = posting.email_of(email).lower()
    name = name_of(kind, ref)
    living = models.Following.objects.filter(email=address, ended_at=None)
    if living.filter(kind=kind, ref=ref).exists() or living.count() >= MOST:
        return
    token = secrets.token_urlsafe(32)
    try:
        with transaction.atomic():
            models.Following.objects.create(
                email=address,
                kind=kind,
                ref=ref,
                language=language,
                link_sha256=posting.hash_of(token),
                asked_at=now,
            )
    except IntegrityError:
        return
    lang = "en" if language.startswith("en") else "zh"
    link = f"{settings.SITE_URL}/public/following/{token}/"
    subject = words.say("public.mail_follow_subject", lang)
    body = words.say("public.mail_follow", lang, name=name[:120], link=link)
    sending.post(address, subject, body, now=now)


def by_token(token: str) -> models.Following:
    """Give what a mail's link stands for.

    Errors: `NOT_FOUND`.
    """
    found = models.Following.objects.filter(link_sha256=posting.hash_of(token)).first()
    if found is None:
        raise HuiyinError("NOT_FOUND")
    return found


@acting.act
def confirm(token: str, *, now: datetime) -> models.Following:
    """Begin to follow; once more does nothing.

    Errors: `NOT_FOUND`.
    """
    row = by_token(token)
    if row.confirmed_at is None and row.ended_at is None:
        models.Following.objects.filter(pk=row.pk).update(confirmed_at=now)
    row.refresh_from_db()
    return row


@acting.act
def end(token: str, *, now: datetime) -> models.Following:
    """Follow no longer.

    Errors: `NOT_FOUND`.
    """
    row = by_token(token)
    if row.ended_at is None:
        models.Following.objects.filter(pk=row.pk).update(ended_at=now)
    row.refresh_from_db()
    return row
