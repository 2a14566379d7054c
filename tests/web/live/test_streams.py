# SPDX-License-Identifier: Apache-2.0
"""Streams and polling with the store: the same session, the same rights, the same fragments."""

import asyncio
import datetime as dt
import json

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from huiyin.web.accounts import services
from huiyin.web.accounts.models import Body, Institution, RoleGrant, User
from huiyin.web.docket.services import telling
from huiyin.web.kit import waking
from huiyin.web.live.door import Door
from huiyin.web.live.streams import Streams

NOW = dt.datetime(2026, 3, 2, 1, 0, tzinfo=dt.UTC)
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def people():
    Institution.objects.create(name="澄州市政协")
    body = Body.objects.create(name="市水务局")
    made = {}
    for name, role in (
        ("罗", "assigner"),
        ("王", "liaison"),
        ("陈", "member"),
        ("管", "accounts_admin"),
    ):
        user = User.objects.create(username=f"u-{role}", first_name=name)
        RoleGrant.objects.create(user=user, role=role, body=body if role == "liaison" else None)
        made[name] = user
    return made


def _signed_in(user):
    client = Client()
    client.force_login(user)
    return client


class Stream:
    """One connection to the application, spoken to as a server does."""

    def __init__(self, app, path, client=None, **headers):
        cookie = client.cookies["sessionid"].value if client else ""
        given = {"host": "localhost:8001", "cookie": f"sessionid={cookie}", **headers}
        path, _, query = path.partition("?")
        self.scope = {
            "type": "http", "method": "GET", "path": path, "query_string": query.encode(),
            "headers": [(name.replace("_", "-").encode(), value.encode()) for name, value in given.items()],
        }  # fmt: skip
        self.app, self.sent, self.gone = app, asyncio.Queue(), asyncio.Event()
        self.body = b""

    async def __aenter__(self):
        self.task = asyncio.create_task(self.app(self.scope, self._receive, self.sent.put))
        start = await asyncio.wait_for(self.sent.get(), 20)
        self.status, self.headers = start["status"], dict(start["headers"])
        return self

    async def __aexit__(self, *fault):
        self.gone.set()
        await asyncio.wait_for(self.task, 20)

    async def _receive(self):
        await self.gone.wait()
        return {"type": "http.disconnect"}

    async def event(self):
        """Give the next event: its kind and its data."""
        while b"data: " not in self.body or b"\n\n" not in self.body.partition(b"data: ")[2]:
            self.body += (await asyncio.wait_for(self.sent.get(), 20))["body"]
        before, _, rest = self.body.partition(b"data: ")
        data, _, self.body = rest.partition(b"\n\n")
        return before.rpartition(b"event: ")[2].strip().decode(), json.loads(data)


def _run(story):
    async def told():
        app, asked, said = Streams(), asyncio.Queue(), asyncio.Queue()
        life = asyncio.create_task(app({"type": "lifespan"}, asked.get, said.put))
        await asked.put({"type": "lifespan.startup"})
        await said.get()
        try:
            await story(app)
        finally:
            await asked.put({"type": "lifespan.shutdown"})
            await life

    asyncio.run(told())


def _shut():
    from django.db import connections

    connections.close_all()


def _later(work, *given, **named):
    def done():
        try:
            return work(*given, **named)
        finally:
            _shut()

    return asyncio.to_thread(done)


def _tell(user, stem="a"):
    telling.post([user], stem, "proposal.file", {"title": "增设停车位"}, link="/", now=NOW)


def test_a_notice_reaches_the_page_of_its_user_and_of_nobody_else(people):
    luo, wang = _signed_in(people["罗"]), _signed_in(people["王"])
    mine, theirs = f"notices:{people['罗'].pk}", f"notices:{people['王'].pk}"

    async def story(app):
        async with Stream(app, f"/live/{mine},{theirs}?lang=zh", luo) as stream:
            first = [await stream.event(), await stream.event()]
            await _later(_tell, people["罗"])
            kind, told = await stream.event()
            assert sorted(one[0] for one in first) == ["fragment", "gone"]
            assert (kind, told["channel"]) == ("fragment", mine)
            assert '<span class="badge num" aria-hidden="true">1</span>' in told["html"]
        async with Stream(app, f"/live/{mine}", wang) as refused:
            assert refused.status == 404
        async with Stream(app, f"/live/{mine}") as stranger:
            assert stranger.status == 404

    _run(story)


def test_who_comes_back_with_the_last_event_hears_only_what_came_since(people):
    luo = _signed_in(people["罗"])
    mine = f"notices:{people['罗'].pk}"
    _tell(people["罗"])

    async def story(app):
        async with Stream(app, f"/live/{mine}", luo) as stream:
            _, told = await stream.event()
        async with Stream(
            app, f"/live/{mine}", luo, last_event_id=f"{mine}={told['version']}"
        ) as stream:
            await _later(_tell, people["罗"], "b")
            _, next_one = await stream.event()
            assert next_one["version"] > told["version"]
            assert ">2<" in next_one["html"]

    _run(story)


def test_a_role_taken_away_ends_the_stream_at_once(people):
    luo = _signed_in(people["罗"])
    from huiyin.web.accounts import actors

    keeper = actors.of(people["管"], on=NOW.date())

    async def story(app):
        async with Stream(app, "/live/board", luo) as stream:
            await stream.event()
            grant = await _later(lambda: people["罗"].grants.get().pk)
            await _later(services.revoke_role, keeper, grant, now=dt.datetime.now(dt.UTC))
            assert await stream.event() == ("gone", {"channel": "board"})
            await asyncio.wait_for(stream.task, 20)

    _run(story)


def test_signing_out_ends_the_stream_at_once(people):
    luo = _signed_in(people["罗"])

    async def story(app):
        async with Stream(app, "/live/board", luo) as stream:
            await stream.event()
            await _later(luo.post, "/accounts/logout/")
            assert (await stream.event())[0] == "gone"

    _run(story)


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"origin": "http://localhost:8000"}, 200),
        ({"origin": "http://localhost:8001"}, 200),
        ({"origin": "http://localhost:9999"}, 403),
        ({"origin": "http://elsewhere.example"}, 403),
        ({"origin": "null"}, 403),
        ({"host": "elsewhere.example"}, 404),
    ],
)
def test_only_pages_of_ours_may_listen(people, headers, status, settings):
    settings.PAGES_PORT = "8000"
    luo = _signed_in(people["罗"])

    async def story(app):
        async with Stream(app, "/live/board", luo, **headers) as stream:
            assert stream.status == status
            allowed = stream.headers.get(b"access-control-allow-origin", b"").decode()
            assert allowed == (headers.get("origin", "") if status == 200 else "")

    _run(story)


@pytest.mark.parametrize(
    "path",
    ["/", "/live/", "/live/unknown", "/live/board:7", "/live/notices:x", "/live/" + "x" * 300],
)
def test_what_is_no_channel_is_not_found(people, path):
    luo = _signed_in(people["罗"])

    async def story(app):
        async with Stream(app, path, luo) as stream:
            assert stream.status == 404

    _run(story)


def test_polling_gives_the_same_fragment_at_both_doors_and_nothing_when_nothing_changed(people):
    luo = _signed_in(people["罗"])
    mine = f"notices:{people['罗'].pk}"
    _tell(people["罗"])
    page = luo.get(f"/live/{mine}/now", {"lang": "en"}).json()
    (part,) = page["fragments"]
    since = f"{mine}={part['version']}"

    async def story(app):
        async with Stream(app, f"/live/{mine}/now?lang=en", luo) as stream:
            assert json.loads((await stream.sent.get())["body"]) == page
        async with Stream(app, f"/live/{mine}/now?lang=en&since={since}", luo) as stream:
            assert json.loads((await stream.sent.get())["body"])["fragments"] == []

    _run(story)
    assert luo.get(f"/live/{mine}/now", {"lang": "en", "since": since}).json() == {
        "fragments": [],
        "gone": [],
    }
    luo.post("/notices/read")
    assert (
        luo.get(f"/live/{mine}/now", {"lang": "en", "since": since})
        .json()["fragments"][0]["html"]
        .strip()
        == ""
    )


def test_polling_is_refused_to_others_and_keeps_no_session_alive(people):
    wang = _signed_in(people["王"])
    mine = f"notices:{people['罗'].pk}"

    assert wang.get(f"/live/{mine}/now").status_code == 404
    assert Client().get("/live/board/now").json() == {"fragments": [], "gone": ["board"]}
    wang.get("/live/board/now")
    assert "seen" not in wang.session
    assert wang.get("/live/board").status_code == 406


def _asked_at_the_door(path, client=None, host="localhost", method="GET"):
    """Ask as the server of the pages does; gives the status and what is said, None where it is left to the pages."""
    path, _, query = path.partition("?")
    cookie = client.cookies["sessionid"].value if client else ""
    environ = {
        "REQUEST_METHOD": method, "PATH_INFO": path, "QUERY_STRING": query, "HTTP_HOST": host,
        "HTTP_COOKIE": f"sessionid={cookie}",
    }  # fmt: skip
    began = []
    said = Door(lambda *_: None)(environ, lambda *given: began.append(given))
    return said and (int(began[0][0][:3]), json.loads(b"".join(said) or b"null"))


def test_before_the_pages_the_same_is_given_to_the_same_and_the_rest_goes_on_to_them(people):
    luo = _signed_in(people["罗"])
    mine = f"notices:{people['罗'].pk}"
    _tell(people["罗"])

    page = luo.get(f"/live/{mine},board/now", {"lang": "en"}).json()
    assert _asked_at_the_door(f"/live/{mine},board/now?lang=en", luo) == (200, page)
    assert _asked_at_the_door(f"/live/{mine}/now")[0] == 404
    assert _asked_at_the_door(f"/live/{mine}/now", luo, host="elsewhere.example") == (404, None)
    assert _asked_at_the_door("/live/board", luo) is None
    assert _asked_at_the_door("/live/board/now", luo, method="POST") is None
    assert _asked_at_the_door("/", luo) is None


@pytest.mark.parametrize("end", ["role taken away", "signed out"])
def test_who_asks_again_is_remembered_until_the_rights_or_the_session_end(people, end):
    from huiyin.web.accounts import actors

    luo = _signed_in(people["罗"])
    since = {"since": f"board={luo.get('/live/board/now').json()['fragments'][0]['version']}"}
    with CaptureQueriesContext(connection) as asked:
        assert luo.get("/live/board/now", since).json() == {"fragments": [], "gone": []}
    assert not [one for one in asked if "accounts_user" in one["sql"] or "session" in one["sql"]]
    cookie = luo.cookies["sessionid"].value
    if end == "signed out":
        luo.post("/accounts/logout/")
    else:
        keeper = actors.of(people["管"], on=NOW.date())
        services.revoke_role(keeper, people["罗"].grants.get().pk, now=dt.datetime.now(dt.UTC))
    luo.cookies["sessionid"] = cookie
    assert luo.get("/live/board/now", since).status_code == 404


def test_the_board_shows_each_audience_its_own(people):
    from huiyin.web.docket import live

    luo, wang = (
        _signed_in(people[name]).get("/live/board/now").json()["fragments"][0]["html"]
        for name in "罗王"
    )

    assert 'id="waiting"' in luo
    assert 'id="waiting"' not in wang
    assert "市水务局" in wang
    assert live.BOARD == "board"


def test_versions_only_grow(people):
    waking.bump("a", "b")
    first = waking.versions(["a", "b", "c"])
    waking.bump("b")
    second = waking.versions(["a", "b", "c"])

    assert second["b"] > first["b"] > 0
    assert (second["a"], second["c"]) == (first["a"], 0)


def test_pages_say_where_their_streams_are_and_may_connect_there_only(people, settings):
    settings.LIVE_PORT = "8001"
    luo = _signed_in(people["罗"])
    page = luo.get("/", headers={"host": "localhost:8000"})

    assert 'data-live-origin="http://localhost:8001"' in page.content.decode()
    assert "connect-src 'self' http://localhost:8001;" in page["Content-Security-Policy"] + ";"
    settings.LIVE_PORT = ""
    page = luo.get("/")
    assert "data-live-origin" not in page.content.decode()
    assert "connect-src 'self';" in page["Content-Security-Policy"] + ";"
