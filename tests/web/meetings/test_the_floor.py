# SPDX-License-Identifier: Apache-2.0
"""The floor: asked for, ordered, given, interrupted, answered and ended; one speaks at a time."""

import pytest

from huiyin.web.meetings import models
from huiyin.web.meetings.selectors import balance, floor, meetings
from huiyin.web.meetings.services import agenda, asking, preparing
from huiyin.web.meetings.services import floor as giving
from web.meetings.holding import refused, sound


def names_waiting(hall):
    return [one.participant.name for one in asking.queue(hall.row)]


def test_the_queue_evens_out_the_sectors_until_the_chair_orders_it(hall):
    turn = hall.give(hall.su)
    hall.end(turn)
    again = hall.ask(hall.cast.su)
    hall.later(5)
    hall.ask(hall.cast.chen)
    assert names_waiting(hall) == ["陈", "苏"]

    asking.put(hall.chair, again.uid, where="first", now=hall.now)
    assert names_waiting(hall) == ["苏", "陈"]

    asking.put(hall.chair, again.uid, where="down", now=hall.now)
    assert names_waiting(hall) == ["陈", "苏"]


def test_the_chairs_order_holds_whoever_asks_afterwards(hall):
    first = hall.ask(hall.cast.su)
    asking.put(hall.chair, first.uid, where="first", now=hall.now)
    hall.later(1)
    hall.ask(hall.cast.chen)
    hall.ask(hall.chair)

    assert names_waiting(hall)[0] == "苏"
    asking.put(hall.chair, first.uid, where="free", now=hall.now)
    first.refresh_from_db()
    assert first.order == 0


def test_asking_twice_is_one_request_and_taking_it_back_twice_is_one_withdrawal(hall):
    one, other = hall.ask(hall.cast.chen), hall.ask(hall.cast.chen)
    assert one.pk == other.pk
    asking.withdraw(hall.cast.chen, one.uid, now=hall.now)
    asking.withdraw(hall.cast.chen, one.uid, now=hall.now)
    assert list(models.FloorRequest.objects.values_list("state", flat=True)) == ["withdrawn"]


def test_a_speech_may_be_asked_for_before_the_meeting_begins_a_question_may_not(hall):
    hall.do("suspend", "午餐")
    assert hall.ask(hall.cast.chen).state == "waiting"
    with refused("ILLEGAL_TRANSITION"):
        hall.ask(hall.cast.chen, "question")


def test_the_whole_way_of_a_speech_with_a_question_and_its_answer(hall, settings):
    speech = hall.call(hall.ask(hall.cast.chen))
    hall.later(100)
    question = hall.call(hall.ask(hall.cast.su, "question", words="一共缺多少？"), after=speech.uid)
    hall.later(20)
    answer = hall.give(hall.wang, "answer", after=speech.uid)
    hall.later(30)

    assert (question.within, answer.within, answer.answers) == (speech, speech, question)
    shown = floor.speaking(hall.row, now=hall.now)
    assert [(one.name, one.left) for one in shown] == [("陈", 380), ("王", 150)]
    assert shown[0].ends_ms is None
    hall.end(answer)
    hall.later(10)
    assert floor.speaking(hall.row, now=hall.now)[0].left == 370
    hall.end(speech)

    voices = balance.voices(hall.row, now=hall.now)
    held = {one.name: one.share.seconds for one in balance.groups(voices, "sector")}
    assert held == {"教育界": 110, "科技界": 20}
    assert [one.share.seconds for one in balance.groups(voices, "body")] == [30]
    sound(settings)


def test_the_next_speaker_ends_the_one_before_and_what_was_put_in(hall):
    speech = hall.give(hall.chen)
    hall.give(hall.su, "question", after=speech.uid)
    hall.later(60)
    reply = hall.give(hall.wang, "reply", after=speech.uid)

    running = list(models.Turn.objects.filter(ended_at=None))
    assert running == [reply]


def test_more_time_moves_the_end_and_ending_twice_changes_nothing(hall):
    turn = hall.give(hall.chen)
    giving.give_time(hall.chair, turn.uid, seconds=60, now=hall.now)
    assert floor.speaking(hall.row, now=hall.now)[0].left == 540
    ended = hall.end(turn).ended_at
    hall.later(30)
    assert hall.end(turn).ended_at == ended
    with refused("ILLEGAL_TRANSITION"):
        giving.give_time(hall.chair, turn.uid, seconds=60, now=hall.now)


@pytest.mark.parametrize(
    ("step", "code"),
    [
        (lambda hall: hall.give(hall.away), "NOT_PRESENT"),
        (lambda hall: hall.ask(hall.zhou), "NOT_PRESENT"),
        (lambda hall: hall.give(hall.chen, "answer"), "NO_QUESTION"),
        (lambda hall: hall.give(hall.chen, "sermon"), "FIELD_UNKNOWN"),
        (lambda hall: hall.give(hall.chen, after="nobody"), "FLOOR_CHANGED"),
        (lambda hall: hall.call(hall.ask(hall.cast.chen), after="x"), "FLOOR_CHANGED"),
        (lambda hall: hall.ask(hall.cast.chen, "sermon"), "FIELD_UNKNOWN"),
        (lambda hall: hall.ask(hall.cast.reviewer), "NOT_ALLOWED"),
        (lambda hall: asking.put(hall.cast.chen, hall.ask(hall.cast.chen).uid, where="first", now=hall.now), "NOT_ALLOWED"),
        (lambda hall: asking.put(hall.chair, hall.ask(hall.cast.chen).uid, where="away", now=hall.now), "FIELD_UNKNOWN"),
        (lambda hall: asking.refuse(hall.chair, hall.ask(hall.cast.chen).uid, reason=" ", now=hall.now), "REASON_REQUIRED"),
        (lambda hall: asking.withdraw(hall.cast.su, hall.ask(hall.cast.chen).uid, now=hall.now), "NOT_ALLOWED"),
        (lambda hall: giving.give(hall.cast.chen, hall.row.uid, hall.chen.uid, kind="speech", after="", now=hall.now), "NOT_ALLOWED"),
        (lambda hall: hall.do("suspend", "午餐") if hall.give(hall.chen) else None, "GUARD_NOBODY_SPEAKS"),
        (lambda hall: hall.do("suspend"), "REASON_REQUIRED"),
        (lambda hall: hall.do("open"), "ILLEGAL_TRANSITION"),
        (lambda hall: hall.do("explode"), "ACT_UNKNOWN"),
        (lambda hall: agenda.finish(hall.chair, hall.row.uid, hall.row.agenda.first().uid, now=hall.now), "ILLEGAL_TRANSITION"),
        (lambda hall: preparing.hold(hall.cast.chen, hall.row.uid, "suspend", version=None, words="x", now=hall.now), "NOT_ALLOWED"),
    ],
)  # fmt: skip
def test_a_step_that_is_not_possible_is_refused_by_name(hall, step, code, settings):
    with refused(code):
        step(hall)
    sound(settings)


def test_what_was_called_or_refused_is_not_called_again(hall):
    called, refusal = hall.ask(hall.cast.chen), hall.ask(hall.cast.su)
    turn = hall.call(called)
    asking.refuse(hall.chair, refusal.uid, reason="时间不够", now=hall.now)
    for one in (called, refusal):
        with refused("ILLEGAL_TRANSITION"):
            hall.call(one, after=turn.uid)


def test_nobody_speaks_while_the_meeting_is_suspended(hall):
    asked = hall.ask(hall.cast.chen)
    hall.do("suspend", "午餐")
    with refused("ILLEGAL_TRANSITION"):
        hall.call(asked)
    hall.do("resume", actor=hall.chair)
    assert hall.call(asked).participant == hall.chen


def test_the_states_of_the_agenda_follow_from_what_happens(hall):
    def states():
        return [one["state"].id for one in meetings.items(hall.row)]

    first, second = hall.row.agenda.order_by("order")
    assert states() == ["awaited", "awaited"]
    agenda.take_up(hall.chair, hall.row.uid, first.uid, now=hall.now)
    turn = hall.give(hall.chen)
    assert (turn.item, states()) == (first, ["in_progress", "awaited"])
    hall.end(turn)
    assert states() == ["paused", "awaited"]
    agenda.take_up(hall.chair, hall.row.uid, second.uid, now=hall.now)
    assert states() == ["settled", "in_progress"]
    agenda.finish(hall.chair, hall.row.uid, second.uid, now=hall.now)
    assert states() == ["settled", "settled"]


def test_the_balance_names_who_is_heard_least(hall):
    turn = hall.give(hall.su)
    hall.later(300)
    hall.end(turn)
    groups = balance.groups(balance.voices(hall.row, now=hall.now), "sector")

    assert [(one.name, one.minutes, one.is_short) for one in groups] == [
        ("教育界", "0:00", True),
        ("科技界", "5:00", False),
    ]
