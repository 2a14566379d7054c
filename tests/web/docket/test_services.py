# SPDX-License-Identifier: Apache-2.0
"""Withdrawing, converting, passing on, disputing, taking back, repeating, telling, masking: each by its service."""

import datetime as dt

import pytest

from huiyin.core.docket.transitions import Given
from huiyin.core.values.refusals import HuiyinError
from huiyin.web.accounts.models import Body, Session
from huiyin.web.docket import models
from huiyin.web.docket.services import (
    assigning,
    examining,
    merging,
    negotiating,
    replying,
    withdrawing,
)
from huiyin.web.kit.models import Notice
from web.docket import making

DAY = dt.timedelta(days=1)


def test_a_joint_proposal_is_withdrawn_only_when_all_who_signed_consent(cast, now):
    row = making.joint(cast, now)
    with pytest.raises(HuiyinError, match="GUARD_SIGNATORIES_AGREE"):
        withdrawing.withdraw(cast.chen, row.uid, version=row.version, words="另行调研", now=now)
    row = withdrawing.ask(cast.chen, row.uid, version=row.version, words="另行调研", now=now)
    with pytest.raises(HuiyinError, match="NOT_ALLOWED"):
        withdrawing.agree(cast.clerk, row.uid, now=now)
    withdrawing.agree(cast.su, row.uid, now=now)
    row.refresh_from_db()
    done = withdrawing.withdraw(cast.chen, row.uid, version=row.version, words="另行调研", now=now)
    assert done.state == "withdrawn"


def test_a_new_wish_to_withdraw_makes_old_consents_void(cast, now):
    row = making.joint(cast, now)
    row = withdrawing.ask(cast.chen, row.uid, version=row.version, words="一", now=now)
    withdrawing.agree(cast.su, row.uid, now=now)
    row.refresh_from_db()
    row = withdrawing.ask(cast.chen, row.uid, version=row.version, words="二", now=now)
    with pytest.raises(HuiyinError, match="GUARD_SIGNATORIES_AGREE"):
        withdrawing.withdraw(cast.chen, row.uid, version=row.version, words="二", now=now)


@pytest.mark.parametrize("pack_id", ["cn-chongqing-2018", "cn-qingdao-2021"])
def test_where_the_place_allows_it_a_withdrawal_in_hand_stops_the_handling_at_once(
    cast, now, pack_id
):
    Session.objects.update(pack=pack_id)
    cast.session.refresh_from_db()
    row = making.received(cast, now)
    row = examining.file(cast.committee, row.uid, version=row.version, now=now)
    assigning.propose(cast.assigner, row.case.uid, [assigning.Task(cast.housing, "sole")], now=now)
    assigning.issue(cast.assigner, row.case.uid, now=now)
    row.refresh_from_db()
    assert row.state == "in_hand"
    withdrawing.withdraw(cast.chen, row.uid, version=row.version, words="已解决", now=now)
    task = models.Assignment.objects.get()
    assert task.state == "dropped"
    assert not task.deadlines.exclude(state="stopped").exists()


def test_what_was_merged_into_a_case_goes_on_when_the_main_proposal_ends(cast, now):
    first, second = making.received(cast, now), making.received(cast, now, who=cast.su)
    merging.merge(cast.committee, first.uid, second.uid, reason="同题", basis={}, now=now)
    first.refresh_from_db()
    examining.decide(
        cast.committee,
        first.uid,
        "refuse",
        version=first.version,
        given=Given("R08", "推介"),
        now=now,
    )
    second.refresh_from_db()
    assert (second.state, second.case) == ("received", None)
    assert models.Merger.objects.get().undone
    assert Notice.objects.filter(user_id=cast.su.user_id, words="proposal.unmerge").exists()


@pytest.mark.parametrize(
    ("act", "code", "leads_to"),
    [("convert", "V02", "note"), ("convert", "V01", "opinion"), ("refuse", "R09", "letters")],
)
def test_content_that_is_not_filed_leads_somewhere_and_back(cast, now, act, code, leads_to):
    row = making.received(cast, now)
    examining.decide(
        cast.committee,
        row.uid,
        act,
        version=row.version,
        given=Given(code, "转请参考"),
        now=now,
        consented=True,
    )
    made = row.conversions.get()
    assert (made.leads_to, made.proposal_id) == (leads_to, row.pk)
    notice = Notice.objects.get(user_id=cast.chen.user_id, words=f"proposal.{act}")
    assert (notice.params["code"], notice.params["reason"]) == (code, "转请参考")


def test_a_conversion_needs_the_consent_of_the_proposer(cast, now):
    row = making.received(cast, now)
    with pytest.raises(HuiyinError, match="GUARD_PROPOSER_CONSENTS"):
        examining.decide(
            cast.committee,
            row.uid,
            "convert",
            version=row.version,
            given=Given("V02", "转"),
            now=now,
        )
    assert not models.Conversion.objects.exists()


def test_a_batch_gives_an_answer_for_each_and_is_undone_within_minutes(cast, now):
    rows = [making.received(cast, now) for _ in range(3)]
    stale = [(row.uid, row.version - (place == 1)) for place, row in enumerate(rows)]
    done = examining.batch(cast.committee, stale, "refuse", given=Given("R09", "指名举报"), now=now)
    assert [one.refused.code if one.refused else "ok" for one in done] == [
        "ok",
        "CHANGED_MEANWHILE",
        "ok",
    ]
    again = examining.undo(
        cast.committee, rows[0].uid, reason="看错", now=now + dt.timedelta(minutes=9)
    )
    assert again.state == "received"
    assert again.conversions.get().undone
    for who, when, uid in (
        (cast.committee, now + dt.timedelta(minutes=11), rows[2].uid),
        (cast.committee, now, rows[0].uid),
    ):
        with pytest.raises(HuiyinError, match=r"GUARD_JUST_DONE|ILLEGAL_TRANSITION"):
            examining.undo(who, uid, reason="看错", now=when)
    with pytest.raises(HuiyinError, match="GUARD_JUST_DONE"):
        examining.undo(cast.clerk, rows[2].uid, reason="看错", now=now)


def test_a_dispute_climbs_the_ladder_and_its_count_goes_with_the_task(cast, now):
    task = making.assigned(cast, now).assignments.get()
    assigning.sign_for(cast.wang, task.uid, now=now)
    assigning.hand_back(
        cast.wang, task.uid, code="O01", words="非职责", names=None, none_known=True, now=now
    )
    with pytest.raises(HuiyinError, match="GUARD_HEAD_SIGNED"):
        negotiating.dispute(cast.wang, task.uid, words="再议", head_signed=False, now=now)
    negotiating.dispute(cast.wang, task.uid, words="再议", head_signed=True, now=now)
    negotiating.escalate(cast.assigner, task.uid, words="报请市领导", now=now)
    assert models.Objection.objects.get().rung == 2
    with pytest.raises(HuiyinError, match="GUARD_HIGHER_RUNG"):
        negotiating.escalate(cast.assigner, task.uid, words="再上一级", now=now)
    again = assigning.rule(
        cast.assigner, task.uid, grant=True, to=cast.water, words="市领导裁定", now=now
    )
    assert (again.ping_pong, again.body, again.state) == (1, cast.water, "issued")
    assigning.sign_for(cast.qian, again.uid, now=now)
    back = assigning.hand_back(
        cast.qian, again.uid, code="O01", words="也非职责", names=cast.traffic, now=now
    )
    assert back.ping_pong == 2


def test_a_body_passes_a_task_on_only_to_one_below_it_and_rules_over_the_part(cast, now):
    office = Body.objects.create(name="市政府办公室")
    below = Body.objects.create(name="市政务服务处", parent=office)
    head = cast.actor("高", "liaison", office)
    unit = cast.actor("方", "liaison", below)
    task = making.assigned(cast, now, assigning.Task(office, "sole")).assignments.get()
    assigning.sign_for(head, task.uid, now=now)
    with pytest.raises(HuiyinError, match="BODY_NOT_BELOW"):
        assigning.pass_on(head, task.uid, to=cast.water, words="请办", now=now)
    part = assigning.pass_on(head, task.uid, to=below, words="请办", now=now)
    assert (part.parent, part.role, part.state) == (task, "part", "issued")
    assert part.deadlines.filter(clock="reply", state="running").exists()
    assigning.sign_for(unit, part.uid, now=now)
    with pytest.raises(HuiyinError, match="GUARD_TWO_TIERS"):
        assigning.pass_on(unit, part.uid, to=below, words="再转", now=now)
    assigning.hand_back(
        unit, part.uid, code="O01", words="非职责", names=None, none_known=True, now=now
    )
    with pytest.raises(HuiyinError, match="NOT_ALLOWED"):
        assigning.rule(cast.assigner, part.uid, grant=False, to=None, words="办", now=now)
    ruled = assigning.rule(head, part.uid, grant=False, to=None, words="请继续办理", now=now)
    assert ruled.state == "accepted"


def test_an_assignment_taken_back_stops_every_clock_and_waits_to_be_assigned_again(cast, now):
    case = making.assigned(
        cast, now, assigning.Task(cast.housing, "lead"), assigning.Task(cast.traffic, "joint")
    )
    with pytest.raises(HuiyinError, match="REASON_REQUIRED"):
        assigning.reopen(cast.assigner, case.uid, words=" ", now=now)
    assigning.reopen(cast.assigner, case.uid, words="交错单位", now=now)
    assert set(case.assignments.values_list("state", flat=True)) == {"dropped"}
    assert case.proposals.get().state == "filed"
    assert (
        not models.Deadline.objects.filter(assignment__case=case).exclude(state="stopped").exists()
    )
    assigning.propose(cast.assigner, case.uid, [assigning.Task(cast.housing, "sole")], now=now)
    assigning.issue(cast.assigner, case.uid, now=now)
    assert case.proposals.get().state == "in_hand"


def test_a_case_is_replied_when_all_separate_bodies_have_replied(cast, now):
    row = making.filed(cast, now)
    one, two = row.suggestions.filter(dropped_at=None)
    tasks = [
        assigning.Task(cast.housing, "separate", [one.pk]),
        assigning.Task(cast.water, "separate", [two.pk]),
    ]
    assigning.propose(cast.assigner, row.case.uid, tasks, now=now)
    assigning.issue(cast.assigner, row.case.uid, now=now)
    for who, body in ((cast.wang, cast.housing), (cast.qian, cast.water)):
        task = models.Assignment.objects.get(body=body)
        row.refresh_from_db()
        assert row.state == "in_hand"
        assigning.sign_for(who, task.uid, now=now)
        assigning.accept(who, task.uid, now=now)
        with pytest.raises(HuiyinError, match="DATE_INVALID"):
            replying.conclude(
                cast.oversight, task.uid, reply_no="函", replied_on=now.date() + DAY, now=now
            )
        replying.conclude(
            cast.oversight, task.uid, reply_no="函1号", replied_on=now.date(), now=now
        )
    row.refresh_from_db()
    assert row.state == "replied"
