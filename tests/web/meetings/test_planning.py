# SPDX-License-Identifier: Apache-2.0
"""A meeting before it begins: planned, amended and announced by the office; seen by others once it is announced."""

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from huiyin.core.values.refusals import HuiyinError
from huiyin.web.docket import replaying
from huiyin.web.meetings import models
from huiyin.web.meetings.services import preparing
from web.meetings import holding
from web.meetings.holding import client_of


def test_a_meeting_is_planned_and_amended_under_the_pack_of_its_session(cast, now, settings):
    row = holding.planned(cast, now)
    row = preparing.amend(
        cast.clerk, row.uid, version=row.version, fields=holding.plan(now, place="三号会议室"), now=now
    )  # fmt: skip

    assert (row.pack, row.state, row.place) == ("cn-cppcc", "planned", "三号会议室")
    assert replaying.verify(settings.ANCHOR_FILE).is_sound


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"title": ""}, "FIELD_EMPTY"),
        ({"kind": "party"}, "FIELD_UNKNOWN"),
        ({"speech_seconds": 0}, "FIELD_EMPTY"),
        ({"chair": "查无此人"}, "PERSON_UNKNOWN"),
        ({"uid": "x"}, "FIELD_UNKNOWN"),
    ],
)
def test_a_plan_that_does_not_fit_is_refused_by_name(cast, now, change, code):
    with pytest.raises(HuiyinError, match=rf"^{code}\b"):
        preparing.plan(cast.clerk, cast.session, fields=holding.plan(now) | change, now=now)
    assert not models.Meeting.objects.exists()


def test_only_the_office_plans(cast, now):
    with pytest.raises(HuiyinError, match=r"^NOT_ALLOWED\b"):
        preparing.plan(cast.chen, cast.session, fields=holding.plan(now), now=now)


def test_of_two_who_amend_at_once_the_second_is_told(cast, now):
    row = holding.planned(cast, now)
    preparing.amend(
        cast.clerk, row.uid, version=row.version, fields=holding.plan(now, place="甲厅"), now=now
    )
    with pytest.raises(HuiyinError, match=r"^CHANGED_MEANWHILE\b"):
        preparing.amend(
            cast.committee, row.uid, version=row.version, fields=holding.plan(now, place="乙厅"), now=now
        )  # fmt: skip
    row.refresh_from_db()
    assert row.place == "甲厅"


def test_a_meeting_is_announced_only_with_an_agenda_and_people(cast, now):
    row = holding.planned(cast, now)
    with pytest.raises(HuiyinError, match=r"^GUARD_HAS_AGENDA\b"):
        preparing.hold(cast.clerk, row.uid, "notify", version=row.version, now=now)
    models.AgendaItem.objects.create(meeting=row, order=1, title="停车难")
    with pytest.raises(HuiyinError, match=r"^GUARD_HAS_PARTICIPANTS\b"):
        preparing.hold(cast.clerk, row.uid, "notify", version=row.version, now=now)


def test_the_pages_plan_and_show_a_meeting(cast, now):
    client = client_of(cast.clerk)
    starts = timezone.localtime(now + dt.timedelta(days=10)).strftime("%Y-%m-%dT%H:%M")
    typed = {"title": "<b>停车</b>联组会", "kind": "joint_group", "starts_at": starts, "speech_minutes": "8"}  # fmt: skip
    bad = client.post("/meetings/new", typed | {"starts_at": "昨天"})
    made = client.post("/meetings/new", typed)
    row = models.Meeting.objects.get()

    assert bad.status_code == 422
    assert "DATE_INVALID" in bad.content.decode()
    assert "&lt;b&gt;停车&lt;/b&gt;联组会" in bad.content.decode()
    assert made.status_code == 302
    assert "&lt;b&gt;停车&lt;/b&gt;联组会" in client.get(f"/meetings/{row.uid}/").content.decode()
    assert "<b>停车" not in client.get("/meetings/").content.decode()


def test_a_meeting_that_is_not_announced_is_not_there_for_others(cast, now):
    row = holding.planned(cast, now)

    assert client_of(cast.chen).get(f"/meetings/{row.uid}/").status_code == 404
    assert Client().get(f"/meetings/{row.uid}/").status_code == 404
    assert client_of(cast.clerk).get(f"/meetings/{row.uid}/").status_code == 200
