# SPDX-License-Identifier: Apache-2.0
import pytest

from huiyin.core.matching import routing
from huiyin.core.values import bodies

CITY = [
    bodies.Body("澄州市民政局", ("市民政局",), ("老年助餐点和社区养老服务", "地名命名"), "政府", "Civil Affairs Bureau"),
    bodies.Body("澄州市交通运输局", ("市交通运输局",), ("公交线路、站点和班次调整", "农村公路拓宽与养护"), "政府"),
    bodies.Body("澄州市住建局", ("市住建局",), ("老旧小区改造和加装电梯", "消防验收"), "政府"),
    bodies.Body("棠溪县政府", ("棠溪县",), ("棠溪县乡镇建设",), "区县"),
    bodies.Body("有关部门", (), ("停车管理",)),
]  # fmt: skip
ROUTER = routing.Router(CITY)

CASES = [
    ("建议在老年助餐点配备急救员", "", "澄州市民政局", "duty"),
    ("请市住建局公布名单", "", "澄州市住建局", "named"),
    ("尽快公布名单", "市交通运输局", "澄州市交通运输局", "named"),
    ("棠溪县的农村公路要拓宽", "", "澄州市交通运输局", "duty"),  # the county is only the place
    ("The Civil Affairs Bureau should open kitchens", "", "澄州市民政局", "named"),
]


@pytest.mark.parametrize(("text", "addressee", "lead", "reason"), CASES)
def test_the_lead_is_the_named_body_or_the_one_whose_duty_it_is(text, addressee, lead, reason):
    (found,) = ROUTER.rank([text], [addressee])

    assert (found[0].body, found[0].role, found[0].reason) == (lead, "lead", reason)
    assert found[0].duty


def test_several_bodies_give_one_lead_and_joint_ones():
    (found,) = ROUTER.rank(["请市民政局会同市住建局办理"], [""])

    assert [(one.body, one.role) for one in found] == [
        ("澄州市民政局", "lead"),
        ("澄州市住建局", "joint"),
    ]


@pytest.mark.parametrize("text", ["请有关部门重视", "建议大家多读书", "", "进一步加强管理工作"])
def test_nothing_is_said_where_nothing_matches(text):
    assert ROUTER.rank([text], [""]) == [()]


def test_an_empty_list_of_bodies_names_none():
    assert routing.Router([]).rank(["请市民政局办理"], ["市民政局"]) == [()]
