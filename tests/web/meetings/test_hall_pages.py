# SPDX-License-Identifier: Apache-2.0
"""The pages of the hall: each role finds its own, does its steps there, and is told by name what is not possible."""

import pytest
from django.test import Client

from huiyin.web.meetings import models
from huiyin.web.meetings.services import checking_in
from web.meetings.holding import Hall, client_of

MARKUP = '<img src=x onerror="alert(1)">'


def post(actor, address, **typed):
    return client_of(actor).post(address, typed)


def pages(row):
    tails = ("", "agenda", "people", "hall", "door", "phone", "screen", "watch", "figures", "edit")
    return [f"/meetings/{row.uid}/{tail}" for tail in tails]


@pytest.mark.parametrize(
    ("who", "seen"),
    [
        ("clerk", "agenda people hall door screen watch figures edit"),
        ("chair", "people hall phone screen watch figures"),
        ("chen", "people phone screen watch figures"),
        ("wang", "people phone screen watch figures"),
        ("assigner", "people screen watch figures"),
        ("reviewer", "agenda people hall door screen watch figures edit"),
        ("public", ""),
        ("stranger", ""),
    ],
)
def test_each_role_finds_its_pages_and_no_others(hall, who, seen):
    actor = {"chair": hall.chair, "stranger": hall.cast.member("外")}.get(who) or getattr(
        hall.cast, who
    )
    client = client_of(actor)
    got = {one.rpartition("/")[2] for one in pages(hall.row) if client.get(one).status_code == 200}

    assert got == {*seen.split(), ""} if seen else got == set()


def test_the_public_sees_an_open_meeting_and_nothing_of_the_queue(cast, now):
    hall = Hall(cast, now, is_public=True)
    hall.ask(cast.su, words="只给会场看的话")
    client = Client()
    got = {one.rpartition("/")[2] for one in pages(hall.row) if client.get(one).status_code == 200}
    shown = client.get(f"/meetings/{hall.row.uid}/watch").content.decode()

    assert got == {"", "screen", "watch"}
    assert "苏" not in shown
    assert "只给会场看的话" not in shown


def test_the_chair_runs_the_floor_by_posts_alone(hall):
    address = f"/meetings/{hall.row.uid}/hall/step"
    post(hall.cast.chen, f"/meetings/{hall.row.uid}/phone/step", do="ask", kind="speech")
    asked = models.FloorRequest.objects.get()
    page = client_of(hall.chair).get(f"/meetings/{hall.row.uid}/hall").content.decode()
    assert f'value="{asked.uid}"' in page

    assert post(hall.chair, address, do="call", request=asked.uid, after="").status_code == 302
    turn = models.Turn.objects.get()
    stale = post(hall.chair, address, do="give", who=hall.su.uid, kind="speech", after="")
    assert (stale.status_code, "FLOOR_CHANGED" in stale.content.decode()) == (409, True)
    for typed in ({"do": "time", "turn": turn.uid}, {"do": "end", "turn": turn.uid}):
        assert post(hall.chair, address, **typed).status_code == 302
    turn.refresh_from_db()
    assert turn.ended_at is not None
    assert turn.allowed_seconds == 540
    assert post(hall.chair, address, do="dance").status_code == 422


def test_a_step_in_the_background_is_answered_with_nothing_or_with_the_refusal(hall):
    client = client_of(hall.chair)
    address, asks = f"/meetings/{hall.row.uid}/hall/step", {"HX-Request": "true"}
    done = client.post(address, {"do": "give", "who": hall.chen.uid, "kind": "speech", "after": ""}, headers=asks)  # fmt: skip
    again = client.post(address, {"do": "give", "who": hall.su.uid, "kind": "speech", "after": ""}, headers=asks)  # fmt: skip

    assert (done.status_code, done.content) == (204, b"")
    assert again.status_code == 409
    assert "FLOOR_CHANGED" in again.content.decode()
    assert "<html" not in again.content.decode()


def test_check_in_by_scan_by_short_code_and_by_one_tap_and_twice(hall):
    address = f"/meetings/{hall.row.uid}"
    client = client_of(hall.cast.clerk)
    scanned = f"{address}/in/{hall.away.uid}"
    assert "周" in client.get(scanned).content.decode()
    client.post(scanned)
    client.post(scanned)
    client.post(f"{address}/door/step", {"code": checking_in.short_code(hall.away)})
    hall.away.refresh_from_db()
    assert (hall.away.state, hall.away.version) == ("present", 2)

    wrong = client.post(f"{address}/door/step", {"code": "ZZZZZ"})
    assert (wrong.status_code, "CODE_UNKNOWN" in wrong.content.decode()) == (422, True)
    assert client_of(hall.cast.chen).get(scanned).status_code == 403
    client.post(f"{address}/door/step", {"do": "undo", "who": hall.away.uid, "words": "点错了"})
    hall.away.refresh_from_db()
    assert (hall.away.state, hall.away.arrived_at) == ("registered", None)


def test_the_phone_carries_the_code_and_draws_it(hall):
    page = client_of(hall.cast.chen).get(f"/meetings/{hall.row.uid}/phone").content.decode()

    assert checking_in.short_code(hall.chen) in page
    assert "<svg" in page
    assert "style=" not in page


def test_a_speaker_whose_name_is_markup_is_text_on_every_page(hall):
    models.Participant.objects.filter(pk=hall.chen.pk).update(name=MARKUP, person=None, body_id=hall.cast.housing.pk, duty=MARKUP)  # fmt: skip
    models.Meeting.objects.update(title=MARKUP, is_public=True)
    hall.chen.refresh_from_db()
    hall.give(hall.chen)
    hall.ask(hall.cast.su, words=MARKUP)
    for actor in (hall.cast.clerk, hall.chair, hall.cast.su):
        for address in pages(hall.row):
            assert "<img src=x" not in client_of(actor).get(address).content.decode(), address


def test_a_member_hands_in_a_speech_that_only_the_office_and_the_member_read(hall):
    address = f"/meetings/{hall.row.uid}/phone/step"
    post(hall.cast.chen, address, do="hand_in", kind="speech", title="停车", text="我的书面发言")
    paper = models.MeetingPaper.objects.get()
    read = {
        name: client_of(actor).get(f"/meetings/papers/{paper.uid}").status_code
        for name, actor in (("own", hall.cast.chen), ("office", hall.cast.clerk), ("other", hall.cast.su))
    }  # fmt: skip
    assert read == {"own": 200, "office": 200, "other": 404}
    empty = post(hall.cast.chen, address, do="hand_in", kind="speech", title="停车", text=" ")
    assert (empty.status_code, "TEXT_EMPTY" in empty.content.decode()) == (422, True)
    sneaked = post(hall.cast.chen, address, do="hand_in", kind="material", title="x", text="y")
    assert sneaked.status_code == 403


def test_the_office_invites_places_and_takes_off(hall):
    address = f"/meetings/{hall.row.uid}/people"
    clerk = client_of(hall.cast.clerk)
    assert clerk.post(address, {"do": "invite", "role": "guest", "name": "来宾甲", "duty": "教授"}).status_code == 302  # fmt: skip
    guest = models.Participant.objects.get(name="来宾甲")
    clerk.post(address, {"do": "place", "who": guest.uid, "version": guest.version, "seat": "A3"})
    taken = clerk.post(address, {"do": "place", "who": hall.chen.uid, "version": hall.chen.version + 1, "seat": "A3"})  # fmt: skip
    assert (taken.status_code, "SEAT_TAKEN" in taken.content.decode()) == (422, True)
    unknown = clerk.post(address, {"do": "invite", "role": "member", "name": "查无此人"})
    assert (unknown.status_code, 'value="查无此人"' in unknown.content.decode()) == (422, True)
    assert clerk.post(address, {"do": "drop", "who": guest.uid, "words": ""}).status_code == 422
    clerk.post(address, {"do": "drop", "who": guest.uid, "words": "不来了"})
    guest.refresh_from_db()
    assert guest.state == "dropped"
    assert post(hall.cast.chen, address, do="invite", role="guest", name="乙").status_code == 403


def test_a_whole_sector_is_invited_at_once_and_nobody_twice(hall):
    address = f"/meetings/{hall.row.uid}/people"
    sector = hall.su.person.memberships.get().sector_id
    before = models.Participant.objects.count()
    post(hall.cast.clerk, address, do="sector", sector=sector)
    assert models.Participant.objects.count() == before


def test_leave_needs_a_reason_and_coming_after_all_takes_it_back(hall):
    address = f"/meetings/{hall.row.uid}/phone/step"
    assert post(hall.zhou, address, do="leave", words="").status_code == 422
    assert post(hall.zhou, address, do="leave", words="出差").status_code == 302
    hall.away.refresh_from_db()
    assert (hall.away.state, hall.away.leave_reason) == ("on_leave", "出差")
    post(hall.zhou, address, do="register")
    hall.away.refresh_from_db()
    assert (hall.away.state, hall.away.leave_reason) == ("registered", "")


def test_the_agenda_is_drawn_up_moved_and_thinned_out(hall):
    address = f"/meetings/{hall.row.uid}/agenda"
    clerk = client_of(hall.cast.clerk)
    assert clerk.post(address, {"do": "add", "title": "小结", "minutes": "5"}).status_code == 302
    item = models.AgendaItem.objects.get(title="小结")
    clerk.post(address, {"do": "up", "item": item.uid})
    titles = list(hall.row.agenda.filter(dropped_at=None).order_by("order").values_list("title", flat=True))  # fmt: skip
    assert titles == ["会议发言", "小结", "部门回应"]
    bad = clerk.post(address, {"do": "add", "title": "长", "minutes": "9999"})
    assert (bad.status_code, "MINUTES_INVALID" in bad.content.decode()) == (422, True)
    clerk.post(address, {"do": "drop", "item": item.uid, "words": "时间不够"})
    item.refresh_from_db()
    assert item.dropped_at is not None


def test_the_clock_of_the_server_is_told_to_anybody(hall, client):
    told = client.get("/meetings/clock")

    assert told.json()["now"] > 1_700_000_000_000
    assert "no-store" in told.headers["Cache-Control"]
