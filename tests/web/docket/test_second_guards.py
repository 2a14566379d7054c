# SPDX-License-Identifier: Apache-2.0
"""Checks behind which another stands: each holds by itself, so that none can be lost unseen."""

import datetime as dt

import pytest
from django.conf import settings
from making import TITLES, assigned, draft, filed

from huiyin.core.values.refusals import HuiyinError
from huiyin.web.accounts.models import Person
from huiyin.web.docket import models, replaying
from huiyin.web.docket.services import (
    assigning,
    drafting,
    merging,
    negotiating,
    reminding,
    signing,
    turning,
)
from huiyin.web.kit.models import ChainHead


def test_who_is_asked_to_sign_does_not_write(cast, now):
    row = draft(cast.chen, cast.session, now)
    su = Person.objects.get(pk=cast.su.person_id)
    row = signing.invite(cast.chen, row.uid, [su], version=row.version, now=now)
    with pytest.raises(HuiyinError, match="NOT_ALLOWED"):
        drafting.save(
            cast.su, row.uid, version=row.version, fields={"facts": "改"}, asks=None, now=now
        )


def test_a_body_that_is_dissolved_is_not_even_proposed(cast, now):
    row = filed(cast, now)
    cast.housing.valid_to = now.date().replace(year=2025)
    cast.housing.save()
    with pytest.raises(HuiyinError, match="BODY_DISSOLVED"):
        assigning.propose(
            cast.assigner, row.case.uid, [assigning.Task(cast.housing, "sole")], now=now
        )


def test_separate_bodies_leave_no_suggestion_out(cast, now):
    row = filed(cast, now)
    first = row.suggestions.order_by("order").first()
    task = assigning.Task(cast.housing, "separate", (first.pk,))
    assigning.propose(cast.assigner, row.case.uid, [task], now=now)
    with pytest.raises(HuiyinError, match="SUGGESTION_WITHOUT_BODY"):
        assigning.issue(cast.assigner, row.case.uid, now=now)


@pytest.mark.parametrize("state", ["paused", "stopped"])
def test_a_rung_of_a_clock_that_stands_still_does_not_fire_though_it_was_found_due(
    cast, now, state
):
    assigned(cast, now)
    rung = models.Reminder.objects.filter(deadline__state="running", fired_at=None).first()
    models.Reminder.objects.filter(pk=rung.pk).update(due_on=now.date())
    models.Deadline.objects.filter(pk=rung.deadline_id).update(
        state=state, stopped_on=now.date() if state == "stopped" else None
    )
    assert not reminding._fire(rung.pk, now)
    models.Deadline.objects.filter(pk=rung.deadline_id).update(state="running", stopped_on=None)
    assert reminding._fire(rung.pk, now)
    assert not reminding._fire(rung.pk, now)


def test_nothing_is_merged_into_what_is_itself_merged(cast, now):
    first, second, third = (filed(cast, now, title=title) for title in TITLES[:3])
    merging.merge(cast.committee, first.uid, second.uid, reason="同题", basis={}, now=now)
    with pytest.raises(HuiyinError, match="MERGE_CYCLE"):
        merging.merge(cast.committee, second.uid, third.uid, reason="同题", basis={}, now=now)


def test_an_objection_to_a_merger_comes_in_time_or_not_at_all(cast, now):
    first, second = filed(cast, now), filed(cast, now, title=TITLES[1])
    merging.merge(cast.committee, first.uid, second.uid, reason="同题", basis={}, now=now)
    late = now + dt.timedelta(days=60)
    with pytest.raises(HuiyinError, match="GUARD_IN_WINDOW"):
        merging.object_to(cast.chen, second.uid, words="不同题", now=late)
    assert merging.object_to(cast.chen, second.uid, words="不同题", now=now).pk


def test_a_head_that_is_not_the_last_entry_is_found(cast, now):
    assigned(cast, now)
    ChainHead.objects.update(digest="0" * 64)
    faults = replaying.verify(settings.ANCHOR_FILE).faults
    assert [one.id for one in faults] == ["head_differs"]


def test_an_old_version_is_refused_before_anything_is_written(cast, now):
    task = assigned(cast, now).assignments.get()
    seen = task.version
    negotiating.sign_for(cast.wang, task.uid, now=now)
    task.refresh_from_db()
    with pytest.raises(HuiyinError, match="CHANGED_MEANWHILE"):
        turning.check(task, "accept", actor=cast.wang, turned=turning.Turn(version=seen))
