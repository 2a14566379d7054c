# SPDX-License-Identifier: Apache-2.0
"""A reply on its way out: to each proposer, in rounds, into public."""

import datetime as dt

from huiyin.web.accounts.models import Person
from huiyin.web.kit import files
from huiyin.web.kit.models import LedgerEntry, Notice
from huiyin.web.replies import models
from huiyin.web.replies.services import (
    again,
    contacting,
    drafting,
    handing_on,
    issuing,
    publishing,
    receiving,
)
from web.docket import making
from web.replies import answering
from web.replies.answering import refused, sound


def test_each_who_signed_gets_the_reply_and_it_is_received_when_all_have_it(
    cast, bureau, now, settings, monkeypatch
):
    monkeypatch.setattr(making, "received", lambda cast, now, **more: making.joint(cast, now))
    case = making.assigned(cast, now)
    from huiyin.web.docket.services import negotiating

    task = case.assignments.get()
    negotiating.sign_for(cast.wang, task.uid, now=now)
    negotiating.accept(cast.wang, task.uid, now=now)
    row = answering.issued(cast, bureau, task, now)
    assert set(row.deliveries.values_list("person_id", "signs")) == {
        (cast.chen.person_id, False), (cast.su.person_id, True)
    }  # fmt: skip
    receiving.opened(cast.chen, row.uid, now=now)
    row.refresh_from_db()
    assert row.state == "issued"
    su = row.deliveries.get(person_id=cast.su.person_id)
    for who, code in (
        (bureau.wang, "NOT_ALLOWED"),
        (cast.chen, "NOT_ALLOWED"),
        (cast.zhao, "NOT_FOUND"),
    ):
        with refused(code):
            receiving.record(who, row.uid, su.pk, how="paper", reason="签收单", now=now)
    with refused("REASON_REQUIRED"):
        receiving.record(cast.clerk, row.uid, su.pk, how="paper", reason="", now=now)
    with refused("FACE_RECORD_MISSING"):
        receiving.record(cast.clerk, row.uid, su.pk, how="face", reason="签名记录", now=now)
    receiving.record(cast.clerk, row.uid, su.pk, how="paper", reason="签收单第12号", now=now)
    with refused("ILLEGAL_TRANSITION"):
        receiving.record(cast.clerk, row.uid, su.pk, how="paper", reason="签收单第12号", now=now)
    row.refresh_from_db()
    assert row.state == "received"
    sound(settings)


def test_only_when_all_separate_leads_are_received_is_the_case_replied(cast, bureau, now):
    from huiyin.web.docket.services import assigning, negotiating

    filed = making.filed(cast, now)
    first, second = filed.suggestions.order_by("order")
    tasks = [
        assigning.Task(cast.housing, "separate", [first.pk]),
        assigning.Task(cast.traffic, "separate", [second.pk]),
    ]
    assigning.propose(cast.assigner, filed.case.uid, tasks, now=now)
    assigning.issue(cast.assigner, filed.case.uid, now=now)
    housing, traffic = filed.case.assignments.order_by("pk")
    for row, who in ((housing, cast.wang), (traffic, cast.zhao)):
        negotiating.sign_for(who, row.uid, now=now)
        negotiating.accept(who, row.uid, now=now)
    answering.contact(cast, housing, now)
    row = drafting.begin(bureau.shi, housing.uid, now=now)
    one = row.answers.get()
    assert one.suggestion_id == first.pk
    fields = {"disposition": "done", "text": answering.GOOD[0]}
    typed = [drafting.Typed(one.uid, one.version, fields)]
    drafting.save(bureau.shi, row.uid, version=row.version, head=None, typed=typed, now=now)
    row = handing_on.submit(bureau.shi, row.uid, version=row.version, now=now)
    assert row.letter == "A"
    row = handing_on.pass_on(bureau.wang, row.uid, version=row.version, now=now)
    row = handing_on.sign(bureau.gao, row.uid, version=row.version, now=now)
    row = issuing.issue(cast.oversight, row.uid, version=row.version, now=now)
    issuing.dispatch(now=now)
    receiving.opened(cast.chen, row.uid, now=now)
    housing.refresh_from_db(), filed.refresh_from_db()
    assert (housing.state, filed.state) == ("done", "in_hand")


def test_a_further_round_leaves_the_first_as_it_was(cast, bureau, task, now, settings):
    first = answering.received(cast, bureau, task, now)
    before = first.text_hash()
    with refused("REASON_REQUIRED"):
        again.rehandle(cast.committee, task.uid, words="", now=now)
    second = again.rehandle(cast.committee, task.uid, words="诱导系统没有答清", now=now)
    task.refresh_from_db()
    assert (second.round, task.state) == (2, "accepted")
    assert task.deadlines.get(clock="second_reply").state == "running"
    later = now + dt.timedelta(days=3)
    answering.contact(cast, task, later)
    second = answering.signed(cast, bureau, task, later)
    assert second.round == 2
    second = issuing.issue(cast.oversight, second.uid, version=second.version, now=later)
    first.refresh_from_db()
    assert (first.state, first.text_hash(), first.fixed_text) == ("superseded", before, before)
    assert second.number != first.number
    issuing.dispatch(now=later)
    receiving.opened(cast.chen, second.uid, now=later)
    sound(settings)


def test_a_reply_is_published_only_as_it_may_be(cast, bureau, task, now, settings):
    row = answering.issued(cast, bureau, task, now)
    models.Reply.objects.filter(pk=row.pk).update(contact_phone="13800001111")

    def release(who=cast.oversight, **given):
        return publishing.release(
            who, row.uid, publishing.Way(**given), version=row.version, now=now
        )

    with refused("NOT_ALLOWED"):
        release(bureau.wang, id="full")
    with refused("FIELD_UNKNOWN"):
        release(id="loudly")
    for given in (
        {"id": "summary"},
        {"id": "withheld", "words": "内部"},
        {"id": "withheld", "code": "W01"},
    ):
        with refused("GUARD_DISCLOSURE_REASONED"):
            release(**given)
    with refused("GUARD_PERSONAL_DATA_REVIEWED"):
        release(id="full")
    with refused("CLASSIFIED_MARK"):
        release(id="summary", summary="机密★1年")
    released = release(id="full", cover=["13800001111"])
    assert released.covered == ["13800001111"]
    assert task.deadlines.get(clock="disclosure").state == "stopped"
    sound(settings)


def test_a_reply_to_a_proposal_that_is_not_public_is_not_published_in_full(cast, bureau, task, now):
    row = answering.issued(cast, bureau, task, now)
    task.case.proposals.update(disclosure="no", disclosure_reason="敏感")
    with refused("GUARD_DISCLOSURE_REASONED"):
        publishing.release(
            cast.oversight, row.uid, publishing.Way("full"), version=row.version, now=now
        )


def test_the_letter_names_no_proposer_who_asked_to_be_hidden(cast, bureau, task, now):
    task.case.proposals.update(masked=True)
    row = answering.signed(cast, bureau, task, now)
    assert contacting.is_enough(row)  # whom the body may not know it need not visit
    row = issuing.issue(cast.oversight, row.uid, version=row.version, now=now)
    issuing.dispatch(now=now)
    letter = files.where(row.letters.get(form="html").stored).read_text()
    assert "陈" not in letter
    assert "提案者" in letter
    assert answering.GOOD[0] in letter


def test_who_is_told_of_what(cast, bureau, task, now):
    answering.received(cast, bureau, task, now)
    told = set(Notice.objects.filter(user_id=cast.chen.user_id).values_list("words", flat=True))
    assert {"contact.logged", "reply.sent", "assignment.conclude", "proposal.record_reply"} <= told
    told = set(Notice.objects.filter(user_id=bureau.gao.user_id).values_list("words", flat=True))
    assert {"reply.submit", "reply.pass", "reply.issue"} <= told
    assert LedgerEntry.objects.filter(act="reply.receive").count() == 1


def test_a_case_joined_later_by_another_proposal_has_its_suggestions_answered_too(
    cast, bureau, task, now
):
    from huiyin.web.docket.services import merging

    primary = task.case.proposals.get()
    child = making.received(
        cast, now, who=cast.su, title=making.TITLES[1], asks=("更换旧水管五公里",)
    )
    merging.merge(cast.committee, primary.uid, child.uid, reason="同一片区", basis={}, now=now)
    row = drafting.begin(bureau.shi, task.uid, now=now)
    assert row.answers.count() == 3
    people = {cast.chen.person_id, cast.su.person_id}
    assert {one.person.pk for one in contacting.reachable(bureau.shi, task)} == people
    assert Person.objects.filter(pk__in=people).count() == 2
    merging.unmerge(cast.committee, child.uid, reason="不同街道", now=now)
    assert len(drafting.living(row)) == 2


def test_no_reply_is_registered_by_hand_beside_one_that_is_made_here(cast, bureau, task, now):
    from huiyin.web.docket.services import replying

    drafting.begin(bureau.shi, task.uid, now=now)
    with refused("REPLY_IN_HAND"):
        replying.conclude(
            cast.oversight, task.uid, reply_no="旧〔2025〕3号", replied_on=now.date(), now=now
        )
