# SPDX-License-Identifier: Apache-2.0
import pytest

from core.matching import passages
from huiyin.core.matching import (
    acknowledging,
    answering,
    judging,
    numbering,
    pertinence,
    reasons,
    terms,
)

ASKED = "建议在鹭溪镇增设电动自行车充电桩"


def echo(suggestion, *replies, contexts=None):
    texts = passages.texts_of(suggestion, *replies)
    return answering.find([suggestion], replies, texts=texts, contexts=contexts)[suggestion.id]


def reply(text, *, id="2-r1", kind="reply", source=2, **more):
    return passages.make(id, text, kind=kind, source=source, **more)


VERDICTS = [
    ("鹭溪镇今年将新建充电桩60个。", {}, "answered", "answered_reply"),
    ("鹭溪镇的充电桩9月底前建成。", {"kind": "commitment"}, "answered", "answered_commitment"),
    ("鹭溪镇已建成充电桩60个。", {"kind": "outcome"}, "answered", "answered_outcome"),
    ("鹭溪镇电网容量不够，充电桩暂不增设。", {"position": "rejected"}, "answered", "declined"),
    ("请供电公司3月前在鹭溪镇装好充电桩。", {"kind": "assignment", "to": "供电公司"}, "answered", "assigned"),
    ("鹭溪镇充电桩的建议部分采纳，先建20个。", {}, "partly", "partly_position"),
    ("关于鹭溪镇充电桩的建议，将在三个月内研究。", {}, "partly", "study_dated"),
    ("关于在鹭溪镇增设充电桩的建议已收悉，我局将认真研究。", {}, "acknowledged_only", "acknowledged"),
    ("我市粮食储备充足，可供半年。", {}, "not_found_here", "nothing_found"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "more", "verdict", "reason"), VERDICTS)
def test_each_answer_gives_its_verdict(text, more, verdict, reason):
    found = echo(*passages.asked(ASKED), reply(text, **more))

    assert (found.verdict, found.reason) == (verdict, reason)
    assert bool(found.evidence) == (verdict != "not_found_here")


def test_a_reply_to_one_part_meets_the_suggestion_partly():
    (suggestion,) = passages.asked("建议加快城西学校建设，同时完善社区食堂补贴办法")

    found = echo(suggestion, reply("城西学校将于9月建成投用。"))

    assert (found.verdict, found.reason) == ("partly", "partly_conjunct")


def test_a_short_word_right_after_the_suggestion_answers_it():
    suggestion = passages.make("1-s1", "能否在青石巷口装一盏路灯？", by="陈")
    said = reply("好，我们马上办。", kind="commitment", source=1, at=30, by="赵")

    found = echo(suggestion, said)

    assert found.verdict == "answered"
    assert found.evidence[0].reason == "said_next"


def test_an_answer_after_someone_else_asked_is_not_said_next():
    first = passages.make("1-s1", "建议拓宽鹭溪码头。", at=0, by="陈")
    second = passages.make("1-s2", "建议延长夜班公交。", at=20, by="林")
    said = reply("好，下周就改。", source=1, kind="commitment", at=40, by="王")

    found = answering.find([first, second], [said], texts=passages.texts_of(first, second, said))

    assert found["1-s1"].verdict == "not_found_here"
    assert found["1-s2"].verdict == "answered"


def test_a_turn_belongs_to_the_suggestion_it_is_about():
    first = passages.make("1-s1", "临街驿站夜里不锁门，", at=0, by="陈")
    second = passages.make("1-s2", "骑手首次轻微违法用学习代替罚款。", at=12, by="陈")
    said = reply("首次轻微违法，学习半小时就可以免罚。", source=1, at=40, by="雷")

    found = answering.find([first, second], [said], texts=passages.texts_of(first, second, said))

    assert found["1-s1"].verdict == "not_found_here"
    assert found["1-s2"].verdict == "answered"


@pytest.mark.parametrize("written", ["8.10", "8.9-8.11", "8.2/8.10"])
def test_the_same_number_ties_an_answer_in_other_words(written):
    suggestion = passages.make("1-s1", "Ministers should explain their choice.", number="8.10")
    other = passages.make("1-s2", "Ferries should run later.", at=900, number="8.12")
    said = reply("The guidance now sets out the grounds for each case.", number=written)

    found = answering.find(
        [suggestion, other], [said], texts=passages.texts_of(suggestion, other, said)
    )

    assert found["1-s1"].verdict == "answered"
    assert found["1-s1"].evidence[0].reason == "same_number"
    assert found["1-s2"].verdict == "not_found_here"


def test_a_plain_number_ties_only_papers_that_belong_together():
    asked = [
        passages.make("1-s1", "建议疏浚鹭溪河道", number="一"),
        passages.make("3-s1", "建议增开校车", source=3, number="一"),
    ]
    said = reply("经费已列入预算。", number="一")

    found = answering.find(asked, [said], texts=passages.texts_of(*asked, said))

    assert {one.verdict for one in found.values()} == {"not_found_here"}


def test_a_letter_that_only_acknowledges_meets_every_suggestion_of_its_paper():
    asked = passages.asked("建议疏浚鹭溪河道", "建议增开校车")
    said = reply("委员的建议我们都记下了，会后认真研究。")

    found = answering.find(asked, [said], texts=passages.texts_of(*asked, said))

    assert {one.verdict for one in found.values()} == {"acknowledged_only"}


def test_the_asked_body_and_a_quotation_tie_more_surely():
    plain = passages.make("1-s1", ASKED)
    named = passages.make("1-s1", ASKED, to="市供电公司")
    said = reply("鹭溪镇充电桩已列入计划。", by="市供电公司")
    quoting = reply("您提出的“在鹭溪镇增设电动自行车充电桩”已列入计划。")

    assert echo(named, said).evidence[0].score > echo(plain, said).evidence[0].score
    assert echo(plain, quoting).evidence[0].reason == "quotes"


EMPTY = [
    "您的建议已收悉，我局将认真研究。", "网友：您好！留言已收悉", "谢谢各位委员，意见我们都记下了，回去后认真研究。", "已转有关部门办理。",
    "我局将认真研究新增三处停车场的可行性。", "马委员的意见很有针对性，我们会后认真研究，积极吸收。", "Thank you for your suggestion. It has been noted.",
    "The Council notes the recommendation and will consider it carefully.", "Your comments have been passed to the relevant department.", "We will look into this.",
]  # fmt: skip
TOLD = [
    "我局将于6月底前增设路灯。", "已在青石路安装路灯20盏。", "我们将研究制定停车收费办法。", "经研究，该处不具备设站条件，暂不设置。", "收悉。现答复如下：该路段已列入今年改造计划。",
    "The Council will build two new crossings.", "The Council rejects this recommendation.", "We will publish guidance by June 2031.",
]  # fmt: skip


@pytest.mark.parametrize("text", EMPTY)
def test_an_answer_that_says_nothing_more_only_acknowledges(text):
    assert acknowledging.is_empty(text)


@pytest.mark.parametrize("text", TOLD)
def test_an_answer_that_says_something_does_more_than_acknowledge(text):
    assert not acknowledging.is_empty(text)


@pytest.mark.parametrize(
    ("written", "named"),
    [
        ("8.3-8.4", {"8.3", "8.4"}), ("8.32b/8.33", {"8.32b", "8.33"}), ("（三）", {"3"}), ("二十一、", {"21"}), ("十", {"10"}),
        ("3至5", {"3", "4", "5"}), ("首先", set()), ("", set()), ("1-9999", {"1", "9999"}), ("8.14–8.16", {"8.14", "8.15", "8.16"}),
    ],
)  # fmt: skip
def test_numbers_are_read_as_people_write_them(written, named):
    assert numbering.numbers(written) == named


def test_pertinence_is_symmetric_and_bounded():
    weights = terms.weigh([terms.of(ASKED)])
    other = "充电桩已在鹭溪镇建成"

    assert pertinence.pertinence(ASKED, other, weights) == pertinence.pertinence(
        other, ASKED, weights
    )
    assert pertinence.pertinence(ASKED, ASKED, weights) == pytest.approx(1)
    assert pertinence.pertinence(ASKED, "", weights) == 0


def test_every_reason_has_words_in_both_languages():
    given = {
        "shared_terms",
        "named_topic",
        "same_number",
        "addressed_body",
        "said_next",
        "whole_paper",
        "quotes",
    }
    given |= set(judging.REASONS) | {"named", "duty", "past"}

    assert given == set(reasons.catalog())
    for id in given:
        assert all(reasons.reason_words(id, lang) for lang in ("zh", "en"))


def test_there_is_an_echo_for_each_suggestion_also_without_answers():
    asked = passages.asked("甲", "乙")

    found = answering.find(asked, [], texts={})

    assert list(found) == ["1-s1", "1-s2"]
    assert {one.verdict for one in found.values()} == {"not_found_here"}
