# SPDX-License-Identifier: Apache-2.0
"""OParl 1.1 of the demo city: every object and list against the typed description; nothing that is not released."""

import datetime as dt
import json
from urllib.parse import quote

import pytest
from django.test import Client

from huiyin.web.accounts.models import Body, Person, Session
from huiyin.web.docket.models import Attachment, Proposal
from huiyin.web.meetings.models import AgendaItem, Meeting
from huiyin.web.opendata.models import Published
from huiyin.web.opendata.oparl import making, register
from web.opendata import oparl11

ROOT = "/oparl/v1.1/"
LISTS = [kind for kind in making.KINDS if kind != "System"]
DAY = dt.timedelta(days=1)


@pytest.fixture(scope="module")
def city(django_db_setup, django_db_blocker, city_file, tmp_path_factory):
    """The city, brought in and published once for this file."""
    from django.conf import settings
    from django.db import transaction

    from huiyin.web.opendata.whole import restoring
    from web.opendata import conftest

    folder = tmp_path_factory.mktemp("published")
    kept = {name: getattr(settings, name) for name in conftest.PLACES}
    conftest.move_to(settings, folder)
    with django_db_blocker.unblock():
        try:
            with transaction.atomic():
                restoring.bring_in(city_file)
                _sitting(conftest.CITY_NOW)
                register.whole(now=conftest.CITY_NOW)
                yield folder, conftest.CITY_NOW
                raise conftest._Undone
        except conftest._Undone:
            pass
    for name, value in kept.items():
        setattr(settings, name, value)


def _sitting(now):
    """An open meeting with two points, one that is closed to the public, and one that is planned."""
    common = {
        "session": Session.objects.first(),
        "kind": "consultation",
        "pack": "cn-cppcc",
        "pack_version": "2026.1",
    }
    common |= {"starts_at": now, "created_at": now, "topic": "停车"}
    row = Meeting.objects.create(
        title="停车专题协商会", place="市民中心一楼", state="notified", is_public=True, **common
    )  # fmt: skip
    for order, title in enumerate(("情况通报", "协商发言"), start=1):
        AgendaItem.objects.create(
            meeting=row, order=order, title=title, topic="停车", body=Body.objects.first()
        )
    AgendaItem.objects.create(meeting=row, order=3, title="撤下的一项", dropped_at=now)
    Meeting.objects.create(title="不公开的协商会", state="notified", is_public=False, **common)
    Meeting.objects.create(title="未通知的协商会", state="planned", is_public=True, **common)


@pytest.fixture
def published(city, db, settings):
    from web.opendata import conftest

    conftest.move_to(settings, city[0])
    return city[1]


def got(address, status=200):
    answer = Client().get(address)
    assert answer.status_code == status, answer.content
    assert answer["Access-Control-Allow-Origin"] == "*"
    return answer.json()


def walk(kind, query=""):
    """Give all objects of a list, page after page, each page checked."""
    address, found = f"{ROOT}{kind.lower()}/{query}", []
    while address:
        page = got(address)
        assert oparl11.list_faults(page, kind, address) == []
        found += page["data"]
        address = page["links"].get("next", "").replace("http://testserver", "")
    return found


def test_every_object_of_the_city_is_as_the_specification_asks(published):
    system = got(ROOT)
    assert oparl11.faults(system, "System") == []
    objects = {kind: walk(kind) for kind in LISTS}
    counted = {kind: len(some) for kind, some in objects.items()}
    assert counted["Paper"] > 100
    assert all(counted.values())
    assert counted["AgendaItem"] >= counted["Meeting"] >= counted["Location"]
    known = {one["id"] for some in objects.values() for one in some}
    for some in objects.values():
        for one in some[:: max(1, len(some) // 12)]:
            alone = got(one["id"].replace("http://testserver", ""))
            assert alone == one
    said = json.dumps(list(objects.values()))
    for address in {one for one in said.split('"') if "/oparl/v1.1/" in one}:
        if address.count("/") > 6 or address.endswith("/"):
            continue
        assert address in known, address


def test_a_spoiled_object_is_caught(published):
    made = caught = 0
    missed = []
    for kind in LISTS:
        for one in walk(kind)[:6]:
            for what, spoiled in oparl11.mutants(one):
                made += 1
                if oparl11.faults(spoiled, kind):
                    caught += 1
                else:
                    missed.append(f"{kind} {what}")
    assert made > 1_500
    assert caught / made >= 0.95, sorted(set(missed))


def test_only_what_is_released_is_there(published):
    shown = {one["web"].split("/")[-2] for one in walk("Paper") if "/paper/p-" in one["id"]}
    released = set(
        Proposal.objects.filter(state__in=["in_hand", "replied", "filed", "merged"], disclosure="yes").values_list("uid", flat=True)
    )  # fmt: skip
    assert shown == released
    assert len(released) < Proposal.objects.count()


def test_how_a_person_is_reached_stands_nowhere(published):
    everything = json.dumps([walk(kind) for kind in LISTS], ensure_ascii=False)
    for phone, email, employer in Person.objects.values_list("phone", "email", "employer"):
        assert not phone or phone not in everything
        assert not email or email not in everything
        assert (
            not employer
            or f'"{employer}"' not in everything
            or Body.objects.filter(name=employer).exists()
        )


def test_who_asked_for_it_to_be_kept_back_is_not_named(published):
    row = Proposal.objects.filter(state="in_hand", disclosure="yes", masked=False).first()
    address = f"{ROOT}paper/p-{row.uid}"
    assert got(address)["originatorPerson"]
    Proposal.objects.filter(pk=row.pk).update(masked=True, collective="第三小组")
    said = got(address)
    assert "originatorPerson" not in said
    assert "第三小组" not in json.dumps(said, ensure_ascii=False)


def test_what_is_closed_is_gone_at_once_and_told_to_whoever_follows(published):
    row = Proposal.objects.filter(state="in_hand", disclosure="yes").first()
    address = f"{ROOT}paper/p-{row.uid}"
    before = got(address)
    Proposal.objects.filter(pk=row.pk).update(disclosure="no", disclosure_reason="个人隐私")
    at_once = got(address)
    assert at_once["deleted"] is True
    assert oparl11.faults(at_once, "Paper") == []
    assert row.title not in str(
        [Client().get(f"{ROOT}{kind}/").json() for kind in ("paper", "file", "consultation")]
    )
    register.compare([f"proposal:{row.pk}"], now=published + DAY)
    gone = got(address)
    assert gone == {
        "id": before["id"], "type": before["type"], "created": before["created"], "deleted": True,
        "modified": making.moment(published + DAY),
    }  # fmt: skip
    assert before["id"] not in {one["id"] for one in walk("Paper")}
    since = walk("Paper", f"?modified_since={quote(making.moment(published + DAY / 2))}")
    assert {one["id"] for one in since if one.get("deleted")} >= {before["id"]}
    assert all("deleted" in one for one in since)


def test_what_comes_back_keeps_its_address_and_its_beginning(published):
    row = Proposal.objects.filter(state="in_hand", disclosure="yes").first()
    owner = [f"proposal:{row.pk}"]
    Proposal.objects.filter(pk=row.pk).update(disclosure="no", disclosure_reason="个人隐私")
    register.compare(owner, now=published + DAY)
    Proposal.objects.filter(pk=row.pk).update(disclosure="yes")
    assert register.compare(owner, now=published + 2 * DAY) > 1
    said = got(f"{ROOT}paper/p-{row.uid}")
    assert (said["created"], said["modified"]) == (
        making.moment(published),
        making.moment(published + 2 * DAY),
    )


def test_nothing_changed_leaves_every_moment_as_it_was(published):
    assert register.whole(now=published + DAY) == 0
    assert not Published.objects.exclude(modified_at=published).exists()


def test_a_text_that_changed_is_found_by_the_moment_it_changed(published):
    row = Body.objects.filter(valid_to=None).first()
    Body.objects.filter(pk=row.pk).update(name="改了名的单位")
    register.compare([f"body:{row.pk}"], now=published + DAY)
    at = quote(making.moment(published + DAY))
    assert [one["name"] for one in walk("Organization", f"?modified_since={at}")] == [
        "改了名的单位"
    ]
    assert "改了名的单位" not in str(
        walk("Organization", f"?modified_until={quote(making.moment(published))}")
    )
    assert walk("Organization", f"?created_since={at}") == []
    assert len(walk("Organization", f"?created_until={at}&omit_internal=true")) > 50


def test_an_act_is_followed_to_its_objects(published):
    from huiyin.web.kit.models import LedgerEntry

    row = Proposal.objects.filter(state="in_hand", disclosure="yes").first()
    last = LedgerEntry.objects.order_by("-seq").first()
    Proposal.objects.filter(pk=row.pk).update(title="改了的案由")
    LedgerEntry.objects.filter(pk=last.pk).update(case_id=row.case_id)
    register.Followed.objects.update(seq=last.seq - 1)
    assert register.follow(now=published + DAY) >= 1
    assert got(f"{ROOT}paper/p-{row.uid}")["modified"] == making.moment(published + DAY)
    assert register.follow(now=published + 2 * DAY) == 0


def test_what_stands_within_is_left_out_on_request(published):
    whole, bare = walk("Paper"), walk("Paper", "?omit_internal=true")
    assert any("consultation" in one for one in whole)
    assert not [one for one in bare if {"consultation", "auxiliaryFile", "mainFile"} & set(one)]
    assert [one["id"] for one in whole] == [one["id"] for one in bare]
    assert not [one for one in walk("Person", "?omit_internal=true") if "membership" in one]


def test_a_file_is_shown_or_kept_and_says_when_it_is_gone(published):
    one = walk("File")[0]
    shown = Client().get(one["accessUrl"].replace("http://testserver", ""))
    kept = Client().get(one["downloadUrl"].replace("http://testserver", ""))
    assert "Content-Disposition" not in shown
    assert kept["Content-Disposition"].startswith("attachment")
    assert b"".join(shown.streaming_content) == b"".join(kept.streaming_content)
    assert kept["Content-Type"] == one["mimeType"]
    row = Attachment.objects.get(pk=one["id"].rpartition("-")[2])
    Proposal.objects.filter(pk=row.proposal_id).update(
        disclosure="no", disclosure_reason="个人隐私"
    )
    gone = got(one["accessUrl"].replace("http://testserver", ""), 410)
    assert (gone["type"], gone["debug"]) == (making.SCHEMA + "Error", "FILE_GONE")


@pytest.mark.parametrize(
    ("address", "status", "code"),
    [
        ("paper/p-nothere", 404, "NOT_FOUND"),
        ("file/a-999999", 404, "NOT_FOUND"),
        ("file/l-x/download", 404, "NOT_FOUND"),
        ("votes/", 404, "NOT_FOUND"),
        ("votes/1", 404, "NOT_FOUND"),
        ("paper/?page=0", 400, "PAGE_RANGE"),
        ("paper/?page=1000000000", 400, "PAGE_RANGE"),
        ("paper/?page=1e3", 400, "PAGE_RANGE"),
        ("paper/?page=%D9%A1", 400, "PAGE_RANGE"),
        ("paper/?created_since=2026-03-02", 400, "FILTER_INVALID"),
        ("paper/?created_since=2026-02-30T00:00:00%2B08:00", 400, "FILTER_INVALID"),
        ("paper/?modified_until=yesterday", 400, "FILTER_INVALID"),
        ("paper/?proposer__phone__startswith=1", 400, "FILTER_UNKNOWN"),
    ],
)
def test_what_cannot_be_asked_is_said_as_an_error_of_oparl(published, address, status, code):
    said = got(ROOT + address, status)
    assert set(said) == {"type", "message", "debug"}
    assert (said["type"], said["debug"]) == (making.SCHEMA + "Error", code)


def test_nobody_writes_here(published):
    assert Client().post(f"{ROOT}paper/", {}).status_code == 405


def test_who_is_signed_in_reads_no_more(published):
    from huiyin.web.accounts.models import User

    client = Client()
    client.force_login(User.objects.filter(grants__role="clerk").first())
    assert client.get(f"{ROOT}paper/").json() == got(f"{ROOT}paper/")
