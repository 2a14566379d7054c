# SPDX-License-Identifier: Apache-2.0
"""Suggestions in Chinese: each ask its own finding, with its span; what merely looks like one is none."""

import pytest

import zh_marks

ASKS = {
    "a report": "苏沐晴委员建议，〔建议|在北门菜场旁增设公共厕所〕。",
    "several asks in a sentence": "苏沐晴委员建议，〔建议|在北门菜场旁增设公共厕所〕，〔建议|延长夜间开放时间〕，〔建议|公布保洁电话〕。",
    "numbered asks": "苏沐晴：我有两点建议。一是〔建议|建立河堤巡查制度〕。二是〔建议|完善雨季值守办法〕。",
    "numbered in one sentence": "苏沐晴：建议：一是〔建议|建立河堤巡查制度〕；二是〔建议|完善雨季值守办法〕。",
    "purpose stays or goes": "苏沐晴：建议〔建议|增设夜间公交〕，让下晚班的人回得了家。",
    "manner stays": "苏沐晴：建议〔建议|以社区为单位建立器材台账〕。",
    "duty": "苏沐晴：校门口的人行道〔建议|应当拓宽到三米〕。",
    "form of a question": "苏沐晴：〔建议|阅览室能不能开放到晚上九点？〕",
    "not this but that": "苏沐晴：〔建议|没有必要再新建停车楼，可以租用闲置厂房〕。",
    "led by a body": "苏沐晴：建议〔建议|由市水务局牵头，制定排涝预案〕。",
    "hope": "苏沐晴委员希望〔建议|教育部门把足球课排进课表〕。",
    "request": "苏沐晴：请〔建议|市交通局增开两班早班车〕。",
    "two cues in a sentence": "苏沐晴：建议〔建议|修缮老戏台〕，也希望〔建议|整理地方剧目〕。",
    "pronoun": "苏沐晴委员走访了六个村。她建议，〔建议|为村医配备电动车〕。",
    "the member also": "苏沐晴委员建议，〔建议|修缮老戏台〕。她还提出，〔建议|把剧本整理出版〕。",
}

NONE = {
    "topic": "苏沐晴委员围绕老年助餐提交了提案。",
    "proposal on": "苏沐晴委员提出了关于加强河道管护的提案。",
    "focus": "政协委员苏沐晴将提案聚焦于河道管护。",
    "title in the telling": "她的《关于修缮老戏台的建议》被列为重点提案。",
    "background": "苏沐晴：全市现有公共厕所一百二十座，去年新建八座。",
    "done by others": "近年来，市政府出台了助餐补贴办法，建成助餐点三十个。",
    "slogan": "苏沐晴：我们要坚持以人民为中心，牢记使命。",
    "slogan after hope": "苏沐晴：希望今年能以改善环境为抓手，聚焦高质量发展。",
    "praise": "苏沐晴：这两年河水清了，岸绿了，老百姓都说好。",
    "general truth": "苏沐晴：修路是发展的基础，教育是民族的希望。",
    "noun of suggesting": "会议共收到建议八十六条，办理建议七十二件。",
    "others asked": "会议要求各单位高度重视提案办理工作。",
    "chasing replies": "对超过时限还未答复的承办单位，提案委采取电话催办、上门协商等方式进行催办。",
    "people's needs": "苏沐晴：老人看病要走三里路，孩子上学要过两条河。",
}


@pytest.mark.parametrize("marked", ASKS.values(), ids=ASKS.keys())
def test_each_ask_is_found_with_its_own_words(marked):
    wanted = zh_marks.expected(marked)

    got = zh_marks.found(zh_marks.bare(marked), "建议")

    assert len(got) == len(wanted), got
    for (_, words), (_, quote) in zip(wanted, got, strict=True):
        assert words.strip("。？") in quote or quote.strip("。？") in words
        assert abs(len(quote) - len(words)) <= 14


@pytest.mark.parametrize("text", NONE.values(), ids=NONE.keys())
def test_what_merely_looks_like_an_ask_is_none(text):
    assert zh_marks.found(text, "建议") == []


@pytest.mark.parametrize(
    ("text", "addressee"),
    [
        ("苏沐晴：建议市住建局出台加梯指导价。", "市住建局"),
        ("苏沐晴：希望教育部门把足球课排进课表。", "教育部门"),
        ("苏沐晴：请市交通局增开两班早班车。", "市交通局"),
        ("苏沐晴：建议由市水务局牵头制定排涝预案。", "市水务局"),
        ("苏沐晴：建议有关部门加强巡查。", "有关部门"),
        ("苏沐晴：建议增设护栏。", ""),
    ],
)
def test_the_body_asked_is_the_one_the_words_name(text, addressee):
    asked = [item for item in zh_marks.read(text) if item.kind == "suggestion"]

    assert [item.addressee for item in asked] == [addressee]


def test_a_number_before_an_ask_is_kept():
    asked = zh_marks.read("苏沐晴：建议：一是建立河堤巡查制度；二是完善雨季值守办法。")

    assert [item.number for item in asked] == ["一", "二"]


def test_bare_requests_count_only_in_the_part_that_suggests():
    text = (
        "关于修缮老戏台的提案\n提案者：苏沐晴（文化艺术界）\n一、基本情况\n老戏台建于清末，屋面漏雨多年。\n"
        "二、问题分析\n管护责任不清，资金没有着落。\n三、具体建议\n"
        "完善老戏台管护制度。加大修缮资金投入，推动戏台开放。2017年，省里出台了古建筑保护条例。"
    )

    assert zh_marks.found(text, "建议") == [
        ("建议", "完善老戏台管护制度"),
        ("建议", "加大修缮资金投入"),
    ]
