# SPDX-License-Identifier: Apache-2.0
"""What comes by itself: reminders of dates, each exactly once and never early; look-backs months after a reply."""

import datetime as dt

from huiyin.web.commitments import models
from huiyin.web.commitments.selectors import calendar
from huiyin.web.commitments.services import indicating, looking_back, moving, nudging
from huiyin.web.docket.services import ticking
from huiyin.web.kit.models import LedgerEntry, Notice
from web.commitments import keeping
from web.replies import answering


def on(day):
    return dt.datetime.combine(day, dt.time(9), dt.UTC)


def rungs(row):
    return sorted(
        models.Nudge.objects.filter(commitment=row, about="due").values_list("due_on", "rung")
    )


def test_each_rung_reminds_once_on_its_day_also_after_downtime(cast, bureau, task, now, settings):
    row = keeping.begun(cast, bureau, task, now)
    assert nudging.nudge(now=on(keeping.JUNE - dt.timedelta(days=31))) == 0
    assert nudging.nudge(now=on(keeping.JUNE - dt.timedelta(days=30))) == 1
    assert nudging.nudge(now=on(keeping.JUNE - dt.timedelta(days=30))) == 0
    assert (
        nudging.nudge(now=on(keeping.JUNE + dt.timedelta(days=1))) == 2
    )  # the week before was slept through
    assert rungs(row) == [(keeping.JUNE, 0), (keeping.JUNE, 1), (keeping.JUNE, 2)]
    assert (
        Notice.objects.filter(user_id=cast.oversight.user_id, words="clock.reminder").count() == 1
    )
    assert Notice.objects.filter(user_id=cast.qian.user_id).count() == 0  # of another body
    answering.sound(settings)


def test_a_date_that_slipped_begins_its_ladder_anew_and_what_is_done_is_not_asked_about(
    cast, bureau, task, now
):
    row = keeping.begun(cast, bureau, task, now)
    nudging.nudge(now=on(dt.date(2026, 6, 24)))
    row = moving.slip(
        bureau.shi,
        row.uid,
        to=dt.date(2026, 8, 31),
        words="管线",
        version=row.version,
        now=on(dt.date(2026, 6, 25)),
    )
    assert nudging.nudge(now=on(dt.date(2026, 7, 2))) == 0
    assert nudging.nudge(now=on(dt.date(2026, 8, 1))) == 1
    moving.give_up(bureau.shi, row.uid, words="无法实施", version=row.version, now=now)
    assert nudging.nudge(now=on(dt.date(2026, 9, 20))) == 0


def test_milestones_and_figures_remind_too(cast, bureau, task, now):
    row = keeping.begun(cast, bureau, task, now)
    indicating.step(bureau.shi, row.uid, text="完成招标", due_on=dt.date(2026, 4, 30), now=now)
    rhythm = indicating.Rhythm("month", dt.date(2026, 4, 30), dt.date(2026, 5, 31))
    indicating.indicate(
        bureau.shi, row.uid, name="车位", unit="", target="", rhythm=rhythm, now=now
    )
    assert nudging.nudge(now=on(dt.date(2026, 4, 23))) == 2
    assert {one.about.partition(":")[0] for one in models.Nudge.objects.all()} == {"step", "figure"}


def test_a_planned_reply_is_looked_back_at_by_itself_until_all_of_it_stands(
    cast, bureau, task, now, settings
):
    row = keeping.made(cast, bureau, task, now)
    assert looking_back.start_due(now=now) == 1
    assert looking_back.start_due(now=now) == 0
    deadline = task.deadlines.get(clock=looking_back.PLANNED)
    assert (deadline.due_on, deadline.state) == (dt.date(2026, 9, 2), "running")
    days = calendar.days(bureau.shi, dt.date(2026, 9, 1), dt.date(2026, 9, 30), today=now.date())
    assert [one.kind for one in days] == ["look_back"]
    ticking.tick(now=on(dt.date(2026, 9, 3)))
    ticking.tick(now=on(dt.date(2026, 9, 3)))
    fired = LedgerEntry.objects.filter(
        act__startswith="clock.", kind="assignment", after__clock=looking_back.PLANNED
    )
    assert fired.count() == 2
    later = on(dt.date(2026, 9, 4))
    for who in (cast.chen, bureau.wang, cast.clerk):
        with answering.refused("NOT_ALLOWED"):
            looking_back.record(who, row.reply.uid, holds=True, words="看过", now=later)
    with answering.refused("REASON_REQUIRED"):
        looking_back.record(cast.oversight, row.reply.uid, holds=True, words=" ", now=later)
    made = looking_back.record(
        cast.oversight, row.reply.uid, holds=True, words="两处已投用，一处在建", now=later
    )
    assert made.clock == looking_back.PLANNED
    assert [
        one.due_on for one in task.deadlines.filter(clock=looking_back.PLANNED, state="running")
    ] == [dt.date(2027, 3, 4)]
    assert Notice.objects.filter(user_id=cast.chen.user_id, words="reply.look_back").count() == 1
    models.Commitment.objects.filter(pk=row.pk).update(state="infeasible", explanation="用地")
    looking_back.record(
        cast.committee, row.reply.uid, holds=True, words="其余已办结", now=on(dt.date(2027, 3, 4))
    )
    assert not task.deadlines.filter(clock=looking_back.PLANNED, state="running").exists()
    with answering.refused("CLOCK_NOT_RUNNING"):
        looking_back.record(cast.committee, row.reply.uid, holds=True, words="再看", now=later)


def test_the_clock_does_all_of_it(cast, bureau, task, now):
    reply = keeping.read(cast, bureau, task, now, reading=False)
    assert not keeping.promises(reply)
    ticking.tick(now=now)
    assert keeping.promises(reply)
    assert task.deadlines.filter(clock=looking_back.PLANNED).exists()
