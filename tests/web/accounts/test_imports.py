# SPDX-License-Identifier: Apache-2.0
"""Lists of members and bodies: all bad rows at once, and a second run that changes nothing."""

import pytest

from huiyin.adapters.tables import adapter as tables
from huiyin.core.values.refusals import HuiyinError
from huiyin.web.accounts import imports
from huiyin.web.accounts.models import Body, Membership, Person, User
from huiyin.web.kit.models import LedgerEntry

PEOPLE = [
    ["编号", "姓名", "性别", "界别", "专委会", "工作单位", "邮箱", "账号", "备注"],
    [
        "0601",
        "陈望舒",
        "女",
        "教育界",
        "城乡建设委",
        "成洲一中",
        "chen@chengzhou.example",
        "chenws",
        "",
    ],
    ["0602", "郭承宇", "男", "经济界", "", "成洲港务集团", "", "", "新任"],
]
BODIES = [
    ["名称", "简称", "职责", "上级单位", "承接单位", "撤销日期"],
    ["市住房和城乡建设局", "市住建局；住建局", "住房保障、城市更新", "", "", ""],
    ["市房产管理处", "", "物业管理", "市住房和城乡建设局", "", ""],
    ["市规划局", "", "城乡规划", "", "市住房和城乡建设局", "2019/03/01"],
]


@pytest.fixture
def admin(cast):
    return cast.actor("方", "accounts_admin")


def _take(admin, kind, table, now):
    plan = imports.plan(kind, table)
    assert plan.bad == ()
    return imports.take(admin, kind, plan.rows, now=now)


@pytest.mark.parametrize(("kind", "table", "new"), [("people", PEOPLE, 2), ("bodies", BODIES, 2)])
def test_a_second_run_changes_nothing(admin, now, kind, table, new):
    first = _take(admin, kind, table, now)
    entries = LedgerEntry.objects.count()
    plan = imports.plan(kind, table)
    again = imports.take(admin, kind, plan.rows, now=now)

    assert first.new == new
    assert (plan.new, plan.changed, plan.same) == (0, 0, len(table) - 1)
    assert (again.new, again.changed) == (0, 0)
    assert LedgerEntry.objects.count() == entries


def test_members_get_seats_and_accounts(admin, now):
    _take(admin, "people", PEOPLE, now)
    seat = Membership.objects.get(code="0601")

    assert (seat.sector.name, seat.committee.name, seat.person.gender) == (
        "教育界",
        "城乡建设委",
        "f",
    )
    user = User.objects.get(username="chenws")
    assert not user.has_usable_password()
    assert user.grants.get().role == "member"


def test_bodies_know_their_kin(admin, now):
    _take(admin, "bodies", BODIES, now)

    assert Body.objects.get(name="市房产管理处").parent.name == "市住房和城乡建设局"
    gone = Body.objects.get(name="市规划局")
    assert (str(gone.valid_to), gone.successor.aliases) == ("2019-03-01", ["市住建局", "住建局"])


def test_a_changed_row_is_written_over(admin, now):
    _take(admin, "people", PEOPLE, now)
    table = [PEOPLE[0], [*PEOPLE[1][:5], "成洲师范学院", *PEOPLE[1][6:]], PEOPLE[2]]
    plan = imports.plan("people", table)
    imports.take(admin, "people", plan.rows, now=now)

    assert (plan.new, plan.changed, plan.same) == (0, 1, 1)
    assert Person.objects.get(name="陈望舒").employer == "成洲师范学院"


def test_all_bad_rows_are_named_at_once_and_none_is_taken(admin, now):
    table = [
        ["姓名", "性别", "邮箱", "账号"],
        ["", "女", "", ""],
        ["苏映雪", "？", "su.chengzhou", "su ying"],
        ["叶知秋", "女", "", "ye"],
        ["叶知秋", "女", "", "ye2"],
        ["郭承宇", "男", "", "YE"],
        ["沈清", "女", "", "yе2"],
    ]
    plan = imports.plan("people", table)

    assert [(one.number, one.code) for one in plan.bad] == [
        (2, "ROW_NAME"),
        (3, "ROW_EMAIL"),
        (3, "ROW_GENDER"),
        (3, "ROW_USERNAME"),
        (5, "ROW_TWICE"),
        (6, "ROW_USERNAME_TAKEN"),
        (7, "ROW_NAME_CONFUSABLE"),
    ]


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (["市水务局", "", "", "市无此局", "", ""], "ROW_BODY_UNKNOWN"),
        (["市水务局", "", "", "市水务局", "", ""], "ROW_BODY_UNKNOWN"),
        (["市水务局", "", "", "", "", "去年"], "ROW_DATE"),
        (["局" * 121, "", "", "", "", ""], "ROW_TOO_LONG"),
    ],
)
def test_a_bad_body_is_named(cast, row, code):
    assert code in [one.code for one in imports.plan("bodies", [BODIES[0], row]).bad]


def test_a_table_without_names_is_refused_and_unknown_heads_are_told(cast):
    with pytest.raises(HuiyinError, match="TABLE_COLUMN_MISSING"):
        imports.plan("people", [["电话"], ["1"]])
    assert imports.plan("people", PEOPLE).ignored == ("备注",)


def test_only_the_administrator_of_accounts_imports(cast, now):
    with pytest.raises(HuiyinError, match="NOT_ALLOWED"):
        imports.take(cast.clerk, "bodies", imports.plan("bodies", BODIES).rows, now=now)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_csv_and_xlsx_read_alike(encoding):
    csv = "\r\n".join(",".join(row) for row in PEOPLE).encode(encoding)

    assert tables.read("a.csv", csv) == tables.read("a.xlsx", tables.write(PEOPLE)) == PEOPLE


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.csv", b"", "FILE_EMPTY"),
        ("a.doc", b"x", "TYPE_UNSUPPORTED"),
        ("a.xlsx", b"PK no", "DOCUMENT_MALFORMED"),
        ("a.csv", b"\xff\xff\xff", "ENCODING_UNKNOWN"),
    ],
)
def test_a_file_that_is_no_table_is_refused(name, data, code):
    with pytest.raises(HuiyinError, match=code):
        tables.read(name, data)
