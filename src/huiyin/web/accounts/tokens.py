# SPDX-License-Identifier: Apache-2.0
"""Tokens (接口令牌): keys by which a program acts as a user: kept as a hash only, with scopes, for a time."""

import hashlib
import secrets
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from huiyin.core.values.refusals import HuiyinError
from huiyin.web.accounts.actors import Actor
from huiyin.web.accounts.models import ApiToken
from huiyin.web.kit import ledger

# A scope only narrows what the user may do; what that is stands in the rules pack and in permissions.
SCOPES = ("read", "write", "examine", "assign", "answer", "oversee")
DAYS = (7, 30, 90, 365)
_FOR = {
    "write": ("member", "convener"),
    "examine": ("clerk", "reviewer", "committee"),
    "assign": ("assigner", "committee", "leader"),
    "answer": ("liaison", "handler", "signer"),
    "oversee": ("oversight",),
}
_MARK = "huiyin_"


def scopes_of(actor: Actor) -> tuple[str, ...]:
    """Give the scopes that are of use to an actor: reading, and the work of the roles held."""
    helps = {"write"} if actor.drafts_for else set()
    return tuple(
        scope
        for scope in SCOPES
        if scope == "read" or scope in helps or actor.has(*_FOR.get(scope, ()))
    )


def list_tokens(actor: Actor) -> QuerySet[ApiToken]:
    """Give an actor's own tokens that are not revoked."""
    return ApiToken.objects.filter(user_id=actor.signed_in(), revoked_at=None)


@transaction.atomic
def make(
    actor: Actor, name: str, scopes: list[str], days: int, *, now: datetime
) -> tuple[ApiToken, str]:
    """Make a token for oneself; its secret is given here and never again.

    Errors: `NOT_ALLOWED` for the public; `FIELD_EMPTY`; `FIELD_UNKNOWN` for a scope or a time that is none.
    """
    user_id = actor.signed_in()
    if not name.strip() or not scopes:
        raise HuiyinError("FIELD_EMPTY", field="scopes" if name.strip() else "name")
    unknown = [scope for scope in scopes if scope not in SCOPES]
    if unknown or days not in DAYS:
        raise HuiyinError("FIELD_UNKNOWN", field=unknown[0] if unknown else str(days))
    secret = _MARK + secrets.token_urlsafe(32)
    row = ApiToken.objects.create(
        user_id=user_id, name=name.strip()[:80], digest=_digest(secret), made_at=now,
        scopes=[scope for scope in SCOPES if scope in scopes], expires_at=now + timedelta(days=days),
    )  # fmt: skip
    _write("token.made", row, actor, now, {"name": row.name, "scopes": row.scopes, "days": days})
    return row, secret


@transaction.atomic
def revoke(actor: Actor, token_id: int, *, now: datetime) -> None:
    """Revoke a token of one's own, at once.

    Errors: `NOT_FOUND` for one that is not the actor's.
    """
    row = list_tokens(actor).select_for_update().filter(pk=token_id).first()
    if row is None:
        raise HuiyinError("NOT_FOUND")
    row.revoked_at = now
    row.save(update_fields=["revoked_at"])
    _write("token.revoked", row, actor, now, {"name": row.name})


def bearer(secret: str, *, now: datetime) -> ApiToken:
    """Give the token a secret belongs to, with its user, and note the day of its use.

    Errors: `TOKEN_INVALID` whether it is unknown, over, revoked, or its account is closed.
    Cost: one query, and one more for the first use on a day.
    """
    rows = ApiToken.objects.select_related("user")
    row = rows.filter(digest=_digest(secret), revoked_at=None, expires_at__gt=now).first()
    if row is None or not row.user.is_active:
        raise HuiyinError("TOKEN_INVALID")
    today = timezone.localdate(now)
    if row.used_on != today:
        ApiToken.objects.filter(pk=row.pk).update(used_on=today)
    return row


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _write(act: str, row: ApiToken, actor: Actor, now: datetime, after: dict[str, object]) -> None:
    entry = ledger.Entry(
        act=act, kind="token", object_id=row.pk, actor_id=actor.user_id, after=after
    )
    ledger.write(entry, at=now)
