# SPDX-License-Identifier: Apache-2.0
"""Agenda and participants from a table: every bad row is named at once, and nothing is taken while one is bad."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from huiyin.web.kit import ports
from huiyin.web.meetings import models
from huiyin.web.meetings.services import importing
from web.meetings.holding import client_of, refused, sound

PEOPLE = [
    ["姓名", "身份", "单位", "职务", "座位", "分组", "备注"],
    ["何市长", "领导", "", "副市长", "A1", "", ""],
    ["陈", "委员", "", "", "B1", "第一组", ""],
    ["王局", "部门", "市住房和城乡建设局", "局长", "C1", "", ""],
]


def upload(table):
    return SimpleUploadedFile("名单.xlsx", ports.write_table(table))


def test_a_table_of_people_is_previewed_and_taken(hall, settings):
    client = client_of(hall.cast.clerk)
    address = f"/meetings/{hall.row.uid}/import/people"
    before = models.Participant.objects.count()
    page = client.post(address, {"file": upload(PEOPLE)})
    text = page.content.decode()
    assert page.status_code == 200
    assert "备注" in text
    assert models.Participant.objects.count() == before

    signed = re.search(r'name="rows" value="([^"]+)"', text)[1]
    assert client.post(address, {"rows": signed}).status_code == 302
    assert (
        client.post(address, {"rows": signed}).status_code == 302
    )  # a second time nobody is invited twice
    assert models.Participant.objects.count() == before + 2
    assert models.Participant.objects.get(name="王局").body_id == hall.cast.housing.pk
    assert client.post(address, {"rows": signed[:-3] + "abc"}).status_code == 422
    sound(settings)


def test_all_bad_rows_are_named_at_once(hall):
    table = [
        PEOPLE[0],
        ["", "委员"],
        ["查无此人", "委员"],
        ["甲", "主席"],
        ["乙", "部门", "没有的局", "", "A1"],
        ["丙", "列席", "", "", "A1"],
        ["丙", "列席"],
    ]
    found = importing.plan("people", table)

    assert [(one.number, one.code) for one in found.bad] == [
        (2, "ROW_NAME"), (3, "ROW_PERSON"), (4, "ROW_ROLE"), (5, "ROW_BODY_UNKNOWN"), (6, "ROW_SEAT"), (7, "ROW_TWICE"),
    ]  # fmt: skip
    with refused("PREVIEW_STALE"):
        importing.take(hall.cast.clerk, hall.row.uid, "people", found.lines, now=hall.now)


def test_an_agenda_comes_in_the_order_of_the_table(hall):
    table = [["议程项", "分钟"], ["开场", "5"], ["<b>发言</b>", ""], ["", ""]]
    found = importing.plan("agenda", table)
    importing.take(hall.cast.clerk, hall.row.uid, "agenda", found.lines, now=hall.now)
    added = list(hall.row.agenda.order_by("order").values_list("title", "minutes"))[2:]

    assert added == [("开场", 5), ("<b>发言</b>", 0)]
    assert importing.plan("agenda", [["议程项", "分钟"], ["x", "一小时"]]).bad[0].code == "ROW_MINUTES"  # fmt: skip


@pytest.mark.parametrize(
    ("table", "code"),
    [
        ([], "FILE_EMPTY"),
        ([["姓名"]], "FILE_EMPTY"),
        ([["姓名"], ["陈"]], "TABLE_COLUMN_MISSING"),
        ([["姓名", "身份"]] + [["陈", "委员"]] * 2001, "TABLE_TOO_LONG"),
    ],
)
def test_a_table_that_cannot_be_read_is_refused_by_name(db, table, code):
    with refused(code):
        importing.plan("people", table)


def test_only_the_office_imports(hall):
    with refused("NOT_ALLOWED"):
        importing.take(hall.cast.chen, hall.row.uid, "agenda", [{"title": "x"}], now=hall.now)
    page = client_of(hall.cast.chen).get(f"/meetings/{hall.row.uid}/import/people")
    assert page.status_code == 403
