# SPDX-License-Identifier: Apache-2.0
"""Tokens: shown once, kept as a hash, narrowed by scope, ended by time, by hand, with the account; and their page."""

import re

import pytest
from django.test import Client

from huiyin.core.values.refusals import HuiyinError
from huiyin.web.accounts import services, tokens
from huiyin.web.accounts.models import ApiToken, RoleGrant, User
from huiyin.web.kit.models import LedgerEntry
from web.docket import making
from web.docket.conftest import enter  # noqa: F401 - clients signed in to the pages

BACKEND = "django.contrib.auth.backends.ModelBackend"


def code(answer):
    return answer.status_code, answer.json()["code"]


@pytest.mark.parametrize(
    "header", ["", "Bearer", "Bearer x", "Bearer huiyin_nothing", "Basic YTpi", "Token {secret}", "Bearer {secret}x", "Bearer \x7f"]
)  # fmt: skip
def test_what_is_no_token_opens_nothing_and_never_counts_as_the_public(program, cast, header):
    secret = program(cast.chen).secret
    answer = program().get("/proposals", authorization=header.format(secret=secret))
    private = program().get("/me", authorization=header.format(secret=secret))

    assert code(private) == (401, "TOKEN_INVALID")
    assert private["www-authenticate"].startswith("Bearer")
    if header:
        assert code(answer) == (401, "TOKEN_INVALID")


def test_a_session_of_the_pages_is_no_way_in(program, cast, now):
    row = making.draft(cast.chen, cast.session, now)
    client = Client()
    client.force_login(User.objects.get(pk=cast.chen.user_id), BACKEND)

    assert client.get(f"/proposals/{row.uid}/").status_code == 200
    assert client.get(f"/api/v1/proposals/{row.uid}").status_code == 404
    assert client.get("/api/v1/me").status_code == 401


def test_no_page_stands_between_a_program_and_its_answer(program, cast):
    client = Client(
        enforce_csrf_checks=True, headers={"authorization": f"Bearer {program(cast.chen).secret}"}
    )
    client.cookies["csrftoken"] = "x" * 32
    draft = client.post(
        "/api/v1/proposals", {}, "application/json", headers={"idempotency-key": "a"}
    )

    assert draft.status_code == 201
    assert code(client.post("/api/v1/nothing", {})) == (404, "NOT_FOUND")
    assert code(client.put("/api/v1/proposals", {})) == (405, "METHOD_UNKNOWN")


def test_a_token_ends_by_time_by_hand_and_with_its_account(program, cast, clock):
    caller = program(cast.chen)
    assert caller.get("/me").json()["person"] == cast.chen.person_id
    clock.forward(days=31)
    assert code(caller.get("/me")) == (401, "TOKEN_INVALID")

    revoked = program(cast.chen)
    revoked.secret = tokens.make(cast.chen, "二", ["read"], 30, now=clock.now)[1]
    assert revoked.get("/me").status_code == 200
    tokens.revoke(cast.chen, ApiToken.objects.first().pk, now=clock.now)
    assert code(revoked.get("/me")) == (401, "TOKEN_INVALID")

    closed = program(cast.su)
    closed.secret = tokens.make(cast.su, "三", ["read"], 30, now=clock.now)[1]
    User.objects.filter(pk=cast.su.user_id).update(is_active=False)
    assert code(closed.get("/me")) == (401, "TOKEN_INVALID")


def test_a_new_first_password_ends_the_tokens_of_the_account(program, cast, now):
    caller = program(cast.chen)
    services.renew_password(cast.actor("方", "accounts_admin"), cast.chen.user_id, now=now)

    assert code(caller.get("/me")) == (401, "TOKEN_INVALID")


def test_a_role_taken_away_is_gone_at_the_next_call(program, cast, now):
    making.received(cast, now)
    caller = program(cast.clerk)
    assert len(caller.get("/proposals").json()["items"]) == 1
    RoleGrant.objects.filter(user_id=cast.clerk.user_id).delete()

    assert caller.get("/proposals").json()["items"] == []


def test_scopes_narrow_and_never_widen(program, cast, now):
    row = making.draft(cast.chen, cast.session, now)
    submit = f"/proposals/{row.uid}/submit"

    assert code(program(cast.chen, ["read"]).post(submit, {"version": row.version})) == (
        403,
        "TOKEN_SCOPE",
    )
    assert code(program(cast.chen, ["write"]).get("/me")) == (403, "TOKEN_SCOPE")
    assert program(cast.chen, ["write"]).post(submit, {"version": row.version}).status_code == 200
    assert code(program(cast.chen).post(f"/proposals/{row.uid}/decision", {"version": row.version + 1, "act": "examine_first"})) == (403, "NOT_ALLOWED")  # fmt: skip


def test_only_a_hash_is_kept_and_the_day_of_use(program, cast, now):
    caller = program(cast.chen)
    row = ApiToken.objects.get()
    assert row.used_on is None
    caller.get("/me")
    row.refresh_from_db()

    assert row.used_on == now.date()
    assert caller.secret not in str(ApiToken.objects.values().get())
    said = " ".join(str(one) for one in LedgerEntry.objects.values())
    assert caller.secret not in said
    assert row.digest not in said


def test_nobody_makes_what_there_is_not(cast, now):
    for given in (("", ["read"], 30), ("a", [], 30), ("a", ["all"], 30), ("a", ["read"], 10_000)):
        with pytest.raises(HuiyinError, match="FIELD_"):
            tokens.make(cast.chen, *given, now=now)
    with pytest.raises(HuiyinError, match="NOT_ALLOWED"):
        tokens.make(cast.public, "a", ["read"], 30, now=now)


@pytest.mark.parametrize("lang", ["zh-hans", "en"])
def test_the_page_makes_shows_once_and_revokes(enter, cast, lang):  # noqa: F811
    client = enter(cast.chen, lang)
    page = client.get("/account/tokens/")
    offered = re.findall(r'name="scopes" value="(\w+)"', page.content.decode())
    assert offered == ["read", "write"]

    asked = {"name": "外网同步", "scopes": ["read", "write"], "days": "30"}
    made = client.post("/account/tokens/", asked)
    secret = re.search(r"huiyin_[\w-]{43}", made.content.decode())[0]
    assert made["cache-control"] == "no-store"
    assert secret not in client.get("/account/tokens/").content.decode()
    called = Client().get("/api/v1/me", headers={"authorization": f"Bearer {secret}"})
    assert called.json()["person"] == cast.chen.person_id

    row = ApiToken.objects.get()
    assert enter(cast.su).post(f"/account/tokens/{row.pk}/revoke").status_code == 404
    assert client.post(f"/account/tokens/{row.pk}/revoke").status_code == 302
    assert (
        Client().get("/api/v1/me", headers={"authorization": f"Bearer {secret}"}).status_code == 401
    )
    assert "外网同步" not in client.get("/account/tokens/").content.decode()


def test_the_page_keeps_what_was_typed_and_says_what_is_missing(enter, cast):  # noqa: F811
    answer = enter(cast.chen).post("/account/tokens/", {"name": "办公系统", "days": "30"})

    assert answer.status_code == 422
    assert 'value="办公系统"' in answer.content.decode()
    assert not ApiToken.objects.exists()
    assert enter().get("/account/tokens/").status_code == 302
