# SPDX-License-Identifier: Apache-2.0
"""A proposal's whole way from a draft to a department's desk, by the services alone."""

import datetime as dt

import pytest

from huiyin.core.docket.transitions import Given
from huiyin.core.values.refusals import HuiyinError
from huiyin.web.docket import models
from huiyin.web.docket.services import assigning, drafting, examining, merging, signing
from huiyin.web.kit.models import LedgerEntry, Notice


def _received(cast, now, title="关于在老城区增设停车位的提案", who=None):
    who = who or cast.chen
    proposal = drafting.begin(who, cast.session, now=now)
    asks = [drafting.Ask("在云桥街道增设停车位两百个"), drafting.Ask("引入智能停车诱导系统")]
    fields = {
        "title": title,
        "facts": "老城区车位缺口大。",
        "analysis": "规划滞后。",
        "category": "social",
    }
    proposal = drafting.save(
        who, proposal.uid, version=proposal.version, fields=fields, asks=asks, now=now
    )
    return drafting.submit(who, proposal.uid, version=proposal.version, now=now)


def _filed(cast, now, **more):
    proposal = _received(cast, now, **more)
    for actor, act in (
        (cast.clerk, "examine_first"),
        (cast.reviewer, "examine_second"),
        (cast.committee, "file"),
    ):
        proposal = examining.decide(
            actor, proposal.uid, act, version=proposal.version, given=Given(), now=now
        )
    return proposal


def test_a_draft_is_cosigned_submitted_examined_filed_and_assigned(cast, now):
    proposal = drafting.begin(cast.chen, cast.session, now=now)
    fields = {"title": "关于增设停车位的提案", "facts": "车位缺口大。"}
    proposal = drafting.save(
        cast.chen,
        proposal.uid,
        version=1,
        fields=fields,
        asks=[drafting.Ask("增设停车位")],
        now=now,
    )
    su = models.Signature._meta.get_field("person").related_model.objects.get(pk=cast.su.person_id)
    proposal = signing.invite(cast.chen, proposal.uid, [su], version=proposal.version, now=now)
    with pytest.raises(HuiyinError, match="GUARD_COSIGNING_SETTLED"):
        drafting.submit(cast.chen, proposal.uid, version=proposal.version, now=now)
    signing.answer(cast.su, proposal.uid, sign=True, opinion="完全赞成", now=now)
    proposal = drafting.submit(cast.chen, proposal.uid, version=proposal.version, now=now)
    assert proposal.state == "received"
    assert proposal.receipt_no.endswith("-00001")
    for actor, act in (
        (cast.clerk, "examine_first"),
        (cast.reviewer, "examine_second"),
        (cast.committee, "file"),
    ):
        proposal = examining.decide(
            actor, proposal.uid, act, version=proposal.version, given=Given(), now=now
        )
    assert proposal.case.number == 1

    tasks = [assigning.Task(cast.housing, "lead"), assigning.Task(cast.traffic, "joint")]
    assigning.propose(cast.assigner, proposal.case.uid, tasks, now=now)
    assigning.issue(cast.assigner, proposal.case.uid, now=now)
    lead = models.Assignment.objects.get(body=cast.housing)
    assigning.sign_for(cast.wang, lead.uid, now=now)
    assigning.hand_back(
        cast.wang,
        lead.uid,
        code="O02",
        words="车位规划由水务……不，应由交通部门牵头",
        names=cast.water,
        now=now,
    )
    again = assigning.rule(
        cast.assigner, lead.uid, grant=True, to=cast.water, words="同意改办", now=now
    )

    lead.refresh_from_db()
    assert (lead.state, again.state, again.body) == ("handed_on", "issued", cast.water)
    assert again.deadlines.get(clock="reply").due_on == dt.date(2026, 6, 2)
    assert Notice.objects.filter(user_id=cast.chen.user_id, words="proposal.file").exists()
    seqs = list(LedgerEntry.objects.values_list("seq", flat=True))
    assert seqs == list(range(1, len(seqs) + 1))


def test_a_late_return_is_refused_by_the_clock(cast, now):
    proposal = _filed(cast, now)
    assigning.propose(
        cast.assigner, proposal.case.uid, [assigning.Task(cast.housing, "sole")], now=now
    )
    assigning.issue(cast.assigner, proposal.case.uid, now=now)
    row = models.Assignment.objects.get()
    assigning.sign_for(cast.wang, row.uid, now=now)
    late = now + dt.timedelta(days=10)
    with pytest.raises(HuiyinError, match="GUARD_IN_RETURN_WINDOW"):
        assigning.hand_back(
            cast.wang, row.uid, code="O01", words="不属本局", names=cast.water, now=late
        )


def test_merging_keeps_both_and_is_undone_without_loss(cast, now):
    first, second = (
        _filed(cast, now),
        _received(cast, now, title="关于缓解停车难的提案", who=cast.su),
    )
    merging.merge(
        cast.committee, first.uid, second.uid, reason="同为停车问题", basis={"score": 0.8}, now=now
    )
    second.refresh_from_db()
    assert (second.state, second.case) == ("merged", first.case)
    merging.object_to(cast.su, second.uid, words="我提的是夜间错时停车", now=now)
    merging.unmerge(cast.committee, second.uid, reason="异议成立", now=now)
    second.refresh_from_db()
    assert (second.state, second.case) == ("received", None)


def test_nobody_else_sees_a_draft_and_a_stranger_hears_not_found(cast, now):
    proposal = drafting.begin(cast.chen, cast.session, now=now)
    for stranger in (cast.su, cast.clerk, cast.public):
        with pytest.raises(HuiyinError, match="NOT_FOUND"):
            drafting.save(
                stranger, proposal.uid, version=1, fields={"title": "改"}, asks=None, now=now
            )
