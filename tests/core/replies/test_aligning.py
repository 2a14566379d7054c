# SPDX-License-Identifier: Apache-2.0
"""Passages of a finished reply find their suggestions; what finds none is listed."""

from hypothesis import given
from hypothesis import strategies as st

from huiyin.core.replies import aligning

ASKED = ["建议在滨河路增设公厕", "建议为老旧小区加装电梯", "建议延长图书馆开放时间"]
LETTER = """林晓芸委员：
您提出的提案收悉，现答复如下：
一、关于公厕。滨河路两座公厕已列入计划。
资金已经市财政局安排，共八十万元。
二、关于电梯。今年已为十二个老旧小区加装电梯。
感谢您对我们工作的支持。
联系人：柳先生"""


def pairs(text, asked=ASKED):
    return aligning.align(aligning.passages_of(text), asked)


def test_passages_are_paired_with_their_suggestion_and_the_rest_is_listed():
    found = pairs(LETTER)

    assert [(one.passage, one.suggestion) for one in found.pairs] == [(2, 0), (3, 0), (4, 1)]
    assert found.pairs[1].reason == "follows"
    assert found.passages_left == (0, 1, 5, 6)
    assert found.suggestions_left == (2,)


def test_one_passage_may_answer_two_suggestions():
    found = pairs("滨河路公厕与图书馆开放时间延长两项均已列入计划，图书馆自九月起开放到九点。")

    assert {one.suggestion for one in found.pairs} == {0, 2}


def test_numbers_pair_where_they_run_as_the_suggestions_do():
    reply = "1. 已列入计划。\n2. 今年加装电梯十二部。\n3. 自九月起延长。"
    found = pairs(reply)

    assert [(one.passage, one.suggestion, one.reason) for one in found.pairs] == [
        (0, 0, "number"), (1, 1, "number"), (2, 2, "number"),
    ]  # fmt: skip


def test_numbers_do_not_pair_against_the_words():
    reply = "1. 图书馆开放时间已延长。\n2. 滨河路公厕已列入计划。\n3. 老旧小区电梯加装十二部。"
    found = pairs(reply)

    assert [(one.passage, one.suggestion) for one in found.pairs] == [(0, 2), (1, 0), (2, 1)]


def test_passages_equal_their_slice_and_evidence_lies_inside():
    for passage in aligning.passages_of(LETTER):
        assert passage.span.cut(LETTER) == passage.text
    for pair in pairs(LETTER).pairs:
        passage = aligning.passages_of(LETTER)[pair.passage]
        assert all(span.end <= len(passage.text) for span in pair.in_passage)


@given(st.text(max_size=200), st.lists(st.text(max_size=30), max_size=4))
def test_every_passage_and_suggestion_is_paired_or_listed(text, asked):
    passages = aligning.passages_of(text)
    found = aligning.align(passages, asked)

    assert {one.passage for one in found.pairs} | set(found.passages_left) == set(range(len(passages)))  # fmt: skip
    assert {one.suggestion for one in found.pairs} | set(found.suggestions_left) == set(range(len(asked)))  # fmt: skip
    assert not {one.passage for one in found.pairs} & set(found.passages_left)
