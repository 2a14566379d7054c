# SPDX-License-Identifier: Apache-2.0
"""What the machine finds in a reply is proposed with its words; only the author makes a commitment of it, or says why not."""

import datetime as dt

import pytest

from huiyin.core.values.refusals import HuiyinError
from huiyin.web.commitments import models
from huiyin.web.commitments.services import extracting, promising
from huiyin.web.kit.models import LedgerEntry, Notice
from huiyin.web.replies.services import again
from web.commitments import keeping
from web.replies import answering


def test_a_reply_that_left_is_read_once_and_each_promise_keeps_its_very_words(
    cast, bureau, task, now
):
    reply = keeping.read(cast, bureau, task, now)
    found = keeping.promises(reply)
    assert len(found) >= 2
    for one in found:
        assert one.answer.text[one.start : one.end] == one.quote
        assert one.text_sha256 == models.hash_of(one.answer.text)
        assert one.edition == reply.edition
    assert [one.due_on for one in found][:1] == [keeping.JUNE]
    assert found[0].amount == "200个"
    assert Notice.objects.filter(user_id=bureau.shi.user_id, words="promise.found").count() == 1
    assert extracting.read_left(now=now) == 0
    assert not extracting.read(reply.pk, now=now)
    assert LedgerEntry.objects.filter(act="promise.found").count() == 1


def test_a_reply_that_has_not_left_is_not_read(cast, bureau, task, now):
    answering.written(cast, bureau, task, now, texts=keeping.TEXTS)
    assert extracting.read_left(now=now) == 0


def test_an_answer_that_names_a_day_but_words_no_promise_is_proposed_whole(cast, bureau, task, now):
    texts = (keeping.TEXTS[0], "\n该事项已与交警部门会商，意见一致。 ")
    reply = keeping.read(cast, bureau, task, now, texts=texts)
    last = keeping.promises(reply)[-1]
    assert (last.cue, last.due_on) == (extracting.DECLARED, keeping.NOVEMBER)
    assert last.quote == last.answer.text[last.start : last.end] == last.answer.text.strip()


def test_a_confirmed_promise_is_a_commitment_of_its_body_scheduled_with_its_class(
    cast, bureau, task, now, settings
):
    row = keeping.made(cast, bureau, task, now)
    assert (row.state, row.body, row.owner) == ("scheduled", cast.housing, "城建科")
    assert row.due_on == row.first_due_on == keeping.JUNE
    assert (row.class_then, row.class_now) == ("B", "B")
    assert row.quote == row.answer.text[row.start : row.end]
    assert list(row.suggestions.all()) == [row.answer.suggestion]
    assert row.promises.get().state == "confirmed"
    answering.sound(settings)


def test_without_owner_or_date_it_is_only_promised(cast, bureau, task, now):
    row = keeping.made(cast, bureau, task, now, owner="")
    assert (row.state, row.due_on) == ("promised", keeping.JUNE)


def test_a_corrected_promise_keeps_what_was_said_beside_what_is_meant(cast, bureau, task, now):
    reply = keeping.read(cast, bureau, task, now)
    found = keeping.promises(reply)[0]
    said = promising.Said(
        "在老城区三处地块建成停车位200个",
        "城建科",
        dt.date(2026, 6, 20),
        budget="城建资金 380 万元",
    )
    row = promising.confirm(bureau.wang, found.uid, said, now=now)
    found.refresh_from_db()
    assert (found.state, found.commitment_id) == ("corrected", row.pk)
    assert row.quote == found.quote != row.text
    assert row.budget == "城建资金 380 万元"


def test_a_rejected_promise_keeps_its_reason_and_the_oversight_office_hears_it(
    cast, bureau, task, now
):
    reply = keeping.read(cast, bureau, task, now)
    found = keeping.promises(reply)[1]
    with answering.refused("REASON_REQUIRED"):
        promising.reject(bureau.shi, found.uid, reason="  ", now=now)
    promising.reject(bureau.shi, found.uid, reason="只是介绍进度，并非承诺", now=now)
    found.refresh_from_db()
    assert (found.state, found.commitment) == ("rejected", None)
    assert Notice.objects.filter(user_id=cast.oversight.user_id, words="promise.rejected").exists()
    with answering.refused("ILLEGAL_TRANSITION"):
        promising.confirm(bureau.shi, found.uid, promising.Said(), now=now)


def test_one_work_may_answer_several_suggestions(cast, bureau, task, now, settings):
    row = keeping.made(cast, bureau, task, now)
    other = keeping.promises(row.reply)[-1]
    promising.join(bureau.shi, other.uid, row.uid, now=now)
    assert row.suggestions.count() == 2
    assert row.promises.count() == 2
    answering.sound(settings)


@pytest.mark.parametrize("who", ["zhao", "chen", "committee", "oversight", "public"])
def test_nobody_but_the_author_decides_on_a_promise(cast, bureau, task, now, who):
    found = keeping.promises(keeping.read(cast, bureau, task, now))[0]
    for act in (
        lambda: promising.confirm(getattr(cast, who), found.uid, promising.Said(), now=now),
        lambda: promising.reject(getattr(cast, who), found.uid, reason="不是", now=now),
    ):
        with pytest.raises(HuiyinError) as refused:
            act()
        assert refused.value.code in ("NOT_FOUND", "NOT_ALLOWED")


def test_words_the_machine_missed_are_marked_by_the_author_as_they_stand(cast, bureau, task, now):
    reply = keeping.read(cast, bureau, task, now)
    answer = reply.answers.order_by("suggestion__order").first()
    said = promising.Said(owner="计财科", due_on=keeping.NOVEMBER)
    with answering.refused("QUOTE_NOT_THERE"):
        promising.mark(bureau.shi, reply.uid, answer.uid, "从来没有写过的话", said, now=now)
    row = promising.mark(bureau.shi, reply.uid, answer.uid, "经费从城建资金中安排", said, now=now)
    assert answer.text[row.start : row.end] == row.quote
    assert row.source == "marked"
    with answering.refused("ALREADY_A_COMMITMENT"):
        promising.mark(bureau.shi, reply.uid, answer.uid, "经费从城建资金中安排", said, now=now)


@pytest.mark.parametrize(
    ("said", "code"),
    [
        (promising.Said(due_on=dt.date(2020, 1, 1)), "DATE_INVALID"),
        (promising.Said(text="长" * 2001), "TEXT_TOO_LONG"),
    ],
)
def test_what_cannot_be_meant_is_refused_and_nothing_is_made(cast, bureau, task, now, said, code):
    found = keeping.promises(keeping.read(cast, bureau, task, now))[0]
    with answering.refused(code):
        promising.confirm(bureau.shi, found.uid, said, now=now)
    found.refresh_from_db()
    assert found.state == "proposed"
    assert not models.Commitment.objects.exists()


def test_a_promise_whose_text_is_not_the_one_it_was_found_in_is_refused(cast, bureau, task, now):
    found = keeping.promises(keeping.read(cast, bureau, task, now))[0]
    type(found.answer).objects.filter(pk=found.answer_id).update(
        text="改过的文字，长度足够容纳原来的片段，但内容完全不同，不能当作原话来引用。"
    )
    with answering.refused("QUOTE_MISMATCH"):
        promising.confirm(bureau.shi, found.uid, promising.Said(), now=now)


def test_a_second_round_is_read_for_itself_and_the_first_stays(cast, bureau, task, now):
    row = keeping.made(cast, bureau, task, now)
    again.rehandle(cast.committee, task.uid, words="提案者不满意", now=now)
    second = keeping.read(
        cast, bureau, task, now, texts=("将于2026年8月底前建成。", keeping.TEXTS[1])
    )
    row.refresh_from_db()
    assert second.round == 2
    assert {one.reply_id for one in models.Promise.objects.all()} == {row.reply_id, second.pk}
    assert row.state == "scheduled"
