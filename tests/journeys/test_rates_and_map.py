# SPDX-License-Identifier: Apache-2.0
"""Figures in a real browser: from a rate to the case behind it, and over the echo map; each page clean for axe."""

import datetime as dt

import pytest
from playwright.sync_api import expect

from huiyin.web.docket.services import assigning, negotiating
from huiyin.web.replies.services import contacting, drafting, handing_on, issuing, receiving
from journeys.city import LOOKS, NOW

pytestmark = pytest.mark.django_db(transaction=True)
TEXTS = (
    "云桥片区旧水管更换一事，已在三年改造计划内排定，明年六月底前换完首批十二公里。",
    "每季度公布水质一事，自本季度起在局门户网站公布各片区龙头水水质。",
)


def answered(city, office, member):
    """A proposal that the water bureau has answered and its proposer has read, and one that waits."""
    assigner, oversight = city.officer("罗长河", "assigner"), city.officer("邓直", "oversight")
    liaison, handler, signer = (city.officer(name, role, city.water) for name, role in (("钱", "liaison"), ("石", "handler"), ("高", "signer")))  # fmt: skip
    for title in ("关于改造云桥旧水管的提案", "关于更换老旧阀门的提案"):
        row = city.filed(member, office, title)
        assigning.propose(assigner, row.case.uid, [assigning.Task(city.water, "sole")], now=NOW)
        case = assigning.issue(assigner, row.case.uid, now=NOW)
        task = case.assignments.get()
        negotiating.sign_for(liaison, task.uid, now=NOW)
        negotiating.accept(liaison, task.uid, now=NOW)
        if title.endswith("旧水管的提案"):
            reply = written(handler, liaison, task, member)
            reply = handing_on.submit(handler, reply.uid, version=reply.version, now=NOW)
            reply = handing_on.pass_on(liaison, reply.uid, version=reply.version, now=NOW)
            reply = handing_on.sign(signer, reply.uid, version=reply.version, now=NOW)
            reply = issuing.issue(oversight, reply.uid, version=reply.version, now=NOW)
            issuing.dispatch(now=NOW)
            receiving.opened(member, reply.uid, now=NOW)


def written(handler, liaison, task, member):
    contacting.log(
        liaison, task.uid, person_id=member.person_id, kind="meeting", held_on=NOW.date(),
        summary="当面听取意见，现场看了水表间。", now=NOW,
    )  # fmt: skip
    row = drafting.begin(handler, task.uid, now=NOW)
    said = {"disposition": "in_progress", "owner": "管网科", "promised_on": dt.date(2026, 11, 30)}
    typed = [
        drafting.Typed(one.uid, one.version, said | {"text": text})
        for one, text in zip(drafting.living(row), TEXTS, strict=True)
    ]
    head = {"letter": "B", "contact_name": "石工", "disclosure": "full"}
    return drafting.save(handler, row.uid, version=row.version, head=head, typed=typed, now=NOW).reply  # fmt: skip


@pytest.mark.parametrize("look", LOOKS.values(), ids=LOOKS)
def test_a_rate_leads_to_the_matter_behind_it_and_the_map_to_its_suggestion(city, office):
    member = city.member("陈望舒")
    answered(city, office, member)
    city.page(office[0]).set_default_timeout(
        30_000
    )  # the first pages and charts of a process load much
    page = city.open(office[0], "/figures/")
    card = page.locator(".four .card").first
    expect(card).to_contain_text("50.0%")
    card.get_by_role("link").click()
    page.wait_for_url("**/figures/answered/**")
    city.is_clean(page)
    page.locator('.tabs a[href*="rows=misses"]').click()
    page.get_by_role("link", name="关于更换老旧阀门的提案").click()
    page.wait_for_url("**/assignments/**")

    page = city.open(office[0], "/echo-map/")
    expect(page.locator("a.sq-promised")).to_have_count(2)
    expect(page.locator("a.sq-waiting")).to_have_count(2)
    page.locator('.legend a[href*="state=waiting"]').click()
    expect(page.locator("a.sq")).to_have_count(2)
    city.is_clean(page)
    page.locator("a.sq-waiting").first.click()
    page.wait_for_url("**/proposals/**")

    city.open(office[0], "/statistics/")
