# SPDX-License-Identifier: Apache-2.0
"""The statistics page: counts as they are, links on the marks, no style or script in a drawing, and each to take away."""

import re

import pytest

from huiyin.adapters.charts import adapter
from huiyin.adapters.letters import adapter as letters
from huiyin.core.overview import figures
from huiyin.core.values.letters import Paper, Picture
from huiyin.web.docket.selectors import statistics
from huiyin.web.docket.services import assigning
from huiyin.web.figures.selectors import asking, facts
from huiyin.web.figures.selectors import statistics as charting
from web.docket import making
from web.docket.making import received
from web.replies import answering


def test_the_charts_count_what_there_is(cast, now):
    for n in range(3):
        received(cast, now, title=f"第{n}件")
    found = {one.key: one.bars for one in statistics.charts(cast.clerk, on=now.date())}

    assert len(found["received"]) == statistics.BACK
    assert found["received"][-2:] == [("03-01", 0, "/proposals/"), ("03-02", 3, "/proposals/")]
    assert [(n, to) for _, n, to in found["states"]] == [(3, "/proposals/?state=received")]
    assert statistics.charts(cast.public, on=now.date()) == []


def test_a_drawing_is_named_and_carries_links_and_nothing_that_runs():
    svg = adapter.draw(
        [("市水务局<script>", 3, "/bodies/1/"), ("市住建局", 5, "/bodies/2/")],
        title="承办量&",
        about="按单位",
    )

    assert svg.startswith("<svg ")
    assert "<title>承办量&amp;</title><desc>按单位</desc>" in svg
    assert set(re.findall(r'href="(/[^"]*)"', svg)) == {"/bodies/1/", "/bodies/2/"}
    assert "<script" not in svg
    assert not re.search(r"\bstyle=|<style|\bon\w+=", svg)


TWOS = (("市水务局", "市住建局<b>", 3, "/x/"), ("市水务局", "市交通局", 1, "/y/"))


@pytest.mark.parametrize("draw", [adapter.series, adapter.grid])
def test_drawings_of_twos_carry_their_links_and_nothing_that_runs(draw):
    svg = draw(TWOS, "图<", "说明")
    assert svg.startswith("<svg ")
    assert set(re.findall(r'href="(/[^"]*)"', svg)) == {"/x/", "/y/"}
    assert "<b>" not in svg
    assert not re.search(r"\bstyle=|<style|\bon\w+=|<script", svg)


@pytest.mark.parametrize("form", ["pdf", "docx"])
def test_a_chart_of_the_page_goes_into_a_paper_as_it_is(form, now):
    svg = adapter.grid(TWOS[1:], "图", "说明").encode()
    paper = Paper(
        issuer="澄州市政协", title="统计", day=now.date(), blocks=(Picture(svg, "说明", "图"),)
    )
    assert letters.write(paper, form).raw


def test_two_bodies_in_one_case_are_a_mark_that_leads_to_it(cast, joined, now):
    making.assigned(cast, now, assigning.Task(cast.water, "sole"), title=making.TITLES[3])
    held = facts.gather(cast.clerk, cast.session, as_of=now.date())
    found = {one.key: one for one in charting.charts(cast.clerk, held)}
    ((one, other, n, href),) = found["together"].marks
    assert {one, other} == {cast.housing.name, cast.traffic.name}
    assert (n, href) == (1, f"/figures/cases_handled/?session=6-5&body={cast.housing.pk}&body={cast.traffic.pk}")  # fmt: skip
    where = [("body", str(cast.housing.pk)), ("body", str(cast.traffic.pk))]
    assert asking.of(held, "cases_handled", where).hits == (joined.case.uid,)


def test_every_mark_of_a_figure_counts_the_rows_it_leads_to(enter, cast, bureau, task, now):
    answering.received(cast, bureau, task, now)
    held = facts.gather(cast.clerk, cast.session, as_of=now.date())
    client = enter(cast.clerk)
    marks = [mark for one in charting.charts(cast.clerk, held) if one.key in (*charting.PARTS, "pace") for mark in one.marks]  # fmt: skip
    assert len(marks) >= 5
    for *_, n, href in marks:
        assert client.get(href).context["listing"].total == n


def test_sessions_stand_side_by_side_and_the_rates_among_them(cast, task, now):
    held = facts.gather(cast.clerk, cast.session, as_of=now.date())
    ((name, some),) = charting.side_by_side(cast.clerk, held)
    assert [one.figure for one in some] == [
        figures.compute(held.query(figure), held.facts) for figure in charting.SIDE
    ]
    assert name


def test_the_page_shows_chart_and_table(enter, cast, now):
    received(cast, now, title="增设停车位")
    page = enter(cast.clerk).get("/statistics/").content.decode()

    assert page.count("<svg xmlns") + 1 == page.count("<tbody>") >= 3
    assert enter(cast.chen).get("/statistics/").status_code == 403


def test_a_chart_can_be_taken_away_and_only_a_chart(enter, cast, task):
    client = enter(cast.clerk)
    assert client.get("/statistics/by_kind.svg").content.startswith(b"<svg")
    assert client.get("/statistics/by_kind.png").content.startswith(b"\x89PNG")
    assert b"".join(client.get("/statistics/pace.xlsx").streaming_content).startswith(b"PK")
    for gone in ("none.svg", "by_kind.gif", "by_kind.svg?session=1-1"):
        assert client.get(f"/statistics/{gone}").status_code == 404
