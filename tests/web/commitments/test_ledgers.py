# SPDX-License-Identifier: Apache-2.0
"""Ledgers of past years are taken in: every bad row named at once, nothing twice, an import that broke off goes on."""

import datetime as dt
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from huiyin.web.accounts.models import User
from huiyin.web.commitments import models
from huiyin.web.commitments.selectors import commitments
from huiyin.web.commitments.services import importing, moving
from huiyin.web.kit import ports
from web.replies import answering

HEADS = [
    "案号",
    "现办复类别",
    "案由",
    "承办单位",
    "承诺内容",
    "时限",
    "进展",
    "完成情况",
    "证明材料",
    "备注",
]
ROWS = [
    ["第0012号", "B类", "关于增设公厕的提案", "市住建局", "在滨河路新建公厕3座", "2025.12.31", "已建成2座", "推进中", "", ""],
    ["0015", "A", "关于换水管的提案", "市住房和城乡建设局", "更换云桥片区水管", "2025年6月底前", "全部换完", "已完成", "验收单〔2025〕3号", ""],
    ["0015", "A", "关于换水管的提案", "市水务局", "每季度公布水质", "", "", "已完成", "", ""],
    ["0020", "C", "关于架桥的提案", "市交通运输局", "论证架设人行桥", "2025-09-30", "地质条件不允许", "无法实现", "", ""],
]  # fmt: skip


def ledger(*rows):
    return [HEADS, *rows]


def test_each_row_becomes_what_the_ledger_can_prove_of_it(cast, now, settings):
    plan = importing.plan("planned", cast.session, ledger(*ROWS))
    assert (plan.bad, plan.new, plan.unproven, plan.ignored) == ((), 4, 1, ("备注",))
    assert importing.take(cast.committee, cast.session, plan.rows, now=now) == (4, 0)
    found = {row.text: row for row in models.Commitment.objects.all()}
    states = {text: row.state for text, row in found.items()}
    assert states == {
        "在滨河路新建公厕3座": "in_progress", "更换云桥片区水管": "done_claimed", "每季度公布水质": "in_progress",
        "论证架设人行桥": "infeasible",
    }  # fmt: skip
    assert found["更换云桥片区水管"].claim.evidence.get().figure == "验收单〔2025〕3号"
    assert found["更换云桥片区水管"].due_on == dt.date(2026, 6, 30) or found[
        "更换云桥片区水管"
    ].due_on == dt.date(2025, 6, 30)
    assert found["在滨河路新建公厕3座"].due_on == dt.date(2025, 12, 31)
    assert found["论证架设人行桥"].explanation == "地质条件不允许"
    for who in (cast.public, cast.chen, cast.zhao):
        assert commitments.seen(who).filter(body=cast.housing).count() == 0
    assert commitments.seen(cast.wang).count() == 2
    row = moving.verify(
        cast.committee,
        found["更换云桥片区水管"].uid,
        version=found["更换云桥片区水管"].version,
        now=now,
    )
    assert moving.close(cast.oversight, row.uid, version=row.version, now=now).state == "closed"
    answering.sound(settings)


def test_a_second_run_and_one_that_goes_on_take_nothing_twice(cast, now):
    plan = importing.plan("planned", cast.session, ledger(*ROWS))
    importing.take(cast.committee, cast.session, plan.rows[:2], now=now)  # it broke off here
    again = importing.plan("planned", cast.session, ledger(*ROWS))
    assert (again.new, again.same) == (2, 2)
    assert importing.take(cast.committee, cast.session, again.rows, now=now) == (2, 2)
    assert importing.take(cast.committee, cast.session, again.rows, now=now) == (0, 4)
    assert models.Commitment.objects.count() == 4


def test_all_bad_rows_are_named_at_once_and_nothing_is_taken(cast, now):
    bad = [
        ["", "B", "甲", "市水务局", "做事", "", "", "", "", ""],
        ["1", "Z", "甲", "市水务局", "做事", "某日", "", "", "", ""],
        ["2", "B", "甲", "无此局", "长" * 2001, "", "", "差不多", "", ""],
        ["3", "B", "甲", "市水务局", "做事", "", "", "终止", "", ""],
        ["3", "B", "甲", "市水务局", "做事", "", "原因", "终止", "", ""],
    ]
    plan = importing.plan("planned", cast.session, ledger(*bad))
    assert {(one.number, one.code) for one in plan.bad} == {
        (2, "ROW_EMPTY"), (3, "ROW_CLASS_UNKNOWN"), (3, "ROW_DATE"), (4, "ROW_BODY_UNKNOWN"), (4, "ROW_TOO_LONG"),
        (4, "ROW_STATE_UNKNOWN"), (5, "ROW_EMPTY"), (6, "ROW_TWICE"),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "table", "code"),
    [
        ("other", ledger(*ROWS), "FIELD_UNKNOWN"),
        ("planned", [HEADS], "FILE_EMPTY"),
        ("planned", [["案号", "案由"], ["1", "甲"]], "TABLE_COLUMN_MISSING"),
        (
            "commitments",
            [["案号", "案由", "承办单位", "承诺内容"], ["1", "甲", "乙", "丙"]],
            "TABLE_COLUMN_MISSING",
        ),
    ],
)
def test_a_file_that_is_no_such_ledger_is_refused(cast, kind, table, code):
    with answering.refused(code):
        importing.plan(kind, cast.session, table)


def test_only_the_offices_take_ledgers_in_by_preview_and_act(cast, now):
    def client(who):
        made = Client()
        made.force_login(
            User.objects.get(pk=who.user_id), "django.contrib.auth.backends.ModelBackend"
        )
        return made

    for who in (cast.wang, cast.chen, cast.clerk):
        assert client(who).get("/commitments/import").status_code == 403
        with answering.refused("NOT_ALLOWED"):
            importing.take(who, cast.session, [{}], now=now)
    office = client(cast.committee)
    assert office.get("/commitments/import").status_code == 200
    file = SimpleUploadedFile("台账.xlsx", ports.write_table(ledger(*ROWS)))
    given = {"kind": "planned", "session": cast.session.pk, "file": file}
    shown = office.post("/commitments/import", given)
    assert not models.Commitment.objects.exists()
    rows = re.search(r'name="rows" value="([^"]+)"', shown.text)[1]
    assert office.post("/commitments/import", {"rows": rows}).status_code == 302
    assert models.Commitment.objects.count() == 4
    tampered = office.post("/commitments/import", {"rows": rows[:-4] + "abcd"})
    assert (tampered.status_code, "PREVIEW_STALE" in tampered.text) == (422, True)
    bad = SimpleUploadedFile(
        "x.xlsx", ports.write_table([HEADS, ["", "Q", "", "", "", "", "", "", "", ""]])
    )
    answer = office.post(
        "/commitments/import", {"kind": "planned", "session": cast.session.pk, "file": bad}
    )
    assert (answer.status_code, "ROW_EMPTY" in answer.text) == (422, True)
    assert office.get("/commitments/list?export=csv").getvalue().decode().count("滨河路") == 1
