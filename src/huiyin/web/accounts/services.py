# SPDX-License-Identifier: Apache-2.0
"""Acts on accounts (账号、角色、委托): each in one transaction with its entry in the ledger."""

import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q

from huiyin.core.values.refusals import HuiyinError
from huiyin.web.accounts import names
from huiyin.web.accounts.actors import Actor
from huiyin.web.accounts.models import Body, Delegation, Person, Role, RoleGrant, User
from huiyin.web.kit import ledger, waking

BODY_ROLES = frozenset({Role.LIAISON, Role.HANDLER, Role.SIGNER})
ADMINISTRATORS = frozenset({Role.ACCOUNTS_ADMIN, Role.POLICY_ADMIN, Role.AUDITOR})
# Source: the separation of three administrators (三员分立) and of handling from signing; domain.md §8.


@dataclass(frozen=True, slots=True)
class Term:
    """From when to when something is given, both days counted; None is open."""

    starts_on: date | None = None
    ends_on: date | None = None

    def meets(self, other: "Term") -> bool:
        """Tell whether two terms share a day."""
        return (self.starts_on or date.min) <= (other.ends_on or date.max) and (
            other.starts_on or date.min
        ) <= (self.ends_on or date.max)


def _keeper(actor: Actor, act: str) -> None:
    if not (actor.system or actor.has(Role.ACCOUNTS_ADMIN)):
        raise HuiyinError("NOT_ALLOWED", act=act)


def _dated(term: Term) -> None:
    if term.starts_on and term.ends_on and term.ends_on < term.starts_on:
        raise HuiyinError("DATES_REVERSED")


@transaction.atomic
def grant_role(
    actor: Actor, user_id: int, role: str, body_id: int | None, term: Term, *, now: datetime
) -> RoleGrant:
    """Give a user a role for a time.

    Errors: `NOT_ALLOWED`, `DATES_REVERSED`, `ROLE_UNKNOWN`, `ROLE_FOR_ONESELF`, `ROLE_NEEDS_BODY`, `BODY_DISSOLVED`,
        `ROLE_HELD`, `ROLES_APART`, `ADMINISTRATORS_APART`.
    """
    _keeper(actor, "role.grant")
    _dated(term)
    if role not in Role.values:
        raise HuiyinError("ROLE_UNKNOWN", role=role)
    if actor.user_id == user_id:
        raise HuiyinError("ROLE_FOR_ONESELF")
    user = User.objects.select_for_update().filter(pk=user_id).first()
    body = Body.objects.filter(pk=body_id).first() if body_id and role in BODY_ROLES else None
    if user is None:
        raise HuiyinError("NOT_FOUND")
    if role in BODY_ROLES and body is None:
        raise HuiyinError("ROLE_NEEDS_BODY")
    if body and body.valid_to and body.valid_to < (term.starts_on or now.date()):
        raise HuiyinError("BODY_DISSOLVED", name=body.name)
    _apart(user, role, body, term)
    held = user.grants.filter(role=role, body=body).first()
    if held and (held.ends_on is None or held.ends_on >= now.date()):
        raise HuiyinError("ROLE_HELD")
    row = held or RoleGrant(user=user, role=role, body=body)
    row.starts_on, row.ends_on = term.starts_on, term.ends_on
    row.save()
    _write("role.granted", "grant", row.pk, actor, now, after=_said(row))
    waking.bump(f"{waking.ACCESS}:{row.user_id}")
    return row


def _apart(user: User, role: str, body: Body | None, term: Term) -> None:
    """Refuse a role that may not be in one hand with another held in the same time."""
    for other in user.grants.exclude(role=role):
        if not term.meets(Term(other.starts_on, other.ends_on)):
            continue
        if {role, other.role} == {Role.HANDLER, Role.SIGNER} and body and other.body_id == body.pk:
            raise HuiyinError("ROLES_APART", body=body.name)
        if role in ADMINISTRATORS and other.role in ADMINISTRATORS:
            raise HuiyinError("ADMINISTRATORS_APART")


@transaction.atomic
def revoke_role(actor: Actor, grant_id: int, *, now: datetime) -> None:
    """Take a role away: from this day on it is not in force.

    Errors: `NOT_ALLOWED`, `NOT_FOUND`, `ROLE_OVER`, `LAST_ADMINISTRATOR`.
    """
    _keeper(actor, "role.revoke")
    row = RoleGrant.objects.select_for_update().filter(pk=grant_id).first()
    if row is None:
        raise HuiyinError("NOT_FOUND")
    if row.ends_on and row.ends_on < now.date():
        raise HuiyinError("ROLE_OVER")
    if row.role == Role.ACCOUNTS_ADMIN and not _others(row, now.date()):
        raise HuiyinError("LAST_ADMINISTRATOR")
    before = _said(row)
    row.ends_on = now.date() - timedelta(days=1)
    if row.starts_on and row.starts_on > row.ends_on:
        row.starts_on = row.ends_on
    row.save(update_fields=["starts_on", "ends_on"])
    _write("role.revoked", "grant", row.pk, actor, now, before=before, after=_said(row))
    waking.bump(f"{waking.ACCESS}:{row.user_id}")


def _others(row: RoleGrant, on: date) -> bool:
    living = Q(ends_on=None) | Q(ends_on__gte=on)
    rest = RoleGrant.objects.filter(living, role=row.role, user__is_active=True)
    return rest.exclude(pk=row.pk).exists()


@transaction.atomic
def open_account(actor: Actor, person_id: int, username: str, *, now: datetime) -> tuple[User, str]:
    """Open an account for a person and give its first password, which is shown once.

    Errors: `NOT_ALLOWED`, `NOT_FOUND`, `ACCOUNT_OPEN`; those of `names.check`.
    """
    _keeper(actor, "account.open")
    person = Person.objects.select_for_update().filter(pk=person_id).first()
    if person is None:
        raise HuiyinError("NOT_FOUND")
    if User.objects.filter(person=person).exists():
        raise HuiyinError("ACCOUNT_OPEN")
    user = _new_user(username, person=person, email=person.email)
    password = _first_password(user)
    _write(
        "account.opened",
        "user",
        user.pk,
        actor,
        now,
        after={"username": username, "person": person.pk},
    )
    return user, password


@transaction.atomic
def renew_password(actor: Actor, user_id: int, *, now: datetime) -> str:
    """Give an account a new first password, which is shown once; the old one, all open sessions and all tokens end.

    Errors: `NOT_ALLOWED`, `NOT_FOUND`.
    """
    _keeper(actor, "account.renew")
    user = User.objects.select_for_update().filter(pk=user_id).first()
    if user is None:
        raise HuiyinError("NOT_FOUND")
    password = _first_password(user)
    user.tokens.filter(revoked_at=None).update(revoked_at=now)
    _write("account.renewed", "user", user.pk, actor, now)
    return password


def _new_user(username: str, *, person: Person | None, email: str = "", name: str = "") -> User:
    username = username.strip()
    names.check(username)
    return User(
        username=username,
        person=person,
        email=email,
        first_name=name or (person.name if person else ""),
    )


def _first_password(user: User) -> str:
    password = secrets.token_urlsafe(9)
    user.set_password(password)
    user.save()
    return password


@transaction.atomic
def delegate(
    actor: Actor, assistant: str, *, may_file: bool, term: Term, now: datetime
) -> Delegation:
    """Let an assistant draft for oneself, and file only where said.

    Errors: `NOT_ALLOWED` for one who is no member, `DATES_REVERSED`, `ASSISTANT_UNKNOWN`, `ASSISTANT_SELF`,
        `DELEGATED_ALREADY`.
    """
    if actor.person_id is None or not actor.has(Role.MEMBER):
        raise HuiyinError("NOT_ALLOWED", act="delegate")
    _dated(term)
    user = User.objects.filter(username__iexact=assistant.strip(), is_active=True).first()
    if user is None:
        raise HuiyinError("ASSISTANT_UNKNOWN", username=assistant)
    if user.pk == actor.user_id:
        raise HuiyinError("ASSISTANT_SELF")
    living = Q(ends_on=None) | Q(ends_on__gte=now.date())
    if Delegation.objects.filter(living, member_id=actor.person_id, assistant=user).exists():
        raise HuiyinError("DELEGATED_ALREADY")
    row = Delegation.objects.create(
        member_id=actor.person_id, assistant=user, may_file=may_file, starts_on=term.starts_on or now.date(),
        ends_on=term.ends_on,
    )  # fmt: skip
    after = {
        "assistant": user.pk,
        "may_file": may_file,
        "starts_on": row.starts_on.isoformat(),
        "ends_on": _day(row.ends_on),
    }
    _write("delegation.given", "delegation", row.pk, actor, now, after=after)
    waking.bump(f"{waking.ACCESS}:{user.pk}")
    return row


@transaction.atomic
def end_delegation(actor: Actor, delegation_id: int, *, now: datetime) -> None:
    """Take a delegation back from today on.

    Errors: `NOT_FOUND` for one that is not the actor's.
    """
    rows = Delegation.objects.select_for_update().filter(member_id=actor.person_id)
    row = rows.filter(pk=delegation_id).first() if actor.person_id else None
    if row is None:
        raise HuiyinError("NOT_FOUND")
    row.ends_on = now.date() - timedelta(days=1)
    row.starts_on = min(row.starts_on, row.ends_on)
    row.save(update_fields=["starts_on", "ends_on"])
    _write(
        "delegation.ended", "delegation", row.pk, actor, now, after={"ends_on": _day(row.ends_on)}
    )
    waking.bump(f"{waking.ACCESS}:{row.assistant_id}")


def _said(row: RoleGrant) -> dict[str, object]:
    return {
        "user": row.user_id,
        "role": row.role,
        "body": row.body_id,
        "starts_on": _day(row.starts_on),
        "ends_on": _day(row.ends_on),
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _write(
    act: str,
    kind: str,
    object_id: int,
    actor: Actor,
    now: datetime,
    *,
    before: dict[str, object] | None = None,
    after: dict[str, object] | None = None,
) -> None:
    entry = ledger.Entry(
        act=act,
        kind=kind,
        object_id=object_id,
        actor_id=actor.user_id,
        before=before or {},
        after=after or {},
    )
    ledger.write(entry, at=now)
