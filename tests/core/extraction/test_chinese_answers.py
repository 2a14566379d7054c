# SPDX-License-Identifier: Apache-2.0
"""What departments answer, promise and have done; what leaders assign; what members ask and judge."""

import pytest

import zh_marks

CASES = {
    "promise with date": "市水务局局长贺川：〔承诺|两座泵站明年六月底前建成〕。",
    "promise without date": "市水务局局长贺川：〔承诺|下一步我们将加密巡查〕。",
    "done": "市水务局局长贺川：〔结果|三座泵站已经建成投用〕。",
    "received only": "市水务局局长贺川：〔答复|您的意见我们记下了，会后认真研究〕。",
    "refused": "市水务局局长贺川：〔答复|这段河道暂不具备通航条件〕。",
    "done, then promised": "市水务局局长贺川：〔结果|三座泵站已经建成〕，〔承诺|另外两座年底前开工〕。",
    "assigned": "副市长秦岭：〔交办|请市住建局牵头，三天内拿出方案〕。",
    "assigned by": "副市长秦岭：〔交办|这件事由市水务局牵头，月底前报结果〕。",
    "charged": "副市长秦岭说：“〔交办|责成市城管局限期整改〕。”",
    "question": "政协委员苏沐晴：〔询问|泵站什么时候能用上？〕",
    "question behind": "“〔询问|泵站到底建几座？〕”副市长秦岭问。",
    "satisfied": "市水务局局长贺川：泵站已经建成。\n政协委员苏沐晴：〔评价|这个答复我很满意〕。",
    "beside the point": "市水务局局长贺川：泵站已经建成。\n政协委员苏沐晴：〔评价|这个答复没有说到点子上〕。",
    "told": "市水务局局长贺川：泵站已经建成。\n会后，苏沐晴委员〔评价|对答复表示满意〕。",
}


@pytest.mark.parametrize("marked", CASES.values(), ids=CASES.keys())
def test_answers_orders_and_judgements_are_found(marked):
    wanted = zh_marks.expected(marked)

    got = zh_marks.found(zh_marks.bare(marked), *{kind for kind, _ in wanted})

    for (kind, words), (found_kind, quote) in zip(wanted, got[-len(wanted) :], strict=True):
        assert kind == found_kind
        assert words.strip("。？") in quote or quote.strip("。？") in words


def test_date_and_amount_of_a_promise_are_kept_in_its_words():
    found = zh_marks.read("市水务局局长贺川：泵站明年六月底前建成，投资三千二百万元。")

    assert [(item.due, item.amount) for item in found] == [("明年六月底前", "三千二百万元")]


def test_an_assignment_names_its_body_and_its_date():
    found = zh_marks.read("副市长秦岭：请市住建局牵头，三天内拿出方案。")

    assert [(item.kind, item.addressee, item.due) for item in found] == [
        ("assignment", "市住建局", "三天内")
    ]


@pytest.mark.parametrize(
    ("line", "kinds"),
    [
        ("副市长秦岭：好，加装电梯那一条，请市住建局说两句。", []),
        ("副市长秦岭：请市住建局先回应一下。", []),
        ("副市长秦岭：请市住建局把回应的口径统一一下，三天内报来。", ["assignment"]),
        ("苏沐晴委员：我请设计院估过，四千二百万左右，主要贵在拆迁。", []),
        ("苏沐晴委员：请市住建局把电梯装过三楼，今年装完。", ["suggestion"]),
    ],
)
def test_giving_the_floor_and_what_was_asked_long_ago_ask_for_nothing(line, kinds):
    found = [item.kind for item in zh_marks.read(line)]

    assert [kind for kind in found if kind in ("assignment", "suggestion")][:1] == kinds


LETTER = """云汐市水务局
关于云汐市政协六届三次会议第031号提案的答复
苏沐晴委员：
您提出的《关于治理北渠的提案》收悉，现答复如下：
一、关于河道清淤。今年已完成清淤四公里。
二、关于泵站建设。两座泵站将于明年汛期前建成。
三、关于通航。该河段暂不具备通航条件。
感谢您对水务工作的关心和支持。
云汐市水务局
二〇二六年九月三日
"""


def test_a_letter_of_reply_is_read_item_by_item():
    found = zh_marks.read(LETTER)

    assert [(item.kind, item.topic, item.number, item.speaker.name) for item in found] == [
        ("outcome", "河道清淤", "一", "云汐市水务局"),
        ("commitment", "泵站建设", "二", "云汐市水务局"),
        ("reply", "通航", "三", "云汐市水务局"),
    ]
    assert found[2].position == "rejected"
