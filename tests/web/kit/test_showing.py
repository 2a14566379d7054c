# SPDX-License-Identifier: Apache-2.0
"""The parts of a page: clocks in words, marks in a text, listings that count no further than they must."""

import datetime as dt

import pytest
from django.test import RequestFactory

from huiyin.web.accounts.models import Sector
from huiyin.web.kit import listing, showing
from huiyin.web.kit.showing import Mark

TODAY = dt.date(2026, 3, 2)


@pytest.mark.parametrize(
    ("days", "state", "stopped", "tone", "n"),
    [
        (42, "running", None, "far", 42),
        (5, "running", None, "near", 5),
        (0, "running", None, "today", 0),
        (-3, "running", None, "over", 3),
        (-3, "paused", None, "paused", 0),
        (2, "stopped", 0, "met", 0),
        (-4, "stopped", 0, "late", 4),
        (-4, "stopped", None, "met", 0),
    ],
)
def test_a_clock_says_how_it_stands(days, state, stopped, tone, n):
    on = None if stopped is None else TODAY + dt.timedelta(days=stopped)
    stands = showing.clock(TODAY + dt.timedelta(days=days), on=TODAY, state=state, stopped_on=on)

    assert (stands["tone"], stands["n"]) == (tone, n)


@pytest.mark.parametrize(
    ("marks", "meant"),
    [
        ([], "增设&lt;车位&gt;"),
        ([Mark(0, 2)], '<mark class="mark mark-hit">增设</mark>&lt;车位&gt;'),
        ([Mark(0, 4), Mark(1, 2)], '<mark class="mark mark-hit">增设&lt;车</mark>位&gt;'),
        (
            [Mark(3, 5, "ask", "s1", '"')],
            '增设&lt;<mark class="mark mark-ask" id="s1" title="&quot;">车位</mark>&gt;',
        ),
        ([Mark(4, 99), Mark(2, 2)], "增设&lt;车位&gt;"),
    ],
)
def test_marks_stay_inside_the_escaped_text(marks, meant):
    assert showing.marked("增设<车位>", marks) == meant


def _asked(**query):
    return RequestFactory().get("/x/", query)


@pytest.mark.django_db
def test_a_listing_sorts_cuts_and_leads_on():
    Sector.objects.bulk_create([Sector(name=f"界别{n:03}") for n in range(120)])
    columns = [listing.Column("people.name", "name")]
    page = listing.of(
        _asked(sort="-name", page="2", q="x"), Sector.objects.all(), columns, per_page=50
    )

    assert [row.name for row in page.rows[:2]] == ["界别069", "界别068"]
    assert (page.first, page.last, page.total, page.more) == (51, 100, 120, False)
    assert page.heads[0].sorted == "descending"
    assert "sort=name" in page.heads[0].href
    assert "page=" not in page.heads[0].href
    assert "page=3" in page.after
    assert page.narrowed


@pytest.mark.django_db
def test_the_count_stops_and_so_do_the_queries(django_assert_num_queries):
    Sector.objects.bulk_create([Sector(name=str(n)) for n in range(1100)])
    with django_assert_num_queries(2):
        page = listing.of(
            _asked(), Sector.objects.order_by("pk"), [listing.Column("people.name", "name")]
        )

    assert (page.total, page.more) == (1000, True)


@pytest.mark.django_db
def test_a_sort_nobody_offered_is_not_obeyed():
    Sector.objects.create(name="教育界")
    page = listing.of(
        _asked(sort="memberships__person__phone"),
        Sector.objects.all(),
        [listing.Column("people.name", "name")],
    )

    assert len(page.rows) == 1
