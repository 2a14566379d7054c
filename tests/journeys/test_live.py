# SPDX-License-Identifier: Apache-2.0
"""Pages that follow what changes, in a real browser: by stream, through a restart, and by asking where no stream comes."""

import asyncio
import datetime as dt
import socket
import threading

import pytest
import uvicorn
from django.db import transaction
from django.test import Client
from playwright.sync_api import expect

from huiyin.web.accounts.models import Body, Institution, RoleGrant, User
from huiyin.web.docket.services import telling
from huiyin.web.kit import waking
from huiyin.web.live import serving
from huiyin.web.live.streams import Streams
from journeys.city import watch
from web.conftest import Cast
from web.meetings.holding import Hall

NOW = dt.datetime(2026, 3, 2, 1, 0, tzinfo=dt.UTC)
pytestmark = pytest.mark.django_db(transaction=True)
FORM = """() => {
  const part = document.getElementById("capture");
  part.innerHTML = `<form hx-post="/found/gone/settle" hx-target="#capture">
    <input type="hidden" name="csrfmiddlewaretoken" value="${document.querySelector("[name=csrfmiddlewaretoken]").value}">
    <button id="press">x</button></form>`;
  htmx.process(part);
}"""


class Server:
    """The process of the streams, as a thread."""

    def __init__(self, port):
        config = uvicorn.Config(
            Streams(),
            http=serving.Bounded,
            ws="none",
            lifespan="on",
            log_level="warning",
            timeout_graceful_shutdown=1,
        )
        self.server = serving.Server(config, config.app)
        self.thread = threading.Thread(
            target=self._serve, args=(serving.listening("127.0.0.1", port),)
        )
        self.thread.start()

    def _serve(self, own):
        asyncio.run(self.server.serve(sockets=[own]))

    def stop(self):
        self.server.should_exit = True
        self.thread.join(20)


@pytest.fixture
def port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def board(browser, live_server, settings, port):
    """The board of the meeting in a browser, with the person signed in to it."""
    settings.LIVE_PORT, settings.PAGES_PORT = str(port), live_server.url.rpartition(":")[2]
    settings.ALLOWED_HOSTS = ["localhost", "127.0.0.1"]
    Institution.objects.create(name="澄州市政协", name_en="Chengzhou CPPCC")
    Body.objects.create(name="市水务局")
    user = User.objects.create(username="luo", first_name="罗")
    RoleGrant.objects.create(user=user, role="assigner")
    client = Client()
    client.force_login(user)
    context = browser.new_context(locale="zh-CN")
    cookie = client.cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
    page = context.new_page()
    page.faults = []
    page.on("pageerror", lambda fault: page.faults.append(str(fault)))
    page.user = user
    page.open = lambda: page.goto(f"{live_server.url}/assignment-meeting/")
    yield page
    assert page.faults == []
    context.close()


def _rename(name):
    """Change a row as acts do: what changed and that it did are one transaction."""
    with transaction.atomic():
        Body.objects.update(name=name)
        waking.bump("board")


def test_a_page_follows_by_stream_and_comes_back_by_itself_after_a_restart(board, port):
    server = Server(port)
    try:
        with board.expect_response(lambda answer: f":{port}/live/" in answer.url) as answered:
            board.open()
        assert answered.value.status == 200
        _rename("市水利局")
        expect(board.get_by_role("link", name="市水利局")).to_be_visible()
        telling.post([board.user], "a", "proposal.file", {"title": "增设停车位"}, link="/", now=NOW)
        expect(board.locator("header .badge")).to_have_text("1")
    finally:
        server.stop()
    _rename("市河湖局")
    server = Server(port)
    try:
        expect(board.get_by_role("link", name="市河湖局")).to_be_visible(timeout=20_000)
    finally:
        server.stop()


def test_where_no_stream_comes_through_the_page_asks(board):
    board.open()
    _rename("市水利局")
    expect(board.get_by_role("link", name="市水利局")).to_be_visible(timeout=20_000)


def test_what_is_being_typed_is_not_lost(board, port):
    server = Server(port)
    try:
        board.open()
        board.locator("[data-live=board] h2").first.evaluate(
            "(at) => at.insertAdjacentHTML('afterend', '<p><label for=gone>x</label><input id=gone></p>')"
        )
        board.locator("#gone").fill("还在写")
        _rename("市水利局")
        telling.post([board.user], "a", "proposal.file", {"title": "增设停车位"}, link="/", now=NOW)
        expect(board.locator("header .badge")).to_have_text("1")
        expect(board.locator("#gone")).to_have_value("还在写")
        board.locator("#gone").fill("")
        board.locator("h1").click()
        expect(board.get_by_role("link", name="市水利局")).to_be_visible()
    finally:
        server.stop()


def test_a_refusal_is_shown_though_its_form_was_replaced_on_the_way(browser, live_server):
    """The capture page: what a clerk presses may be answered after the part was shown anew."""
    hall = Hall(Cast(), NOW)
    client = Client()
    client.force_login(User.objects.get(pk=hall.cast.clerk.user_id))
    context = browser.new_context(locale="zh-CN")
    cookie = client.cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
    page = context.new_page()
    watch(page)
    page.goto(f"{live_server.url}/meetings/{hall.row.uid}/capture")
    page.evaluate(FORM)

    def replace(route):
        page.evaluate("document.getElementById('capture').replaceChildren()")
        route.continue_()

    page.route("**/found/gone/settle", replace)
    page.click("#press")
    expect(page.locator("#messages .note-fault code")).to_have_text("NOT_FOUND")
    assert page.locator("#press").count() == 0
    assert page.faults == []
    context.close()
