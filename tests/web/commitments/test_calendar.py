# SPDX-License-Identifier: Apache-2.0
"""The calendar that programs fetch: a secret that is revoked at once, only what may be seen at that moment, valid RFC 5545."""

import datetime as dt
import re

import pytest
from django.test import Client

from huiyin.core.commitments import icalendar
from huiyin.web.accounts.models import RoleGrant, User
from huiyin.web.commitments.services import indicating, keying, moving
from web.commitments import keeping
from web.docket.conftest import clock  # noqa: F401
from web.replies import answering

pytestmark = pytest.mark.usefixtures("clock")


def parsed(raw):
    """Read a calendar strictly: CRLF, folds undone, one property a line, blocks closed; gives its events."""
    assert raw.endswith(b"\r\n")
    assert b"\n" not in raw.replace(b"\r\n", b"")
    assert all(len(line) <= 75 for line in raw.split(b"\r\n"))
    lines = raw.decode().replace("\r\n ", "").split("\r\n")[:-1]
    assert lines[0] == "BEGIN:VCALENDAR"
    assert lines[-1] == "END:VCALENDAR"
    events, event = [], None
    for line in lines:
        name, colon, value = line.partition(":")
        assert colon
        assert re.fullmatch(r"[A-Z-]+(;[A-Z-]+=[^:;]+)*", name), line
        if line == "BEGIN:VEVENT":
            event = {}
        elif line == "END:VEVENT":
            assert {"UID", "DTSTAMP", "DTSTART;VALUE=DATE", "SUMMARY"} <= set(event)
            events.append(event)
            event = None
        elif event is not None:
            assert name not in event
            event[name] = value
    heads = [line.partition(":")[0] for line in lines]
    assert heads.count("VERSION") == heads.count("PRODID") == 1
    assert len({one["UID"] for one in events}) == len(events)
    return events


def fetch(secret):
    return Client().get(f"/calendar/{secret}.ics")


def test_the_calendar_is_valid_and_its_ids_stay(cast, bureau, task, now):
    row = keeping.begun(cast, bureau, task, now)
    indicating.step(
        bureau.shi, row.uid, text="完成招标；甲,乙\n两标段", due_on=dt.date(2026, 4, 30), now=now
    )
    rhythm = indicating.Rhythm("month", dt.date(2026, 3, 31), dt.date(2026, 6, 30))
    indicating.indicate(
        bureau.shi, row.uid, name="建成车位", unit="", target="", rhythm=rhythm, now=now
    )
    secret = keying.make(bureau.shi, now=now)
    answer = fetch(secret)
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer.headers["Cache-Control"] == "no-store"
    events = parsed(answer.content)
    assert len(events) == 1 + 1 + 4
    by = {one["DTSTART;VALUE=DATE"]: one for one in events if "节点" in one["SUMMARY"]}
    assert "完成招标；甲\\,乙" in by["20260430"]["SUMMARY"]
    assert {one["UID"] for one in parsed(fetch(secret).content)} == {one["UID"] for one in events}
    row = moving.slip(
        bureau.shi, row.uid, to=dt.date(2026, 9, 30), words="管线", version=row.version, now=now
    )
    after = {one["UID"]: one for one in parsed(fetch(secret).content)}
    due = next(one for one in events if one["UID"].startswith("due-"))
    assert after[due["UID"]]["DTSTART;VALUE=DATE"] == "20260930"
    assert due["DTSTART;VALUE=DATE"] == "20260630"


def test_it_holds_what_its_owner_may_see_at_this_moment_and_concerns_him(cast, bureau, task, now):
    row = keeping.begun(cast, bureau, task, now)
    whose = {name: keying.make(who, now=now) for name, who in {
        "shi": bureau.shi, "chen": cast.chen, "su": cast.su, "zhao": cast.zhao, "oversight": cast.oversight,
    }.items()}  # fmt: skip
    holds = {name: len(parsed(fetch(secret).content)) for name, secret in whose.items()}
    assert holds == {"shi": 1, "chen": 1, "su": 0, "zhao": 0, "oversight": 1}
    RoleGrant.objects.filter(user_id=bureau.shi.user_id).delete()
    assert parsed(fetch(whose["shi"]).content) == []
    assert row.uid in fetch(whose["oversight"]).content.decode()


def test_a_revoked_replaced_or_wrong_address_is_not_there(cast, bureau, now):
    first = keying.make(bureau.shi, now=now)
    second = keying.make(bureau.shi, now=now)
    assert (fetch(first).status_code, fetch(second).status_code) == (404, 200)
    keying.revoke(bureau.shi, now=now)
    assert [fetch(one).status_code for one in (second, "", "x" * 500, "../etc")] == [404] * 4
    with answering.refused("NOT_FOUND"):
        keying.revoke(bureau.shi, now=now)
    third = keying.make(bureau.shi, now=now)
    User.objects.filter(pk=bureau.shi.user_id).update(is_active=False)
    assert fetch(third).status_code == 404


def test_one_makes_and_revokes_the_own_address_on_the_account_page(cast, bureau, now):
    client = Client()
    client.force_login(
        User.objects.get(pk=bureau.shi.user_id), "django.contrib.auth.backends.ModelBackend"
    )
    assert (
        "/calendar-address/" in client.get("/account/").text
        or "/calendar-address/" in client.get("/accounts/own/").text
    )
    made = client.post("/calendar-address/", {"do": "make"})
    secret = re.search(r"/calendar/([\w-]+)\.ics", made.text)[1]
    assert made.headers["Cache-Control"] == "no-store"
    assert secret not in client.get("/calendar-address/").text
    assert fetch(secret).status_code == 200
    client.post("/calendar-address/", {"do": "revoke"})
    assert fetch(secret).status_code == 404
    assert Client().get("/calendar-address/").status_code == 302


@pytest.mark.parametrize("text", ["长" * 200, "a" * 300, "混合abc，；,;\\\n换行" * 20, "🀄" * 60])
def test_no_fold_tears_a_character_and_no_word_breaks_out(text):
    at = dt.datetime(2026, 3, 2, tzinfo=dt.UTC)
    day = icalendar.Day(
        "a@b", at.date(), text, at, description=f"{text}\r\nEND:VEVENT\r\nBEGIN:VEVENT\x00"
    )
    raw = icalendar.write("回音", [day], stamp=at).encode()
    (event,) = parsed(raw)
    back = (
        event["SUMMARY"]
        .replace("\\n", "\n")
        .replace("\\,", ",")
        .replace("\\;", ";")
        .replace("\\\\", "\\")
    )
    assert back == text
