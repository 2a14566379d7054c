# SPDX-License-Identifier: Apache-2.0
"""Figures due again and again: whatever is changed, days past and days reported on stay; a day is reported on once."""

import datetime as dt

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from huiyin.web.commitments import models
from huiyin.web.commitments.services import indicating, reporting
from web.commitments import keeping
from web.replies import answering

SPRING, YEAR = dt.date(2026, 3, 31), dt.date(2026, 12, 31)


@pytest.fixture
def row(cast, bureau, task, now):
    return keeping.begun(cast, bureau, task, now)


def monthly(row, who, now, *, first=SPRING, last=YEAR, name="建成车位"):
    rhythm = indicating.Rhythm("month", first, last)
    return indicating.indicate(
        who, row.uid, name=name, unit="个", target="200", rhythm=rhythm, now=now
    )


def living(held):
    return [one.due_on for one in held.dates.filter(dropped=False).order_by("due_on")]


def tell(row, who, owed, now, value="40"):
    row.refresh_from_db()
    told = reporting.Told("进展", figures={owed.pk: value})
    return reporting.report(who, row.uid, told, version=row.version, now=now)


def test_an_indicator_makes_its_own_due_dates(row, bureau, now, settings):
    held = monthly(row, bureau.shi, now)
    assert living(held)[:3] == [SPRING, dt.date(2026, 4, 30), dt.date(2026, 5, 31)]
    assert len(living(held)) == 10
    answering.sound(settings)


def test_a_change_of_schedule_moves_only_what_is_ahead_and_not_reported(row, bureau, now, settings):
    held = monthly(row, bureau.shi, now)
    first, second = held.dates.order_by("due_on")[:2]
    tell(row, bureau.shi, first, now)
    later = now + dt.timedelta(days=70)  # in May; the April figure is owed still
    rhythm = indicating.Rhythm("quarter", dt.date(2026, 6, 30), YEAR)
    held = indicating.reschedule(
        bureau.shi,
        row.uid,
        held.uid,
        rhythm=rhythm,
        words="改为按季",
        version=held.version,
        now=later,
    )
    assert living(held) == [SPRING, second.due_on, dt.date(2026, 6, 30), dt.date(2026, 9, 30), YEAR]
    assert held.dates.filter(dropped=True).count() == 5
    answering.sound(settings)
    back = indicating.Rhythm("month", SPRING, YEAR)
    held = indicating.reschedule(
        bureau.shi,
        row.uid,
        held.uid,
        rhythm=back,
        words="恢复按月",
        version=held.version,
        now=later,
    )
    assert len(living(held)) == 10
    answering.sound(settings)


def test_a_change_needs_its_reason_and_the_version_one_saw(row, bureau, cast, now):
    held = monthly(row, bureau.shi, now)
    rhythm = indicating.Rhythm("year", SPRING, YEAR)
    for words, version, code in (
        (" ", held.version, "REASON_REQUIRED"),
        ("改", 9, "CHANGED_MEANWHILE"),
    ):
        with answering.refused(code), transaction.atomic():
            indicating.reschedule(
                bureau.shi, row.uid, held.uid, rhythm=rhythm, words=words, version=version, now=now
            )
    for who in (cast.chen, cast.oversight):
        with answering.refused("NOT_ALLOWED"):
            indicating.reschedule(
                who, row.uid, held.uid, rhythm=rhythm, words="改", version=held.version, now=now
            )
    assert len(living(held)) == 10


def test_a_day_is_reported_on_once_and_only_while_it_is_due(row, bureau, now):
    held = monthly(row, bureau.shi, now)
    first, second = held.dates.order_by("due_on")[:2]
    tell(row, bureau.shi, first, now)
    with answering.refused("NOT_FOUND"), transaction.atomic():
        tell(row, bureau.shi, first, now, "41")
    for said in ("四十", "1e5", "4 0", "--4"):
        with answering.refused("FIGURE_INVALID"), transaction.atomic():
            tell(row, bureau.shi, second, now, said)
    rhythm = indicating.Rhythm("custom", SPRING, YEAR, (YEAR,))
    indicating.reschedule(
        bureau.shi,
        row.uid,
        held.uid,
        rhythm=rhythm,
        words="只报年底",
        version=held.version,
        now=now,
    )
    with answering.refused("NOT_FOUND"), transaction.atomic():
        tell(row, bureau.shi, second, now)


@pytest.mark.parametrize(
    ("rhythm", "code"),
    [
        (indicating.Rhythm("weekly", SPRING, YEAR), "FIELD_UNKNOWN"),
        (indicating.Rhythm("month", YEAR, SPRING), "SCHEDULE_BACKWARDS"),
        (indicating.Rhythm("month", SPRING, dt.date(2099, 1, 1)), "SCHEDULE_TOO_LONG"),
        (indicating.Rhythm("custom", SPRING, YEAR), "SCHEDULE_EMPTY"),
    ],
)
def test_a_schedule_that_is_none_is_refused(row, bureau, now, rhythm, code):
    with answering.refused(code), transaction.atomic():
        indicating.indicate(
            bureau.shi, row.uid, name="甲", unit="", target="", rhythm=rhythm, now=now
        )
    assert not models.Indicator.objects.exists()


def test_names_and_milestones_that_are_none_are_refused(row, bureau, now):
    monthly(row, bureau.shi, now)
    for name, code in ((" ", "FIELD_EMPTY"), ("建成车位", "ALREADY_THERE")):
        with answering.refused(code), transaction.atomic():
            monthly(row, bureau.shi, now, name=name)
    with answering.refused("FIELD_EMPTY"):
        indicating.step(bureau.shi, row.uid, text=" ", due_on=SPRING, now=now)
    with answering.refused("GUARD_HAS_DATE"):
        indicating.step(bureau.shi, row.uid, text="招标", due_on=None, now=now)
    step = indicating.step(bureau.shi, row.uid, text="招标", due_on=SPRING, now=now)
    with answering.refused("REASON_REQUIRED"):
        indicating.drop_step(bureau.shi, row.uid, step.uid, words="", now=now)
    indicating.drop_step(bureau.shi, row.uid, step.uid, words="合并招标", now=now)
    step.refresh_from_db()
    assert (step.drop_reason, models.Milestone.objects.count()) == ("合并招标", 1)


CHANGES = st.lists(
    st.tuples(
        st.sampled_from(["month", "quarter", "year", "report"]),
        st.dates(dt.date(2026, 1, 1), dt.date(2027, 6, 30)),
        st.integers(0, 400),
    ),
    max_size=6,
)


@settings(max_examples=12, deadline=None, database=None, suppress_health_check=list(HealthCheck))
@given(changes=CHANGES)
def test_whatever_is_changed_the_past_and_the_reported_stay(row, bureau, now, changes):
    undo = transaction.savepoint()
    try:
        held = monthly(row, bureau.shi, now)
        at = now
        for every, first, days in changes:
            at += dt.timedelta(days=days // 4)
            today = at.date()
            kept = {day for day in living(held) if day <= today}
            said = dict(held.dates.exclude(progress=None).values_list("due_on", "value"))
            if every == "report":
                owed = held.dates.filter(dropped=False, progress=None).order_by("due_on").first()
                if owed:
                    tell(row, bureau.shi, owed, at)
                continue
            rhythm = indicating.Rhythm(every, first, first + dt.timedelta(days=days))
            held = indicating.reschedule(
                bureau.shi,
                row.uid,
                held.uid,
                rhythm=rhythm,
                words="调整",
                version=held.version,
                now=at,
            )
            now_living = living(held)
            assert kept <= set(now_living)
            assert said == dict(held.dates.exclude(progress=None).values_list("due_on", "value"))
            assert set(said) <= set(now_living)
            assert now_living == sorted(set(now_living))
    finally:
        transaction.savepoint_rollback(undo)
        row.refresh_from_db()
