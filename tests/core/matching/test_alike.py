# SPDX-License-Identifier: Apache-2.0
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.matching import passages
from huiyin.core.matching import alike, bagging, grouping, pairing, sampling

SAME = [
    ("建议在老旧小区增设电动自行车充电桩", "希望加快老旧小区充电桩建设，方便电动自行车充电"),
    ("建议在长宁路设置红绿灯", "建议在长宁路增设红绿灯"),
    ("建议尽快修建青石桥人行步道，方便老人出行", "青石桥人行步道应尽快修建"),
    ("Build more bus shelters on Mill Road", "Please build bus shelters along Mill Road"),
]
OTHER = [
    ("加快推进数据中心建设", "加快推进高铁新城建设"),  # boilerplate with another object
    ("进一步完善食堂管理机制", "进一步完善渡口管理机制"),
    ("取消老城区周末限行", "实行老城区周末限行"),  # opposite words
    ("出租车起步价应当上调", "出租车起步价不应上调"),  # negation
    ("建议将6路公交延长至夜间", "建议将8路公交延长至夜间"),  # another line
    ("建议在长宁路设置红绿灯", "建议在人民路设置红绿灯"),  # another road
    ("建议在岭北镇建设冷库", "建议在溪口镇建设冷库"),
    ("Extend the opening hours of the library", "Shorten the opening hours of the library"),
]


def find(*texts):
    return alike.find(passages.asked(*texts), texts=texts)


@pytest.mark.parametrize(("one", "other"), SAME)
def test_rewordings_of_one_thing_are_alike(one, other):
    (pair,) = find(one, other)

    assert (pair.a, pair.b) == ("1-s1", "1-s2")
    assert pair.shared


@pytest.mark.parametrize(("one", "other"), OTHER)
def test_shared_words_alone_do_not_make_two_suggestions_alike(one, other):
    assert find(one, other) == ()


@pytest.mark.parametrize(("one", "other"), SAME)
def test_likeness_is_symmetric(one, other):
    (there,), (back,) = find(one, other), find(other, one)

    assert there.score == back.score
    assert (there.only_a, there.only_b) == (back.only_b, back.only_a)


def test_evidence_is_readable_and_of_the_texts():
    one, other = "建议在青石路增设路灯", "请在青石路增设公厕"

    (pair,) = find(one, other) or (None,)

    if pair:
        assert all(part in one for part in (*pair.shared, *pair.only_a))
        assert all(part in other for part in pair.only_b)


def test_the_same_words_twice_are_alike_with_nothing_different():
    (pair,) = find("建议延长图书馆开放时间。", "建议延长图书馆开放时间。")

    assert pair.score == 1
    assert (pair.only_a, pair.only_b) == ((), ())


def test_a_chain_does_not_make_one_group():
    pairs = [
        alike.Alike("1-s1", "1-s2", 0.9),
        alike.Alike("1-s2", "1-s3", 0.8),
        alike.Alike("1-s3", "1-s4", 0.7),
        alike.Alike("1-s4", "1-s5", 0.6),
    ]

    groups = grouping.groups(passages.asked(*"甲乙丙丁戊"), pairs)

    assert groups["1-s1"] != groups["1-s5"]
    assert groups["1-s2"] == "1-s1"


def test_a_group_is_called_after_its_first_suggestion():
    pairs = [
        alike.Alike("1-s2", "1-s3", 0.9),
        alike.Alike("1-s1", "1-s3", 0.8),
        alike.Alike("1-s1", "1-s2", 0.7),
    ]

    groups = grouping.groups(passages.asked("甲", "乙", "丙", "丁"), pairs)

    assert groups == {"1-s1": "1-s1", "1-s2": "1-s1", "1-s3": "1-s1", "1-s4": "1-s4"}


WORDS = [
    "路灯",
    "渡口",
    "食堂",
    "停车",
    "冷库",
    "灯会",
    "渔港",
    "校车",
    "图书馆",
    "公厕",
    "bus",
    "library",
    "的",
    "，",
]


@given(st.lists(st.lists(st.sampled_from(WORDS), min_size=1, max_size=9).map("".join), max_size=12))
@settings(max_examples=60, deadline=None)
def test_grouping_is_deterministic_and_idempotent(texts):
    suggestions = passages.asked(*texts)

    pairs = alike.find(suggestions, texts=texts)
    groups = grouping.groups(suggestions, pairs)

    assert pairs == alike.find(suggestions, texts=texts)
    assert all(0.5 <= pair.score <= 1 for pair in pairs)
    assert groups == grouping.groups(suggestions, list(reversed(pairs)))
    assert all(groups[head] == head for head in groups.values())


@given(st.lists(st.text(alphabet="路灯公厕鹭溪镇ab1 ,。的𠮷", max_size=14), max_size=10))
@settings(max_examples=60, deadline=None)
def test_both_ways_of_counting_terms_agree(texts):
    few, many = pairing.bag(texts), bagging.bag(texts)

    assert [len(row) for row in few.rows] == [len(row) for row in many.rows]
    assert list(many.totals) == pytest.approx(list(few.totals))


def test_very_many_texts_are_paired_as_few_are():
    seeded = random.Random(7)
    texts = ["".join(seeded.choices(WORDS[:9], k=6)) + str(n % 40) for n in range(250)]
    bags = pairing.bag(texts)

    few = {pair[:2] for pair in pairing.find(bags)}
    many = {pair[:2] for pair in sampling.find(bags)}

    assert len(many & few) >= 0.8 * len(few)


def test_nothing_to_compare_gives_nothing():
    assert alike.find([], texts=[]) == ()
    assert find("。。。", "！") == ()
