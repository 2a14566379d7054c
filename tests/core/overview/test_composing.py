# SPDX-License-Identifier: Apache-2.0
"""An overview is written from data: each sentence proved, the same data the same words, and nothing guessed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.core.overview import composing, supporting
from huiyin.core.overview.composing import Answered, Facts, Matter, Promised, Stated

ASK = "社区食堂晚餐供应延长到七点半，周末照常开放"
ANSWER = "感谢关注。已有12处助餐点延长到19时30分，其余8处在2026年6月底前延长。我们会继续努力。"


def matter(ref="s1", **more):
    given = {
        "words": ASK,
        "who": "陈望舒委员",
        "sector": "医卫界",
        "theme": "社区食堂",
        "bodies": ("市民政局",),
    }
    return Matter(ref=ref, **{**given, **more})


def facts(*some, language="zh", themes=("社区食堂",)):
    lead = Stated(
        ref="filed", text="收到提案12件，立案10件，立案率83.3%。", says=("12", "10", "83.3%")
    )
    return Facts(language=language, as_of="2026年3月5日", matters=some, themes=themes, lead=(lead,))


def answered():
    promise = Promised(
        ref="c1", words="其余8处在2026年6月底前延长", body="市民政局", state="推进中", due="2026年9月30日",
        first_due="2026年6月30日", slipped=1,
    )  # fmt: skip
    answer = Answered(ref="a1", words=ANSWER, body="市民政局", disposition="partly_done")
    return matter(answers=(answer,), promises=(promise,))


def texts(paper, given, section):
    return [one.text for one in composing.compose(paper, given) if one.section == section]


def test_what_has_no_echo_is_told_with_its_days_the_longest_waiting_first():
    some = facts(
        matter("s1", waiting_days=3, who="苏委员"), matter("s2", waiting_days=41), matter("s3", waiting_days=9), answered()
    )  # fmt: skip

    said = texts("overview", some, "no_echo")

    assert said[0] == "截至2026年3月5日，尚无答复的建议有3条。"
    assert len(said) == 3  # each proposer once with a body
    assert "41天" in said[1]
    assert "3天" in said[2]


def test_a_theme_no_body_has_is_not_told_as_given_to_none():
    some = facts(matter("s1", bodies=()), matter("s2", bodies=()))

    assert texts("overview", some, "asked")[0] == "关于“社区食堂”的建议有2条，还没有交给哪家单位。"


def test_an_answer_is_quoted_where_it_says_most():
    (_, said) = texts("overview", facts(answered()), "answered")

    assert "已有12处助餐点延长到19时30分，其余8处在2026年6月底前延长" in said
    assert "感谢关注" not in said


def test_a_promise_is_told_with_its_slips():
    said = texts("overview", facts(answered()), "outcome")

    assert "2026年9月30日" in said[0]
    assert "1次" in said[1]
    assert "2026年6月30日" in said[1]


def test_where_everything_is_answered_that_is_said_with_its_zero():
    assert texts("overview", facts(answered()), "no_echo") == [
        "截至2026年3月5日，交办的建议都已有答复，没有回音的为0条。"
    ]


@pytest.mark.parametrize("paper", composing.papers())
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_section_has_its_heading_and_every_sentence_its_proof(paper, language):
    some = facts(
        matter("s1", waiting_days=3),
        answered(),
        matter("s3", theme="", bodies=()),
        language=language,
    )

    pieces = composing.compose(paper, some)

    assert {one.section for one in pieces} <= set(composing.sections(paper))
    assert all(composing.heading(one, language) for one in composing.sections(paper))
    assert [
        (one.text, supporting.faults(one.text, one.sources))
        for one in pieces
        if supporting.faults(one.text, one.sources)
    ] == []


@given(
    st.lists(
        st.tuples(
            st.text(
                st.sampled_from("建议把第3条、路“灯”修好。2026 abc,.!"), min_size=1, max_size=80
            ),
            st.integers(0, 400),
            st.booleans(),
        ),
        max_size=12,
    )
)
def test_whatever_is_asked_every_sentence_is_proved_and_named_once(given_):
    some = facts(
        *(
            matter(f"s{n}", words=words, waiting_days=days, answers=(Answered(ref=f"a{n}", words=words, body="市水务局", disposition="done"),) if done else ())
            for n, (words, days, done) in enumerate(given_)
        )
    )  # fmt: skip

    pieces = composing.compose("overview", some)

    assert [one.text for one in pieces if supporting.faults(one.text, one.sources)] == []
    assert len({one.key for one in pieces}) == len(pieces)
    for one in pieces:
        for source in one.sources:
            if source.kind == "suggestion":
                words = given_[int(source.ref[1:])][0]
                assert words[source.start : source.end] == source.quote


def test_the_same_data_give_the_same_words():
    some = facts(matter("s1"), answered())

    assert composing.compose("annual", some) == composing.compose("annual", some)
