# SPDX-License-Identifier: Apache-2.0
"""Journeys in a real browser: one Chromium for a module, a town of its own for each test."""

import os
import shutil

import pytest
from django.utils import timezone

from journeys.city import NOW, City

# the shell of Chromium draws pages alone: with windows and their frames a journey takes several times as long
KNOWN = ("chromium-headless-shell", "chromium", "google-chrome")
CHROMIUM = os.environ.get("HUIYIN_CHROMIUM") or next(filter(None, map(shutil.which, KNOWN)), None)


@pytest.fixture(scope="module")
def browser():
    if not CHROMIUM and os.environ.get("REQUIRE_BROWSER") != "1":
        pytest.skip("no Chromium here: set HUIYIN_CHROMIUM to try the pages in a browser")
    from playwright.sync_api import sync_playwright

    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # playwright runs a loop in this thread
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield chromium
        chromium.close()
    os.environ.pop("DJANGO_ALLOW_ASYNC_UNSAFE")


class Clock:
    now = NOW


@pytest.fixture
def city(browser, live_server, look, monkeypatch, settings, tmp_path):
    clock = Clock()
    monkeypatch.setattr(timezone, "now", lambda: clock.now)
    settings.FILES_ROOT = tmp_path
    settings.ANCHOR_FILE = tmp_path / "anchors.jsonl"
    city = City(browser, live_server, look, clock)
    yield city
    for page in city.pages.values():
        page.context.close()


@pytest.fixture
def office(city):
    return (
        city.officer("林致远", "clerk"),
        city.officer("沈清", "reviewer"),
        city.officer("何启明", "committee"),
    )
