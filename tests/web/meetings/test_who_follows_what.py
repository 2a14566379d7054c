# SPDX-License-Identifier: Apache-2.0
"""The live channels of a meeting: who follows which, and that nobody is sent what they may not see."""

import pytest
from django.test import Client
from django.utils import timezone

from huiyin.web.accounts.models import User
from huiyin.web.live import channels, polling
from huiyin.web.meetings import live, models
from web.meetings.holding import Hall

CANARY = "金丝雀不该飞出办公室"
CHANNELS = ("screen", "watch", "queue", "hall", "door")


def audiences(actor, row):
    return {kind for kind in CHANNELS if channels.audience_of(actor, f"{kind}:{row.uid}")}


@pytest.mark.parametrize("public", [True, False])
def test_each_follows_what_is_for_them(cast, now, public):
    hall = Hall(cast, now, is_public=public)
    everybody = {"screen", "watch"}

    assert audiences(cast.clerk, hall.row) == set(CHANNELS)
    assert audiences(hall.chair, hall.row) == set(CHANNELS)
    assert audiences(cast.chen, hall.row) == everybody | {"queue"}
    assert audiences(cast.wang, hall.row) == everybody | {"queue"}
    assert audiences(cast.public, hall.row) == (everybody if public else set())
    assert audiences(cast.member("外"), hall.row) == (everybody if public else set())


def test_only_oneself_follows_how_one_stands(hall):
    channel = f"mine:{hall.chen.uid}"

    assert channels.audience_of(hall.cast.chen, channel) == hall.chen.uid
    for actor in (hall.cast.su, hall.chair, hall.cast.clerk, hall.cast.public):
        assert channels.audience_of(actor, channel) is None


def test_a_meeting_that_is_not_announced_has_no_channels_for_others(cast, now):
    hall = Hall(cast, now, is_public=True)
    models.Meeting.objects.update(state="planned")

    assert audiences(cast.chen, hall.row) == set()
    assert audiences(cast.public, hall.row) == set()


def _said(hall, state):
    """Something caught in the hall, in a state; what the reader proposes is the office's alone."""
    said = models.Utterance.objects.create(
        meeting=hall.row, seq=1, key="1", stated_at=hall.now, told_at=hall.now, text=CANARY, text_sha256="0" * 64
    )  # fmt: skip
    settled = timezone.now() if state != "proposed" else None
    return models.Found.objects.create(
        meeting=hall.row, utterance=said, edition=1, start=0, end=len(CANARY), quote=CANARY, kind="suggestion",
        state=state, words=CANARY, found_at=hall.now, settled_at=settled, participant=hall.chen,
    )  # fmt: skip


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_what_the_reader_only_proposes_reaches_no_stream(hall, lang):
    _said(hall, "proposed")
    for kind in CHANNELS:
        shown = channels.show(f"{kind}:{hall.row.uid}", live.FOR[kind], lang)
        assert CANARY not in shown.html, kind


def test_what_a_person_confirmed_reaches_everybody(hall):
    """The control: the same words, once confirmed, are on the screen."""
    _said(hall, "confirmed")
    for kind in ("screen", "watch", "hall"):
        assert CANARY in channels.show(f"{kind}:{hall.row.uid}", live.FOR[kind], "zh").html, kind


def test_the_queue_reaches_only_those_in_the_hall(hall):
    hall.ask(hall.cast.chen, words=CANARY)
    hall.ask(hall.cast.su, "question", words=CANARY)
    for kind in ("screen", "watch", "queue"):
        assert CANARY not in channels.show(f"{kind}:{hall.row.uid}", live.FOR[kind], "zh").html
    assert CANARY in channels.show(f"hall:{hall.row.uid}", live.RUNNING, "zh").html


def test_every_step_wakes_the_channels_and_polling_gives_the_same_fragment(hall, monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: hall.now)  # the countdown in it moves every second
    channel, browser = f"screen:{hall.row.uid}", Client()
    clerk = User.objects.get(pk=hall.cast.clerk.user_id)
    browser.force_login(clerk, "django.contrib.auth.backends.ModelBackend")
    session = browser.cookies["sessionid"].value
    before = polling.answer(session, [channel], {}, "zh")["fragments"][0]
    hall.give(hall.chen)
    after = polling.answer(session, [channel], {channel: before["version"]}, "zh")
    shown = channels.show(channel, live.EVERYBODY, "zh")

    assert after["fragments"] == [
        {"channel": channel, "version": shown.version, "html": shown.html}
    ]
    assert shown.version > before["version"]
    assert "陈" in shown.html
    assert polling.answer(session, [channel], {channel: shown.version}, "zh")["fragments"] == []


def test_who_is_taken_off_the_list_follows_no_more(hall):
    models.Participant.objects.filter(pk=hall.away.pk).update(state="dropped")

    assert audiences(hall.zhou, hall.row) == set()
