# SPDX-License-Identifier: Apache-2.0
"""A reply that only acknowledges is known by what is left when courtesies are taken away."""

import pytest

from huiyin.core.replies import acknowledging


@pytest.mark.parametrize(
    "text",
    [
        "",
        "已收悉",
        "网友：您好！2026年3月4日",
        "您好！您的建议已收悉，我局将认真研究，感谢您对城市管理工作的关心与支持。",
        "委员您好，您反映的情况已转市交通运输局核处。",
        "因我局不属该事项主管部门，已将此件转交市民政局办理，如有情况将及时反馈。",
        "您所反映的问题，我们已发函交办给县教育局进行办理。",
        "目前我局正在编制公交线网规划，对于您的建议，我局将充分论证研究。",
        "您反映的问题已收悉。联系电话：0700-5550123。2026年5月6日",
        "Thank you for your suggestion. It has been noted.",
    ],
)
def test_nothing_but_courtesies_only_acknowledges(text):
    assert acknowledging.is_acknowledgement_only(text)


@pytest.mark.parametrize(
    "text",
    [
        "您好！来信收悉。滨河路公厕已列入2027年建设计划，9月底前建成。",
        "您好！请携带户口本到户籍所在地派出所办理。",
        "该路段不具备安装红绿灯的条件，感谢您的理解。",
        "感谢您的来信，滨河路的线路是为提高效率而取直的，沿线居民可以换乘。",
        "该事项不属我区管辖，建议您向市供电公司反映。",
        "您的留言已转市城管局。市城管局回复：已责令施工单位整改。",
        "The new crossing on Mill Road opened in March.",
    ],
)
def test_a_fact_a_rule_or_a_way_to_go_is_an_answer(text):
    assert not acknowledging.is_acknowledgement_only(text)


def test_market_citizens_are_not_cut_out_of_the_name_of_a_bureau():
    assert acknowledging.is_acknowledgement_only("您反映的问题已转市民政局调查、核处。")


def test_why_it_was_passed_on_says_something_where_it_was_not():
    why = "该事项不在我局职责范围内。"
    assert not acknowledging.is_acknowledgement_only(why)
    assert acknowledging.is_acknowledgement_only(why + "已转交市水务局办理。")
