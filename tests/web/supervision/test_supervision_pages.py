# SPDX-License-Identifier: Apache-2.0
"""The pages of supervision: begun on the page of a task or a proposal, filled in on one form, followed on one record."""

import datetime as dt

import pytest

from huiyin.web.kit import doors
from huiyin.web.supervision import models
from huiyin.web.supervision.services import instructing
from web.evaluations.test_who_reads import client
from web.supervision.test_following import ASSESSED, FAIR, GOOD
from web.supervision.test_key_proposals import voting


@pytest.fixture(autouse=True)
def _today(monkeypatch, now):
    monkeypatch.setattr(doors, "now", lambda: now)
    monkeypatch.setattr(doors, "today", now.date)


def test_a_key_proposal_is_carried_through_on_its_pages(cast, watch, proposal, now):
    office, leader = client(cast.committee), client(watch.leader)
    assert (
        f"/supervision/nominate/{proposal.uid}"
        in office.get(f"/proposals/{proposal.uid}/").content.decode()
    )
    half = office.post(
        f"/supervision/nominate/{proposal.uid}", {"recommended": "民盟市委", "why": ""}
    )
    assert (half.status_code, "民盟市委" in half.content.decode()) == (422, True)
    given = {"recommended": "民盟市委", "why": "涉及面广"}
    assert office.post(f"/supervision/nominate/{proposal.uid}", given).status_code == 302
    row = models.KeyProposal.objects.get()
    at = f"/keyproposals/{row.uid}/"
    assert "民盟市委" in office.get(at).content.decode()
    office.post(at + "acts/shortlist", {"version": row.version})
    row.refresh_from_db()
    empty = office.post(at + "acts/return_nomination", {"version": row.version, "words": ""})
    assert (empty.status_code, "REASON_REQUIRED" in empty.content.decode()) == (422, True)
    named = {"official": "秦主席", "committee": watch.board.pk, "version": row.version}
    assert leader.post(at + "approve", named).status_code == 302
    row.refresh_from_db()
    happened = {
        "kind": "visit",
        "held_on": now.date(),
        "participants": "甲",
        "notes": "看了现场",
        "version": row.version,
    }
    assert office.post(at + "event", happened).status_code == 302
    row.refresh_from_db()
    assert office.get(at + "panel").status_code == 200
    people = {"panel": [one.user_id for one in watch.panel], "version": row.version}
    assert office.post(at + "panel", people).status_code == 302
    for one in watch.panel:
        assert at in client(one).get("/").content.decode()  # it waits on the desk
        assert client(one).post(at + "cast", {"verdict": "satisfied"}).status_code == 302
    row.refresh_from_db()
    assert office.post(at + "acts/close_vote", {"version": row.version}).status_code == 302
    assert "看了现场" in client(cast.chen).get(at).content.decode()
    assert client(cast.su).get(at + "cast").status_code == 403


def test_a_vote_that_runs_shows_no_count(cast, watch, proposal, now):
    row = voting(cast, watch, proposal, now)
    client(watch.panel[0]).post(f"/keyproposals/{row.uid}/cast", {"verdict": "dissatisfied"})

    page = client(cast.committee).get(f"/keyproposals/{row.uid}/").content.decode()

    assert "已投" in page
    assert "计票" not in page


def test_instructions_and_letters_begin_on_the_task_and_reach_the_body(cast, watch, task, now):
    office, body = client(cast.oversight), client(cast.wang)
    page = office.get(f"/assignments/{task.uid}/").content.decode()
    assert f"/supervision/instruct/{task.uid}" in page
    assert f"/supervision/remind/{task.uid}" in page
    given = {"leader": "秦主席", "given_on": now.date(), "words": "请专题研究"}
    assert office.post(f"/supervision/instruct/{task.uid}", given).status_code == 302
    row = models.Instruction.objects.get()
    assert f"/instructions/{row.uid}/" in body.get("/").content.decode()
    at = f"/instructions/{row.uid}/"
    assert body.post(at + "report", {"text": "已研究", "version": row.version}).status_code == 302
    row.refresh_from_db()
    assert office.post(at + "acts/settle", {"version": row.version}).status_code == 302
    assert "已研究" in body.get(at).content.decode()
    assert client(cast.chen).get(at).status_code == 404

    assert (
        office.post(
            f"/supervision/remind/{task.uid}", {"words": "请抓紧", "due_on": "那天"}
        ).status_code
        == 422
    )
    assert (
        office.post(
            f"/supervision/remind/{task.uid}", {"words": "请抓紧", "due_on": ""}
        ).status_code
        == 302
    )
    letter = models.ReminderLetter.objects.get()
    assert "督催〔2026〕1号" in body.get(f"/reminders/{letter.uid}/").content.decode()
    assert body.get(f"/reminders/{letter.uid}/letter.docx").content[:2] == b"PK"
    assert body.get(f"/reminders/{letter.uid}/letter.exe").status_code == 404
    assert client(cast.chen).get(f"/reminders/{letter.uid}/").status_code == 404


def test_look_backs_assessments_and_ratings_on_their_pages(cast, done, now):
    office, body, member = client(cast.oversight), client(cast.wang), client(cast.chen)
    days = {"since": now.date() - dt.timedelta(days=30), "until": now.date(), "title": "回头看"}
    assert office.post("/supervision/look-back", days | {"letters": ["A"]}).status_code == 422
    assert office.post("/supervision/look-back", days | {"letters": ["B"]}).status_code == 302
    round_, item = models.Round.objects.get(), models.Item.objects.get()
    assert (
        f"/lookbacks/{item.uid}/"
        in office.get(f"/supervision/rounds/{round_.uid}/").content.decode()
    )
    said = {f"axis-{key}": value for key, value in GOOD.items()} | {
        "text": "两处建成",
        "version": item.version,
    }
    assert body.post(f"/lookbacks/{item.uid}/report", said).status_code == 302
    item.refresh_from_db()
    assert (
        office.post(f"/lookbacks/{item.uid}/acts/confirm", {"version": item.version}).status_code
        == 302
    )
    assert "两处建成" in body.get(f"/lookbacks/{item.uid}/").content.decode()

    given = {f"axis-{key}": value for key, value in ASSESSED.items()} | {"assessor": "社科院"}
    assert office.post(f"/supervision/assess/{done.uid}", given).status_code == 302
    rated = {f"axis-{key}": value for key, value in FAIR.items()} | {"words": "只有评议里有的话"}
    assert member.post(f"/supervision/rate/{done.uid}", rated).status_code == 302
    assert "只有评议里有的话" not in body.get(f"/assignments/{done.uid}/").content.decode()
    again = member.post(f"/supervision/rate/{done.uid}", rated)
    assert (again.status_code, "ALREADY_RATED" in again.content.decode()) == (422, True)
    for page in (office, body, member):
        assert page.get("/supervision/").status_code == 200


def test_strangers_find_no_door(cast, watch, task, now):
    row = instructing.instruct(
        watch.leader, task.uid, leader="秦主席", words="办", given_on=now.date(), now=now
    )
    stranger = client(cast.su)

    for address in (
        f"/instructions/{row.uid}/", f"/instructions/{row.uid}/report", f"/supervision/instruct/{task.uid}",
        f"/supervision/remind/{task.uid}", f"/supervision/assess/{task.uid}", f"/supervision/rate/{task.uid}",
        "/supervision/rounds/zzzz/", "/keyproposals/zzzz/", "/lookbacks/zzzz/", "/reminders/zzzz/",
    ):  # fmt: skip
        assert stranger.get(address).status_code == 404, address
    assert stranger.get("/supervision/look-back").status_code == 403
    assert client(cast.public).get("/supervision/").status_code == 302
