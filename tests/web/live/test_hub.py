# SPDX-License-Identifier: Apache-2.0
"""The hub by itself: rendered once for an audience, newest only, nobody held up by another."""

import asyncio
import json

import pytest

from huiyin.web.live import channels
from huiyin.web.live import hub as hubs
from huiyin.web.live.channels import Shown
from huiyin.web.live.hub import Hub, Listener


class Room:
    """A room whose fragment is the text it holds; it counts how often it is rendered."""

    def __init__(self):
        self.version, self.text, self.rendered, self.settled = 1, "one", [], True

    def show(self, channel, audience, lang):
        self.rendered.append((channel, audience, lang))
        if not self.text:
            return None
        return Shown(channel, self.version, f"{self.text} for {audience}", self.settled)

    def change(self, text):
        self.version, self.text = self.version + 1, text


async def _here(work, *given):
    await asyncio.sleep(0)
    return work(*given)


async def _settle(hub):
    """Let every rendering come to its end."""
    while tasks := [one.task for one in hub._groups.values() if one.task]:
        await asyncio.gather(*tasks)


def _said(listener):
    return [
        json.loads(line[6:])
        for line in listener.take().decode().splitlines()
        if line.startswith("data: ")
    ]


def _run(story):
    async def told():
        room = Room()
        await story(room, Hub(room.show, _here))

    asyncio.run(told())


def test_a_fragment_is_rendered_once_for_all_of_an_audience_and_apart_for_another():
    async def story(room, hub):
        many = [Listener() for _ in range(50)]
        for one in many:
            hub.join(one, "board", "office", "zh")
        other = Listener()
        hub.join(other, "board", "public", "zh")
        await _settle(hub)

        assert room.rendered == [("board", "office", "zh"), ("board", "public", "zh")]
        assert [_said(one)[0]["html"] for one in many] == ["one for office"] * 50
        assert _said(other)[0]["html"] == "one for public"

    _run(story)


def test_a_slow_listener_skips_to_the_newest_and_holds_nobody_up():
    async def story(room, hub):
        slow, quick = Listener(), Listener()
        hub.join(slow, "board", "office", "zh")
        hub.join(quick, "board", "office", "zh")
        got = []
        for text in ("two", "three", "four"):
            room.change(text)
            hub.wake("board")
            await _settle(hub)
            got += [one["html"] for one in _said(quick)]

        assert got == ["two for office", "three for office", "four for office"]
        assert [one["html"] for one in _said(slow)] == ["four for office"]

    _run(story)


def test_what_is_written_at_once_is_made_once_and_who_takes_nothing_holds_the_newest_only():
    async def story(room, hub):
        quick, stuck = [Listener() for _ in range(20)], Listener()
        wrote = []
        for one in (*quick, stuck):
            hub.join(one, "board", "office", "zh")
        await _settle(hub)
        for one in (*quick, stuck):
            one.take()
            one.push = lambda chunk: not wrote.append(chunk)
        stuck.push = lambda chunk: False
        for text in ("two", "three"):
            room.change(text)
            hub.wake("board")
            await _settle(hub)

        assert len(wrote) == 40
        assert len({id(chunk) for chunk in wrote}) == 2
        assert all(one.sent["board"] == 3 and not one.waiting for one in quick)
        assert wrote[-1] == b"%x\r\n%b\r\n" % (
            len(stuck.waiting["board"][1]),
            stuck.waiting["board"][1],
        )
        assert [one["html"] for one in _said(stuck)] == ["three for office"]

    _run(story)


def test_a_stream_says_that_it_stands_and_wakes_only_where_that_cannot_be_said_or_rights_are_old():
    takes, stuck, old = (Listener(asks_at=10.0) for _ in range(3))
    said = []
    takes.push = old.push = lambda chunk: not said.append(chunk)
    stuck.push = lambda chunk: False
    for one, now in ((takes, 5.0), (stuck, 5.0), (old, 11.0)):
        one.beat(now)

    assert said == [b"4\r\n: \n\n\r\n"]
    assert [one.wake.is_set() for one in (takes, stuck, old)] == [False, True, True]


def test_who_has_the_version_already_hears_nothing_and_who_missed_some_hears_the_newest():
    async def story(room, hub):
        first = Listener()
        hub.join(first, "board", "office", "zh")
        await _settle(hub)
        room.change("two")
        hub.wake("board")
        await _settle(hub)
        back, late = Listener(sent={"board": 2}), Listener(sent={"board": 1})
        hub.join(back, "board", "office", "zh")
        hub.join(late, "board", "office", "zh")
        await _settle(hub)

        assert _said(back) == []
        assert [one["version"] for one in _said(late)] == [2]

    _run(story)


def test_a_change_that_shows_nothing_new_is_not_sent():
    async def story(room, hub):
        one = Listener()
        hub.join(one, "board", "office", "zh")
        await _settle(hub)
        _said(one)
        room.change("one")
        hub.wake("board")
        await _settle(hub)

        assert _said(one) == []

    _run(story)


def test_many_changes_at_once_are_one_rendering():
    async def story(room, hub):
        one = Listener()
        hub.join(one, "board", "office", "zh")
        for _ in range(30):
            hub.wake("board")
        await _settle(hub)
        for text in ("two", "three"):
            room.change(text)
            hub.wake("board")
        await _settle(hub)

        assert len(room.rendered) == 2
        assert _said(one)[-1]["html"] == "three for office"

    _run(story)


def test_a_channel_that_may_be_seen_no_more_is_taken_from_its_audience():
    async def story(room, hub):
        one = Listener()
        hub.join(one, "board", "office", "zh")
        await _settle(hub)
        _said(one)
        room.change("")
        hub.wake("board")
        await _settle(hub)

        assert _said(one) == [{"channel": "board"}]
        assert one.groups == {}

    _run(story)


def test_a_rendering_that_fails_is_told_and_tried_again(monkeypatch):
    told = []
    monkeypatch.setattr(hubs._log, "exception", lambda words, *given: told.append(words % given))

    async def story(room, hub):
        real, tries = room.show, []

        def fails_once(*given):
            tries.append(given)
            if len(tries) == 1:
                raise RuntimeError("the store is away")
            return real(*given)

        room.show = fails_once
        hub = Hub(room.show, _here)
        one = Listener()
        hub.join(one, "board", "office", "zh")
        await _settle(hub)

        assert _said(one)[0]["html"] == "one for office"
        assert told == ["board could not be shown; tried again"]

    _run(story)


def test_a_listener_who_parts_leaves_nothing_behind():
    async def story(room, hub):
        one = Listener(user_id=7)
        hub.join(one, "board", "office", "zh")
        hub.part(one)
        await _settle(hub)
        hub.wake("access:7")
        hub.wake("board")
        await _settle(hub)

        assert (hub._groups, hub._by_channel, hub._by_user) == ({}, {}, {})
        assert not one.wake.is_set()

    _run(story)


def test_what_changed_while_it_was_rendered_is_sent_to_who_has_seen_its_version():
    async def story(room, hub):
        room.text, room.settled = "two", False
        page = Listener(sent={"board": 1})
        hub.join(page, "board", "office", "zh")
        await _settle(hub)
        assert [one["html"] for one in _said(page)] == ["two for office"]
        room.version, room.settled = 2, True
        hub.wake("board")
        await _settle(hub)
        late = Listener(sent={"board": 2})
        hub.join(late, "board", "office", "zh")
        assert _said(late) == []

    _run(story)


@pytest.mark.parametrize(("versions", "known"), [((4, 4), (4, True)), ((4, 5, 5), (5, True)), ((4, 5, 6), (5, False))])  # fmt: skip
def test_a_fragment_says_whether_it_changed_while_it_was_rendered(monkeypatch, versions, known):
    read = iter(versions)
    monkeypatch.setattr(channels.waking, "versions", lambda some: {some[0]: next(read)})
    rendered = []
    kind = channels.Kind(lambda *_: "all", lambda *_: rendered.append(1) or "words")
    monkeypatch.setitem(channels._kinds, "tried", kind)

    shown = channels.show("tried", "all", "zh")

    assert (shown.version, shown.settled) == known
    assert len(rendered) == len(versions) - 1
