# SPDX-License-Identifier: Apache-2.0
import pytest

from huiyin.cli import lists
from huiyin.core.values.bodies import Body, RosterEntry
from huiyin.core.values.refusals import HuiyinError

BODIES = [
    (
        "名称,别名,职责\n市民政局,民政局；市民政,养老服务；社会救助\n",
        Body("市民政局", ("民政局", "市民政"), ("养老服务", "社会救助")),
    ),
    (
        "单位,简称,类别,英文名,职责\n市水务局,水务局,政府,Water Bureau,河道\n",
        Body("市水务局", ("水务局",), ("河道",), "政府", "Water Bureau"),
    ),
    (
        "duties,Name\ncrossings; lights,Highways Service\n",
        Body("Highways Service", (), ("crossings", "lights")),
    ),
    (
        "名称,职责\n市民政局,养老\n\n市民政局,救助；养老\n,无名\n",
        Body("市民政局", (), ("养老", "救助")),
    ),
]


@pytest.mark.parametrize(("text", "body"), BODIES)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_list_of_bodies_is_read_whatever_its_headings_and_encoding(
    tmp_path, text, body, encoding
):
    path = tmp_path / "bodies.csv"
    path.write_text(text, encoding)

    assert lists.read_bodies(path) == (body,)


ROSTER = [
    ("姓名,身份,单位\n沈知远,委员,教育界\n", RosterEntry("沈知远", "member", "教育界")),
    ("姓名,身份,单位\n顾怀川,领导,副市长\n", RosterEntry("顾怀川", "leader", "副市长")),
    ("name,capacity\nMr Oduya,Department\n", RosterEntry("Mr Oduya", "department", "")),
    ("姓名,身份\n某人,访客\n", RosterEntry("某人", "", "")),
    ("姓名\n短行\n", RosterEntry("短行", "", "")),
]


@pytest.mark.parametrize(("text", "entry"), ROSTER)
def test_a_roster_is_read(tmp_path, text, entry):
    path = tmp_path / "roster.csv"
    path.write_text(text, "utf-8")

    assert lists.read_roster(path) == (entry,)


@pytest.mark.parametrize("text", ["", "甲,乙\n1,2\n", "职责\n养老\n"])
def test_a_list_without_names_is_refused(tmp_path, text):
    path = tmp_path / "bodies.csv"
    path.write_text(text, "utf-8")

    with pytest.raises(HuiyinError) as refusal:
        lists.read_bodies(path)

    assert refusal.value.code == "LIST_WITHOUT_NAMES"
