# SPDX-License-Identifier: Apache-2.0
"""Slots: panels in their order, nothing where there is nothing to say, no page that has none."""

import pytest
from django.utils.html import format_html

from huiyin.web.accounts.actors import NOBODY
from huiyin.web.kit import slots


@pytest.fixture(autouse=True)
def _own_panels(monkeypatch):
    monkeypatch.setattr(slots, "_panels", {})
    monkeypatch.setattr(slots, "_places", [])


def test_panels_stand_in_their_order_and_escape_what_they_are_given():
    def late(actor, row, lang):
        return format_html("<p>{}</p>", row)

    def soon(actor, row, lang):
        return format_html("<h2>{}</h2>", lang)

    def silent(actor, row, lang):
        return None

    for order, panel in ((20, late), (10, soon), (15, silent)):
        slots.register("case", order, panel)
    assert slots.render("case", NOBODY, "<b>", "zh") == "<h2>zh</h2><p>&lt;b&gt;</p>"
    assert slots.render("desk", NOBODY, None, "zh") == ""


def test_a_panel_registered_twice_is_shown_once():
    def panel(actor, row, lang):
        return format_html("<p>{}</p>", "once")

    slots.register("proposal", 1, panel)
    slots.register("proposal", 1, panel)
    assert slots.render("proposal", NOBODY, None, "en") == "<p>once</p>"


def test_a_page_without_slots_is_refused():
    with pytest.raises(ValueError, match="kitchen"):
        slots.register("kitchen", 1, lambda actor, row, lang: None)


def test_places_stand_in_the_group_they_were_offered_for():
    place = slots.Place("/replies/", "nav.desk", "desk")
    slots.offer("nav.handling", place)
    slots.offer("nav.handling", place)
    assert slots.places("nav.handling") == [place]
    assert slots.places("nav.keeping") == []
