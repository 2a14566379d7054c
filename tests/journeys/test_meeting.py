# SPDX-License-Identifier: Apache-2.0
"""A joint-group discussion with five browsers at once: chair, clerk, a member's phone, the projector and the public.

The discussion of the demo is told by `huiyin listen`, `HUIYIN_PACE` times as fast as it was spoken; the servers are
killed twice meanwhile. Screenshots go to the folder `HUIYIN_SHOTS` names.
"""

import os
import re
import shutil
from contextlib import suppress
from importlib import resources
from pathlib import Path

import pytest
from playwright.sync_api import TimeoutError as Late
from playwright.sync_api import expect

from corpus import spoken
from journeys.city import assert_clean, watch
from journeys.hall_town import READ, SETTLE, Town

PACE = float(os.environ.get("HUIYIN_PACE", "90"))
PATIENCE = 30_000  # pages come back by themselves within this, also on a busy machine
LOOKS = {
    "chair": (1280, 900, "light", "hall"),
    "clerk": (1280, 900, "light", "capture"),
    "phone": (390, 844, "dark", "phone"),
    "screen": (1280, 720, "light", "screen"),
    "public": (390, 844, "light", "watch"),
}
LANGS = {"zh": "zh-hans", "en": "en"}
CONFIRMING = re.compile(r"/found/(\w+)/settle$")
REASONS = {"zh": "会后已当面说明", "en": "Explained in person after the meeting"}
SCRIPTS = {"zh": "joint-group.zh.txt", "en": "session.en.txt"}


@pytest.fixture(scope="module")
def town(tmp_path_factory, laid):
    folder = tmp_path_factory.mktemp("hall")
    shutil.copy(laid, folder / "huiyin.sqlite3")
    made = Town(folder)
    made.begin()
    expect.set_options(timeout=PATIENCE)
    yield made
    expect.set_options(timeout=5_000)
    made.kill()


class Five:
    """The five browsers of one meeting."""

    def __init__(self, browser, town, lang):
        self.town, self.lang = town, lang
        held = town.told["meetings"][lang]
        self.uid, self.code = held["uid"], held["code"]
        self.contexts, self.acknowledged = [], set()
        keys = {"chair": held["chair"], "clerk": town.told["clerk"], "phone": held["phone"]}
        for name, (width, height, theme, _) in LOOKS.items():
            context = browser.new_context(
                viewport={"width": width, "height": height}, reduced_motion="reduce"
            )
            given = {"huiyin_language": LANGS[lang], "huiyin_theme": theme}
            given |= {"sessionid": keys[name]} if name in keys else {}
            context.add_cookies(
                [{"name": one, "value": value, "url": town.url} for one, value in given.items()]
            )
            page = context.new_page()
            page.set_default_timeout(PATIENCE)
            watch(page)
            setattr(self, name, page)
            self.contexts.append(context)
        self.clerk.on("response", self._settled)

    def _settled(self, answer):
        """Note what the server says it has kept: only that is promised to be there after a fall."""
        if (found := CONFIRMING.search(answer.url)) and answer.ok:
            self.acknowledged.add(found[1])

    def open(self, name, tail=None):
        page = getattr(self, name)
        page.goto(f"{self.town.url}/meetings/{self.uid}/{LOOKS[name][3] if tail is None else tail}")
        return page

    def look(self, moment):
        """Look at all five: clean, and kept as pictures where a folder is named for them."""
        for name in LOOKS:
            self.keep(name, f"{moment}-{name}")

    def keep(self, name, called):
        """Look at one of them; what a fall of the servers cut off is no fault of a page."""
        page = getattr(self, name)
        page.faults[:] = [one for one in page.faults if "/live/" not in one and "ERR_" not in one]
        assert_clean(page, called)
        if folder := os.environ.get("HUIYIN_SHOTS"):
            Path(folder).mkdir(parents=True, exist_ok=True)
            page.screenshot(path=f"{folder}/{self.lang}-{called}.png", full_page=name != "screen")

    def close(self):
        for context in self.contexts:
            context.close()


@pytest.fixture
def five(browser, town, request):
    made = Five(browser, town, request.param)
    yield made
    made.close()


def script(lang):
    return resources.files("huiyin.demo").joinpath("discussions", SCRIPTS[lang])


def check_in_and_open(five):
    """The member comes in by the code typed at the door; the clerk opens the meeting; everybody sees it."""
    five.open("phone")
    five.open("screen")
    five.open("public")
    door = five.open("clerk", "door")
    door.fill("#code", five.code)
    door.keyboard.press("Enter")
    expect(five.phone.locator("[data-mine] .chip-done")).to_be_visible()
    overview = five.open("clerk", "")
    overview.locator('form[action$="/acts/open"] button').click()
    overview.wait_for_url("**/hall")
    five.open("chair")
    five.open("clerk")


def give_the_floor(five, name):
    """Asked for on the phone, given by one key, seen on the projector and by the public, with the time running."""
    five.chair.keyboard.press("a")
    expect(five.screen.locator(".screen-head p")).not_to_be_empty()
    expect(five.phone.locator("#ask-question")).to_be_visible()
    five.phone.locator("#ask-speech").click()
    expect(five.chair.locator("[data-line]")).to_have_count(1)
    five.chair.keyboard.press("n")
    expect(five.screen.locator(".speaking-name")).to_have_text(name)
    expect(five.public.locator(".speaking-name")).to_have_text(name)
    expect(five.phone.locator(".note-good")).to_be_visible()
    expect(five.chair.locator(".now .speaking-name")).to_have_text(name)
    expect(five.screen.locator(".countdown")).to_contain_text("04:")


def confirm(five, n):
    """Confirm what the reader proposes, a key each, until the server has said of so many more that they are kept."""
    wanted = len(five.acknowledged) + n
    for _ in range(10 * n):
        if len(five.acknowledged) >= wanted:
            return
        expect(five.clerk.locator("[data-caught]").first).to_be_visible()
        five.clerk.keyboard.press("j")
        with suppress(Late), five.clerk.expect_response(CONFIRMING, timeout=5000):
            five.clerk.keyboard.press("Enter")
    raise AssertionError(f"{len(five.acknowledged)} of {wanted} were acknowledged")


def put_in_and_answer(five, asks, answers):
    """Another is let in by the chair, and is answered while the speaker's clock stands still."""
    chair = five.chair
    chair.keyboard.press("g")
    chair.select_option("#give-who", label=asks)
    chair.select_option("#give-kind", "question")
    chair.click("#give")
    for page in (five.screen, chair):
        expect(page.locator(".speaking-in .speaking-name")).to_have_text(asks.split(" · ")[0])
    chair.select_option("#give-who", label=answers)
    chair.select_option("#give-kind", "answer")
    chair.click("#give")
    for page in (five.screen, chair):
        expect(page.locator(".speaking-in .speaking-name")).to_have_text(answers.split(" · ")[0])
    chair.locator("h1").click()
    chair.keyboard.press("e")
    expect(five.screen.locator(".speaking-in")).to_have_count(0)


def nothing_unconfirmed_is_shown(five):
    """What the reader only proposes is on no page but the clerk's."""
    proposed = five.town.ask(READ, five.uid)["proposed"]
    assert proposed
    for page in (five.screen, five.public, five.phone):
        shown = page.inner_text("body")
        assert [one for one in proposed if one in shown] == []


def nearly_all_is_caught(five, kept):
    """What was suggested aloud is there with who said it, before anybody corrected a word."""
    caught = [spoken.Caught(*one) for one in kept["caught"]]
    total, lost = spoken.missed(SCRIPTS[five.lang], "suggestion", caught)
    assert len(lost) <= 0.1 * total, lost


def close_and_read(five):
    """The last open end keeps the meeting open until its reason is given; closed, it shows what became of every word."""
    five.town.ask(SETTLE, five.uid, REASONS[five.lang])
    clerk = five.open("clerk", "closing")
    left, close = clerk.locator("[data-caught]"), clerk.locator(".acts button")
    expect(left).to_have_count(1)
    expect(close).to_be_disabled()
    left.locator("summary").click()
    left.locator("input[name=words]").fill(REASONS[five.lang])
    left.locator("details button").click()
    expect(left).to_have_count(0)
    close.click()
    sent = clerk.locator(".items a.item-name")
    expect(sent.first).to_be_visible()
    expect(five.public.locator(".speaking-none")).to_be_visible()
    five.keep("clerk", "closing")
    title = sent.first.inner_text()
    sent.first.click()
    expect(clerk.locator("h1")).to_contain_text(title)
    five.keep("clerk", "docket")
    for kind in ("minutes", "verbatim", "brief"):
        record = five.open("clerk", f"records/{kind}")
        expect(record.locator("article.record a.proof").first).to_be_visible()
        five.keep("clerk", kind)
    mine = five.open("phone", "mine")
    expect(mine.locator("[data-caught]").first).to_be_visible()
    five.keep("phone", "mine")


@pytest.mark.parametrize("five", ["zh"], indirect=True)
def test_a_discussion_from_check_in_to_the_record_through_two_falls_of_the_servers(five, town):
    check_in_and_open(five)
    give_the_floor(five, "裴立新")
    with town.listening(five.uid, script("zh"), PACE):
        confirm(five, 3)
        expect(five.screen.locator(".confirmed li").first).to_be_visible()
        put_in_and_answer(five, "何砚秋 · 澄州市市长", "汤一鸣 · 澄州市水务局")
        five.look("speaking")
        nothing_unconfirmed_is_shown(five)
        town.fall()
        five.chair.keyboard.press("e")
        expect(five.screen.locator(".speaking-none")).to_be_visible()
        confirm(five, 2)
        town.fall()
        five.phone.locator("#ask-speech").click()
        expect(five.chair.locator("[data-line]")).to_have_count(1)
        confirm(five, 2)

    kept = town.ask(READ, five.uid)
    assert five.acknowledged <= set(kept["standing"])
    assert kept["said"] == len(script("zh").read_text("utf-8").splitlines())
    nearly_all_is_caught(five, kept)
    five.look("told")
    close_and_read(five)
    kept = town.ask(READ, five.uid)
    assert kept["sound"]
    assert kept["state"] == "closed"
    assert kept["docket"] >= 30
    assert kept["lost"] == 0


@pytest.mark.parametrize("five", ["en"], indirect=True)
def test_a_shorter_one_in_english(five, town):
    check_in_and_open(five)
    give_the_floor(five, "Tom Pellow")
    with town.listening(five.uid, script("en"), PACE):
        confirm(five, 2)
        expect(five.public.locator(".confirmed li").first).to_be_visible()
    kept = town.ask(READ, five.uid)
    assert five.acknowledged <= set(kept["standing"])
    nearly_all_is_caught(five, kept)
    five.look("told")
    close_and_read(five)
    kept = town.ask(READ, five.uid)
    assert kept["sound"]
    assert (kept["state"], kept["lost"]) == ("closed", 0)
    assert kept["docket"] >= 6
