# SPDX-License-Identifier: Apache-2.0
"""From a draft overview to the public's window in a real browser, both languages, wide and narrow; and without JavaScript."""

import pytest
from playwright.sync_api import expect

from huiyin.web.overviews import models
from huiyin.web.overviews.services import composing, publishing
from journeys.city import LOOKS, NOW, assert_clean, settle, watch

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.parametrize("look", LOOKS.values(), ids=LOOKS),
]


@pytest.fixture
def case(city, office):
    return city.filed(city.member("陈望舒"), office)


def visitor(city, *, script=True):
    context = city.browser.new_context(
        reduced_motion="reduce",
        viewport={"width": city.width, "height": 900},
        java_script_enabled=script,
    )
    context.add_cookies(
        [
            {"name": "huiyin_language", "value": city.lang, "url": city.url},
            {"name": "huiyin_theme", "value": city.theme, "url": city.url},
        ]
    )
    page = context.new_page()
    page.set_default_timeout(8000)
    watch(page)
    return page


def test_an_overview_is_written_mended_published_and_read_with_its_proof(city, office, case):
    clerk, _, committee = office
    page = city.open(clerk, "/overviews/new")
    page.locator(".form-end .button-main").click()
    page.wait_for_url("**/edit")
    city.is_clean(page)
    row = models.Overview.objects.get()
    page.locator('.lines a[href*="/lines/"]').first.click()
    city.is_clean(page)
    page.fill("#text", "据说有999条建议。")
    page.locator('button[value="change"]').click()
    expect(page.locator(".fault").first).to_be_visible()

    boss = city.open(committee, f"/overviews/{row.uid}/edit")
    boss.locator('button[value="publish"]').click()
    expect(boss.locator(".note-fault")).to_contain_text("SENTENCE_UNSUPPORTED")
    city.is_clean(boss)
    page.locator('button[value="own"]').click()
    settle(page)
    boss.goto(f"{city.url}/overviews/{row.uid}/edit")
    boss.locator('button[value="publish"]').click()
    boss.wait_for_url(f"**/overviews/{row.uid}/")

    reader = visitor(city)
    reader.goto(f"{city.url}/public/overviews/{row.uid}/")
    reader.locator("button.fn").last.click()
    expect(reader.locator(".proof:popover-open")).to_be_visible()
    assert_clean(reader)
    reader.locator(".proof:popover-open a").first.click()
    expect(reader.locator("h1")).to_be_visible()
    assert_clean(reader)
    reader.context.close()


def test_the_public_finds_a_suggestion_and_follows_it(city, case):
    page = visitor(city)
    for path in (
        "/public/",
        "/public/sessions/",
        f"/public/sessions/{city.session.pk}/",
        "/public/bodies/",
        f"/public/bodies/{city.housing.pk}/",
        "/public/raise/",
    ):
        page.goto(city.url + path)
        assert_clean(page)
    page.goto(f"{city.url}/public/")
    page.fill("#q", "旧水管")
    page.locator(".filters button").click()
    assert_clean(page)
    page.locator(".item-name", has_text="三年内换完云桥片区旧水管").first.click()
    assert_clean(page)
    page.locator('a[href^="/public/follow/"]').click()
    page.fill("#email", "nobody")
    page.locator(".form-end button").click()
    expect(page.locator(".note-fault")).to_contain_text("EMAIL_INVALID")
    assert_clean(page)
    page.fill("#email", "zhou@chengzhou.example")
    page.locator(".form-end button").click()
    expect(page.locator(".note-good")).to_be_visible()
    assert_clean(page)
    page.context.close()


def test_everything_reads_without_javascript(city, office, case):
    clerk, _, committee = office
    row = composing.begin(clerk, composing.Wanted("overview", city.session), now=NOW)
    publishing.publish(committee, row.uid, version=row.version, now=NOW)
    page = visitor(city, script=False)
    page.goto(f"{city.url}/public/suggestions/")
    page.locator(".item-name").first.click()
    expect(page.locator(".timeline li")).not_to_have_count(0)
    page.goto(f"{city.url}/public/overviews/{row.uid}/")
    page.locator("button.fn").first.click()
    expect(page.locator(".proof:popover-open")).to_be_visible()
    page.goto(f"{city.url}/public/?lang=en")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    assert page.faults == []
    page.context.close()
