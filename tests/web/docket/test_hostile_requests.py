# SPDX-License-Identifier: Apache-2.0
"""Requests that no page of ours sends: each is refused by name or read as plain words, and nothing breaks."""

import pytest
from making import assigned, draft, filed, received

from huiyin.web.accounts.models import Body, Person
from huiyin.web.docket import models
from huiyin.web.docket.services import assigning

BAD = {  # C23, C24, C25, C28
    "TEXT_CONTROL_CHAR": "水管\x00老化",
    "TEXT_BIDI_CONTROL": "不\u202e批准",
    "TEXT_TOO_DENSE": "a" + "\u0301" * 5_000,
}
MARKUP = '"><svg onload=a(1)>'


def form(row, **more):
    return {
        "version": row.version, "title": "题目", "kind": "individual", "category": "social", "facts": "情况",
        "analysis": "", "disclosure": "yes", "ask": ["一"], "do": "save",
    } | more  # fmt: skip


@pytest.mark.parametrize(("code", "text"), BAD.items())
@pytest.mark.parametrize("field", ["title", "facts", "ask", "ask_addressee"])
def test_a_text_that_must_not_be_kept_is_refused_on_both_databases(
    enter, cast, now, field, code, text
):
    row = draft(cast.chen, cast.session, now)
    answer = enter(cast.chen).post(f"/proposals/{row.uid}/autosave", form(row, **{field: text}))

    assert answer.status_code == 422
    assert code in answer.content.decode()
    row.refresh_from_db()
    assert row.version == 2


def test_what_stood_in_a_refused_form_is_shown_to_be_taken_back(enter, cast, now):
    row = draft(cast.chen, cast.session, now)
    page = enter(cast.chen).post(
        f"/proposals/{row.uid}/edit", form(row, facts="写了很久的一段\x00话", analysis="另一段")
    )

    assert page.status_code == 422
    assert "写了很久的一段�话" in page.content.decode()
    assert "另一段" in page.content.decode()


def test_bytes_that_are_no_text_are_not_saved_as_half_a_character(enter, cast, now):
    row = draft(cast.chen, cast.session, now)
    enter(cast.chen).post(
        f"/proposals/{row.uid}/autosave", f"version={row.version}&title=x&kind=individual&disclosure=yes&facts=%ED%A0%80",
        content_type="application/x-www-form-urlencoded",
    )  # fmt: skip

    row.refresh_from_db()
    assert not any("\ud800" <= letter <= "\udfff" for letter in row.facts)


@pytest.mark.parametrize("text", BAD.values())
def test_a_reason_is_a_text_too(enter, cast, now, text):
    task = assigned(cast, now).assignments.get()
    assigning.sign_for(cast.wang, task.uid, now=now)
    answer = enter(cast.wang).post(
        f"/assignments/{task.uid}/object", {"code": "O02", "body": cast.water.pk, "words": text}
    )

    assert answer.status_code == 422
    task.refresh_from_db()
    assert task.state == "received"


@pytest.mark.parametrize(
    "name", ["-1", "9223372036854775808", "1e3", "١٢", "²", "0x1", "1" * 5_000, "%00"]
)
@pytest.mark.parametrize("address", ["/people/{}/", "/bodies/{}/", "/attachments/{}/", "/clocks/{}/letter",
                                     "/proposals/{}/", "/cases/{}/", "/assignments/{}/"])  # fmt: skip
def test_an_id_that_is_none_is_not_found(enter, cast, address, name):  # C37
    assert enter(cast.clerk).get(address.format(name)).status_code in (403, 404, 422)


@pytest.mark.parametrize("query", [
    "page=1000000000", "page=9223372036854775808", "page=" + "9" * 5_000, "page=-1", "page=²", "page=١٢",
    "sort=proposer__user__password", "sort=title);DROP TABLE x", "state=' OR 1=1 --", "session=9223372036854775808",
    "session=²", "q=%25_%25_%25", "q=%22", "q=AND+NOT+*", "q=NEAR(a,b)", "q=';select+pg_sleep(5)--", "kind=a&kind=b",
])  # fmt: skip
@pytest.mark.parametrize("address", ["/proposals/", "/search/", "/people/", "/examination/"])
def test_a_query_nobody_offered_is_plain_words_or_refused(
    enter, cast, now, address, query
):  # C40, C47
    filed(cast, now)
    answer = enter(cast.clerk).get(f"{address}?{query}")

    assert answer.status_code in (200, 422)


@pytest.mark.parametrize("chosen", ["9223372036854775808", "-1", "²", "x", "9" * 5_000])
def test_a_body_that_is_none_is_refused(enter, cast, now, chosen):
    row = filed(cast, now)
    answer = enter(cast.assigner).post(
        f"/cases/{row.case.uid}/assign", {"body-0": chosen, "role-0": "sole", "do": "issue"}
    )
    assert answer.status_code in (200, 409, 422)
    assert not models.Assignment.objects.exists()
    own = draft(cast.chen, cast.session, now)
    answer = enter(cast.chen).post(
        f"/proposals/{own.uid}/edit", form(own, wish=chosen, version=chosen)
    )
    assert answer.status_code < 500


def test_markup_in_every_name_is_shown_as_it_is(enter, cast, now):  # C20
    Body.objects.filter(pk=cast.housing.pk).update(name=MARKUP)
    Person.objects.filter(pk=cast.chen.person_id).update(name=MARKUP)
    case = assigned(cast, now, title=MARKUP, asks=[MARKUP])
    row, task = case.proposals.get(), case.assignments.get()
    client = enter(cast.clerk)
    for address in (
        "/", "/proposals/", f"/proposals/{row.uid}/", f"/cases/{case.uid}/", f"/assignments/{task.uid}/", "/people/",
        "/bodies/", f"/search/?q={MARKUP}", "/examination/", f"/proposals/{row.uid}/editions/1",
    ):  # fmt: skip
        page = client.get(address).content.decode()
        assert "<svg onload" not in page, address


@pytest.mark.parametrize("to", ["javascript:alert(1)", "//evil.example", "\\\\evil.example", "https://evil.example",
                                "java\tscript:alert(1)", "data:text/html,x"])  # fmt: skip
def test_no_foreign_address_is_followed(enter, cast, to):  # C21
    client = enter(cast.clerk)
    for address in ("/display/", "/accounts/login/"):
        answer = client.post(address, {"language": "zh-hans", "next": to})
        assert answer.headers.get("Location", "/")[:1] == "/"
        assert not answer.headers.get("Location", "/").startswith(("//", "/\\"))


def test_a_wrong_method_a_foreign_origin_and_a_foreign_host_are_refused(
    enter, cast, now
):  # C45, C46
    row = received(cast, now)
    client = enter(cast.clerk)
    assert client.get("/examination/batch").status_code == 405
    assert client.get("/proposals/", headers={"host": "evil.example"}).status_code == 400
    assert client.put(f"/proposals/{row.uid}/").status_code in (200, 405)
    strict = enter(cast.clerk)
    strict.handler.enforce_csrf_checks = True
    answer = strict.post("/examination/batch", {}, headers={"origin": "https://evil.example"})
    assert answer.status_code == 403


def test_too_many_fields_and_too_long_a_body_are_refused(enter, cast, now):  # C41, C42
    row = draft(cast.chen, cast.session, now)
    client = enter(cast.chen)
    many = {f"x{n}": "1" for n in range(3_000)}
    assert client.post(f"/proposals/{row.uid}/autosave", many).status_code in (400, 413)
    kind = "application/x-www-form-urlencoded"
    long = client.post(
        f"/proposals/{row.uid}/autosave", "facts=" + "x" * 6_000_000, content_type=kind
    )
    assert long.status_code in (400, 413)


def test_the_same_title_in_kangxi_radicals_keeps_its_bytes(enter, cast, now):  # C27
    title = "绿⾊出行与葛\U000e0100城\U00020bb7"
    row = draft(cast.chen, cast.session, now)
    enter(cast.chen).post(f"/proposals/{row.uid}/edit", form(row, title=title))
    row.refresh_from_db()
    assert row.title == title
