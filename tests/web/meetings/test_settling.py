# SPDX-License-Identifier: Apache-2.0
"""What the reader proposes is settled by people: once, with what follows from it, and with the speaker's own word."""

import datetime as dt

import pytest

from huiyin.web.kit import gates
from huiyin.web.kit.models import LedgerEntry, Notice
from huiyin.web.meetings import models
from huiyin.web.meetings.selectors import transcript
from huiyin.web.meetings.services import hearing, held, reading_along, settling, spots
from web.meetings import talking
from web.meetings.holding import refused


def test_a_proposal_is_the_offices_alone_until_a_person_confirms_it(cast, now):
    row = talking.opened(cast, now, is_public=True)
    one = talking.caught(cast, row, now=now)
    others = (cast.chen, cast.su, cast.wang, cast.oversight, cast.public)
    for who in others:
        assert not transcript.caught(who, row).exists()
        with refused("NOT_FOUND"):
            held.found(who, one.uid)
    settling.confirm(cast.clerk, one.uid, now=now)
    assert all(transcript.caught(who, row).count() == 1 for who in others)


def test_the_second_clerk_who_confirms_is_told_by_whom_and_nothing_is_doubled(cast, now):
    row = talking.opened(cast, now)
    one = talking.caught(cast, row, f"何砚秋市长：{talking.ORDER}", now=now, kind="assignment")
    settling.confirm(cast.clerk, one.uid, version=one.version, now=now)
    for act in (settling.confirm, settling.reject):
        with pytest.raises(Exception, match="林 settled this one") as refusal:
            act(cast.reviewer, one.uid, version=one.version, now=now + dt.timedelta(seconds=1))
        assert refusal.value.code == "FOUND_SETTLED"
    with refused("FOUND_SETTLED"):
        settling.correct(
            cast.reviewer, one.uid, version=one.version, fields={"words": "别的"}, now=now
        )
    assert LedgerEntry.objects.filter(act__startswith="found.").count() == 1
    assert models.SpotAssignment.objects.count() == 1


def test_the_control_that_does_not_ask_whether_it_is_settled_writes_twice(cast, now, monkeypatch):
    row = talking.opened(cast, now)
    one = talking.caught(cast, row, now=now)
    monkeypatch.setattr(
        settling, "_proposal", lambda actor, uid, version, act: held.found(actor, uid)
    )
    for who in (cast.clerk, cast.reviewer):
        settling.confirm(who, one.uid, version=one.version, now=now)
    assert LedgerEntry.objects.filter(act="found.confirmed").count() == 2


def test_only_the_office_settles(cast, now):
    row = talking.opened(cast, now)
    one = talking.standing(cast, row, now=now)
    for who in (cast.chen, cast.wang, cast.oversight):
        with refused("NOT_ALLOWED"):
            settling.correct(who, one.uid, version=one.version, fields={"words": "别的"}, now=now)
        with refused("NOT_ALLOWED"):
            settling.reject(who, one.uid, reason="不是", now=now)


def test_a_correction_changes_what_it_says_and_never_what_proves_it(cast, now):
    row = talking.opened(cast, now)
    one = talking.caught(cast, row, now=now)
    quote, span = one.quote, (one.start, one.end)
    fields = {
        "words": "增设停车位两百个",
        "body": cast.housing.pk,
        "due_on": dt.date(2026, 12, 31),
        "kind": "suggestion",
    }
    fixed = settling.correct(cast.clerk, one.uid, version=one.version, fields=fields, now=now)
    assert (fixed.state, fixed.words, fixed.body) == ("corrected", "增设停车位两百个", cast.housing)
    assert (fixed.quote, (fixed.start, fixed.end)) == (quote, span)
    for fields, code in (
        ({"words": " "}, "TEXT_EMPTY"), ({"kind": "wish"}, "FIELD_UNKNOWN"), ({"state": "added"}, "FIELD_UNKNOWN"),
        ({"body": 10**9}, "NOT_FOUND"), ({"participant": "nobody"}, "NOT_FOUND"),
    ):  # fmt: skip
        with refused(code):
            settling.correct(cast.clerk, one.uid, version=fixed.version, fields=fields, now=now)


def test_what_the_reader_missed_is_added_by_its_span_once(cast, now):
    row = talking.opened(cast, now)
    (said,) = talking.told(cast, row, "陈委员：夜里的灯太暗，孩子们走路害怕。", now=now)
    assert not said.found.exists()
    one = settling.add(cast.clerk, said.uid, edition=1, span=(0, 6), kind="suggestion", now=now)
    assert (one.quote, one.state, one.participant.name) == ("夜里的灯太暗", "added", "陈")
    with refused("FOUND_THERE"):
        settling.add(cast.reviewer, said.uid, edition=1, span=(0, 6), kind="suggestion", now=now)
    for span in ((3, 99), (4, 4), (5, 2)):
        with refused("SPAN_OUTSIDE_TEXT"):
            settling.add(cast.clerk, said.uid, edition=1, span=span, kind="suggestion", now=now)
    hearing.correct(cast.clerk, said.uid, version=said.version, text="夜里的路灯太暗。", now=now)
    with refused("CHANGED_MEANWHILE"):
        settling.add(cast.clerk, said.uid, edition=1, span=(0, 3), kind="question", now=now)


def test_what_stands_is_left_out_only_with_a_reason_and_not_once_it_is_in_hand(cast, now):
    row = talking.opened(cast, now)
    one = talking.standing(cast, row, now=now)
    with refused("REASON_REQUIRED"):
        settling.reject(cast.clerk, one.uid, now=now)
    settling.reject(cast.clerk, one.uid, reason="重复", now=now)
    order = talking.standing(cast, row, f"何砚秋市长：{talking.ORDER}", now=now, kind="assignment")
    with refused("FOUND_IN_HAND"):
        settling.reject(cast.clerk, order.uid, reason="不是交办", now=now)


def test_an_order_that_is_confirmed_is_owed_and_follows_its_correction_until_it_is_given(cast, now):
    row = talking.opened(cast, now)
    order = talking.standing(cast, row, f"何砚秋市长：{talking.ORDER}", now=now, kind="assignment")
    spot = order.spot_assignment
    assert (spot.state, spot.body, spot.due_on) == ("noted", cast.housing, dt.date(2026, 3, 31))
    order.refresh_from_db()
    settling.correct(
        cast.clerk, order.uid, version=order.version, fields={"words": "报方案"}, now=now
    )
    spot.refresh_from_db()
    assert spot.words == "报方案"
    for given, code in (
        ({"body": 0, "owner": "邱", "due_on": spot.due_on}, "GUARD_HAS_LEAD"),
        ({"body": cast.housing.pk, "owner": " ", "due_on": spot.due_on}, "GUARD_HAS_OWNER"),
        ({"body": cast.housing.pk, "owner": "邱", "due_on": None}, "GUARD_HAS_DATE"),
        ({"body": cast.housing.pk, "owner": "邱", "due_on": dt.date(2020, 1, 1)}, "DATE_INVALID"),
    ):
        with refused(code):
            spots.give(cast.clerk, spot.uid, version=spot.version, now=now, **given)
    spot = spots.give(cast.clerk, spot.uid, version=spot.version, body=cast.housing.pk, owner="邱国平", due_on=dt.date(2026, 12, 31), now=now)  # fmt: skip
    assert Notice.objects.filter(words="spot_assignment.give", user_id=cast.wang.user_id).exists()
    with refused("GUARD_HAS_REPORT"):
        spots.report(cast.wang, spot.uid, version=spot.version, words=" ", now=now)
    with refused("NOT_ALLOWED"):
        spots.report(cast.clerk, spot.uid, version=spot.version, words="已办", now=now)
    spot = spots.report(cast.wang, spot.uid, version=spot.version, words="方案已报。", now=now)
    with refused("REASON_REQUIRED"):
        spots.send_back(cast.clerk, spot.uid, version=spot.version, reason="", now=now)
    spot = spots.send_back(cast.clerk, spot.uid, version=spot.version, reason="没有写时间", now=now)
    spot = spots.report(
        cast.wang, spot.uid, version=spot.version, words="方案已报，八月动工。", now=now
    )
    with refused("NOT_ALLOWED"):
        spots.close(cast.wang, spot.uid, version=spot.version, now=now)
    assert spots.close(cast.clerk, spot.uid, version=spot.version, now=now).state == "closed"


def test_the_speaker_agrees_or_objects_and_other_words_are_put_before_the_speaker_anew(cast, now):
    row = talking.opened(cast, now)
    one = talking.standing(cast, row, now=now)
    for who in (cast.su, cast.wang, cast.clerk):
        with refused("NOT_ALLOWED"):
            settling.say(who, one.uid, agrees=True, now=now)
    with refused("REASON_REQUIRED"):
        settling.say(cast.chen, one.uid, agrees=False, words=" ", now=now)
    said = settling.say(cast.chen, one.uid, agrees=False, words="是三百个", now=now)
    assert Notice.objects.filter(words="found.objects", user_id=cast.clerk.user_id).count() == 1
    fixed = settling.correct(
        cast.clerk, one.uid, version=said.version, fields={"words": "增设三百个停车位"}, now=now
    )
    assert fixed.speaker_says == "not_asked"
    assert settling.say(cast.chen, one.uid, agrees=True, now=now).speaker_says == "agrees"


def test_an_answer_is_tied_to_the_question_before_it(cast, now):
    row = talking.opened(cast, now)
    asked, said = talking.told(cast, row, "何砚秋市长：老城区还缺多少个车位？", "市住建局局长邱国平：目前还缺六百个，年底前先补上两百个。", now=now)  # fmt: skip
    question = asked.found.get(kind="question")
    first = said.found.order_by("start").first()
    assert first.kind in ("answer", "commitment")
    assert first.answers == question
    assert said.found.filter(answers=question).count() == said.found.count()
    (later,) = talking.told(cast, row, "市住建局局长邱国平：明年六月底前再补三百个。", now=now)
    assert not later.found.exclude(answers=None).exists()
    assert first.body == cast.housing


def test_reading_again_reads_nothing_twice(cast, now):
    row = talking.opened(cast, now)
    talking.told(cast, row, f"陈委员：{talking.ASK}", now=now)
    before = list(row.found.values_list("pk", flat=True))
    assert reading_along.read_on(row, now=now) == 0
    models.Utterance.objects.update(read_edition=0)
    assert reading_along.tick(now=now) == 1
    assert list(row.found.values_list("pk", flat=True)) == before


def test_two_clerks_at_once_are_held_apart_by_the_version(cast, now):
    row = talking.opened(cast, now)
    one = talking.caught(cast, row, now=now)
    stale = models.Found.objects.get(pk=one.pk)
    settling.confirm(cast.clerk, one.uid, now=now)
    with refused("CHANGED_MEANWHILE"):
        gates.save(stale, stale.version, state="confirmed")
