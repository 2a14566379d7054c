# SPDX-License-Identifier: Apache-2.0
"""The set-up: it opens instead of everything while the store is empty, and never again."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from huiyin.web.accounts.models import Body, Institution, Membership, Session, User
from huiyin.web.kit import ports
from huiyin.web.kit.models import LedgerEntry

GIVEN = {
    "name": "成洲市政协", "name_en": "Chengzhou CPPCC", "language": "zh", "pack": "cn-cppcc", "term": "6", "session": "5",
    "term_opens_on": "2022-01-01", "term_closes_on": "2026-12-31", "opens_on": "2026-02-25", "closes_on": "2026-03-06",
    "submission_opens_on": "2025-12-01", "submission_deadline_on": "2026-03-05",
    "accounts_admin_name": "方宁", "accounts_admin_user": "fang", "accounts_admin_password": "quiet-river-2026",
    "auditor_name": "顾平", "auditor_user": "gu", "auditor_password": "other-river-2026",
}  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/", "/people/", "/accounts/login/", "/nix"])
def test_every_page_leads_to_the_set_up_while_the_store_is_empty(client, path):
    assert client.get(path).headers["Location"] == "/setup/"
    assert "政协" in client.get("/setup/").content.decode()


@pytest.mark.django_db
def test_an_empty_store_is_set_up_and_the_page_closes(client):
    bodies = SimpleUploadedFile("b.csv", "名称,职责\n市水务局,供水、排水\n".encode())
    people = SimpleUploadedFile(
        "p.xlsx", ports.write_table([["姓名", "界别"], ["陈望舒", "教育界"]])
    )
    page = client.post("/setup/", GIVEN | {"bodies": bodies, "people": people})

    assert page.headers["Location"] == "/"
    assert client.get("/account/").status_code == 200
    session = Session.objects.get()
    assert (session.pack, str(session.submission_deadline)) == (
        "cn-cppcc",
        "2026-03-05 15:59:59+00:00",
    )
    assert {user.username: user.grants.get().role for user in User.objects.all()} == {
        "fang": "accounts_admin",
        "gu": "auditor",
    }
    assert (Body.objects.get().duties, Membership.objects.get().sector.name) == (
        ["供水", "排水"],
        "教育界",
    )
    assert [entry.act for entry in LedgerEntry.objects.all()] == [
        "institution.set_up",
        "bodies.imported",
        "people.imported",
    ]
    assert client.get("/setup/").headers["Location"] == "/"
    assert client.post("/setup/", GIVEN).headers["Location"] == "/"
    assert Institution.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"name": ""}, "required"),
        ({"accounts_admin_password": "12345"}, "PASSWORD_WEAK"),
        ({"closes_on": "2026-02-01"}, "DATES_REVERSED"),
        ({"auditor_user": "FANG"}, "USERNAME_TAKEN"),
        ({"auditor_password": ""}, "required"),
        ({"pack": "nix"}, "invalid_choice"),
        (
            {"bodies": SimpleUploadedFile("b.csv", "名称\n市水务局\n市水务局\n".encode())},
            "ROW_TWICE",
        ),
        ({"bodies": SimpleUploadedFile("b.pdf", b"x")}, "TYPE_UNSUPPORTED"),
    ],
)
def test_a_faulty_set_up_stores_nothing_and_keeps_what_was_typed(client, change, said):
    page = client.post("/setup/", GIVEN | change)
    text = page.content.decode()

    assert page.status_code == 422
    assert said in text
    assert 'value="Chengzhou CPPCC"' in text
    assert "quiet-river" not in text
    stored = [kind.objects.count() for kind in (Institution, User, Body)]
    assert stored == [0, 0, 0]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "far",
    [
        {"REMOTE_ADDR": "192.0.2.7"},
        {"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": "192.0.2.7"},
    ],
)
def test_another_machine_needs_the_key_that_lies_on_the_server(client, settings, tmp_path, far):
    settings.HOME = tmp_path
    assert client.get("/setup/", **far).status_code == 403
    assert client.post("/setup/", GIVEN, **far).status_code == 403
    assert client.post("/setup/demo", **far).status_code == 403
    assert not Institution.objects.exists()
    key = (tmp_path / "setup-key").read_text()

    assert client.get("/setup/?key=guess", **far).status_code == 403
    assert client.get(f"/setup/?key={key}", **far).status_code == 200
