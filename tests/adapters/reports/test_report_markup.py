# SPDX-License-Identifier: Apache-2.0
import base64
import collections
import hashlib
import html.parser
import json
import re
import time

import pytest

import reports_sample
from huiyin.adapters.reports import page
from huiyin.core.values import documents, echoes, findings, spans


class Markup(html.parser.HTMLParser):
    """The page as a browser would take it apart: ids, links, elements with their attributes, and text."""

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.elements, self.ids, self.links, self.words = [], [], [], collections.defaultdict(str)
        self._open = ""
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        held = dict(attrs)
        self._open = f"{tag} {held.get('type', '')}".strip()
        self.elements.append((tag, held))
        if "id" in held:
            self.ids.append(held["id"])
        if tag in {"a", "use"} and "href" in held:
            self.links.append(held["href"])

    def handle_endtag(self, tag):
        self._open = ""

    def handle_data(self, data):
        self.words[self._open] += data


@pytest.fixture(scope="module", params=["zh", "en"])
def markup(request):
    return Markup(page.render(reports_sample.report(), request.param))


def test_every_finding_is_an_anchor_in_the_ledger_and_in_the_source(markup):
    for finding in reports_sample.report().findings:
        assert markup.ids.count(f"f-{finding.id}") == 1
        assert markup.ids.count(f"q-{finding.id}") == 1
        assert f"#q-{finding.id}" in markup.links


def test_no_id_stands_twice_and_every_link_leads_somewhere(markup):
    assert len(markup.ids) == len(set(markup.ids))
    assert {link for link in markup.links if not link.startswith("#")} == {"data:,"} & set(
        markup.links
    )
    assert {link[1:] for link in markup.links if link.startswith("#")} <= set(markup.ids)


def test_nothing_on_the_page_has_an_inline_style_or_handler(markup):
    for tag, held in markup.elements:
        assert "style" not in held, tag
        assert not [name for name in held if name.startswith("on")], tag
        assert not held.get("src"), tag


def test_the_policy_allows_exactly_the_style_and_the_script_of_the_page(markup):
    policy = next(
        held["content"]
        for tag, held in markup.elements
        if held.get("http-equiv") == "Content-Security-Policy"
    )

    for name in ("style", "script"):
        digest = hashlib.sha256(markup.words[name].encode()).digest()
        assert f"{name}-src 'sha256-{base64.b64encode(digest).decode()}'" in policy
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy


def test_every_word_the_page_can_say_is_in_it_in_both_languages(markup):
    held = json.loads(markup.words["script application/json"])
    wanted = {attrs["data-w"] for _, attrs in markup.elements if "data-w" in attrs}
    wanted |= {
        key
        for _, attrs in markup.elements
        if "data-a" in attrs
        for _, key, _ in json.loads(attrs["data-a"])
    }

    assert wanted <= set(held)
    assert all(said["zh"] and said["en"] for said in held.values())


def test_nothing_a_source_holds_becomes_markup():
    text = page.render(reports_sample.hostile(), "zh")
    markup = Markup(text)

    tags = collections.Counter(tag for tag, _ in markup.elements)
    assert tags["img"] == 0
    assert tags["script"] == 2
    assert "alert(1)" not in markup.words["script"]
    assert "<img" not in re.sub(r"<!--.*?-->", "", text)
    assert '<img src=x onerror="document.title=1">' in "".join(markup.words.values())


def test_a_source_that_holds_the_slot_of_the_words_changes_nothing():
    text = "建议 @@words@@ 公开。"
    report = echoes.EchoReport(
        (documents.Document("@@words@@", "0" * 64, "text/plain", text),),
        (),
        (),
        (),
        {},
        (),
        {},
        {},
        (),
    )

    json.loads(Markup(page.render(report, "en")).words["script application/json"])


def test_an_empty_report_is_a_page_too():
    text = page.render(echoes.EchoReport((), (), (), (), {}, (), {}, {}, ()), "zh")

    assert "这些来源中没有找到建议。" in text


def big_report(suggestion_count=300, characters=200_000):
    """Give a report of one long source."""
    line = "请有关部门在学校门前增设护栏并公布工期。其余文字说明现场情况与往年数据，供办理时参考。"
    step = characters // suggestion_count
    text = "".join(
        (line * (step // len(line) + 1))[: step - 1] + "\n" for _ in range(suggestion_count)
    )
    found = tuple(
        findings.Finding(
            f"1-s{n + 1}", findings.Kind.SUGGESTION, 1, spans.Span(n * step, n * step + 20), text[n * step : n * step + 20],
            spans.Span(n * step, n * step + 20), findings.Speaker(f"委员{n % 40}", findings.Capacity.MEMBER), "", 0.9, findings.Why("r", "请"),
        )
        for n in range(suggestion_count)
    )  # fmt: skip
    names = tuple(f"市第{n}局" for n in range(30))
    routes = {
        one.id: (echoes.Candidate(names[n % 30], "lead", 0.5, "duty", "护栏"),)
        for n, one in enumerate(found)
    }
    verdicts = {
        one.id: echoes.Echo(one.id, findings.Verdict.NOT_FOUND_HERE, "nothing_found")
        for one in found
    }
    document = documents.Document("long.txt", "0" * 64, "text/plain", text)
    return echoes.EchoReport(
        (document,), (), (), found, verdicts, (), {one.id: one.id for one in found}, routes, names
    )


def test_a_long_source_with_many_suggestions_stays_a_page_a_browser_can_hold():
    report = big_report()
    started = time.process_time()

    text = page.render(report, "zh")

    assert time.process_time() - started < 5
    assert len(Markup(text).elements) < 40_000
    assert len(text) < 4_000_000
