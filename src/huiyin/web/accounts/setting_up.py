# SPDX-License-Identifier: Apache-2.0
"""Setting up (初始设定) an empty store: the institution, its term and session, its first administrators, its lists."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError
from django.db import transaction

from huiyin.core.values.refusals import HuiyinError
from huiyin.web.accounts import actors, imports, names
from huiyin.web.accounts.models import Institution, Role, RoleGrant, Session, Term, User
from huiyin.web.kit import ledger, ports


@dataclass(frozen=True, slots=True)
class FirstAccount:
    """One of the first administrators."""

    role: str
    username: str
    name: str
    password: str


@dataclass(frozen=True, slots=True)
class SetUp:
    """Everything a set-up needs."""

    name: str
    name_en: str
    pack: str
    language: str
    term: int
    term_opens_on: date
    term_closes_on: date
    session: int
    opens_on: date
    closes_on: date
    submission_opens_at: datetime
    submission_deadline: datetime
    accounts: Sequence[FirstAccount]
    lists: Mapping[str, Sequence[Mapping[str, Any]]] = field(default_factory=dict)


def is_empty() -> bool:
    """Tell whether nothing is set up yet.

    Cost: one query, two in an empty store.
    """
    return not (Institution.objects.exists() or User.objects.exists())


@transaction.atomic
def set_up(given: SetUp, *, now: datetime) -> User:
    """Set up an empty store; all of it or nothing.

    Errors: `ALREADY_SET_UP`, `DATES_REVERSED`, `PASSWORD_WEAK`, `ADMINISTRATORS_APART`, those of `names.check`.
    """
    if not is_empty():
        raise HuiyinError("ALREADY_SET_UP")
    pairs = ((given.term_opens_on, given.term_closes_on), (given.opens_on, given.closes_on))
    if (
        any(end < start for start, end in pairs)
        or given.submission_deadline <= given.submission_opens_at
    ):
        raise HuiyinError("DATES_REVERSED")
    pack = ports.pack(given.pack)
    institution = Institution.objects.create(
        name=given.name, name_en=given.name_en, pack=given.pack, language=given.language
    )
    term = Term.objects.create(
        number=given.term, opens_on=given.term_opens_on, closes_on=given.term_closes_on
    )
    Session.objects.create(
        term=term, number=given.session, opens_on=given.opens_on, closes_on=given.closes_on,
        submission_opens_at=given.submission_opens_at, submission_deadline=given.submission_deadline,
        pack=pack.id, pack_version=pack.version,
    )  # fmt: skip
    users = [_account(one, given.language) for one in given.accounts]
    after = {
        "name": given.name,
        "pack": pack.id,
        "pack_version": pack.version,
        "administrators": [user.pk for user in users],
    }
    entry = ledger.Entry(
        act="institution.set_up", kind="institution", object_id=institution.pk, after=after
    )
    ledger.write(entry, at=now)
    for kind in ("bodies", "people"):
        if given.lists.get(kind):
            imports.take(actors.SYSTEM, kind, given.lists[kind], now=now)
    return users[0]


def _account(one: FirstAccount, language: str) -> User:
    names.check(one.username)
    user = User(username=one.username, first_name=one.name, language=language)
    try:
        password_validation.validate_password(one.password, user)
    except ValidationError as fault:
        raise HuiyinError("PASSWORD_WEAK", reason=" ".join(fault.messages)) from fault
    user.set_password(one.password)
    user.save()
    RoleGrant.objects.create(user=user, role=Role(one.role))
    return user
