# SPDX-License-Identifier: Apache-2.0
"""An overview goes out whole, is flagged where its ground moves, and is taken back with a reason."""

import pytest

from huiyin.core.overview.supporting import Lack
from huiyin.core.values.refusals import HuiyinError
from huiyin.web.docket import replaying
from huiyin.web.docket.models import Proposal
from huiyin.web.docket.selectors import reading
from huiyin.web.kit.models import LedgerEntry, Notice
from huiyin.web.overviews import models
from huiyin.web.overviews.selectors import showing
from huiyin.web.overviews.services import editing, publishing, watching
from huiyin.web.replies.models import Answer
from huiyin.web.replies.services.publishing import Way
from web.overviews.conftest import release


def refused(code):
    return pytest.raises(HuiyinError, match=code)


def out(cast, row, now):
    row.refresh_from_db()
    return publishing.publish(cast.committee, row.uid, version=row.version, now=now)


def some_line(row):
    return row.lines.filter(dropped_at=None, section="answered").last()


def test_a_sentence_without_its_proof_keeps_the_paper_back(session, paper, now):
    added = editing.add(
        session.clerk, paper.uid, section="lead", after=0, text="办理满意率达99.9%。", now=now
    )
    with refused("SENTENCE_UNSUPPORTED"):
        out(session, paper, now)
    assert [one.lack for one in publishing.lacking(paper, session.clerk)[added.pk]] == [
        Lack.NO_SOURCE
    ]

    editing.drop(session.clerk, paper.uid, added.pk, version=added.version, now=now)

    assert out(session, paper, now).state == "published"


def test_an_opinion_goes_out_under_a_name(session, paper, now):
    added = editing.add(
        session.clerk, paper.uid, section="lead", after=0, text="这一年建议提得更实了。", now=now
    )
    added = editing.own(session.committee, paper.uid, added.pk, version=added.version, now=now)
    out(session, paper, now)

    shown = [one for part in showing.sections(session.public, paper)[0].paragraphs for one in part]
    assert [one.owner for one in shown if one.line.pk == added.pk] == ["何"]


@pytest.mark.parametrize(
    ("text", "lack"),
    [
        ("陈委员建议：“增设停车位三百个”", Lack.QUOTE_DIFFERS),
        ("陈委员建议增设停车位300个。", Lack.NUMBER_UNPROVED),
    ],
)
def test_what_an_edit_makes_up_is_seen(session, paper, now, text, lack):
    line = next(
        one
        for one in paper.lines.all()
        if "增设停车位两百个" in one.text and one.section == "asked"
    )
    editing.change(session.clerk, paper.uid, line.pk, text=text, version=line.version, now=now)

    assert [one.lack for one in publishing.lacking(paper, session.clerk)[line.pk]] == [lack]
    with refused("SENTENCE_UNSUPPORTED"):
        out(session, paper, now)


def test_a_source_found_by_its_words_proves_a_sentence(session, paper, now):
    added = editing.add(
        session.clerk,
        paper.uid,
        section="voices",
        after=0,
        text="有人提出“每季度公布水质”。",
        now=now,
    )
    ask = reading.suggestions(session.public).get(text="每季度公布水质")
    with refused("QUOTE_NOT_FOUND"):
        editing.cite(
            session.clerk,
            paper.uid,
            added.pk,
            source=f"suggestion:{ask.uid}",
            quote="每月公布",
            version=added.version,
            now=now,
        )

    added = editing.cite(
        session.clerk,
        paper.uid,
        added.pk,
        source=f"suggestion:{ask.uid}",
        quote="公布水质",
        version=added.version,
        now=now,
    )
    assert [one.lack for one in publishing.lacking(paper, session.clerk)[added.pk]] == [
        Lack.QUOTE_DIFFERS
    ]
    editing.cite(
        session.clerk,
        paper.uid,
        added.pk,
        source=f"suggestion:{ask.uid}",
        quote="",
        version=added.version,
        now=now,
    )

    assert added.pk not in publishing.lacking(paper, session.clerk)


def test_what_is_not_released_is_no_source_of_a_public_paper(session, paper, now):
    closed = reading.suggestions(session.clerk).get(text__startswith="保密的")
    line = some_line(paper)
    with refused("NOT_FOUND"):
        editing.cite(
            session.clerk,
            paper.uid,
            line.pk,
            source=f"suggestion:{closed.uid}",
            quote="",
            version=line.version,
            now=now,
        )


def test_withdrawing_a_reply_flags_exactly_its_sentences(session, paper, now):
    out(session, paper, now)
    answers = set(Answer.objects.filter(reply=session.reply).values_list("uid", flat=True))
    resting = set(
        models.LineSource.objects.filter(kind="answer", ref__in=answers).values_list(
            "line_id", flat=True
        )
    )
    assert resting
    assert watching.look(now=now) == 0

    release(session, session.reply, now, Way("withheld", code="W05", words="还在研究"))

    assert watching.look(now=now) == len(resting)
    flagged = {one.pk for one in paper.lines.all() if one.flags}
    assert flagged == resting
    assert {flag for one in paper.lines.all() for flag in one.flags} == {"source_withdrawn"}
    assert watching.look(now=now) == 0
    assert Notice.objects.filter(words="overview.flagged").count() == 1
    gone = [
        proof
        for section in showing.sections(session.public, paper)
        for part in section.paragraphs
        for one in part
        for proof in one.proofs
        if proof.standing == "withdrawn"
    ]
    assert gone
    assert all(proof.words == "" and proof.href == "" for proof in gone)

    release(session, session.reply, now, Way("full", cover=("石工",)))

    watching.look(now=now)
    assert not any(one.flags for one in paper.lines.all())


def test_a_suggestion_of_a_withdrawn_proposal_flags_its_sentences(session, paper, now):
    out(session, paper, now)
    ask = reading.suggestions(session.public).get(text="三年内换完旧水管")
    Proposal.objects.filter(pk=ask.proposal_id).update(state="withdrawn")
    watching.look(now=now)

    flagged = {one.pk for one in paper.lines.all() if one.flags}
    uids = {ask.uid, reading.suggestions(session.clerk).get(text="每季度公布水质").uid}
    resting = models.LineSource.objects.filter(kind="suggestion", ref__in=uids)
    assert flagged == set(resting.values_list("line_id", flat=True))


def test_an_edition_that_went_out_never_changes(session, paper, now):
    out(session, paper, now)
    first = paper.editions.get()
    paper.refresh_from_db()
    publishing.revise(session.committee, paper.uid, reason="补一句", version=paper.version, now=now)
    line = some_line(paper)
    editing.drop(session.clerk, paper.uid, line.pk, version=line.version, now=now)
    out(session, paper, now)

    first.refresh_from_db()
    assert models.hash_of(first.content) == first.sha256
    assert [one.number for one in paper.editions.all()] == [1, 2]
    assert len(first.content["lines"]) == len(paper.editions.get(number=2).content["lines"]) + 1


@pytest.mark.parametrize("act", ["revise", "withdraw"])
def test_a_step_back_needs_its_reason(session, paper, now, act):
    out(session, paper, now)
    paper.refresh_from_db()
    with refused("REASON_REQUIRED"):
        getattr(publishing, act)(
            session.committee, paper.uid, reason=" ", version=paper.version, now=now
        )
    row = getattr(publishing, act)(
        session.committee, paper.uid, reason="有误", version=paper.version, now=now
    )
    assert row.state in ("draft", "withdrawn")
    assert LedgerEntry.objects.get(act=f"overview.{act}").reason == "有误"


def test_acts_out_of_turn_are_refused_by_name(session, paper, now):
    line = some_line(paper)
    with refused("ILLEGAL_TRANSITION"):
        publishing.withdraw(
            session.committee, paper.uid, reason="x", version=paper.version, now=now
        )
    with refused("CHANGED_MEANWHILE"):
        editing.change(
            session.clerk, paper.uid, line.pk, text="x", version=line.version + 1, now=now
        )
    with refused("NOT_ALLOWED"):
        publishing.publish(session.clerk, paper.uid, version=paper.version, now=now)
    out(session, paper, now)
    with refused("ILLEGAL_TRANSITION"):
        editing.change(session.clerk, paper.uid, line.pk, text="x", version=line.version, now=now)


def test_of_two_who_change_a_sentence_the_second_is_told(session, paper, now):
    line = some_line(paper)
    editing.change(
        session.clerk, paper.uid, line.pk, text=line.text + "（一）", version=line.version, now=now
    )
    with refused("CHANGED_MEANWHILE"):
        editing.change(
            session.reviewer,
            paper.uid,
            line.pk,
            text=line.text + "（二）",
            version=line.version,
            now=now,
        )
    line.refresh_from_db()
    assert line.text.endswith("（一）")


def test_sentences_move_within_their_section_and_come_back(session, paper, now):
    section = paper.lines.filter(dropped_at=None, section="asked").order_by("order")
    first, second, *_ = section
    editing.move(session.clerk, paper.uid, second.pk, up=True, version=second.version, now=now)
    assert [one.pk for one in section.all()[:2]] == [second.pk, first.pk]
    first.refresh_from_db()
    gone = editing.drop(session.clerk, paper.uid, first.pk, version=first.version, now=now)
    editing.drop(session.clerk, paper.uid, first.pk, version=gone.version, now=now, back=True)
    assert paper.lines.get(pk=first.pk).dropped_at is None


def test_many_sentences_find_room_between_two(session, paper, now):
    first = paper.lines.filter(section="asked").first()
    for n in range(12):
        editing.add(
            session.clerk, paper.uid, section="asked", after=first.pk, text=f"第{n}句", now=now
        )
    said = [one.text for one in paper.lines.filter(section="asked")][1:13]
    assert said == [f"第{n}句" for n in reversed(range(12))]


def test_the_ledger_accounts_for_overviews(session, paper, now, settings):
    out(session, paper, now)
    assert replaying.verify(settings.ANCHOR_FILE).faults == []
    models.Overview.objects.filter(pk=paper.pk).update(title="另一个题目")
    assert [one.id for one in replaying.verify(settings.ANCHOR_FILE).faults] == ["row_differs"]
