# SPDX-License-Identifier: Apache-2.0
"""A town for journeys: people, bodies and a session, and a watched page for each of them in one look."""

import datetime as dt
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from django.test import Client

from huiyin.core.docket.transitions import Given
from huiyin.web.accounts import actors
from huiyin.web.accounts.models import (
    Body,
    Institution,
    Membership,
    Person,
    RoleGrant,
    Session,
    Term,
    User,
)
from huiyin.web.docket.services import drafting, examining

NOW = dt.datetime(2026, 3, 2, 1, 0, tzinfo=dt.UTC)
LOOKS = {
    "zh-wide": ("zh-hans", "light", 1280),
    "zh-narrow": ("zh-hans", "dark", 390),
    "en-wide": ("en", "dark", 1280),
    "en-narrow": ("en", "light", 390),
}


def watch(page):
    """Note what a page must never do: fail, complain in the console, ask anything of another machine."""
    page.faults = []
    page.on("pageerror", lambda fault: page.faults.append(str(fault)))
    page.on("console", lambda said: _is_fault(said) and page.faults.append(said.text))
    page.on("response", lambda given: _is_missing(given) and page.faults.append(given.url))
    page.context.on(
        "request", lambda asked: _is_outside(asked.url) and page.faults.append(asked.url)
    )


def _is_fault(said):
    """Of an answer that refuses, browser and htmx say so too: which answers may refuse is judged by themselves."""
    refused = ("the server responded with a status", "Response Status Error Code 4")
    return said.type == "error" and not any(words in said.text for words in refused)


def _is_missing(given):
    spoken = ("document", "fetch", "xhr")  # a refusal is an answer there
    return given.status >= (500 if given.request.resource_type in spoken else 400)


def _is_outside(url):
    parts = urlsplit(url)
    return parts.scheme not in ("data", "blob", "about") and parts.hostname not in (
        "127.0.0.1",
        "localhost",
    )


def settle(page):
    """Wait until a page stands: it is loaded, its letters are, and no part of it is still being asked for."""
    page.wait_for_load_state("load")
    page.wait_for_function(SETTLED)


SETTLED = """() => document.fonts.status === "loaded" && !document.querySelector(".htmx-request")"""
AXE = Axe().axe_script
FOUND = """async () => (await axe.run({resultTypes: ["violations"]})).violations.map(
    (one) => [one.id, one.nodes[0].html.slice(0, 120)])"""


def found_by_axe(page):
    """Give what axe finds; all the rest it could tell of a page takes longer to hand over than to find."""
    page.evaluate(AXE)
    return page.evaluate(FOUND)


def assert_clean(page, where=""):
    """Nothing for axe to find, nothing wider than the screen, nothing of what is watched for."""
    where = where or page.url
    assert found_by_axe(page) == [], where
    wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(wide) <= 0, where
    assert page.faults == []


class City:
    """People, bodies and a session; a page for each of them in one look."""

    def __init__(self, browser, live_server, look, clock):
        self.browser, self.url, self.clock = browser, live_server.url, clock
        self.lang, self.theme, self.width = look
        self.pages = {}
        Institution.objects.create(name="澄州市政协", name_en="Chengzhou CPPCC")
        self.term = Term.objects.create(number=6, opens_on="2022-01-01", closes_on="2026-12-31")
        self.session = Session.objects.create(
            term=self.term, number=5, opens_on="2026-02-25", closes_on="2026-03-06", pack="cn-cppcc",
            pack_version="2026.1", submission_opens_at=NOW - dt.timedelta(days=60),
            submission_deadline=NOW + dt.timedelta(days=3),
        )  # fmt: skip
        self.housing = Body.objects.create(name="市住房和城乡建设局", name_en="Housing Bureau")
        self.water = Body.objects.create(name="市水务局", name_en="Water Bureau")

    def member(self, name):
        person = Person.objects.create(name=name)
        Membership.objects.create(person=person, term=self.term, starts_on="2022-01-01")
        user = User.objects.create(username=f"m-{name}", person=person)
        RoleGrant.objects.create(user=user, role="member")
        return actors.of(user, on=NOW.date())

    def officer(self, name, role, body=None):
        user = User.objects.create(username=f"{role}-{name}", first_name=name)
        RoleGrant.objects.create(user=user, role=role, body=body)
        return actors.of(user, on=NOW.date())

    def page(self, actor):
        if actor.user_id not in self.pages:
            context = self.browser.new_context(
                reduced_motion="reduce", viewport={"width": self.width, "height": 900}
            )
            client = Client()
            client.force_login(
                User.objects.get(pk=actor.user_id), "django.contrib.auth.backends.ModelBackend"
            )
            given = {
                "huiyin_language": self.lang,
                "huiyin_theme": self.theme,
                "sessionid": client.cookies["sessionid"].value,
            }
            context.add_cookies(
                [{"name": name, "value": value, "url": self.url} for name, value in given.items()]
            )
            page = context.new_page()
            page.set_default_timeout(8000)
            watch(page)
            self.pages[actor.user_id] = page
        return self.pages[actor.user_id]

    def open(self, actor, address):
        page = self.page(actor)
        page.goto(self.url + address)
        self.is_clean(page)
        return page

    def is_clean(self, page):
        settle(page)
        assert_clean(page)

    def filed(self, member, officers, title="关于改造云桥旧水管的提案"):
        row = drafting.begin(member, self.session, now=NOW)
        row = drafting.save(
            member, row.uid, version=row.version, fields={"title": title, "facts": "水管用了四十年。"},
            asks=[drafting.Ask("三年内换完云桥片区旧水管"), drafting.Ask("每季度公布水质")], now=NOW,
        )  # fmt: skip
        row = drafting.submit(member, row.uid, version=row.version, now=NOW)
        for actor, act in zip(officers, ("examine_first", "examine_second", "file"), strict=True):
            row = examining.decide(actor, row.uid, act, version=row.version, given=Given(), now=NOW)
        return row
