# SPDX-License-Identifier: Apache-2.0
"""The pages of accounts, rules and set-up: who is let in, what is kept, what is said."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from huiyin.web.accounts.models import (
    Body,
    Delegation,
    Institution,
    Person,
    RoleGrant,
    User,
)
from huiyin.web.kit import ports

PAGES = ("/account/", "/people/", "/bodies/", "/packs/", "/packs/cn-cppcc/", "/style/")
KEPT = {
    "/roles/": ("accounts_admin", "auditor"),
    "/import/": ("accounts_admin",),
    "/packs/new": ("policy_admin",),
    "/delegations/": ("member",),
}


@pytest.fixture
def sign_in(cast, client):
    Institution.objects.create(name="成洲市政协", name_en="Chengzhou CPPCC")

    def enter(role):
        actor = cast.member("叶") if role == "member" else cast.actor("某", role)
        client.force_login(User.objects.get(pk=actor.user_id))
        return actor

    return enter


@pytest.mark.parametrize("lang", ["zh-hans", "en"])
@pytest.mark.parametrize("path", PAGES)
def test_every_page_opens_in_both_languages_and_says_what_it_is_for(client, sign_in, path, lang):
    sign_in("accounts_admin")
    client.cookies["huiyin_language"] = lang
    page = client.get(path)

    assert page.status_code == 200
    text = page.content.decode()
    assert re.search(r'<p class="purpose">\s*\S', text) or path == "/account/"
    assert ('<html lang="en"' in text) == (lang == "en")
    assert "style=" not in text
    assert "onclick" not in text


@pytest.mark.parametrize("path", KEPT)
@pytest.mark.parametrize("role", ["accounts_admin", "policy_admin", "auditor", "clerk", "member"])
def test_a_page_of_a_role_opens_for_that_role_only(client, sign_in, path, role):
    sign_in(role)

    assert client.get(path).status_code == (200 if role in KEPT[path] else 403)


@pytest.mark.parametrize("path", [*KEPT, "/people/", "/account/"])
def test_a_stranger_is_asked_to_sign_in_and_comes_back(client, sign_in, path):
    page = client.get(path)

    assert (page.status_code, page.headers["Location"]) == (302, f"/accounts/login/?next={path}")


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/nix", 404),
        ("/people/999/", 404),
        ("/bodies/999/", 404),
        ("/packs/nix/", 422),
        ("/accounts/signup/", 404),
        ("/accounts/password/reset/", 404),
    ],
)
def test_what_is_not_there_is_said_in_the_look_of_the_house(client, sign_in, path, status):
    sign_in("clerk")
    page = client.get(path)

    assert page.status_code == status
    assert "huiyin.css" in page.content.decode()


def test_contacts_are_for_the_office_and_the_person(cast, client, sign_in):
    person = Person.objects.create(name="郭承宇", phone="555-0107", email="guo@chengzhou.example")
    sign_in("member")
    assert "555-0107" not in client.get(f"/people/{person.pk}/").content.decode()
    sign_in("clerk")
    assert "555-0107" in client.get(f"/people/{person.pk}/").content.decode()


def test_a_refused_grant_keeps_what_was_typed_with_the_code_beside_the_field(cast, client, sign_in):
    sign_in("accounts_admin")
    user = User.objects.create(username="wei")
    RoleGrant.objects.create(user=user, role="handler", body=cast.housing)
    page = client.post(
        "/roles/",
        {"user": "wei", "role": "signer", "body": cast.housing.pk, "starts_on": "2026-03-01"},
    )
    text = page.content.decode()

    assert page.status_code == 422
    assert "ROLES_APART" in text
    assert 'value="wei"' in text
    assert 'value="2026-03-01"' in text


def test_roles_are_given_and_taken_by_the_pages(cast, client, sign_in):
    sign_in("accounts_admin")
    User.objects.create(username="wei")
    assert client.post("/roles/", {"user": "wei", "role": "clerk"}).status_code == 302
    row = RoleGrant.objects.get(user__username="wei")
    assert client.post(f"/roles/{row.pk}/revoke").status_code == 302
    assert client.get(f"/roles/{row.pk}/revoke").status_code == 405
    assert "wei" not in client.get("/roles/").content.decode().split("<datalist")[0]


def test_a_list_is_previewed_then_taken(client, sign_in):
    sign_in("accounts_admin")
    file = SimpleUploadedFile(
        "单位.xlsx", ports.write_table([["名称", "职责"], ["市气象局", "预警发布"]])
    )
    page = client.post("/import/", {"kind": "bodies", "file": file})
    assert not Body.objects.filter(name="市气象局").exists()
    signed = re.search(r'name="rows" value="([^"]+)"', page.content.decode())[1]

    assert client.post("/import/", {"rows": signed + "x"}).status_code == 422
    assert client.post("/import/", {"rows": signed}).status_code == 302
    assert Body.objects.get(name="市气象局").duties == ["预警发布"]


def test_an_assistant_is_named_by_the_page(cast, client, sign_in):
    sign_in("member")
    User.objects.create(username="wei")
    refused = client.post("/delegations/", {"assistant": "nobody"})
    assert (refused.status_code, "ASSISTANT_UNKNOWN" in refused.content.decode()) == (422, True)
    client.post("/delegations/", {"assistant": "wei", "may_file": "on"})
    row = Delegation.objects.get()
    client.post(f"/delegations/{row.pk}/end")
    row.refresh_from_db()
    assert row.may_file
    assert row.ends_on < timezone.localdate()


def test_language_and_brightness_are_kept_and_no_foreign_address_is_followed(client, sign_in):
    page = client.post(
        "/display/", {"language": "en", "theme": "dark", "next": "https://else.example/"}
    )

    assert page.headers["Location"] == "/"
    assert '<html lang="en" data-theme="dark"' in client.get("/packs/").content.decode()


def test_the_password_is_locked_after_five_tries(client, sign_in, settings):
    user = User.objects.create(username="lin")
    user.set_password("not-this-one-2026")
    user.save()
    from django.core.cache import cache

    cache.clear()
    for _ in range(6):
        page = client.post("/accounts/login/", {"login": "lin", "password": "wrong"})
    right = client.post("/accounts/login/", {"login": "lin", "password": "not-this-one-2026"})

    assert right.status_code != 302
    assert page.status_code in (200, 429)
    cache.clear()


def test_a_session_that_ended_says_so(client, sign_in):
    client.cookies["sessionid"] = "gone"

    assert client.get("/accounts/login/").context["session_ended"]
