# SPDX-License-Identifier: Apache-2.0
"""Who says it: turns, reports, quotes with the speaker before or behind, pronouns, columns, proposals."""

import pytest

import zh_marks
from huiyin.core.values import bodies

SPEAKERS = {
    "a turn": ("苏沐晴：建议增设护栏。", "苏沐晴", "unknown", ""),
    "turn with post": ("苏沐晴委员：建议增设护栏。", "苏沐晴", "member", "委员"),
    "post before": ("市政协委员苏沐晴：建议增设护栏。", "苏沐晴", "member", "市政协委员"),
    "post in brackets": ("苏沐晴（市政协委员）：建议增设护栏。", "苏沐晴", "member", "市政协委员"),
    "some surname only": ("市政协委员苏某：建议增设护栏。", "苏某", "member", "市政协委员"),
    "double surname": ("政协委员欧阳晴建议增设护栏。", "欧阳晴", "member", "政协委员"),
    "party and name": (
        "某船厂工程师、民盟 苏沐晴:建议增设护栏。",
        "苏沐晴",
        "member",
        "某船厂工程师、民盟",
    ),
    "quote with speaker before": (
        "政协委员苏沐晴说：“建议增设护栏。”",
        "苏沐晴",
        "member",
        "政协委员",
    ),
    "quote with speaker behind": (
        "“建议增设护栏，拉开车道。”政协委员苏沐晴说。",
        "苏沐晴",
        "member",
        "政协委员",
    ),
    "quote in two halves": (
        "“路太窄了，”苏沐晴委员说，“建议增设护栏。”",
        "苏沐晴",
        "member",
        "委员",
    ),
    "pronoun": ("政协委员苏沐晴走访了六个村。他建议增设护栏。", "苏沐晴", "member", "政协委员"),
    "members as a group": ("委员们建议，增设护栏。", "委员们", "member", ""),
    "party body": (
        "民盟云汐市委建议，增设护栏。",
        "民盟云汐市委",
        "proposing_body",
        "民盟云汐市委",
    ),
    "in the sector": ("来自教育界的苏沐晴委员建议增设护栏。", "苏沐晴", "member", "教育界委员"),
    "nobody": ("建议增设护栏。", "", "unknown", ""),
}


@pytest.mark.parametrize(
    ("text", "name", "capacity", "affiliation"), SPEAKERS.values(), ids=SPEAKERS.keys()
)
def test_a_suggestion_belongs_to_who_says_it(text, name, capacity, affiliation):
    asked = [item for item in zh_marks.read(text) if item.kind == "suggestion"]

    assert [item.speaker.name for item in asked] == [name] * len(asked)
    assert asked
    assert asked[0].speaker.capacity == capacity
    assert asked[0].speaker.affiliation == affiliation


def test_a_column_heading_names_the_speaker_of_what_follows():
    text = "会议发言摘登\n市政协委员苏某：把河管起来\n河道淤积严重。建议每年清淤一次。"

    asked = [item for item in zh_marks.read(text) if item.kind == "suggestion"]

    assert [item.speaker.name for item in asked] == ["苏某"]


def test_the_proposer_speaks_in_a_proposal():
    text = "关于修缮老戏台的提案\n提案者：工商联界\n三、建议\n建议修缮老戏台。"

    asked = [item for item in zh_marks.read(text) if item.kind == "suggestion"]

    assert {item.speaker.name for item in asked} == {"工商联界"}
    assert {item.speaker.capacity for item in asked} == {"proposing_body"}


@pytest.mark.parametrize("word", ["记者", "大家", "与会者", "会议", "文件"])
def test_these_are_never_taken_for_a_name(word):
    found = zh_marks.read(f"{word}建议，增设护栏。")

    assert all(item.speaker.name in ("", "记者") for item in found)


def test_the_roster_tells_capacity_and_affiliation():
    roster = (bodies.RosterEntry("苏沐晴", "member", "环境资源界"),)

    asked = zh_marks.read("苏沐晴：建议增设护栏。", roster=roster)

    assert asked[0].speaker.affiliation == "环境资源界"
    assert asked[0].speaker.capacity == "member"


def test_a_bare_answer_belongs_to_who_spoke_before_the_asker():
    text = "市水务局局长贺川说：“排涝泵站已经建成三座。”\n“够不够用？”副市长秦岭问。\n“今年再建两座，六月底前完工。”"

    last = zh_marks.read(text)[-1]

    assert (last.speaker.name, last.kind) == ("贺川", "commitment")
