# SPDX-License-Identifier: Apache-2.0
"""Words come in: in order, once, with the right speaker and moment, and whatever happens to their teller."""

import datetime as dt

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as trying
from hypothesis import strategies as st

from huiyin.core.meetings import transcript
from huiyin.web.kit.models import LedgerEntry
from huiyin.web.meetings import models
from huiyin.web.meetings.services import hearing, naming, reading_along, settling
from web.meetings import talking
from web.meetings.holding import refused, sound


def telling(key, text, **more):
    return hearing.Telling(key=key, text=text, **more)


def test_what_is_told_twice_is_kept_once_and_answered_alike(cast, now):
    row = talking.opened(cast, now)
    first = hearing.take(
        cast.clerk, row.uid, [telling("a", "停车难。"), telling("b", "是的。")], now=now
    )
    again = hearing.take(
        cast.clerk,
        row.uid,
        [telling("b", "是的。"), telling("c", "好。"), telling("c", "好。")],
        now=now,
    )
    assert [one.known for one in first + again] == [False, False, True, False, False]
    assert again[0].row.pk == first[1].row.pk
    assert list(row.utterances.values_list("seq", "key")) == [(1, "a"), (2, "b"), (3, "c")]


def test_a_key_that_stands_for_other_words_is_refused_and_nothing_of_the_batch_is_kept(cast, now):
    row = talking.opened(cast, now)
    hearing.take(cast.clerk, row.uid, [telling("a", "停车难。")], now=now)
    for batch in (
        [telling("n", "新的。"), telling("a", "停车易。")],
        [telling("x", "一。"), telling("x", "二。")],
    ):
        with refused("UTTERANCE_KEY_TAKEN"):
            hearing.take(cast.clerk, row.uid, batch, now=now)
    assert row.utterances.count() == 1


def test_words_corrected_since_are_still_known_by_what_they_were(cast, now):
    row = talking.opened(cast, now)
    said = hearing.take(cast.clerk, row.uid, [telling("a", "停车南。")], now=now)[0].row
    hearing.correct(cast.clerk, said.uid, version=said.version, text="停车难。", now=now)
    (again,) = hearing.take(cast.clerk, row.uid, [telling("a", "停车南。")], now=now)
    assert again.known
    assert again.row.text == "停车难。"


@pytest.mark.parametrize("state", ["planned", "notified", "closed", "cancelled"])
def test_a_meeting_that_is_not_in_session_hears_nothing(cast, now, state):
    row = talking.opened(cast, now)
    models.Meeting.objects.filter(pk=row.pk).update(state=state, closed_at=now)
    with refused("ILLEGAL_TRANSITION"):
        hearing.take(cast.clerk, row.uid, [telling("a", "停车难。")], now=now)


def test_only_the_office_tells_and_to_others_a_planned_meeting_is_not_there(cast, now):
    row = talking.opened(cast, now)
    for who in (cast.chen, cast.wang, cast.oversight, cast.zhao):
        with refused("NOT_ALLOWED" if who is not cast.zhao else "NOT_FOUND"):
            hearing.take(who, row.uid, [telling("a", "停车难。")], now=now)


def test_empty_words_and_words_without_end_are_refused(cast, now):
    row = talking.opened(cast, now)
    for text, code in (("  \n", "TEXT_EMPTY"), ("长" * 8001, "UTTERANCES_TOO_LONG")):
        with refused(code):
            hearing.take(cast.clerk, row.uid, [telling("a", text)], now=now)
    for text, code in (
        ("\n \n", "TEXT_EMPTY"),
        ("长" * (transcript.TEXT_MOST + 1), "UTTERANCES_TOO_LONG"),
    ):
        with refused(code):
            hearing.take_text(cast.clerk, row.uid, text, token="t", now=now)


@pytest.mark.parametrize(
    ("said_at", "believed"),
    [
        (dt.timedelta(seconds=-40), dt.timedelta(seconds=-40)),
        (dt.timedelta(seconds=20), dt.timedelta(seconds=20)),
        (dt.timedelta(minutes=5), dt.timedelta(0)),
        (dt.timedelta(days=-400), dt.timedelta(0)),
        (dt.timedelta(days=9000), dt.timedelta(0)),
    ],
)
def test_a_clock_that_cannot_be_right_is_kept_but_not_believed(cast, now, said_at, believed):
    row = talking.opened(cast, now)
    (one,) = hearing.take(
        cast.clerk, row.uid, [telling("a", "好。", said_at=now + said_at)], now=now
    )
    assert one.row.said_at == now + said_at
    assert one.row.stated_at == now + believed


def test_words_that_come_out_of_order_keep_the_moment_they_were_said(cast, now):
    row = talking.opened(cast, now)
    for key, offset in (("a", 0), ("c", 9000), ("b", 4000)):
        hearing.take(
            cast.clerk,
            row.uid,
            [telling(key, key, offset_ms=offset)],
            now=now + dt.timedelta(seconds=10),
        )
    assert list(row.utterances.order_by("stated_at").values_list("key", flat=True)) == [
        "a",
        "b",
        "c",
    ]


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("陈委员", "陈"), ("何砚秋市长", "何砚秋"), ("市住建局局长邱国平", "邱国平"), ("发言人7", None), ("Speaker 1", None),
        ("<b>陈</b>", "陈"), ("", None), ("马委员（教育界）", "马教育"), ("马委员", None),
    ],
)  # fmt: skip
def test_a_label_is_the_participant_it_names_and_in_doubt_nobody(cast, now, label, name):
    row = talking.opened(cast, now)
    talking.join(row, "马", "member", sector="教育界")
    talking.join(row, "马", "member", sector="科技界")
    (one,) = hearing.take(cast.clerk, row.uid, [telling("a", "好。", label=label)], now=now)
    who = one.row.participant
    assert (who and (who.name + who.sector[:2] if who.name == "马" else who.name)) == name
    assert one.row.label == label


@pytest.mark.parametrize("label", ["主席", "The Chair"])
def test_a_label_that_only_says_that_somebody_chairs_is_who_chairs(cast, now, label):
    row = talking.opened(cast, now)
    su = row.participants.get(name="苏")
    assert talking.told(cast, row, f"{label}：现在开会。", now=now)[0].participant is None
    models.Meeting.objects.filter(pk=row.pk).update(chair=su.person)
    assert talking.told(cast, row, f"{label}：请发言。", now=now)[0].participant == su


def test_a_label_named_once_holds_for_what_was_and_what_will_be_said(cast, now):
    row = talking.opened(cast, now)
    (said,) = talking.told(cast, row, f"发言人7：{talking.ASK}", now=now)
    one = said.found.get()
    assert one.participant is None
    su = row.participants.get(name="苏")
    assert (
        naming.attribute(cast.clerk, row.uid, label="发言人7", participant_uid=su.uid, now=now) == 1
    )
    one.refresh_from_db()
    assert one.participant == su
    (later,) = talking.told(cast, row, "发言人7：再说一句。", now=now)
    assert later.participant == su
    with refused("LABEL_UNKNOWN"):
        naming.attribute(cast.clerk, row.uid, label="发言人8", participant_uid=su.uid, now=now)


def test_without_a_label_it_is_whoever_has_the_floor(cast, now):
    row = talking.opened(cast, now)
    chen, mayor = row.participants.get(name="陈"), row.participants.get(name="何砚秋")
    speech = models.Turn.objects.create(
        meeting=row, participant=chen, kind="speech", began_at=now, allowed_seconds=480
    )
    (one,) = hearing.take(
        cast.clerk, row.uid, [telling("a", "停车难。")], now=now + dt.timedelta(seconds=5)
    )
    assert (one.row.participant, one.row.turn) == (chen, speech)
    asked = models.Turn.objects.create(
        meeting=row, participant=mayor, kind="question", within=speech, began_at=now + dt.timedelta(seconds=9), allowed_seconds=60,
    )  # fmt: skip
    (two,) = hearing.take(
        cast.clerk, row.uid, [telling("b", "几处？")], now=now + dt.timedelta(seconds=10)
    )
    assert (two.row.participant, two.row.turn) == (mayor, asked)


def test_a_text_pasted_twice_is_taken_once_and_a_short_line_may_be_said_again(cast, now):
    row = talking.opened(cast, now)
    long = "\n".join(
        f"00:{n:02d} 陈委员：第{n}点，停车难的问题要从头说起，先说一说老城区的情况，再说新区。"
        for n in range(20)
    )
    for token in ("one", "two"):
        hearing.take_text(cast.clerk, row.uid, long, token=token, now=now)
    assert row.utterances.count() == 20
    for token in ("three", "three", "four"):
        hearing.take_text(cast.clerk, row.uid, "同意。", label="苏委员", token=token, now=now)
    assert row.utterances.filter(text="同意。").count() == 2


def test_two_megabytes_pasted_are_kept_to_the_letter_and_read_by_and_by(cast, now):
    row = talking.opened(cast, now)
    line = "陈委员：" + "老城区停车难，夜里没有地方停，" * 60 + "我建议增设停车位。"
    text = "\n".join(f"{line}{n}" for n in range(700))
    assert len(text.encode()) > 1_900_000
    found = hearing.take_text(cast.clerk, row.uid, text, token="t", now=now)
    assert len(found) == 700
    row.refresh_from_db()
    assert row.said_count == 700
    assert reading_along.read_on(row, now=now, seconds=0.0) == 1
    assert LedgerEntry.objects.filter(act="meeting.heard").count() == 4


def test_markup_in_a_label_or_a_text_is_words(cast, now):
    row = talking.opened(cast, now)
    (one,) = hearing.take(
        cast.clerk,
        row.uid,
        [telling("a", "<script>x</script>\x00建议", label="<img src=x>" * 30)],
        now=now,
    )
    assert one.row.text == "<script>x</script>建议"
    assert len(one.row.label) == 120


def test_a_correction_is_a_new_edition_over_the_version_read(cast, now):
    row = talking.opened(cast, now)
    (said,) = talking.told(cast, row, f"陈委员：{talking.ASK}", now=now)
    said.refresh_from_db()
    fixed = hearing.correct(cast.clerk, said.uid, version=said.version, text=talking.ASK.replace("两百", "三百"), reason="听错", now=now)  # fmt: skip
    assert fixed.edition == 2
    assert [one.number for one in said.editions.all()] == [1, 2]
    with refused("CHANGED_MEANWHILE"):
        hearing.correct(cast.clerk, said.uid, version=said.version, text="别的", now=now)
    one = said.found.get()
    assert (one.edition, one.stale) == (2, False)
    assert "三百" in one.quote
    talking.true_to_their_words(row)


def test_what_was_confirmed_in_words_that_are_gone_stays_with_the_edition_it_was_taken_from(
    cast, now, settings
):
    row = talking.opened(cast, now)
    one = talking.standing(cast, row, now=now)
    hearing.correct(cast.clerk, one.utterance.uid, version=one.utterance.version, text="今天天气很好，大家都来了。", now=now)  # fmt: skip
    one.refresh_from_db()
    assert (one.stale, one.edition) == (True, 1)
    talking.true_to_their_words(row)
    sound(settings)


def test_what_was_rejected_is_not_proposed_again_by_a_correction(cast, now):
    row = talking.opened(cast, now)
    one = talking.caught(cast, row, now=now)
    settling.reject(cast.clerk, one.uid, now=now)
    hearing.correct(
        cast.clerk,
        one.utterance.uid,
        version=one.utterance.version,
        text="是的，" + talking.ASK,
        now=now,
    )
    reading_along.read_on(row, now=now)
    assert list(row.found.values_list("state", flat=True)) == ["rejected"]


@trying(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_whatever_is_corrected_every_catch_says_what_its_edition_says(cast, now, data):
    row = talking.opened(cast, now)
    talking.told(
        cast,
        row,
        f"陈委员：{talking.ASK}另外请市水务局每周公布一次水质。",
        f"何砚秋市长：{talking.ORDER}",
        now=now,
    )
    for one in row.found.all():
        if data.draw(st.booleans()):
            settling.confirm(cast.clerk, one.uid, now=now)
    for _ in range(3):
        said = data.draw(st.sampled_from(list(row.utterances.all())))
        at = data.draw(st.integers(0, len(said.text)))
        gone = data.draw(st.integers(0, 12))
        put = data.draw(st.text("停车位建议请在的，。增设", max_size=9))
        text = (said.text[:at] + put + said.text[at + gone :]).strip() or "好。"
        hearing.correct(cast.clerk, said.uid, version=said.version, text=text, now=now)
        reading_along.read_on(row, now=now)
        talking.true_to_their_words(row)
    assert (
        row.found.filter(state="confirmed").count()
        == row.found.exclude(state__in=["proposed"]).count()
    )
