# SPDX-License-Identifier: Apache-2.0
"""The page in a real browser: read, filter and jump on it as a clerk would, and look for what a screen reader misses."""

import pytest
from playwright.sync_api import expect

import reports_sample
from huiyin.adapters.reports import page

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    folder = tmp_path_factory.mktemp("pages")
    for lang in ("zh", "en"):
        (folder / f"{lang}.html").write_text(page.render(reports_sample.report(), lang), "utf-8")
    (folder / "hostile.html").write_text(page.render(reports_sample.hostile(), "en"), "utf-8")
    return folder


@pytest.fixture
def visit(browser, pages):
    """Open a page; afterwards nothing may have been asked of the network or complained of in the console."""
    opened, asked, said = [], [], []

    def go(name="zh", *, width=1280, theme="light", scripts=True, at=""):
        context = browser.new_context(
            viewport={"width": width, "height": 900},
            color_scheme=theme,
            java_script_enabled=scripts,
        )
        opened.append(context)
        view = context.new_page()
        view.on("request", lambda request: asked.append(request.url))
        view.on("console", lambda message: said.append(message.text))
        view.on("pageerror", lambda fault: said.append(str(fault)))
        view.goto((pages / f"{name}.html").as_uri() + at)
        return view

    yield go
    for context in opened:
        context.close()
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []
    assert said == []


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_axe_finds_nothing_and_nothing_is_wider_than_the_screen(visit, lang, width, theme):
    from axe_playwright_python.sync_playwright import Axe

    view = visit(lang, width=width, theme=theme)
    faults = Axe().run(view, options=RULES).response["violations"]

    assert [(one["id"], [node["html"][:200] for node in one["nodes"]]) for one in faults] == []
    assert view.evaluate("document.documentElement.scrollWidth") <= width


def test_axe_finds_nothing_in_the_source_on_a_phone(visit):
    from axe_playwright_python.sync_playwright import Axe

    view = visit("zh", width=390)
    view.click("#switch button[data-view=text]")

    assert view.is_visible("#q-1-s1")
    assert not view.is_visible("#f-1-s1")
    assert Axe().run(view, options=RULES).response["violations"] == []


def test_a_quote_in_the_ledger_leads_to_its_words_and_back(visit):
    view = visit()
    view.click("#f-1-a1 blockquote a")

    mark = view.locator("#q-1-a1")
    assert "on" in mark.get_attribute("class").split()
    assert _inside(view, "#q-1-a1", "#pane")
    assert view.url.endswith("#q-1-a1")

    view.click("#q-1-s2")
    assert view.evaluate("document.activeElement.id") == "f-1-s2"
    assert _inside(view, "#f-1-s2 h4", None)


def test_an_answer_leads_to_the_reply_and_the_reply_back_to_what_it_answers(visit):
    view = visit()
    view.click("#f-1-s7 .evidence a")
    assert view.evaluate("document.activeElement.id") == "f-1-c2"

    view.click("#f-1-c2 .back a")
    assert view.evaluate("document.activeElement.id") == "f-1-s7"


def test_the_back_button_goes_back_to_the_entry_before(visit):
    view = visit()
    view.click("#f-1-s7 .evidence a")
    view.click("#f-1-c2 blockquote a")
    view.go_back()

    assert "on" in view.get_attribute("#f-1-c2", "class").split()


def test_a_cell_of_the_matrix_leads_to_the_words_of_the_body(visit):
    view = visit()
    view.click("tr[data-row='1-s14'] td.c-assigned a")

    assert view.evaluate("document.activeElement.id") == "f-1-a1"


FILTERS = [
    ("#by-verdict", "not_found_here", 4),
    ("#by-kind", "commitment", 3),
    ("#by-source", "2", 5),
    ("#by-source", "3", 4),
]


@pytest.mark.parametrize(("choice", "value", "count"), FILTERS)
def test_a_filter_leaves_what_was_asked_for_and_says_how_many(visit, choice, value, count):
    view = visit("en")
    view.select_option(choice, value)
    _wait_for_entries(view, count)

    assert view.inner_text("#shown") == f"Showing {count} of 31"


def test_filters_by_speaker_body_and_words_work_together(visit):
    view = visit()
    view.select_option("#by-speaker", label="白雁书")
    _wait_for_entries(view, 6)
    view.select_option("#by-body", label="市民政局")
    _wait_for_entries(view, 1)
    assert view.is_visible("#f-1-s13")
    assert view.locator("[data-row]:visible").count() == 1

    view.click("#clear")
    view.fill("#find", "送餐 ")
    _wait_for_entries(view, 2)
    view.fill("#find", "没有这样的字")
    view.wait_for_selector("#nothing:visible")


def test_a_link_to_a_filtered_entry_clears_the_filters(visit):
    view = visit()
    view.select_option("#by-kind", "suggestion")
    view.wait_for_selector("#f-1-c2", state="hidden")
    view.click("#f-1-s7 .evidence a")

    assert view.is_visible("#f-1-c2")
    assert view.evaluate("document.activeElement.id") == "f-1-c2"


def test_a_figure_filters_the_ledger_to_its_suggestions(visit):
    view = visit("en")
    view.click(".figures .v-partly a")
    _wait_for_entries(view, 4)

    assert view.inner_text("#shown") == "Showing 4 of 31"


def test_the_language_switch_changes_every_interface_word_and_no_word_of_the_source(visit):
    chinese, english = visit("zh"), visit("en")
    source = chinese.inner_text(".doc p.head >> nth=0")
    chinese.click("#lang")

    assert chinese.evaluate("document.documentElement.lang") == "en"
    assert chinese.title() == english.title()
    for place in ("h1", ".figures", "#filters", ".legend", "#f-1-s1 .why", "#f-1-c2", ".unread"):
        assert chinese.inner_text(place) == english.inner_text(place), place
    for attribute in ("aria-label", "placeholder"):
        assert chinese.get_attribute("#find", attribute) == english.get_attribute(
            "#find", attribute
        )
    assert chinese.inner_text(".doc p.head >> nth=0") == source


def test_the_theme_switch_changes_the_paper(visit):
    view = visit()
    before = view.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    view.click("#theme")

    assert view.evaluate("getComputedStyle(document.documentElement).backgroundColor") != before


def test_without_scripts_source_and_ledger_are_readable_and_linked(visit):
    view = visit("zh", width=390, scripts=False, at="#q-1-c2")

    assert view.is_visible("#f-1-s1")
    assert view.is_visible("#q-1-c2")
    assert not view.is_visible("#filters")
    view.click("#q-1-s7")
    assert view.url.endswith("#f-1-s7")


def test_the_keyboard_reaches_ledger_and_source_at_once(visit):
    view = visit()
    view.keyboard.press("Tab")
    assert view.evaluate("document.activeElement.getAttribute('href')") == "#ledger"
    view.keyboard.press("Enter")
    view.keyboard.press("Tab")

    assert view.evaluate(
        "document.activeElement.closest('section').id || document.activeElement.closest('#ledger').id"
    )


def test_the_source_selects_to_the_letter(visit):
    view = visit()
    shown = view.evaluate(
        "[...document.querySelectorAll('#d-1 .part > p:not(.ui)')].map(p => p.textContent).join('\\n')"
    )

    assert shown == reports_sample.MINUTES.replace("\n\n", "\n").strip("\n")


def test_hostile_words_are_shown_and_do_nothing(visit):
    view = visit("hostile")

    assert view.title() != "1"
    assert view.locator("img").count() == 0
    assert '<img src=x onerror="document.title=1">' in view.inner_text("#f-1-s1 h4")


def test_the_printed_page_holds_ledger_and_source_whole(visit):
    view = visit("zh", width=390)
    view.emulate_media(media="print")

    assert view.is_visible("#q-1-e1")
    assert view.is_visible("#f-3-r1")
    assert not view.is_visible("#filters")
    assert not view.is_visible("#switch")


def _wait_for_entries(view, count):
    # the page's policy forbids the evaluation that wait_for_function rests on
    expect(view.locator(".entry:not([hidden])")).to_have_count(count)


def _inside(view, selector, frame):
    return view.evaluate(
        """([one, frame]) => {
            const box = document.querySelector(one).getBoundingClientRect();
            const around = frame ? document.querySelector(frame).getBoundingClientRect() : {top: 0, bottom: innerHeight};
            return box.top >= around.top - 1 && box.bottom <= around.bottom + 1;
        }""",
        [selector, frame],
    )
