# SPDX-License-Identifier: Apache-2.0
"""Instructions answered by reports, numbered reminder letters, look-backs, assessments, and rating back to back."""

import datetime as dt

from django.utils import translation

from huiyin.web.docket import permissions
from huiyin.web.docket.models import Deadline
from huiyin.web.kit import ports
from huiyin.web.kit.models import Notice
from huiyin.web.supervision import models
from huiyin.web.supervision.services import instructing, looking
from web.replies.answering import refused

GOOD = {"done": "kept", "proof": "on_site"}
FAIR = {"consulted": "good", "sincere": "good", "effect": "fair"}
OF_PROPOSAL = {"topic": "good", "evidence": "fair", "feasible": "good"}
ASSESSED = {"effect": "good", "process": "good", "heard": "fair", "lasting": "poor"}


def seen(actor, model):
    return model.objects.filter(permissions.visible(actor, model))


def instructed(cast, watch, task, now):
    return instructing.instruct(
        watch.leader,
        task.uid,
        leader="秦主席",
        words="请住建局专题研究，一月内报告。",
        given_on=now.date(),
        now=now,
    )


def test_an_instruction_is_reported_on_returned_reported_on_again_and_settled(
    cast, watch, task, bureau, now, sound
):
    row = instructed(cast, watch, task, now)
    assert Deadline.objects.get(assignment=task, clock="instruction").state == "running"
    assert Notice.objects.filter(words="instruction.given", user_id=cast.wang.user_id).exists()
    with refused("GUARD_HAS_REPORT"):
        instructing.report(cast.wang, row.uid, text=" ", version=row.version, now=now)

    row = instructing.report(cast.wang, row.uid, text="已专题研究。", version=row.version, now=now)
    with refused("REASON_REQUIRED"):
        instructing.act(watch.leader, row.uid, "return", words="", version=row.version, now=now)
    row = instructing.act(
        watch.leader, row.uid, "return", words="时限不明。", version=row.version, now=now
    )
    row = instructing.report(
        bureau.shi, row.uid, text="十一月底前完成。", version=row.version, now=now
    )
    row = instructing.act(cast.oversight, row.uid, "settle", words="", version=row.version, now=now)

    assert (row.state, [one["text"] for one in row.reports]) == (
        "settled",
        ["已专题研究。", "十一月底前完成。"],
    )
    assert not Deadline.objects.filter(
        assignment=task, clock="instruction", state="running"
    ).exists()
    sound()


def test_an_instruction_lies_between_office_and_body(cast, watch, task, now):
    row = instructed(cast, watch, task, now)

    for actor in (cast.chen, cast.zhao, cast.public):
        assert not seen(actor, models.Instruction).exists()
    with refused("NOT_FOUND"):
        instructing.report(cast.zhao, row.uid, text="代办", version=row.version, now=now)
    with refused("NOT_ALLOWED"):
        instructing.instruct(
            cast.wang, task.uid, leader="局长", words="自批", given_on=now.date(), now=now
        )
    with refused("DATE_INVALID"):
        instructing.instruct(
            watch.leader,
            task.uid,
            leader="秦主席",
            words="办",
            given_on=now.date() + dt.timedelta(days=2),
            now=now,
        )


def test_reminder_letters_are_numbered_without_a_gap_and_print_the_same(cast, task, now, sound):
    first, second = (
        instructing.remind(cast.oversight, task.uid, words="请抓紧办理。", due_on=None, now=now)
        for _ in range(2)
    )

    assert (first.number, second.number) == ("督催〔2026〕1号", "督催〔2026〕2号")
    paper = instructing.paper(first)
    assert paper.salutations == (task.body.name,)
    assert "督催〔2026〕1号" in ports.show_paper(paper)
    with translation.override(
        "en"
    ):  # whoever reads it: a numbered letter has the language of its place
        assert instructing.paper(first) == paper
    assert seen(cast.wang, models.ReminderLetter).count() == 2
    assert not seen(cast.chen, models.ReminderLetter).exists()
    with refused("NOT_ALLOWED"):
        instructing.remind(cast.wang, task.uid, words="催", due_on=None, now=now)
    with refused("DATE_INVALID"):
        instructing.remind(
            cast.oversight, task.uid, words="催", due_on=dt.date(2020, 1, 1), now=now
        )
    sound()


def test_nothing_is_reminded_of_that_is_done(cast, done, now):
    with refused("ILLEGAL_TRANSITION"):
        instructing.remind(cast.oversight, done.uid, words="催", due_on=None, now=now)


def opened(cast, now, letters=("B",)):
    since, until = now.date() - dt.timedelta(days=30), now.date()
    return looking.open_round(
        cast.oversight, title="2026年回头看", letters=letters, since=since, until=until, now=now
    )


def test_a_round_selects_by_class_and_day_and_each_case_is_reported_and_confirmed(
    cast, done, now, sound
):
    with refused("NOTHING_SELECTED"):
        opened(cast, now, ("A",))
    item = opened(cast, now).items.get()
    assert (item.assignment_id, item.state) == (done.pk, "selected")
    with refused("FIELD_EMPTY"):
        looking.report(
            cast.wang, item.uid, {"done": "kept"}, words="已建成", version=item.version, now=now
        )
    with refused("FIELD_UNKNOWN"):
        looking.report(
            cast.wang,
            item.uid,
            GOOD | {"done": "perfect"},
            words="已",
            version=item.version,
            now=now,
        )

    item = looking.report(
        cast.wang, item.uid, GOOD, words="三处地块两处建成。", version=item.version, now=now
    )
    with refused("REASON_REQUIRED"):
        looking.act(
            cast.oversight, item.uid, "find_wanting", words="", version=item.version, now=now
        )
    item = looking.act(
        cast.oversight,
        item.uid,
        "find_wanting",
        words="现场只建成一处。",
        version=item.version,
        now=now,
    )
    item = looking.report(
        cast.wang,
        item.uid,
        GOOD | {"done": "under_way"},
        words="补建中。",
        version=item.version,
        now=now,
    )
    item = looking.act(cast.committee, item.uid, "confirm", words="", version=item.version, now=now)

    assert (item.state, item.sheets.count()) == ("confirmed", 2)
    assert not Deadline.objects.filter(clock="look_back", state="running").exists()
    sound()


def test_both_sides_rate_back_to_back(cast, done, now, sound):
    with refused("NOT_FOUND"):
        looking.rate(cast.zhao, done.uid, OF_PROPOSAL, words="", now=now)
    with refused("NOT_ALLOWED"):
        looking.rate(cast.committee, done.uid, OF_PROPOSAL, words="", now=now)
    looking.rate(cast.chen, done.uid, FAIR, words="沟通充分。", now=now)
    assert seen(cast.chen, models.Sheet).count() == 1
    for actor in (cast.wang, cast.committee, cast.su):
        assert not seen(actor, models.Sheet).exists()  # the other side is not in yet
    with refused("ALREADY_RATED"):
        looking.rate(cast.chen, done.uid, FAIR, words="再评", now=now)

    looking.rate(cast.wang, done.uid, OF_PROPOSAL, words="", now=now)

    for actor in (cast.wang, cast.chen, cast.committee):
        assert seen(actor, models.Sheet).count() == 2
    assert not seen(cast.su, models.Sheet).exists()
    with refused("ALREADY_RATED"):
        looking.rate(cast.wang, done.uid, OF_PROPOSAL, words="", now=now)
    sound()


def test_an_assessment_names_who_assessed_on_the_criteria_of_the_pack(cast, done, now):
    with refused("FIELD_EMPTY"):
        looking.assess(cast.oversight, done.uid, ASSESSED, assessor=" ", words="", now=now)

    row = looking.assess(
        cast.oversight, done.uid, ASSESSED, assessor="市社科院课题组", words="较好", now=now
    )

    assert (row.form, row.values) == ("assessment", ASSESSED)
    assert seen(cast.wang, models.Sheet).exists()
    assert not seen(cast.chen, models.Sheet).exists()


def test_nothing_is_rated_or_assessed_before_it_was_answered(cast, task, now):
    for one in (
        lambda: looking.rate(cast.chen, task.uid, FAIR, words="", now=now),
        lambda: looking.assess(
            cast.oversight, task.uid, ASSESSED, assessor="社科院", words="", now=now
        ),
    ):
        with refused("ILLEGAL_TRANSITION"):
            one()
