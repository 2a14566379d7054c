# SPDX-License-Identifier: Apache-2.0
"""Roles, accounts and delegations: who may give what to whom, and the trace it leaves."""

import datetime as dt

import pytest

from huiyin.core.values.refusals import HuiyinError
from huiyin.web.accounts import actors, services
from huiyin.web.accounts.models import Person, RoleGrant, User
from huiyin.web.accounts.services import Term
from huiyin.web.kit.models import LedgerEntry

OPEN = Term()


@pytest.fixture
def admin(cast):
    return cast.actor("方", "accounts_admin")


@pytest.fixture
def wei(db):
    return User.objects.create(username="wei", first_name="魏")


def _grant(admin, user, role, now, body=None, term=OPEN):
    return services.grant_role(admin, user.pk, role, body.pk if body else None, term, now=now)


def test_a_role_is_given_and_written_into_the_ledger(cast, admin, wei, now):
    row = _grant(
        admin, wei, "liaison", now, cast.housing, Term(dt.date(2026, 3, 1), dt.date(2026, 12, 31))
    )

    assert ("liaison", cast.housing.pk) in actors.of(wei, on=dt.date(2026, 6, 1)).grants
    assert not actors.of(wei, on=dt.date(2027, 1, 1)).grants
    entry = LedgerEntry.objects.get(act="role.granted", object_id=row.pk)
    assert (entry.actor_id, entry.after["role"]) == (admin.user_id, "liaison")


def test_a_role_taken_away_is_gone_the_same_day(cast, admin, wei, now):
    row = _grant(admin, wei, "clerk", now, term=Term(now.date()))
    services.revoke_role(admin, row.pk, now=now)

    assert not actors.of(wei, on=now.date()).grants
    assert LedgerEntry.objects.filter(act="role.revoked").count() == 1
    again = _grant(admin, wei, "clerk", now)
    assert again.pk == row.pk


@pytest.mark.parametrize(
    ("role", "body", "term", "code"),
    [
        ("liaison", None, OPEN, "ROLE_NEEDS_BODY"),
        ("king", None, OPEN, "ROLE_UNKNOWN"),
        ("clerk", None, Term(dt.date(2026, 5, 1), dt.date(2026, 4, 1)), "DATES_REVERSED"),
        ("signer", "housing", OPEN, "ROLES_APART"),
        ("auditor", None, OPEN, "ADMINISTRATORS_APART"),
        ("handler", "housing", OPEN, "ROLE_HELD"),
    ],
)
def test_a_role_that_may_not_be_is_refused_by_name(  # noqa: PLR0917
    cast, admin, wei, now, role, body, term, code
):
    _grant(admin, wei, "handler", now, cast.housing)
    _grant(admin, wei, "policy_admin", now)

    with pytest.raises(HuiyinError, match=code):
        _grant(admin, wei, role, now, getattr(cast, body) if body else None, term)


@pytest.mark.parametrize(
    ("body", "term"), [("water", OPEN), ("housing", Term(dt.date(2027, 1, 1)))]
)
def test_handling_and_signing_meet_only_in_one_body_at_one_time(cast, admin, wei, now, body, term):
    _grant(admin, wei, "handler", now, cast.housing, Term(None, dt.date(2026, 12, 31)))

    assert _grant(admin, wei, "signer", now, getattr(cast, body), term).pk


@pytest.mark.parametrize("role", ["clerk", "member", "policy_admin", "auditor", "leader"])
def test_nobody_but_the_administrator_of_accounts_gives_roles(cast, wei, now, role):
    with pytest.raises(HuiyinError, match="NOT_ALLOWED"):
        _grant(cast.actor("某", role), wei, "clerk", now)
    assert not RoleGrant.objects.filter(user=wei).exists()


def test_nobody_gives_a_role_to_oneself_and_the_last_administrator_stays(admin, now):
    with pytest.raises(HuiyinError, match="ROLE_FOR_ONESELF"):
        services.grant_role(admin, admin.user_id, "clerk", None, OPEN, now=now)
    only = RoleGrant.objects.get(user_id=admin.user_id)
    with pytest.raises(HuiyinError, match="LAST_ADMINISTRATOR"):
        services.revoke_role(admin, only.pk, now=now)


def test_an_account_is_opened_once_with_a_first_password(admin, now):
    person = Person.objects.create(name="郭承宇", email="guo@chengzhou.example")
    user, password = services.open_account(admin, person.pk, "guo", now=now)

    assert user.check_password(password)
    assert password not in str(LedgerEntry.objects.get(act="account.opened").after)
    with pytest.raises(HuiyinError, match="ACCOUNT_OPEN"):
        services.open_account(admin, person.pk, "guo2", now=now)
    assert services.renew_password(admin, user.pk, now=now) != password


@pytest.mark.parametrize(
    ("username", "code"),
    [
        ("GUO", "USERNAME_TAKEN"), ("两个 字", "USERNAME_BAD"), ("", "USERNAME_BAD"), ("x" * 151, "USERNAME_BAD"),
        ("ɡuo", "NAME_CONFUSABLE"), ("guо", "NAME_CONFUSABLE"), ("ｇｕｏ", "NAME_CONFUSABLE"), ("GU0", "NAME_CONFUSABLE"),
    ],
)  # fmt: skip
def test_an_account_name_that_will_not_do_is_refused(admin, now, username, code):
    User.objects.create(username="guo")
    with pytest.raises(HuiyinError, match=code):
        services.open_account(admin, Person.objects.create(name="叶知秋").pk, username, now=now)


def test_an_assistant_drafts_and_files_only_where_said_until_it_is_taken_back(cast, wei, now):
    row = services.delegate(cast.chen, "wei", may_file=False, term=OPEN, now=now)
    helper = actors.of(wei, on=now.date())

    assert (cast.chen.person_id in helper.drafts_for, helper.files_for) == (True, frozenset())
    with pytest.raises(HuiyinError, match="DELEGATED_ALREADY"):
        services.delegate(cast.chen, "wei", may_file=True, term=OPEN, now=now)
    with pytest.raises(HuiyinError, match="NOT_FOUND"):
        services.end_delegation(cast.su, row.pk, now=now)
    services.end_delegation(cast.chen, row.pk, now=now)
    assert not actors.of(wei, on=now.date()).drafts_for
