# SPDX-License-Identifier: Apache-2.0
"""A dissatisfied evaluation is ruled on with a reason; the second no goes up the ladder, each rung recorded."""

import datetime as dt

from huiyin.web.docket.models import Deadline
from huiyin.web.evaluations import models
from huiyin.web.evaluations.services import ruling, submitting
from huiyin.web.replies.services import receiving
from web.evaluations import judging
from web.replies import answering
from web.replies.answering import refused, sound

DAY = dt.timedelta(days=1)


def climb(cast, row, now):
    row.refresh_from_db()
    return ruling.climb(
        cast.committee, row.uid, words="两次均不满意。", version=row.version, now=now
    )


def record(cast, row, now, **more):
    row.refresh_from_db()
    said = {
        "participants": "陈委员、石工、何主任",
        "record": "逐条核对。",
        "outcome": "十月底前接通数据。",
    }
    met = ruling.Met(**{"held_on": now.date(), **said, **more})
    return ruling.record(cast.committee, row.uid, met, version=row.version, now=now)


def test_a_reply_that_stands_is_upheld_with_a_reason(cast, bureau, task, now, settings):
    row = judging.dissatisfied(cast, bureau, task, now)
    with refused("REASON_REQUIRED"):
        ruling.act(cast.committee, row.uid, "uphold", words=" ", version=row.version, now=now)

    row = ruling.act(
        cast.committee,
        row.uid,
        "uphold",
        words="第二条已列入二期，答复属实。",
        version=row.version,
        now=now,
    )

    assert row.state == "upheld"
    assert row.judgements.get().counts == "bad"  # what the proposer said stays
    sound(settings)


def test_handled_again_a_second_round_begins_with_its_own_clock(cast, bureau, task, now, settings):
    row = judging.rehandled(cast, bureau, task, now)
    first = row.reply
    text = first.text_hash()

    task.refresh_from_db()
    assert (row.state, task.state) == ("rehandled", "accepted")
    assert Deadline.objects.get(assignment=task, clock="second_reply").state == "running"
    assert list(task.replies.values_list("round", flat=True)) == [1, 2]

    fresh = judging.again(cast, bureau, task, now + DAY)
    first.refresh_from_db()
    assert (fresh.state, fresh.reply.round) == ("open", 2)
    assert (first.text_hash(), first.state) == (text, "superseded")  # nothing overwrites the first
    assert row.judgements.count() == 1
    sound(settings)


def test_two_dissatisfied_proposers_are_answered_in_one_further_round(cast, bureau, now):
    task = judging.of_two(cast, bureau, now)
    for who in (cast.chen, cast.su):
        row = models.Evaluation.objects.get(person_id=who.person_id)
        submitting.submit(
            who, row.uid, judging.said(row, "dissatisfied"), version=row.version, now=now
        )
        row.refresh_from_db()
        ruling.rehandle(cast.committee, row.uid, words="重办", version=row.version, now=now)

    assert list(task.replies.values_list("round", flat=True)) == [1, 2]


def test_no_further_round_before_everyone_has_the_reply(cast, bureau, now):
    task = judging.of_two(cast, bureau, now)
    row = models.Evaluation.objects.get(person_id=cast.chen.person_id)
    # as if 苏 had not opened it yet
    task.replies.update(state="issued")
    row = judging.given(cast, row, now, "dissatisfied")

    with refused("GUARD_ROUND_MAY_BEGIN"):
        ruling.rehandle(cast.committee, row.uid, words="重办", version=row.version, now=now)


def test_only_a_second_no_climbs_and_each_rung_is_recorded_before_the_next(
    cast, bureau, task, now, settings
):
    first = judging.dissatisfied(cast, bureau, task, now)
    with refused("GUARD_SECOND_DISSATISFACTION"):
        climb(cast, first, now)
    ruling.rehandle(cast.oversight, first.uid, words="重办", version=first.version, now=now)
    later = now + 3 * DAY
    row = judging.given(cast, judging.again(cast, bureau, task, later), later, "dissatisfied")

    climbed = []
    for days in range(3):
        at = later + days * DAY
        climbed.append(climb(cast, row, at).rung)
        for name in ("uphold", "rehandle"):
            row.refresh_from_db()
            with refused("GUARD_RUNG_RECORDED"):
                if name == "uphold":
                    ruling.act(
                        cast.committee, row.uid, name, words="维持", version=row.version, now=at
                    )
                else:
                    ruling.rehandle(
                        cast.committee, row.uid, words="重办", version=row.version, now=at
                    )
        with refused("GUARD_RUNG_RECORDED"):
            climb(cast, row, at)
        record(cast, row, at)
    with refused("GUARD_HIGHER_RUNG"):
        climb(cast, row, later + 4 * DAY)

    assert climbed == ["conference", "experts", "chairs"]
    row.refresh_from_db()
    row = ruling.act(
        cast.committee,
        row.uid,
        "uphold",
        words="主席会议议定，列入明年计划。",
        version=row.version,
        now=later + 4 * DAY,
    )
    assert (row.state, row.rungs.count()) == ("upheld", 3)
    sound(settings)


HALVES = (
    ({"participants": " "}, "FIELD_EMPTY"),
    ({"record": ""}, "FIELD_EMPTY"),
    ({"outcome": ""}, "FIELD_EMPTY"),
    ({"held_on": None}, "FIELD_EMPTY"),
    ({"held_on": dt.date(2020, 1, 1)}, "DATE_INVALID"),
    ({"held_on": dt.date(2030, 1, 1)}, "DATE_INVALID"),
)


def test_half_a_record_is_refused(cast, bureau, task, now):
    row = judging.twice_dissatisfied(cast, bureau, task, now)
    later = now + 4 * DAY
    with refused("GUARD_RUNG_OPEN"):
        record(cast, row, later)
    climb(cast, row, later)

    for given, code in HALVES:
        with refused(code):
            record(cast, row, later, **given)

    assert row.rungs.get().recorded_at is None


def test_nobody_else_rules(cast, bureau, task, now):
    row = judging.dissatisfied(cast, bureau, task, now)
    for actor in (cast.chen, cast.wang, cast.clerk, cast.assigner):
        code = "NOT_FOUND" if actor is cast.assigner else "NOT_ALLOWED"
        with refused(code):
            ruling.act(actor, row.uid, "uphold", words="维持", version=row.version, now=now)
        with refused(code):
            ruling.rehandle(actor, row.uid, words="重办", version=row.version, now=now)


def test_the_third_round_may_come_after_a_conference(cast, bureau, task, now):
    row = judging.twice_dissatisfied(cast, bureau, task, now)
    later = now + 5 * DAY
    climb(cast, row, later)
    record(cast, row, later)
    row.refresh_from_db()

    ruling.rehandle(cast.committee, row.uid, words="会商同意再办。", version=row.version, now=later)

    reply = answering.issued(cast, bureau, task, later)
    receiving.opened(cast.chen, reply.uid, now=later)
    assert models.Evaluation.objects.filter(person_id=cast.chen.person_id).count() == 3
