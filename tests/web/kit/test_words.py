# SPDX-License-Identifier: Apache-2.0
"""The words of the pages: complete in both languages, none unused, none asked for that is not there."""

import re
from functools import cache
from pathlib import Path

import pytest
from django.template import Context, Template
from django.utils import translation

from huiyin.web.kit import words

WEB = Path(words.__file__).parents[1]
PLACE = re.compile(r"\{(\w+)\}")
IN_TEMPLATE = re.compile(
    r"""\{%\s*w\s+"([\w.]+)"|\{%\s*empty\s+"([\w.]+)"(?:\s+\S+\s+"([\w.]+)")?"""
)
IN_PYTHON = re.compile(r"""words\.(?:say|lazy|raw)\(\s*"([\w.]+)\"""")
IN_LEDGER = re.compile(r"""(?:write|act)\s*(?:\(|=)\s*"([a-z_]+\.[a-z_]+)\"""")
UNTOLD = re.compile(
    r"(calendar|plan|template)\..*|replies\.import|opinion\.begun"
)  # no page has a timeline of these
OF_DATA = re.compile(r"""["']([a-z_]+\.[a-z_]*)(?:\{|"\s*\|add)""")


@cache
def said_in(suffixes: tuple[str, ...]) -> str:
    files = [
        path
        for path in sorted(WEB.rglob("*"))
        if path.suffix in suffixes and path.parent.name != "words"
    ]
    return "\n".join(path.read_text("utf-8") for path in files)


def faults(entry: dict) -> list[str]:
    lacking = [lang for lang in ("zh", "en") if not entry.get(lang)]
    places = {frozenset(PLACE.findall(said)) for lang, said in entry.items() if lang != "en_one"}
    return lacking + (["places"] if len(places) > 1 else [])


@pytest.mark.parametrize(
    ("entry", "meant"),
    [
        ({"zh": "共 {n} 条", "en": "{n} rows", "en_one": "one row"}, []),
        ({"zh": "共 {n} 条", "en": "{m} rows"}, ["places"]),
        ({"zh": "共", "en": ""}, ["en"]),
        ({"en": "rows"}, ["zh"]),
    ],
)
def test_a_faulty_entry_is_seen(entry, meant):
    assert faults(entry) == meant


def test_every_key_speaks_both_languages_with_the_same_places():
    assert {key: found for key, entry in words.catalog().items() if (found := faults(entry))} == {}


def test_every_key_asked_for_is_in_a_catalog():
    html, python = said_in((".html",)), said_in((".py",))
    asked = {key for found in IN_TEMPLATE.findall(html) for key in found if key}
    asked |= set(IN_PYTHON.findall(python))

    assert sorted(asked - set(words.catalog())) == []


def test_every_act_of_a_timeline_has_its_words():
    rooms = ("docket", "replies", "evaluations", "commitments", "supervision")
    files = [path for room in rooms for path in (WEB / room).rglob("*.py")]
    acts = {act for path in files for act in IN_LEDGER.findall(path.read_text("utf-8"))}

    assert {"look_back.begun", "contact.logged"} <= acts
    untold = [
        act
        for act in sorted(acts)
        if not UNTOLD.fullmatch(act) and f"told.{act.replace('.', '_')}" not in words.catalog()
    ]
    assert untold == []


def test_no_key_is_unused():
    everything = said_in((".html", ".py", ".js"))
    starts = tuple(OF_DATA.findall(everything))
    unused = [
        key
        for key in words.catalog()
        if f'"{key}"' not in everything
        and not key.startswith(starts)
        and not key.startswith("mail.")
    ]

    assert unused == []


def test_one_is_said_in_its_own_form():
    assert words.say("clock.over", "en", n=1) == "1 day overdue"
    assert words.say("clock.over", "en", n=3) == "3 days overdue"
    assert words.say("clock.over", "zh", n=1) == "逾期 1 天"


def test_values_are_put_in_literally_and_a_missing_one_shows():
    assert words.say("import.preview", "en", name="{n}.xlsx") == "Preview: {n}.xlsx"
    assert words.say("import.preview", "en") == "Preview: ?"


def test_a_label_is_said_in_the_language_of_the_page():
    label = words.lazy("form.save")

    with translation.override("en"):
        assert str(label) == "Save"
    with translation.override("zh-hans"):
        assert str(label) == "保存"


def test_the_tag_escapes_values():
    page = Template('{% w "import.preview" name=name %}').render(
        Context({"name": "<b>&", "lang": "zh"})
    )

    assert page == "预览：&lt;b&gt;&amp;"


@pytest.mark.parametrize(
    ("name", "english"),
    [
        ("中秋节; 国庆节", "Mid-Autumn Festival; National Day"),
        ("春节（补假）", "Spring Festival (day in lieu)"),
        ("休息日（由 2026-02-14 调休）", "day off (in exchange for 2026-02-14)"),
        ("weekend", "weekend"),
    ],
)
def test_a_day_of_rest_is_named_in_the_language_of_the_page(name, english):
    assert words.rest_day(name, "en") == english
    assert words.rest_day(name, "zh") == ("周末" if name == "weekend" else name)


def test_every_day_of_rest_of_the_calendar_has_an_english_name():
    from huiyin.adapters.calendars import adapter

    names = set(adapter.chinese().holidays.values())

    assert [one for one in names if re.search("[\u4e00-\u9fff]", words.rest_day(one, "en"))] == []
