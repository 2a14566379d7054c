# SPDX-License-Identifier: Apache-2.0
"""Pertinence: the answer to this suggestion scores above the answer to another, and shows the words."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.core.replies import pertinence

ASKED = [
    "建议在滨河路增设公厕。沿线游客多，如厕不便。",
    "建议为老旧小区加装电梯。老人上下楼困难。",
    "建议延长图书馆开放时间。学生放学后无处自习。",
]
SAID = [
    "市图书馆自九月起开放至晚上九点，学生放学后可以自习。",
    "滨河路两座公厕已列入明年计划。",
    "今年已为十二个老旧小区加装电梯。",
]


def test_each_reply_goes_to_its_suggestion():
    assert pertinence.among(SAID, ASKED).argmax(1).tolist() == [1, 2, 0]
    assert pertinence.table(SAID, ASKED).argmax(1).tolist() == [1, 2, 0]


def test_a_table_gives_what_each_pair_gives_alone():
    alone = [[pertinence.pertinence(said, asked).score for said in SAID] for asked in ASKED]

    np.testing.assert_allclose(pertinence.table(SAID, ASKED), alone)


def test_shares_of_a_suggestion_add_up_to_one():
    np.testing.assert_allclose(pertinence.among(SAID, ASKED).sum(1), 1)


@pytest.mark.parametrize(("replies", "asked"), [([], ASKED), (SAID, []), ([], [])])
def test_nothing_to_share_out_gives_an_empty_table(replies, asked):
    assert pertinence.among(replies, asked).shape == (len(asked), len(replies))
    assert pertinence.table(replies, asked).shape == (len(asked), len(replies))


def test_evidence_is_cut_from_both_texts():
    found = pertinence.pertinence(SAID[1], ASKED[0])

    assert [span.cut(SAID[1]) for span in found.in_reply] == ["滨河路", "公厕"]
    assert [span.cut(ASKED[0]) for span in found.in_suggestion] == ["滨河路", "公厕"]


def test_another_place_speaks_against_it():
    here = pertinence.pertinence("东岸区公厕已列入计划", "建议东岸区增设公厕")
    there = pertinence.pertinence("西山县公厕已列入计划", "建议东岸区增设公厕")

    assert there.elsewhere
    assert not here.elsewhere
    assert there.score < here.score


@given(st.text(max_size=80), st.text(max_size=80))
def test_any_texts_have_a_score_and_spans_inside(reply, asked):
    found = pertinence.pertinence(reply, asked)

    assert 0 <= found.score <= 1
    assert all(span.end <= len(reply) for span in found.in_reply)
    assert all(span.end <= len(asked) for span in found.in_suggestion)
