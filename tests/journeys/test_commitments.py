# SPDX-License-Identifier: Apache-2.0
"""A promise in a real browser: confirmed, slipped twice, claimed, doubted and proven; every page clean for axe."""

import datetime as dt

import pytest
from playwright.sync_api import expect

from huiyin.web.accounts.models import Body
from huiyin.web.commitments.selectors import commitments
from huiyin.web.commitments.services import extracting
from huiyin.web.docket.services import assigning, negotiating
from huiyin.web.replies.services import (
    contacting,
    drafting,
    handing_on,
    issuing,
    letters,
    receiving,
)
from journeys.city import LOOKS, NOW, settle

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.parametrize("look", LOOKS.values(), ids=LOOKS),
]
TEXT = "下一步，我局将于2026年6月底前换完云桥片区旧水管12公里，由管网科负责。"


def replied(city, office, member):
    """A reply of the water bureau that the member has opened, read for promises."""
    row = city.filed(member, office)
    water = Body.objects.get(pk=city.water.pk)
    people = {role: city.officer(name, role, water) for name, role in (
        ("王立本", "liaison"), ("石磊", "handler"), ("高远", "signer"))}  # fmt: skip
    assigner, oversight = city.officer("罗素", "assigner"), city.officer("邓平", "oversight")
    assigning.propose(assigner, row.case.uid, [assigning.Task(water, "sole")], now=NOW)
    task = assigning.issue(assigner, row.case.uid, now=NOW).assignments.get()
    negotiating.sign_for(people["liaison"], task.uid, now=NOW)
    negotiating.accept(people["liaison"], task.uid, now=NOW)
    contacting.log(
        people["liaison"], task.uid, person_id=member.person_id, kind="meeting", held_on=NOW.date(), summary="当面沟通",
        now=NOW,
    )  # fmt: skip
    reply = drafting.begin(people["handler"], task.uid, now=NOW)
    typed = [
        drafting.Typed(one.uid, one.version, {
            "disposition": "in_progress", "text": text, "owner": "管网科", "promised_on": dt.date(2026, 6, 30),
        })
        for one, text in zip(drafting.living(reply), (TEXT, "水质检测结果每季度在局网站公布，已开始执行。"), strict=True)
    ]  # fmt: skip
    head = {"letter": "B", "contact_name": "石工", "disclosure": "full"}
    reply = drafting.save(
        people["handler"], reply.uid, version=reply.version, head=head, typed=typed, now=NOW
    ).reply
    reply = handing_on.submit(people["handler"], reply.uid, version=reply.version, now=NOW)
    reply = handing_on.pass_on(people["liaison"], reply.uid, version=reply.version, now=NOW)
    reply = handing_on.sign(people["signer"], reply.uid, version=reply.version, now=NOW)
    reply = issuing.issue(oversight, reply.uid, version=reply.version, now=NOW)
    issuing.dispatch(now=NOW)
    receiving.opened(member, reply.uid, now=NOW)
    extracting.read_left(now=NOW)
    return reply, people


def fresh(uid, actor):
    return commitments.seen(actor).get(uid=uid)


def test_a_promise_slips_twice_is_claimed_doubted_and_proven(city, office, monkeypatch):
    monkeypatch.setattr(letters, "compose", lambda row, but=(): [])
    chen = city.member("陈望舒")
    reply, people = replied(city, office, chen)
    handler = people["handler"]
    confirm(city, handler, reply)
    row = commitments.seen(handler).get()
    assert (row.state, row.due_on) == ("scheduled", dt.date(2026, 6, 30))
    at = f"/commitments/{row.uid}/"

    page = city.open(handler, at)
    page.locator(".acts form button").first.click()
    settle(page)
    for day, why in (("2026-08-31", "地下管线需迁改"), ("2026-10-31", "连续降雨停工")):
        page = city.open(handler, f"{at}slip")
        page.fill("#to", day)
        page.fill("#words", why)
        page.locator(".form-end .button-main").click()
        page.wait_for_url(f"**{at}")
    city.is_clean(page)
    expect(page.locator(".purpose")).to_contain_text("2026-10-31")
    for n, words in enumerate(("十二公里全部换完。", "补齐最后三百米，再次验收。")):
        page = city.open(handler, f"{at}claim")
        page.fill("#words", words)
        page.fill("#percent", "100")
        page.locator(".form-end .button-main").click()
        city.is_clean(page)  # refused: nothing proves it, and the words are still there
        expect(page.locator("#words")).to_have_value(words)
        page.fill("#shows-0", "竣工验收")
        page.fill("#figure-0", "12 公里")
        page.locator(".form-end .button-main").click()
        page.wait_for_url(f"**{at}")
        if n == 0:
            member = city.open(chen, "/")
            member.locator(f'a[href="{at}"]').first.click()
            city.is_clean(member)
            member.locator('[data-opens="act-doubt"]').click()
            city.is_clean(member)
            member.fill("#act-doubt-words", "云桥南巷还没有换。")
            member.locator("#act-doubt .button-harsh").click()
            settle(member)
            assert fresh(row.uid, chen).state == "in_progress"
    member = city.open(chen, at)
    expect(member.locator(".timeline")).to_contain_text("云桥南巷还没有换")
    member.locator(f'form[action="{at}acts/verify"] button').click()
    settle(member)
    held = fresh(row.uid, chen)
    assert (held.state, held.verified_as, held.slip_count) == ("verified", "proposer", 2)
    look_around(city, chen, office[2], handler, reply, at)


def confirm(city, handler, reply):
    """Confirm the first promise from the desk on."""
    page = city.open(handler, "/")
    page.locator(f'a[href="/replies/{reply.uid}/#promises"]').click()
    city.is_clean(page)
    page.locator("#promises .items a.button").first.click()
    city.is_clean(page)
    expect(page.locator("mark")).to_contain_text("云桥")
    page.locator('button[value="confirm"]').click()
    settle(page)


def look_around(city, member, committee, handler, reply, at):
    """Open every other page of the room, each clean."""
    places = {
        member: ("", "list", "timeline", "bodies", "calendar?month=2026-10"),
        committee: ("handover", "import"),
    }  # fmt: skip
    for who, some in places.items():
        for path in some:
            city.open(who, f"/commitments/{path}")
    for path in ("/plans/", "/calendar-address/"):
        city.open(member, path)
    for path in (f"{at}follow", f"{at}goals", f"/replies/{reply.uid}/promises"):
        city.open(handler, path)
