# SPDX-License-Identifier: Apache-2.0
"""Accounts in a real browser: an empty store is set up, people sign in, roles are given; every page clean for axe."""

import pytest
from playwright.sync_api import Page

from huiyin.web.accounts.models import (
    Body,
    Institution,
    Membership,
    Person,
    RoleGrant,
    Sector,
    Term,
    User,
)
from journeys.city import assert_clean, watch

PASSWORD = "quiet-river-2026"
LOOKS = [("zh-hans", "light", 1280), ("en", "dark", 390), ("zh-hans", "dark", 390)]
PAGES = (
    "/account/", "/account/tokens/", "/api/v1/docs", "/people/", "/people/{person}/", "/bodies/", "/bodies/{body}/", "/roles/", "/import/", "/packs/",
    "/packs/cn-cppcc/?clock=assign&anchor=2026-09-28", "/style/", "/accounts/password/change/", "/accounts/2fa/",
    "/nix",
)  # fmt: skip

pytestmark = pytest.mark.django_db(transaction=True)


def open_page(browser, live_server, lang, theme, width) -> Page:
    context = browser.new_context(
        viewport={"width": width, "height": 900}, locale="zh-CN" if lang != "en" else "en"
    )
    given = (("huiyin_language", lang), ("huiyin_theme", theme))
    context.add_cookies(
        [{"name": name, "value": value, "url": live_server.url} for name, value in given]
    )
    page = context.new_page()
    watch(page)
    return page


@pytest.fixture
def city(db):
    Institution.objects.create(name="成洲市政协", name_en="Chengzhou CPPCC")
    term = Term.objects.create(number=6, opens_on="2022-01-01", closes_on="2026-12-31")
    person = Person.objects.create(
        name="陈望舒", name_en="Chen Wangshu", employer="成洲一中", phone="555-0101"
    )
    Membership.objects.create(
        person=person,
        term=term,
        code="0601",
        sector=Sector.objects.create(name="教育界"),
        starts_on="2022-01-01",
    )
    body = Body.objects.create(
        name="市住房和城乡建设局", aliases=["市住建局"], duties=["住房保障", "城市更新"]
    )
    Body.objects.create(name="市规划局", valid_to="2019-03-01", successor=body)
    admin = User.objects.create(username="fang", first_name="方宁")
    admin.set_password(PASSWORD)
    admin.save()
    RoleGrant.objects.create(user=admin, role="accounts_admin")
    RoleGrant.objects.create(
        user=User.objects.create(username="wang", first_name="王建中"), role="handler", body=body
    )
    return {"person": person.pk, "body": body.pk}


def sign_in(page, live_server):
    page.goto(f"{live_server.url}/accounts/login/")
    page.fill("[name=login]", "fang")
    page.fill("[name=password]", PASSWORD)
    page.click("main .button-main")
    page.wait_for_url(lambda url: "login" not in url)


@pytest.mark.parametrize(("lang", "theme", "width"), LOOKS)
def test_every_page_of_accounts_is_clean(browser, live_server, city, lang, theme, width):
    page = open_page(browser, live_server, lang, theme, width)
    page.goto(f"{live_server.url}/accounts/login/")
    assert_clean(page, "login")
    sign_in(page, live_server)
    for path in PAGES:
        page.goto(live_server.url + path.format(**city))
        assert_clean(page, path)
    page.context.close()


@pytest.mark.parametrize(("lang", "theme", "width"), LOOKS[:2])
def test_an_empty_store_is_set_up_in_the_browser(browser, live_server, lang, theme, width):
    page = open_page(browser, live_server, lang, theme, width)
    page.goto(live_server.url)
    assert page.url.endswith("/setup/")
    assert_clean(page, "setup")
    page.click("main .button-seal")
    assert page.locator(".fault code").first.inner_text() == "required"
    assert_clean(page, "setup with faults")
    page.fill("[name=name]", "成洲市政协")
    page.fill("[name=accounts_admin_name]", "方宁")
    page.fill("[name=accounts_admin_user]", "fang")
    page.fill("[name=accounts_admin_password]", PASSWORD)
    page.click("main .button-seal")
    page.wait_for_url(lambda url: "setup" not in url)

    assert User.objects.get().grants.get().role == "accounts_admin"
    page.context.close()


def test_a_role_is_given_on_a_phone_and_a_forbidden_one_is_explained(browser, live_server, city):
    page = open_page(browser, live_server, "zh-hans", "light", 390)
    sign_in(page, live_server)
    page.goto(f"{live_server.url}/account/")
    page.click(".tabbar button")
    page.click(".nav a[href='/roles/']")
    page.fill("#grant [name=user]", "wang")
    page.select_option("#grant [name=role]", "signer")
    page.select_option("[name=body]", label="市住房和城乡建设局")
    page.click("#grant .button-main")
    page.locator(".fault code", has_text="ROLES_APART").wait_for()
    assert page.input_value("[name=user]") == "wang"
    assert_clean(page, "roles refused")
    page.select_option("#grant [name=role]", "liaison")
    page.click("#grant .button-main")
    page.wait_for_selector(".note-good")

    assert RoleGrant.objects.filter(user__username="wang", role="liaison").exists()
    page.context.close()


def test_the_reason_dialog_opens_modal_and_keeps_the_keyboard_inside(browser, live_server, city):
    page = open_page(browser, live_server, "zh-hans", "light", 1280)
    page.goto(f"{live_server.url}/style/")
    page.click("[data-opens=act-refuse]")
    dialog = page.locator("#act-refuse")

    assert dialog.evaluate("one => one.open && one.matches(':modal')")
    assert_clean(page, "dialog")
    page.keyboard.press("Escape")
    assert not dialog.is_visible()
    page.context.close()
