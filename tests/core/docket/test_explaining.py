# SPDX-License-Identifier: Apache-2.0
"""Why a deadline falls on its day, in sentences of both languages."""

import ast
import inspect
from datetime import date

import pytest

from huiyin.core.calendar import deadlines, workdays
from huiyin.core.docket import explaining

SPRING = workdays.WorkCalendar(
    "t", {date(2026, 2, day): "春节" for day in (16, 17, 18, 19, 20, 23)}, frozenset({date(2026, 2, 14)}), frozenset({2026})
)  # fmt: skip


def test_a_reckoning_over_a_festival_is_told_step_by_step():
    due = deadlines.due(
        anchor=date(2026, 2, 11), limit=deadlines.Limit(5, deadlines.Unit.WORKDAYS), calendar=SPRING,
        pauses=[workdays.Pause(date(2026, 2, 24), date(2026, 2, 24))],
    )  # fmt: skip
    assert explaining.why_this_day(due.steps, "en") == (
        "The term runs from 2026-02-11; that day is not counted.",
        "5 working days are counted, to 2026-02-26.",
        "6 days of the holiday “春节” are not counted.",
        "One weekend day made up as a working day is counted.",
        "The clock stood still for one day, which moves the end to 2026-02-26.",
    )
    assert explaining.why_this_day(due.steps, "zh")[1] == "数 5 个工作日，到 2026-02-26。"


def test_a_weekend_is_named_in_the_language_of_the_reader():
    due = deadlines.due(
        anchor=date(2026, 3, 4), limit=deadlines.Limit(3, deadlines.Unit.DAYS), calendar=SPRING
    )
    assert (
        explaining.why_this_day(due.steps, "zh")[-1]
        == "该日为“周末”，顺延至下一工作日 2026-03-09。"
    )
    assert "(weekend)" in explaining.why_this_day(due.steps, "en")[-1]


def test_every_step_the_reckoning_can_take_has_words():
    made = {
        node.args[0].value
        for node in ast.walk(ast.parse(inspect.getsource(deadlines)))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Step"
        and node.args and isinstance(node.args[0], ast.Constant)
    }  # fmt: skip
    made |= {"counted_workdays", "counted_days"}
    assert made <= set(explaining.catalog()["step"])


@pytest.mark.parametrize("table", ["step", "note", "fault"])
def test_all_words_stand_in_both_languages(table):
    for key, said in explaining.catalog()[table].items():
        assert {"zh", "en"} <= set(said) <= {"zh", "en", "en_one"}, key
