# SPDX-License-Identifier: Apache-2.0
"""A commitment on its way: dates that slip, reports with evidence, what is claimed, doubted and proven, what cannot be."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from huiyin.core.values.refusals import HuiyinError
from huiyin.web.accounts.models import Session, Term
from huiyin.web.commitments import models
from huiyin.web.commitments.services import moving, reporting
from huiyin.web.kit.models import LedgerEntry, Notice
from web.commitments import keeping
from web.replies import answering

LATER = dt.timedelta(days=30)


def test_promised_by_june_slipped_twice_and_every_old_date_is_kept(
    cast, bureau, task, now, settings
):
    row = keeping.begun(cast, bureau, task, now)
    days = [dt.date(2026, 8, 31), dt.date(2026, 10, 31)]
    for day, why in zip(days, ("地下管线需迁改", "连续降雨停工"), strict=True):
        row = moving.slip(bureau.shi, row.uid, to=day, words=why, version=row.version, now=now)
    assert [(one.was, one.to) for one in row.slips.all()] == [
        (keeping.JUNE, days[0]),
        (days[0], days[1]),
    ]
    assert (row.first_due_on, row.due_on) == (keeping.JUNE, days[1])
    assert Notice.objects.filter(user_id=cast.chen.user_id, words="commitment.slip").count() == 2
    assert (
        Notice.objects.filter(user_id=cast.oversight.user_id, words="commitment.slip").count() == 2
    )
    answering.sound(settings)


@pytest.mark.parametrize(
    ("to", "words", "code"),
    [
        (keeping.JUNE, "理由", "GUARD_LATER_DATE"),
        (dt.date(2026, 5, 1), "理由", "GUARD_LATER_DATE"),
        (None, "理由", "GUARD_LATER_DATE"),
        (keeping.NOVEMBER, " ", "REASON_REQUIRED"),
    ],
)
def test_a_date_moves_only_ahead_and_only_with_a_reason(cast, bureau, task, now, to, words, code):
    row = keeping.begun(cast, bureau, task, now)
    with answering.refused(code):
        moving.slip(bureau.shi, row.uid, to=to, words=words, version=row.version, now=now)
    assert not models.Slip.objects.exists()


def test_a_date_long_past_cannot_slip_into_the_past(cast, bureau, task, now):
    row = keeping.begun(cast, bureau, task, now)
    late = now + dt.timedelta(days=300)
    with answering.refused("GUARD_LATER_DATE"):
        moving.slip(
            bureau.shi,
            row.uid,
            to=dt.date(2026, 7, 31),
            words="补登",
            version=row.version,
            now=late,
        )


def test_claimed_doubted_claimed_again_and_proven(cast, bureau, task, now, settings):
    row = keeping.claimed(cast, bureau, task, now)
    first = row.claim_id
    row = moving.doubt(cast.chen, row.uid, words="现场只看到两处", version=row.version, now=now)
    assert (row.state, row.claim_id) == ("in_progress", None)
    told = reporting.Told(
        "第三处已开放。",
        proofs=[reporting.Proof("第三处照片", link="https://chengzhou.example/p/3")],
    )
    again = reporting.claim(bureau.shi, row.uid, told, version=row.version, now=now)
    row.refresh_from_db()
    assert row.claim_id == again.pk != first
    row = moving.verify(cast.chen, row.uid, version=row.version, now=now)
    assert (row.state, row.verified_by_id, row.verified_as) == (
        "verified",
        cast.chen.user_id,
        "proposer",
    )
    row = moving.close(cast.committee, row.uid, version=row.version, now=now)
    assert row.state == "closed"
    assert models.Progress.objects.filter(commitment=row, kind="claim").count() == 2
    reasons = LedgerEntry.objects.filter(act="commitment.doubt").values_list("reason", flat=True)
    assert list(reasons) == ["现场只看到两处"]
    answering.sound(settings)


def test_nothing_is_claimed_without_evidence(cast, bureau, task, now):
    row = keeping.begun(cast, bureau, task, now)
    with answering.refused("GUARD_HAS_EVIDENCE"):
        reporting.claim(bureau.shi, row.uid, reporting.Told("办完了"), version=row.version, now=now)
    assert not models.Progress.objects.exists()
    for state in models.CLAIMED:
        with pytest.raises(IntegrityError), transaction.atomic():
            models.Commitment.objects.filter(pk=row.pk).update(state=state)


def test_evidence_of_an_earlier_report_does_not_stand_for_a_claim(cast, bureau, task, now):
    row = keeping.begun(cast, bureau, task, now)
    told = reporting.Told("完成一处", percent=30, proofs=[keeping.PROOF])
    reporting.report(bureau.shi, row.uid, told, version=row.version, now=now)
    row.refresh_from_db()
    with answering.refused("GUARD_HAS_EVIDENCE"):
        reporting.claim(bureau.shi, row.uid, reporting.Told("办完了"), version=row.version, now=now)


@pytest.mark.parametrize(
    ("proof", "code"),
    [
        (reporting.Proof("  ", figure="3座"), "EVIDENCE_SHOWS_NOTHING"),
        (reporting.Proof("建成"), "EVIDENCE_SHOWS_NOTHING"),
        (reporting.Proof("建成", link="javascript:alert(1)"), "LINK_INVALID"),
        (reporting.Proof("建成", link="//chengzhou.example"), "LINK_INVALID"),
        (reporting.Proof("建成", link="https://[bad"), "LINK_INVALID"),
        (reporting.Proof("照片", name="a.exe", data=b"MZ"), "TYPE_UNSUPPORTED"),
        (reporting.Proof("照片", name="a.png", data=b"GIF89a"), "TYPE_MISMATCH"),
        (reporting.Proof("照片", name="a.png", data=b""), "FILE_EMPTY"),
    ],
)
def test_evidence_that_is_none_is_refused_by_name(cast, bureau, task, now, proof, code):
    row = keeping.begun(cast, bureau, task, now)
    told = reporting.Told("全部建成", proofs=[proof])
    with pytest.raises(HuiyinError) as refused, transaction.atomic():
        reporting.claim(bureau.shi, row.uid, told, version=row.version, now=now)
    assert refused.value.code == code
    row.refresh_from_db()
    assert row.state == "in_progress"


@pytest.mark.parametrize(
    ("told", "code"),
    [
        (reporting.Told(" "), "TEXT_EMPTY"),
        (reporting.Told("长" * 4001), "TEXT_TOO_LONG"),
        (reporting.Told("好", percent=101), "PERCENT_INVALID"),
        (reporting.Told("好", figures={99: "3"}), "NOT_FOUND"),
        (reporting.Told("好", figures={99: "三座"}), "FIGURE_INVALID"),
        (reporting.Told("好", reached=["nope"]), "NOT_FOUND"),
    ],
)
def test_a_report_that_says_nothing_or_too_much_is_refused(cast, bureau, task, now, told, code):
    row = keeping.begun(cast, bureau, task, now)
    with answering.refused(code), transaction.atomic():
        reporting.report(bureau.shi, row.uid, told, version=row.version, now=now)
    assert not models.Progress.objects.exists()


def test_a_file_is_kept_under_its_hash(cast, bureau, task, now, settings):
    row = keeping.begun(cast, bureau, task, now)
    proof = reporting.Proof("验收单", name="../验收单.pdf", data=b"%PDF-1.4 x")
    reporting.report(
        bureau.shi, row.uid, reporting.Told("已验收", proofs=[proof]), version=row.version, now=now
    )
    one = models.Evidence.objects.get()
    assert "/" not in one.name
    assert (settings.FILES_ROOT / one.stored).read_bytes() == b"%PDF-1.4 x"
    answering.sound(settings)


@pytest.mark.parametrize("who", ["wang", "zhao", "assigner", "clerk", "su", "public"])
def test_only_proposer_and_committee_verify_or_doubt(cast, bureau, task, now, who):
    row = keeping.claimed(cast, bureau, task, now)
    actor = getattr(cast, who)
    for act in (
        lambda: moving.verify(actor, row.uid, version=row.version, now=now),
        lambda: moving.doubt(actor, row.uid, words="存疑", version=row.version, now=now),
    ):
        with pytest.raises(HuiyinError) as refused:
            act()
        assert refused.value.code in ("NOT_ALLOWED", "NOT_FOUND")
    row.refresh_from_db()
    assert row.state == "done_claimed"


def test_a_member_of_the_committee_who_works_for_the_body_verifies_nothing_of_it(
    cast, bureau, task, now
):
    from huiyin.web.accounts import actors
    from huiyin.web.accounts.models import RoleGrant, User

    row = keeping.claimed(cast, bureau, task, now)
    both = User.objects.get(pk=cast.committee.user_id)
    RoleGrant.objects.create(user=both, role="handler", body=cast.housing)
    with answering.refused("NOT_ALLOWED"):
        moving.verify(actors.of(both, on=now.date()), row.uid, version=row.version, now=now)


def test_what_cannot_be_is_explained_and_may_be_taken_up_again(cast, bureau, task, now, settings):
    row = keeping.begun(cast, bureau, task, now)
    with answering.refused("GUARD_HAS_EXPLANATION"):
        moving.give_up(bureau.shi, row.uid, words=" ", version=row.version, now=now)
    row = moving.give_up(
        bureau.shi, row.uid, words="用地已列入轨道站点保护区", version=row.version, now=now
    )
    assert (row.state, row.explanation) == ("infeasible", "用地已列入轨道站点保护区")
    row = moving.take_up_again(
        cast.committee, row.uid, words="保护区方案已调整", version=row.version, now=now
    )
    assert row.state == "in_progress"
    assert row.explanation == "用地已列入轨道站点保护区"
    answering.sound(settings)


def test_a_commitment_goes_over_into_the_next_term_with_its_reason(
    cast, bureau, task, now, settings
):
    row = keeping.begun(cast, bureau, task, now)
    term = Term.objects.create(
        number=7, opens_on=dt.date(2027, 1, 1), closes_on=dt.date(2031, 12, 31)
    )
    into = Session.objects.create(
        term=term, number=1, opens_on=dt.date(2027, 1, 20), closes_on=dt.date(2027, 1, 25), pack="cn-cppcc",
        pack_version="2026.1", submission_opens_at=now + LATER, submission_deadline=now + LATER * 2,
    )  # fmt: skip
    with answering.refused("SESSION_NOT_LATER"):
        moving.carry_over(cast.committee, row.uid, into=row.session, words="未完成", now=now)
    row = moving.carry_over(cast.committee, row.uid, into=into, words="换届移交", now=now)
    assert (row.session, row.begun_in) == (into, cast.session)
    assert row.carries.get().reason == "换届移交"
    assert row.state == "in_progress"
    with answering.refused("SESSION_NOT_LATER"):
        moving.carry_over(cast.committee, row.uid, into=into, words="再结转", now=now)
    answering.sound(settings)


def test_a_class_rises_only_with_evidence_and_the_proposer_is_told_again(
    cast, bureau, task, now, settings
):
    row = keeping.begun(cast, bureau, task, now)
    with answering.refused("ILLEGAL_TRANSITION"):
        moving.upgrade(
            cast.oversight, row.uid, letter="A", words="已办", version=row.version, now=now
        )
    told = reporting.Told("建成", proofs=[keeping.PROOF])
    reporting.claim(bureau.shi, row.uid, told, version=row.version, now=now)
    row.refresh_from_db()
    row = moving.verify(cast.committee, row.uid, version=row.version, now=now)
    for letter in ("C", "B", "Z", ""):
        with answering.refused("CLASS_NOT_HIGHER"):
            moving.upgrade(
                cast.oversight, row.uid, letter=letter, words="已办", version=row.version, now=now
            )
    row = moving.upgrade(
        cast.oversight, row.uid, letter="A", words="已全部建成", version=row.version, now=now
    )
    assert (row.class_then, row.class_now) == ("B", "A")
    assert Notice.objects.filter(user_id=cast.chen.user_id, words="commitment.upgrade").count() == 1
    answering.sound(settings)


def test_of_two_who_act_on_what_they_saw_the_second_is_told(cast, bureau, task, now):
    row = keeping.begun(cast, bureau, task, now)
    seen = row.version
    moving.slip(bureau.shi, row.uid, to=keeping.NOVEMBER, words="管线", version=seen, now=now)
    with answering.refused("CHANGED_MEANWHILE"):
        reporting.claim(
            bureau.wang,
            row.uid,
            reporting.Told("办完", proofs=[keeping.PROOF]),
            version=seen,
            now=now,
        )
