# SPDX-License-Identifier: Apache-2.0
"""An evaluation is asked of each who received a reply, given by that person alone, whole, and kept in every value."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from huiyin.web.docket.services import ticking
from huiyin.web.evaluations import models
from huiyin.web.evaluations.services import rows, ruling, submitting
from huiyin.web.kit.models import LedgerEntry, Notice
from huiyin.web.replies.services import receiving
from web.evaluations import judging
from web.replies import answering
from web.replies.answering import refused, sound


def test_who_has_received_a_reply_is_asked_once(cast, bureau, task, now):
    reply = answering.issued(cast, bureau, task, now)
    assert not models.Evaluation.objects.exists()  # issued is not received

    receiving.opened(cast.chen, reply.uid, now=now)
    receiving.opened(cast.chen, reply.uid, now=now)

    row = models.Evaluation.objects.get()
    assert (row.person_id, row.state, row.signs) == (cast.chen.person_id, "open", False)
    assert Notice.objects.filter(words="evaluation.opened").count() == 1
    assert rows.window(row).due_on > now.date()


def test_proposer_and_cosigner_are_each_asked_and_each_answers_for_the_own(cast, bureau, now):
    judging.of_two(cast, bureau, now)
    mine, theirs = models.Evaluation.objects.order_by("signs")

    judging.given(cast, mine, now)
    submitting.submit(
        cast.su, theirs.uid, judging.said(theirs, "dissatisfied"), version=theirs.version, now=now
    )

    assert sorted(models.Evaluation.objects.values_list("state", flat=True)) == [
        "submitted",
        "to_rule",
    ]
    assert not mine.reply.assignment.deadlines.filter(clock="evaluate", state="running").exists()


def test_a_whole_form_is_kept_with_its_ledger(cast, bureau, task, now, settings):
    row = judging.opened(cast, bureau, task, now)
    row = judging.given(cast, row, now, "basically", marks=["met", "partly"], remark="希望加快。")

    form = row.judgements.get()
    assert (row.state, row.counts) == ("submitted", "middling")
    assert sorted(form.marks.values()) == ["met", "partly"]
    assert (form.remark, form.how, form.author_id) == ("希望加快。", "self", cast.chen.person_id)
    assert (
        LedgerEntry.objects.filter(act="evaluation.submit", actor_id=cast.chen.user_id).count() == 1
    )
    told = Notice.objects.filter(words="evaluation.submit").values_list("user_id", flat=True)
    assert set(told) == {
        cast.chen.user_id,
        cast.wang.user_id,
    }  # so that a stranger's hand is noticed
    sound(settings)


HALVES = (
    (lambda said: submitting.Said({}, said.marks), "EVALUATION_INCOMPLETE"),
    (lambda said: submitting.Said(said.values, {}), "EVALUATION_INCOMPLETE"),
    (lambda said: submitting.Said({**said.values, "result": "perfect"}, said.marks), "FIELD_UNKNOWN"),
    (lambda said: submitting.Said({**said.values, "mood": "good"}, said.marks), "FIELD_UNKNOWN"),
    (lambda said: submitting.Said(said.values, {**said.marks, 10**9: "met"}), "FIELD_UNKNOWN"),
    (lambda said: submitting.Said(said.values, dict.fromkeys(said.marks, "done")), "FIELD_UNKNOWN"),
    (lambda said: submitting.Said({**said.values, "result": "dissatisfied"}, said.marks), "REASON_REQUIRED"),
)  # fmt: skip


def test_half_a_form_is_refused_by_name_and_leaves_nothing(cast, bureau, task, now):
    row = judging.opened(cast, bureau, task, now)
    entries = LedgerEntry.objects.count()

    for change, code in HALVES:
        half = change(judging.said(row))
        with refused(code):
            submitting.submit(cast.chen, row.uid, half, version=row.version, now=now)

    assert not row.judgements.exists()
    assert LedgerEntry.objects.count() == entries


def test_what_lacks_is_named(cast, bureau, task, now):
    row = judging.opened(cast, bureau, task, now)
    whole = judging.said(row)
    values = {key: value for key, value in whole.values.items() if key != "attitude"}

    with refused("EVALUATION_INCOMPLETE") as found:
        submitting.submit(
            cast.chen, row.uid, submitting.Said(values, {}), version=row.version, now=now
        )

    assert found.value.say("zh") == "还有没有评的：办理态度、第 1 条建议、第 2 条建议。"


def test_a_revision_keeps_the_earlier_value_and_gives_its_reason(cast, bureau, task, now, settings):
    row = judging.given(cast, judging.opened(cast, bureau, task, now), now)
    with refused("REASON_REQUIRED"):
        judging.given(cast, row, now, "basically")

    judging.given(cast, row, now + dt.timedelta(days=1), "basically", reason="细看之后改评。")

    row.refresh_from_db()
    assert [one.counts for one in row.judgements.all()] == ["good", "middling"]
    assert (row.state, row.counts, row.submitted_at) == ("submitted", "middling", now)
    sound(settings)


def test_a_revision_to_dissatisfied_asks_for_a_ruling(cast, bureau, task, now):
    row = judging.given(cast, judging.opened(cast, bureau, task, now), now)

    row = judging.given(cast, row, now, "dissatisfied")

    assert row.state == "to_rule"
    with refused("ILLEGAL_TRANSITION"):  # a third form after that
        judging.given(cast, row, now, "satisfied", reason="又满意了")


def test_after_the_window_nothing_is_revised(cast, bureau, task, now):
    row = judging.given(cast, judging.opened(cast, bureau, task, now), now)

    with refused("GUARD_IN_WINDOW"):
        judging.given(cast, row, now + dt.timedelta(days=90), "basically", reason="晚了")


def test_two_windows_do_not_overwrite_each_other(cast, bureau, task, now):
    row = judging.opened(cast, bureau, task, now)
    seen = row.version
    judging.given(cast, row, now)

    with refused("CHANGED_MEANWHILE"):
        submitting.submit(cast.chen, row.uid, judging.said(row, reason="改"), version=seen, now=now)


def test_reminded_then_lapsed_by_the_clock_and_late_only_on_request(
    cast, bureau, task, now, settings
):
    row = judging.opened(cast, bureau, task, now)
    due = rows.window(row).due_on
    day = dt.timedelta(days=1)

    def at(when):
        return dt.datetime.combine(when, dt.time(4), tzinfo=dt.UTC)

    ticking.tick(now=at(due + day))
    row.refresh_from_db()
    assert row.state == "open"
    reminded = Notice.objects.filter(words="clock.reminder").values_list("user_id", flat=True)
    assert list(reminded) == [cast.chen.user_id]  # who owes the form, not the body

    for _ in range(2):
        ticking.tick(now=at(due + 11 * day))
    row.refresh_from_db()
    assert row.state == "lapsed"
    assert LedgerEntry.objects.filter(act="evaluation.lapse").count() == 1
    with refused("ILLEGAL_TRANSITION"):
        judging.given(cast, row, at(due + 12 * day))

    late = at(due + 12 * day)
    ruling.act(
        cast.chen, row.uid, "ask_late", words="出国两周，没有看到。", version=row.version, now=late
    )
    row.refresh_from_db()
    row = ruling.act(
        cast.clerk, row.uid, "reopen", words="情况属实。", version=row.version, now=late
    )
    assert rows.window(row).due_on > late.date()
    assert judging.given(cast, row, late).state == "submitted"
    sound(settings)


def test_a_form_on_paper_is_entered_by_a_clerk_who_says_whence(cast, bureau, task, now, settings):
    row = judging.opened(cast, bureau, task, now)
    paper = judging.said(row, "dissatisfied")
    with refused("REASON_REQUIRED"):
        submitting.enter_paper(cast.clerk, row.uid, paper, version=row.version, now=now)

    whence = judging.said(row, "dissatisfied", proxy="陈委员签名原件，3月2日邮寄收到，存3号柜。")
    row = submitting.enter_paper(cast.clerk, row.uid, whence, version=row.version, now=now)

    form = row.judgements.get()
    assert (row.state, form.how, form.author_id, form.entered_by_id) == (
        "to_rule", "paper", None, cast.clerk.user_id,
    )  # fmt: skip
    assert Notice.objects.filter(user_id=cast.chen.user_id, words__contains="enter_paper").exists()
    sound(settings)


def test_no_paper_through_anybody_of_the_body_or_beside_the_clerks(cast, bureau, task, now):
    row = judging.opened(cast, bureau, task, now)
    both = cast.actor("两头", "clerk", cast.housing)
    whence = judging.said(row, proxy="委托")

    with refused("GUARD_NOT_OF_THE_BODY"):
        submitting.enter_paper(both, row.uid, whence, version=row.version, now=now)
    for who in (cast.committee, cast.oversight, cast.chen):
        with refused("NOT_AUTHOR"):
            submitting.enter_paper(who, row.uid, whence, version=row.version, now=now)


def test_the_database_itself_holds_one_form_a_person_and_no_hand_but_theirs(
    cast, bureau, task, now
):
    row = judging.given(cast, judging.opened(cast, bureau, task, now), now)
    form = row.judgements.get()
    fields = {
        "evaluation": row, "number": 2, "evaluator_id": row.person_id, "values": {}, "marks": {}, "counts": "good",
        "entered_by_id": cast.wang.user_id, "at": now,
    }  # fmt: skip
    broken = [
        lambda: models.Evaluation.objects.create(
            reply=row.reply, person=row.person, proposal=row.proposal, state="open", opened_at=now, changed_at=now
        ),
        lambda: models.Judgement.objects.create(**fields, how="self", author_id=cast.su.person_id),
        lambda: models.Judgement.objects.create(**fields, how="paper"),
        lambda: models.Judgement.objects.create(
            **fields | {"number": form.number}, how="self", author_id=row.person_id
        ),
        lambda: models.Evaluation.objects.filter(pk=row.pk).update(counts=""),
    ]  # fmt: skip
    for one in broken:
        with pytest.raises(IntegrityError), transaction.atomic():
            one()
