# SPDX-License-Identifier: Apache-2.0
"""Paging: every row once, whatever comes meanwhile; a cursor serves its own list only."""

import datetime as dt

import pytest

from huiyin.web.docket import models
from web.docket import making


def walk(caller, path, *, between=lambda: None):
    found, cursor = [], ""
    while True:
        joined = "&" if "?" in path else "?"
        page = caller.get(f"{path}{joined}limit=2" + (f"&cursor={cursor}" if cursor else "")).json()
        assert len(page["items"]) <= 2
        found += page["items"]
        cursor = page["next"]
        if not cursor:
            return found
        between()


def test_rows_that_come_meanwhile_shift_nothing(program, cast, now):
    was = [making.received(cast, now, title=title).uid for title in making.TITLES]
    caller = program(cast.clerk)
    found = walk(caller, "/proposals", between=lambda: making.received(cast, now))

    assert [one["uid"] for one in found] == was[::-1]


def test_clocks_that_end_on_one_day_are_each_told_once(program, cast, now):
    for n in range(3):
        making.assigned(cast, now, title=making.TITLES[n])
    due = models.Deadline.objects.filter(state="running")
    some = due.order_by("pk").first()
    models.Deadline.objects.filter(pk=some.pk).update(due_on=now.date() + dt.timedelta(days=900))
    found = walk(program(cast.oversight), "/deadlines")

    assert len(found) == due.count() >= 3
    assert [one["id"] for one in found] == list(
        due.order_by("due_on", "pk").values_list("pk", flat=True)
    )
    assert found[-1]["id"] == some.pk
    assert all(one["why"] for one in found)


def test_a_cursor_of_another_list_and_a_forged_one_are_refused(program, cast, now):
    for title in making.TITLES:
        making.received(cast, now, title=title)
    caller = program(cast.clerk)
    cursor = caller.get("/suggestions?limit=1").json()["next"]

    for path in (f"/proposals?cursor={cursor}", f"/suggestions?cursor={cursor}x"):
        said = caller.get(path).json()
        assert (said["code"], said.get("faults", "")) == ("BODY_INVALID", "")
        assert said["params"]["field"] == "cursor"


@pytest.mark.parametrize(
    ("query", "n"), [("q=停车", 1), ("q=0001", 0), ("state=received", 2), ("state=filed", 0), ("kind=joint", 0)]
)  # fmt: skip
def test_a_list_is_narrowed_as_on_the_page(program, cast, now, query, n):
    making.received(cast, now, title=making.TITLES[0])
    making.received(cast, now, title=making.TITLES[2], asks=("延长食堂开放时间一小时",))

    assert len(program(cast.clerk).get(f"/proposals?{query}").json()["items"]) == n


@pytest.mark.parametrize(
    "path", ["/proposals", "/suggestions", "/cases", "/assignments", "/deadlines", "/bodies", "/people", "/sessions"]
)  # fmt: skip
def test_a_longer_page_asks_the_database_no_more_often(
    program, cast, now, django_assert_max_num_queries, path
):
    for title in making.TITLES:
        making.assigned(cast, now, title=title)
    caller = program(cast.oversight)
    caller.get(path)  # the day of use is noted, the rules pack is read
    with django_assert_max_num_queries(99) as short:
        caller.get(f"{path}?limit=1")
    with django_assert_max_num_queries(len(short)):
        caller.get(f"{path}?limit=5")
