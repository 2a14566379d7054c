# SPDX-License-Identifier: Apache-2.0
"""Replies of past years come in by a table: bad rows all at once, nothing twice, the ledger sound."""

import pytest

from huiyin.web.kit import ports
from huiyin.web.replies import models
from huiyin.web.replies.services import past
from web.docket.conftest import clock, enter, plain_alike, reader  # noqa: F401
from web.replies import answering

HEADS = [
    "届次",
    "案号",
    "承办单位",
    "文号",
    "答复日期",
    "办复类别",
    "建议序号",
    "办理结果",
    "答复内容",
    "备注",
]
TEXTS = ("增设停车位二百个，已于去年建成。", "停车诱导系统明年六月接通。")


def line(task, n, text, **other):
    said = {
        "届次": "", "案号": str(task.case.number), "承办单位": task.body.name, "文号": "澄住建函〔2026〕3号",
        "答复日期": "2026-03-02", "办复类别": "B", "建议序号": str(n), "办理结果": "正在解决，有时限", "答复内容": text, "备注": "",
    } | other  # fmt: skip
    return [said[head] for head in HEADS]


def table(task, **other):
    return [HEADS, *(line(task, n, text, **other) for n, text in enumerate(TEXTS, 1))]


def test_a_table_registers_a_reply_with_its_answers_and_concludes_the_task(
    cast, task, now, settings
):
    plan = past.plan(table(task), on=now.date())
    assert (plan.new, plan.same, plan.bad, plan.ignored) == (1, 0, (), ("备注",))
    assert past.take(cast.oversight, plan.rows, now=now) == 1
    row = models.Reply.objects.get()
    task.refresh_from_db()
    assert (row.registered, row.state, row.letter, task.state) == (True, "received", "B", "done")
    assert [one.text for one in row.answers.all()] == list(TEXTS)
    assert row.deliveries.get().person_id == cast.chen.person_id
    answering.sound(settings)


def test_the_same_table_twice_takes_nothing_twice(cast, task, now):
    plan = past.plan(table(task), on=now.date())
    past.take(cast.oversight, plan.rows, now=now)
    again = past.plan(table(task), on=now.date())
    assert (again.new, again.same, again.bad) == (0, 1, ())
    assert past.take(cast.oversight, plan.rows, now=now) == 0
    assert models.Reply.objects.count() == 1


def test_a_reply_without_numbered_answers_keeps_its_text_as_a_whole(cast, task, now):
    rows = [HEADS, line(task, "", "已逐条办理。", 办理结果="")]
    past.take(cast.oversight, past.plan(rows, on=now.date()).rows, now=now)
    row = models.Reply.objects.get()
    assert (row.opening, row.answers.count()) == ("已逐条办理。", 0)


BAD = [
    ({"案号": "9999"}, "ROW_CASE_UNKNOWN"),
    ({"届次": "九届九次"}, "ROW_CASE_UNKNOWN"),
    ({"届次": "不知"}, "ROW_CASE_UNKNOWN"),
    ({"承办单位": "市水务局"}, "ROW_TASK_UNKNOWN"),
    ({"文号": ""}, "ROW_EMPTY"),
    ({"答复内容": ""}, "ROW_EMPTY"),
    ({"答复日期": "二月三十"}, "ROW_DATE"),
    ({"答复日期": "2026-02-30"}, "ROW_DATE"),
    ({"答复日期": "2031-01-01"}, "ROW_DATE_TO_COME"),
    ({"答复日期": "2020-01-01"}, "ROW_DATE_BEFORE_ISSUE"),
    ({"办复类别": "Z"}, "ROW_CLASS_UNKNOWN"),
    ({"办理结果": "妥"}, "ROW_DISPOSITION_UNKNOWN"),
    ({"建议序号": "7"}, "ROW_SUGGESTION_UNKNOWN"),
    ({"建议序号": "-1"}, "ROW_SUGGESTION_UNKNOWN"),
    ({"建议序号": "1"}, "ROW_TWICE"),
    ({"文号": "别的文号"}, "ROW_OTHER_REPLY"),
    ({"文号": "长" * 61}, "ROW_TOO_LONG"),
]


@pytest.mark.parametrize(("other", "code"), BAD)
def test_a_bad_row_is_named_with_its_number_and_nothing_is_taken(cast, task, now, other, code):
    rows = [HEADS, line(task, 1, TEXTS[0]), line(task, 2, TEXTS[1], **other)]
    plan = past.plan(rows, on=now.date())
    assert [(one.number, one.code) for one in plan.bad] == [(3, code)]


def test_all_bad_rows_are_named_at_once(task, now):
    rows = [HEADS, *(line(task, 1, TEXTS[0], **other) for other, _ in BAD[:6])]
    bad = past.plan(rows, on=now.date()).bad
    assert [one.number for one in bad] == [2, 3, 4, 5, 6, 7]


def test_a_reply_made_here_is_not_overwritten(cast, bureau, task, now):
    answering.received(cast, bureau, task, now)
    bad = past.plan(table(task), on=now.date()).bad
    assert [one.code for one in bad] == ["ROW_OTHER_REPLY"]


def test_only_the_oversight_office_imports(cast, task, now):
    plan = past.plan(table(task), on=now.date())
    for who in (cast.wang, cast.clerk, cast.chen):
        with answering.refused("NOT_ALLOWED"):
            past.take(who, plan.rows, now=now)


def test_the_page_previews_takes_and_says_what_is_wrong(enter, cast, task, tmp_path):  # noqa: F811
    at = enter(cast.oversight)
    assert at.get("/replies/import").status_code == 200
    assert at.get("/replies/import/pattern.xlsx").content[:2] == b"PK"
    bad = tmp_path / "bad.xlsx"
    bad.write_bytes(ports.write_table([HEADS, line(task, 1, TEXTS[0], 办复类别="Z")]))
    with bad.open("rb") as file:
        page = at.post("/replies/import", {"file": file})
    assert page.status_code == 422
    assert "ROW_CLASS_UNKNOWN" in page.content.decode()
    good = tmp_path / "good.xlsx"
    good.write_bytes(ports.write_table(table(task)))
    with good.open("rb") as file:
        page = at.post("/replies/import", {"file": file})
    signed = page.context["signed"]
    assert at.post("/replies/import", {"rows": signed + "x"}).status_code in (400, 409, 422)
    assert at.post("/replies/import", {"rows": signed}).status_code == 302
    assert models.Reply.objects.get().number == "澄住建函〔2026〕3号"
    assert enter(cast.clerk).get("/replies/import").status_code == 403
