# SPDX-License-Identifier: Apache-2.0
"""Keying (日历地址): the secret address a calendar program fetches one's dates from; made, replaced and revoked by oneself."""

import hashlib
import secrets
from datetime import datetime

from django.utils import timezone

from huiyin.core.values.refusals import HuiyinError
from huiyin.web.accounts import actors
from huiyin.web.accounts.actors import Actor
from huiyin.web.commitments import models
from huiyin.web.kit import acting, ledger


def held(actor: Actor) -> models.CalendarKey | None:
    """Give one's own address, as far as it is known: when it was made and last used, never the secret."""
    return models.CalendarKey.objects.filter(user_id=actor.signed_in(), revoked_at=None).first()


@acting.act
def make(actor: Actor, *, now: datetime) -> str:
    """Make an address and give its secret, here and never again; one that stood before is revoked with it.

    Errors: `NOT_ALLOWED` for the public.
    """
    user_id = actor.signed_in()
    _revoke(user_id, actor, now)
    secret = secrets.token_urlsafe(32)
    row = models.CalendarKey.objects.create(user_id=user_id, digest=_digest(secret), made_at=now)
    _write("calendar.made", row, actor, now)
    return secret


@acting.act
def revoke(actor: Actor, *, now: datetime) -> None:
    """Revoke one's address at once.

    Errors: `NOT_FOUND` where there is none.
    """
    if not _revoke(actor.signed_in(), actor, now):
        raise HuiyinError("NOT_FOUND")


def bearer(secret: str, *, now: datetime) -> Actor:
    """Give whom an address belongs to, with the roles held at this moment.

    Errors: `NOT_FOUND` whether it is unknown, revoked, or its account is closed.
    """
    row = (
        models.CalendarKey.objects.select_related("user")
        .filter(digest=_digest(secret), revoked_at=None)
        .first()
    )
    if row is None or not row.user.is_active:
        raise HuiyinError("NOT_FOUND")
    today = timezone.localdate(now)
    if row.used_on != today:
        models.CalendarKey.objects.filter(pk=row.pk).update(used_on=today)
    return actors.of(row.user, on=today)


def _revoke(user_id: int, actor: Actor, now: datetime) -> bool:
    row = (
        models.CalendarKey.objects.select_for_update()
        .filter(user_id=user_id, revoked_at=None)
        .first()
    )
    if row is None:
        return False
    row.revoked_at = now
    row.save(update_fields=["revoked_at"])
    _write("calendar.revoked", row, actor, now)
    return True


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _write(act: str, row: models.CalendarKey, actor: Actor, now: datetime) -> None:
    entry = ledger.Entry(act=act, kind="calendar", object_id=row.pk, actor_id=actor.user_id)
    ledger.write(entry, at=now)
