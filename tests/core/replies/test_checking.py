# SPDX-License-Identifier: Apache-2.0
"""Each check finds its fault, at its place, and is silent on a sound reply; the pack says how much it counts."""

from dataclasses import replace
from datetime import date

import pytest

from huiyin.adapters.packs import adapter
from huiyin.core.replies import checking, dispositions, drafting
from huiyin.core.values.refusals import HuiyinError

SAID_ON = date(2026, 11, 3)
SOUND = drafting.Answer(
    "s1",
    "建议在滨河路增设公厕。",
    "滨河路沿线公厕偏少。我局将于2027年6月底前在滨河路建成公厕两座。",
    "planned",
    due_on=date(2027, 6, 30),
    owner="市城市管理局",
)


def found(answer=SOUND, *, levels=None, around=None, overruled=(), **draft):
    return checking.check(
        drafting.ReplyDraft((answer,), **draft),
        drafting.Rules(levels or {}),
        said_on=SAID_ON,
        around=around,
        overruled=overruled,
    )


def ids(remarks):
    return [one.check for one in remarks]


def test_a_sound_reply_has_no_remark():
    assert found() == ()


@pytest.mark.parametrize(
    ("change", "meant"),
    [
        ({"text": "", "result": ""}, ["unanswered"]),
        ({"result": "not_answered"}, ["unanswered"]),
        ({"text": "全市养老服务补贴已于三月全部发放到老人手中，共惠及三千余名高龄老人。", "result": "done"}, ["off_topic"]),
        ({"text": "我局将尽快在滨河路增设公厕两座。", "due_on": None}, ["no_date"]),
        ({"text": "滨河路公厕的选址工作有序展开。", "due_on": None}, ["no_date"]),
        ({"owner": " "}, ["no_owner"]),
        ({"text": "滨河路地下管线密集，无法设置公厕。", "result": "declined"}, ["no_reason"]),
        ({"text": "滨河路属省管河道，公厕建设由省里审批。", "result": "higher_level"}, ["not_reported"]),
        ({"text": "滨河路公厕的建议我局高度重视，将认真研究。", "result": "reference"}, ["empty_phrases"]),
        ({"text": "滨河路公厕将于明年建设。", "result": "done"}, ["class_mismatch"]),
        ({"text": "滨河路公厕暂不具备条件，难以列入。"}, ["class_mismatch"]),
    ],
)  # fmt: skip
def test_each_fault_is_found_and_nothing_else(change, meant):
    assert ids(found(replace(SOUND, **change))) == meant


def test_a_report_upward_in_the_text_counts():
    text = "滨河路属省管河道，我局已向省水利厅报告，建议增设公厕。"
    assert found(replace(SOUND, text=text, result="higher_level")) == ()


def test_english_replies_are_checked_by_the_same_rules():
    asked = "The council should build a cycle lane on Mill Road."
    empty = drafting.Answer("r1", asked, "Thank you. We will consider it.", "reference")
    open_end = drafting.Answer("r1", asked, "We will build a cycle lane on Mill Road.", "planned", owner="Highways")  # fmt: skip

    assert ids(found(empty)) == ["empty_phrases"]
    assert ids(found(open_end)) == ["no_date"]
    assert found(replace(open_end, text="We will build a cycle lane on Mill Road by June 2027.")) == ()  # fmt: skip


def test_words_of_a_remark_are_cut_from_its_part():
    text = "滨河路公厕请联系王某，电话13800138000，2027年6月底前建成。"
    (remark,) = found(replace(SOUND, text=text))

    assert (remark.check, remark.part, remark.span.cut(text)) == ("personal_data", "text", "13800138000")  # fmt: skip


def test_what_a_body_publishes_itself_is_no_personal_data():
    assert ids(found(closing="联系电话：0700-5550123")) == ["personal_data"]
    assert found(closing="联系电话：0700-5550123", around=drafting.Around(public=("0700 5550123",))) == ()  # fmt: skip


def test_secrecy_marks_contact_and_joint_bodies_concern_the_whole_reply():
    around = drafting.Around(contacted=False, joint_open=("市财政局", "市水务局"))
    remarks = found(opening="机密★10年", around=around)

    assert ids(remarks) == ["secrecy", "no_contact", "joint_missing", "joint_missing"]
    assert [one.said for one in remarks[2:]] == ["市财政局", "市水务局"]


def test_the_pack_decides_how_much_a_remark_counts():
    bad = replace(SOUND, owner="")

    assert found(bad, levels={"no_owner": "off"}) == ()
    assert checking.blocking(found(bad)) == ()
    assert ids(checking.blocking(found(bad, levels={"no_owner": "blocking"}))) == ["no_owner"]


def test_an_overruled_remark_stays_with_its_reason_and_blocks_no_more():
    bad = replace(SOUND, owner="")
    over = checking.overrule("no_owner", "s1", "由三个单位共同负责")
    (remark,) = found(bad, levels={"no_owner": "blocking"}, overruled=[over])

    assert remark.overruled == "由三个单位共同负责"
    assert checking.blocking([remark]) == ()


def test_overruling_takes_words():
    with pytest.raises(HuiyinError, match="REASON_REQUIRED"):
        checking.overrule("no_owner", "s1", " ")
    with pytest.raises(KeyError):
        checking.overrule("no_such_check", "s1", "理由")
    silent = drafting.Overruling("no_owner", "s1", " ")
    bad = replace(SOUND, owner="")
    assert checking.blocking(found(bad, levels={"no_owner": "blocking"}, overruled=[silent]))


@pytest.mark.parametrize("check", checking.CHECKS)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_check_has_words(check, lang):
    assert "“x”" in checking.say(checking.Remark(check, "warning", said="“x”"), lang) or not checking.say(
        checking.Remark(check, "warning"), lang
    ).count("{")  # fmt: skip


@pytest.mark.parametrize("pack_id", adapter.shipped())
def test_a_shipped_pack_names_only_checks_and_results_that_exist(pack_id):
    rules = adapter.load(pack_id).replies

    assert set(rules.checks) <= set(checking.CHECKS)
    assert set(rules.dispositions) <= {result.value for result in dispositions.Result}
