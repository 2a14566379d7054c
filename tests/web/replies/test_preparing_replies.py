# SPDX-License-Identifier: Apache-2.0
"""What is done with a reply, from the first contact to its receipt: each rule, and each refusal by its name."""

import datetime as dt

import pytest

from huiyin.web.replies import models
from huiyin.web.replies.services import (
    checking,
    contacting,
    drafting,
    handing_on,
    issuing,
    opinions,
    receiving,
)
from web.replies import answering
from web.replies.answering import refused, sound


def test_a_reply_goes_its_way_and_is_answered_only_when_it_is_received(
    cast, bureau, task, now, settings
):
    row = answering.issued(cast, bureau, task, now)
    task.refresh_from_db()
    assert (row.state, task.state) == ("issued", "accepted")
    assert row.number == "市住房和城乡建设局函〔2026〕1号"
    assert (
        not task.deadlines.filter(clock__in=["reply", "first_contact"])
        .exclude(state="stopped")
        .exists()
    )
    assert set(row.letters.values_list("form", flat=True)) >= {"html"}
    receiving.opened(cast.chen, row.uid, now=now)
    row.refresh_from_db(), task.refresh_from_db()
    assert (row.state, task.state, task.reply_no) == ("received", "done", row.number)
    assert set(task.case.proposals.values_list("state", flat=True)) == {"replied"}
    assert task.deadlines.get(clock="evaluate").state == "running"
    assert not receiving.opened(cast.chen, row.uid, now=now)
    sound(settings)


def test_the_three_hands_are_three_people_also_in_the_database(cast, bureau, task, now):
    row = answering.written(cast, bureau, task, now)
    row = handing_on.submit(bureau.shi, row.uid, version=row.version, now=now)
    with refused("GUARD_ANOTHER_THAN_WRITER"):
        handing_on.pass_on(bureau.shi, row.uid, version=row.version, now=now)
    both = cast.actor("双", "signer", cast.housing)
    row = handing_on.pass_on(both, row.uid, version=row.version, now=now)
    with refused("GUARD_THIRD_PERSON"):
        handing_on.sign(both, row.uid, version=row.version, now=now)
    with refused("NOT_ALLOWED"):
        handing_on.sign(bureau.wang, row.uid, version=row.version, now=now)
    row = handing_on.sign(bureau.gao, row.uid, version=row.version, now=now)
    from django.db import IntegrityError, transaction

    for field in ("reviewer_id", "writer_id"):
        with pytest.raises(IntegrityError), transaction.atomic():
            models.Reply.objects.filter(pk=row.pk).update(**{field: row.signer_id})


def test_nothing_leaves_while_something_the_rules_ask_for_lacks(
    cast, bureau, joined, now, settings
):
    row = answering.signed(cast, bureau, joined, now)

    def issue():
        row.refresh_from_db()
        return issuing.issue(cast.oversight, row.uid, version=row.version, now=now)

    with refused("GUARD_OPINIONS_IN"):
        issue()
    answering.opinion(cast, now)
    with refused("GUARD_COSIGNED"):
        issue()
    traffic = cast.traffic.assignments.get()
    with refused("NOT_ALLOWED"):
        handing_on.cosign(cast.wang, row.uid, traffic.uid, sign=True, words="", now=now)
    handing_on.cosign(cast.zhao, row.uid, traffic.uid, sign=True, words="", now=now)
    with refused("GUARD_CONTACT_LOGGED"):
        issue()
    answering.contact(cast, joined, now)
    left = row.answers.first()
    models.Answer.objects.filter(pk=left.pk).update(owner="")
    with refused("GUARD_EVERY_SUGGESTION_ANSWERED"):
        issue()
    models.Answer.objects.filter(pk=left.pk).update(owner="城建科")
    assert issue().state == "issued"
    sound(settings)


def test_a_joint_body_is_done_with_the_lead(cast, bureau, joined, now):
    answering.opinion(cast, now)
    answering.contact(cast, joined, now)
    row = answering.signed(cast, bureau, joined, now)
    traffic = cast.traffic.assignments.get()
    handing_on.cosign(cast.zhao, row.uid, traffic.uid, sign=True, words="", now=now)
    row.refresh_from_db()
    row = issuing.issue(cast.oversight, row.uid, version=row.version, now=now)
    issuing.dispatch(now=now)
    receiving.opened(cast.chen, row.uid, now=now)
    traffic.refresh_from_db()
    assert (traffic.state, traffic.reply_no) == ("done", row.number)


def test_a_cosignature_is_for_the_text_it_saw(cast, bureau, joined, now):
    row = answering.signed(cast, bureau, joined, now)
    traffic = cast.traffic.assignments.get()
    with refused("REASON_REQUIRED"):
        handing_on.cosign(cast.zhao, row.uid, traffic.uid, sign=False, words=" ", now=now)
    handing_on.cosign(cast.zhao, row.uid, traffic.uid, sign=True, words="", now=now)
    row.refresh_from_db()
    row = handing_on.reclassify(
        cast.oversight, row.uid, letter="A", words="三处地块均已动工", version=row.version, now=now
    )
    assert handing_on.open_cosigns(row) == []  # the class is the oversight office's to change
    row = handing_on.give_back(
        cast.oversight,
        row.uid,
        "return_oversight",
        words="请写明数量",
        version=row.version,
        now=now,
    )
    assert (row.state, row.signer_id, row.reviewer_id) == ("draft", None, None)
    one = row.answers.first()
    typed = [drafting.Typed(one.uid, one.version, {"text": one.text + "共二百个。"})]
    row = drafting.save(
        bureau.shi, row.uid, version=row.version, head=None, typed=typed, now=now
    ).reply
    row = handing_on.submit(bureau.shi, row.uid, version=row.version, now=now)
    assert [one.state for one in handing_on.open_cosigns(row)] == ["open"]
    row = handing_on.pass_on(bureau.wang, row.uid, version=row.version, now=now)
    handing_on.sign(bureau.gao, row.uid, version=row.version, now=now)
    with refused("NOT_ALLOWED"):
        handing_on.waive_cosign(bureau.wang, row.uid, traffic.uid, words="急", now=now)
    handing_on.waive_cosign(cast.oversight, row.uid, traffic.uid, words="交通局已书面同意", now=now)
    assert handing_on.open_cosigns(row) == []


def test_the_oversight_office_changes_the_class_only_with_a_reason_and_to_one_that_exists(
    cast, bureau, task, now
):
    row = answering.signed(cast, bureau, task, now)
    for letter in ("B", "Z"):
        with refused("GUARD_CLASS_KNOWN"):
            handing_on.reclassify(
                cast.oversight, row.uid, letter=letter, words="x", version=row.version, now=now
            )
    with refused("REASON_REQUIRED"):
        handing_on.reclassify(
            cast.oversight, row.uid, letter="A", words="", version=row.version, now=now
        )
    row = handing_on.reclassify(
        cast.oversight, row.uid, letter="A", words="已建成", version=row.version, now=now
    )
    assert (row.letter, row.letter_reason) == ("A", "已建成")


def test_two_at_once_lose_nothing(cast, bureau, task, now):
    row = drafting.begin(bureau.shi, task.uid, now=now)
    assert drafting.begin(bureau.wang, task.uid, now=now).pk == row.pk
    first, second = drafting.living(row)
    mine = [drafting.Typed(first.uid, first.version, {"text": "石写的"})]
    drafting.save(bureau.shi, row.uid, version=row.version, head=None, typed=mine, now=now)
    theirs = [
        drafting.Typed(first.uid, first.version, {"text": "王写的"}),
        drafting.Typed(second.uid, second.version, {"text": "王写的第二条"}),
    ]
    kept = drafting.save(
        bureau.wang, row.uid, version=row.version, head={"opening": "收悉"}, typed=theirs, now=now
    )
    assert kept.saved == ["", second.uid]
    assert [(one.uid, one.saved, one.mine) for one in kept.clashes] == [
        (first.uid, "石写的", "王写的")
    ]
    again_ = [
        drafting.Typed(first.uid, first.version, {"text": "石写的"})
    ]  # says what stands: no clash
    assert not drafting.save(
        bureau.wang, row.uid, version=row.version, head=None, typed=again_, now=now
    ).clashes
    with refused("REPLY_IS_FIXED"):
        models.Reply.objects.filter(pk=row.pk).update(state="in_review")
        drafting.save(bureau.shi, row.uid, version=row.version, head=None, typed=mine, now=now)


def test_what_is_not_the_writers_to_write_is_refused(cast, bureau, task, now):
    row = drafting.begin(bureau.shi, task.uid, now=now)
    with refused("NOT_FOUND"):
        drafting.save(cast.zhao, row.uid, version=row.version, head=None, typed=[], now=now)
    with refused("NOT_FOUND"):
        drafting.save(cast.chen, row.uid, version=row.version, head=None, typed=[], now=now)
    with refused("NOT_ALLOWED"):
        drafting.save(bureau.gao, row.uid, version=row.version, head=None, typed=[], now=now)
    for head in ({"state": "issued"}, {"letter": "Z"}, {"disclosure": "maybe"}):
        with refused("FIELD_UNKNOWN"):
            drafting.save(bureau.shi, row.uid, version=row.version, head=head, typed=[], now=now)
    one = drafting.living(row)[0]
    for fields, code in (
        ({"disposition": "granted"}, "FIELD_UNKNOWN"),
        ({"reply_id": 3}, "FIELD_UNKNOWN"),
        ({"promised_on": dt.date(2020, 1, 1)}, "DATE_INVALID"),
    ):
        with refused(code):
            typed = [drafting.Typed(one.uid, one.version, fields)]
            drafting.save(bureau.shi, row.uid, version=row.version, head=None, typed=typed, now=now)


def checks(row):
    return {(one.check, one.level, one.quote) for one in checking.find(row)}


def test_the_checks_see_what_is_amiss_with_the_words_they_saw(cast, bureau, task, now):
    row = answering.written(
        cast, bureau, task, now,
        texts=("请致电13800001111，由小李办理增设停车位事宜。", "感谢您的建议，我们将认真研究。"),
    )  # fmt: skip
    found = checks(row)
    assert ("personal_data", "blocking", "13800001111") in found
    assert ("no_contact", "blocking", "") in found
    assert any(check == "empty_phrases" for check, _, _ in found)
    with refused("GUARD_CHECKS_PASSED"):
        handing_on.submit(bureau.shi, row.uid, version=row.version, now=now)
    for one in checking.find(row):
        if one.quote:
            answer = row.answers.get(uid=one.answer)
            assert answer.text[one.start : one.start + len(one.quote)] == one.quote


def test_a_check_is_let_pass_with_a_reason_and_for_those_words_only(
    cast, bureau, task, now, settings
):
    texts = ("增设停车位由停车办负责，公开电话13800001111。", answering.GOOD[1])
    row = answering.written(cast, bureau, task, now, texts=texts)
    found = next(one for one in checking.find(row) if one.check == "personal_data")
    with refused("REASON_REQUIRED"):
        checking.overrule(
            bureau.shi, row.uid, check=found.check, mark=found.mark, reason=" ", now=now
        )
    with refused("NOT_FOUND"):
        checking.overrule(
            bureau.shi, row.uid, check=found.check, mark="0", reason="公开电话", now=now
        )
    checking.overrule(
        bureau.shi, row.uid, check=found.check, mark=found.mark, reason="公开电话", now=now
    )
    assert checking.passes(row)
    one = row.answers.order_by("pk").first()
    models.Answer.objects.filter(pk=one.pk).update(text=one.text.replace("1111", "2222"))
    assert not checking.passes(row)
    unanswered = next(one for one in checking.find(row) if one.check == "no_contact")
    with refused("NOT_ALLOWED"):
        checking.overrule(
            bureau.shi, row.uid, check="no_contact", mark=unanswered.mark, reason="忙", now=now
        )
    sound(settings)


def test_a_promise_needs_its_day_and_a_no_its_reason(cast, bureau, task, now):
    row = answering.written(cast, bureau, task, now)
    one = row.answers.order_by("pk").first()
    for fields, lacks in (
        ({"disposition": "planned", "promised_on": None}, ["date"]),
        ({"disposition": "declined"}, ["reason"]),
        ({"disposition": "higher_level"}, ["reported"]),
        ({"disposition": "", "text": " "}, ["disposition", "text"]),
        ({"disposition": "done", "text": "已建成。"}, []),
    ):
        models.Answer.objects.filter(pk=one.pk).update(**fields)
        one.refresh_from_db()
        assert checking.lacking(row, one) == lacks


def test_the_first_contact_stops_its_clock_and_the_proposer_may_deny_it(
    cast, bureau, task, now, settings
):
    assert task.deadlines.get(clock="first_contact").state == "running"
    for fields, code in (
        ({"kind": "telepathy"}, "FIELD_UNKNOWN"),
        ({"summary": " "}, "TEXT_EMPTY"),
        ({"held_on": now.date() + dt.timedelta(days=1)}, "DATE_INVALID"),
        ({"person_id": cast.su.person_id}, "NOT_FOUND"),
    ):
        good = {
            "person_id": cast.chen.person_id, "kind": "call", "held_on": now.date(), "summary": "通话",
        }  # fmt: skip
        with refused(code):
            contacting.log(cast.wang, task.uid, **(good | fields), now=now)
    made = answering.contact(cast, task, now)
    assert task.deadlines.get(clock="first_contact").state == "stopped"
    row = drafting.begin(bureau.shi, task.uid, now=now)
    assert contacting.is_enough(row)
    with refused("NOT_FOUND"):
        contacting.confirm(cast.su, made.uid, held=True, words="", now=now)
    with refused("NOT_ALLOWED"):
        contacting.confirm(bureau.shi, made.uid, held=True, words="", now=now)
    with refused("REASON_REQUIRED"):
        contacting.confirm(cast.chen, made.uid, held=False, words="", now=now)
    contacting.confirm(cast.chen, made.uid, held=False, words="没有见过面", now=now)
    assert not contacting.is_enough(row)
    with refused("ILLEGAL_TRANSITION"):
        contacting.confirm(cast.chen, made.uid, held=True, words="", now=now)
    sound(settings)


def test_an_opinion_without_substance_is_not_sent_and_one_may_be_bounced(
    cast, joined, now, settings
):
    task = cast.traffic.assignments.get()
    row = opinions.begin(cast.zhao, task.uid, now=now)
    first, second = (ask.uid for ask in task.scope.order_by("order"))
    for texts in ({}, {first: "无意见"}, {first: answering.OPINION, second: "同意。"}):
        row = opinions.save(cast.zhao, row.uid, version=row.version, texts=texts, now=now)
        with refused("GUARD_HAS_SUBSTANCE"):
            opinions.send(cast.zhao, row.uid, version=row.version, now=now)
    with refused("CHANGED_MEANWHILE"):
        opinions.save(cast.zhao, row.uid, version=row.version - 1, texts={}, now=now)
    full = dict.fromkeys((first, second), answering.OPINION)
    row = opinions.save(cast.zhao, row.uid, version=row.version, texts=full, now=now)
    row = opinions.send(cast.zhao, row.uid, version=row.version, now=now)
    assert task.deadlines.get(clock="joint_opinion").state == "stopped"
    with refused("REPLY_IS_FIXED"):
        opinions.save(cast.zhao, row.uid, version=row.version, texts={}, now=now)
    with refused("NOT_ALLOWED"):
        opinions.bounce(cast.zhao, row.uid, words="空", version=row.version, now=now)
    with refused("REASON_REQUIRED"):
        opinions.bounce(cast.wang, row.uid, words="", version=row.version, now=now)
    row = opinions.bounce(cast.wang, row.uid, words="请写明工期", version=row.version, now=now)
    assert row.sendings[-1]["why"] == "请写明工期"
    assert task.deadlines.get(clock="opinion_again").state == "running"
    row = opinions.send(cast.zhao, row.uid, version=row.version, now=now)
    assert len(row.sendings) == 2
    sound(settings)


def test_an_opinion_may_be_waived_with_a_reason_by_those_who_oversee(cast, bureau, joined, now):
    task = cast.traffic.assignments.get()
    row = drafting.begin(bureau.shi, joined.uid, now=now)
    assert [one.pk for one in opinions.missing(row)] == [task.pk]
    with refused("NOT_ALLOWED"):
        opinions.waive(cast.zhao, task.uid, words="急", now=now)
    with refused("REASON_REQUIRED"):
        opinions.waive(cast.oversight, task.uid, words="", now=now)
    opinions.waive(cast.oversight, task.uid, words="会议纪要已载明", now=now)
    assert opinions.missing(row) == []
