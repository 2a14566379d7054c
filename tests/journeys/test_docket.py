# SPDX-License-Identifier: Apache-2.0
"""The docket in a real browser, in both languages, wide and narrow: five ways from end to end, every page clean for axe."""

import datetime as dt

import pytest
from playwright.sync_api import expect

from huiyin.web.docket import models
from huiyin.web.docket.services import assigning, drafting, negotiating, ticking
from journeys.city import LOOKS, NOW, settle, watch

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.parametrize("look", LOOKS.values(), ids=LOOKS),
]


def state(row):
    row.refresh_from_db()
    return row.state


def test_a_draft_is_written_cosigned_and_handed_in(city, office):
    chen, su = city.member("陈望舒"), city.member("苏映雪")
    page = city.open(chen, "/proposals/new")
    page.locator('button[value="write"]').click()
    page.fill("#id_title", "关于延长社区食堂开放时间的提案")
    page.fill("#id_facts", "社区食堂五点半关门，老人晚饭没有着落。")
    page.locator('[name="ask"]').first.fill("晚餐延长到七点半")
    page.locator('[data-do="add"]').click()
    page.locator('[name="ask"]').nth(1).fill("周末照常开放")
    page.locator('[data-do="up"]').nth(1).click()
    expect(page.locator("#saved .dim")).to_be_visible()
    expect(page.locator("#version")).not_to_have_value("1")  # saved by itself
    row = models.Proposal.objects.get()
    expect(page.locator("#version")).to_have_value(str(row.version))
    asks = row.suggestions.filter(dropped_at=None).order_by("order")
    assert [ask.text for ask in asks] == ["周末照常开放", "晚餐延长到七点半"]
    city.is_clean(page)

    page.goto(f"{city.url}/proposals/{row.uid}/invite")
    page.fill("#q", "苏")
    page.locator("#members label", has_text="苏映雪").click()
    page.locator(".form-end .button-main").click()
    page.wait_for_url(f"**/proposals/{row.uid}/")
    assert state(row) == "cosigning"

    signer = city.open(su, "/")
    signer.get_by_role("link", name="关于延长社区食堂开放时间的提案").first.click()
    city.is_clean(signer)
    signer.locator('button[value="sign"]').click()
    signer.wait_for_url(city.url + "/")
    assert row.signatures.get().state == "signed"

    page = city.open(chen, f"/proposals/{row.uid}/submit")
    page.locator(".button-seal").click()
    page.wait_for_url(f"**/proposals/{row.uid}/")
    expect(page.locator(".note-good")).to_contain_text("S")
    assert state(row) == "received"
    city.is_clean(page)


def test_what_was_typed_comes_back_after_the_session_died(city):
    chen = city.member("陈望舒")
    row = drafting.begin(chen, city.session, now=NOW)
    page = city.open(chen, f"/proposals/{row.uid}/edit")
    cookies = page.context.cookies()
    page.context.clear_cookies(name="sessionid")
    page.fill("#id_facts", "网络断开时写下的一段话。")
    expect(page.locator("#saved .note-fault")).to_be_visible()
    page.context.add_cookies([one for one in cookies if one["name"] == "sessionid"])
    page.goto(f"{city.url}/proposals/{row.uid}/edit")
    expect(page.locator("#id_facts")).to_have_value("")
    city.is_clean(page)
    page.locator("#kept-back").click()

    expect(page.locator("#id_facts")).to_have_value("网络断开时写下的一段话。")
    expect(page.locator("#version")).to_have_value("2")
    row.refresh_from_db()
    assert row.facts == "网络断开时写下的一段话。"


def test_of_two_windows_the_second_sees_both_texts(city):
    chen = city.member("陈望舒")
    row = drafting.begin(chen, city.session, now=NOW)
    first = city.open(chen, f"/proposals/{row.uid}/edit")
    second = first.context.new_page()
    second.goto(first.url)
    first.fill("#id_title", "第一个窗口的题目")
    expect(first.locator("#version")).to_have_value("2")
    second.fill("#id_title", "第二个窗口的题目")
    expect(second.locator("#saved .both")).to_contain_text("第一个窗口的题目")
    expect(second.locator("#saved .both")).to_contain_text("第二个窗口的题目")
    row.refresh_from_db()
    assert row.title == "第一个窗口的题目"
    watch(second)
    city.is_clean(second)
    second.locator('button[value="over"]').click()
    settle(second)
    row.refresh_from_db()
    assert row.title == "第二个窗口的题目"


def test_a_review_ends_in_a_refusal_that_tells_its_reason(city, office):
    chen = city.member("陈望舒")
    clerk, reviewer, committee = office
    row = drafting.begin(chen, city.session, now=NOW)
    fields = {"title": "关于重视绿化的提案", "facts": "绿化很重要。"}
    row = drafting.save(
        chen,
        row.uid,
        version=row.version,
        fields=fields,
        asks=[drafting.Ask("希望重视绿化")],
        now=NOW,
    )
    drafting.submit(chen, row.uid, version=row.version, now=NOW)
    for actor, stage in ((clerk, "received"), (reviewer, "first_examined")):
        page = city.open(actor, f"/examination/?stage={stage}")
        page.keyboard.press("j")
        page.keyboard.press("f")
        page.wait_for_url("**/examination/batch")
        city.is_clean(page)
    assert state(row) == "second_examined"

    page = city.open(committee, "/examination/")
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_visible()
    city.is_clean(page)
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    page.keyboard.press("x")
    city.is_clean(page)
    page.select_option("#code-refuse", "R10")
    page.fill("#words-refuse", "没有写明由谁、做什么。")
    page.locator('#do-refuse button[value="refuse"]').click()
    page.wait_for_url("**/examination/batch")
    assert state(row) == "not_filed"

    member = city.open(chen, "/notices/")
    expect(member.locator(".news")).to_contain_text("没有写明由谁、做什么。")
    member.locator(".news a").first.click()
    city.is_clean(member)
    expect(member.locator(".purpose")).to_contain_text(
        "内容去向" if city.lang != "en" else "where the content went"
    )


def test_a_merger_is_objected_to_and_undone(city, office):
    chen, su = city.member("陈望舒"), city.member("苏映雪")
    committee = office[2]
    first = city.filed(chen, office)
    second = city.filed(su, office, title="关于云桥片区供水的提案")
    page = city.open(committee, f"/merging/{first.uid}/{second.uid}/")
    expect(page.locator(".mark-same").first).to_be_visible()
    page.fill("#words", "说的是同一片旧水管。")
    page.locator(".form-end .button-main").click()
    page.wait_for_url("**/merging/mergers/")
    city.is_clean(page)
    assert state(second) == "merged"

    member = city.open(su, f"/proposals/{second.uid}/")
    member.locator(".card-main summary").click()
    member.fill("#object-words", "我提的是水压，不是水管。")
    member.locator(".card-main button").click()
    member.wait_for_url(f"**/proposals/{second.uid}/")
    city.is_clean(member)

    page = city.open(committee, "/")
    page.locator("#p-merger_objections ~ ul a").first.click()
    page.locator("details summary").first.click()
    page.locator("details textarea").first.fill("异议成立，分开办理。")
    page.locator('button[value="unmerge"]').click()
    settle(page)
    city.is_clean(page)
    assert state(second) == "filed"
    assert models.Case.objects.filter(number__isnull=False).count() == 2


def test_a_case_is_assigned_returned_ruled_on_and_reassigned(city, office):
    chen = city.member("陈望舒")
    luo = city.officer("罗平", "assigner")
    wang, qian = (
        city.officer("王敏", "liaison", city.housing),
        city.officer("钱塘", "liaison", city.water),
    )
    row = city.filed(chen, office)
    page = city.open(luo, "/assignment-meeting/")
    page.locator(f'a[href="/cases/{row.case.uid}/assign"]').click()
    city.is_clean(page)
    page.select_option("#body-0", str(city.housing.pk))
    page.select_option("#role-0", "sole")
    page.locator('button[value="issue"]').click()
    page.wait_for_url("**/assignment-meeting/")
    task = models.Assignment.objects.get()
    assert task.state == "issued"

    officer = city.open(wang, "/")
    officer.locator(f'.item-name[href="/assignments/{task.uid}/"]').click()
    officer.locator("form[action$=sign_for] button").click()
    expect(officer.locator("a[href$='/object']")).to_be_visible()
    city.is_clean(officer)
    officer.locator("a[href$='/object']").click()
    officer.select_option("#code", "O02")
    officer.select_option("#body", str(city.water.pk))
    officer.fill("#words", "供水管网由水务部门主管。")
    city.is_clean(officer)
    officer.locator(".form-end .button-main").click()
    officer.wait_for_url(f"**/assignments/{task.uid}/")
    assert state(task) == "objected"

    page = city.open(luo, "/assignment-meeting/")
    page.locator("#rulings .button-main").click()
    page.locator("a[href$='/grant']").click()
    expect(page.locator("#body")).to_have_value(str(city.water.pk))
    page.fill("#words", "同意退办，改由水务局办理。")
    city.is_clean(page)
    page.locator(".form-end .button-main").click()
    page.wait_for_url(f"**/assignments/{task.uid}/")
    assert state(task) == "handed_on"
    again = models.Assignment.objects.get(body=city.water)
    assert (again.state, again.ping_pong) == ("issued", 1)

    member = city.open(chen, f"/proposals/{row.uid}/")
    expect(member.locator(".timeline")).to_contain_text("同意退办，改由水务局办理。")
    city.open(qian, f"/assignments/{again.uid}/")


def test_an_overdue_task_climbs_the_ladder_to_the_formal_letter(city, office):
    chen = city.member("陈望舒")
    luo, deng = city.officer("罗平", "assigner"), city.officer("邓立", "oversight")
    wang = city.officer("王敏", "liaison", city.housing)
    row = city.filed(chen, office)
    assigning.propose(luo, row.case.uid, [assigning.Task(city.housing, "sole")], now=NOW)
    assigning.issue(luo, row.case.uid, now=NOW)
    task = models.Assignment.objects.get()
    negotiating.sign_for(wang, task.uid, now=NOW)
    negotiating.accept(wang, task.uid, now=NOW)
    city.clock.now = NOW + dt.timedelta(days=104)
    ticking.tick(now=city.clock.now)

    officer = city.open(wang, "/")
    expect(officer.locator("#p-overdue ~ ul .clock-over").first).to_be_visible()
    page = city.open(deng, "/clocks/overdue/")
    line = page.locator("tr", has=page.locator(f'a[href="/assignments/{task.uid}/"]')).last
    expect(line.locator(".ladder li")).to_have_count(5)
    line.locator("a[href$=letter]").click()
    city.is_clean(page)
    expect(page.locator(".letter")).to_contain_text("0001")
    page = city.open(deng, f"/assignments/{task.uid}/")
    page.locator(".clocks summary").first.click()
    expect(page.locator(".why li").first).to_be_visible()
    city.is_clean(page)
