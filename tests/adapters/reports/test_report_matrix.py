# SPDX-License-Identifier: Apache-2.0
import dataclasses

import pytest

import reports_sample
from huiyin.adapters.reports import matrix, view
from huiyin.core.values import echoes, findings


def test_cells_say_what_each_body_did():
    grid = matrix.compose(reports_sample.report())

    seen = {(id_, body): cell.state for id_, row in grid.rows.items() for body, cell in row.items()}
    assert seen["1-s1", "市民政局"] == "partly"
    assert seen["1-s3", "市民政局"] == "acknowledged"
    assert seen["1-s3", "市财政局"] == "joint"
    assert seen["1-s7", "市交通运输局"] == "answered"
    assert seen["1-s14", "市住房城乡建设局"] == "assigned"
    assert seen["1-s11", "市城市管理局"] == "lead"
    assert grid.rows["1-s12"] == {}


def test_an_assigned_body_that_also_answers_shows_both():
    report = reports_sample.report()
    evidence = (
        echoes.Evidence("1-a1", 0.9, "shared_terms"),
        echoes.Evidence("1-c1", 0.8, "shared_terms"),
    )
    assigned = next(one for one in report.findings if one.id == "1-a1")
    to_civil = dataclasses.replace(assigned, addressee="市民政局")
    changed = dataclasses.replace(
        report,
        findings=tuple(to_civil if one.id == "1-a1" else one for one in report.findings),
        echoes={
            **report.echoes,
            "1-s2": echoes.Echo("1-s2", findings.Verdict.ANSWERED, "answered_commitment", evidence),
        },
    )

    cell = matrix.compose(changed).rows["1-s2"]["市民政局"]

    assert cell == matrix.Cell("answered", assigned=True, evidence=("1-a1", "1-c1"))


def test_columns_keep_the_order_of_the_list_and_count_the_silent_ones():
    report = dataclasses.replace(
        reports_sample.report(), bodies=("市审计局", *reports_sample.COLUMNS[::-1], "市气象局")
    )

    grid = matrix.compose(report)

    assert grid.bodies == reports_sample.COLUMNS[::-1]
    assert grid.silent_count == 2


def test_a_body_the_list_does_not_know_gets_a_column_of_its_own():
    report = dataclasses.replace(reports_sample.report(), bodies=("市民政局",))

    grid = matrix.compose(report)

    assert grid.bodies[0] == "市民政局"
    assert "市交通运输局" in grid.bodies


def test_a_post_in_a_body_counts_for_the_body():
    report = reports_sample.report()
    chief = findings.Speaker("纪云舒", findings.Capacity.DEPARTMENT, "市民政局局长")
    changed = dataclasses.replace(
        report,
        findings=tuple(
            dataclasses.replace(one, speaker=chief) if one.speaker == reports_sample.JI else one
            for one in report.findings
        ),
    )

    assert matrix.compose(changed).rows["1-s4"]["市民政局"].state == "answered"


def test_a_body_under_another_name_counts_in_its_own_column():
    report = reports_sample.report()
    bureau = findings.Speaker("纪云舒", findings.Capacity.DEPARTMENT, "民政部门")
    changed = dataclasses.replace(
        report,
        findings=tuple(
            dataclasses.replace(one, speaker=bureau) if one.speaker == reports_sample.JI else one
            for one in report.findings
        ),
        aliases={"民政部门": "市民政局"},
    )

    assert matrix.compose(changed).rows["1-s4"]["市民政局"].state == "answered"


PEOPLE = [
    (("马素云", "社会福利界"), ("马素云", "社会福利界委员"), 1),
    (("马素云", ""), ("马素云", "社会福利界"), 1),
    (("马素云", "社会福利界"), ("马素云", "农工党"), 2),
    (("", "社会福利界"), ("", "农工党"), 1),
]


@pytest.mark.parametrize(("one", "other", "count"), PEOPLE)
def test_one_name_is_one_person_unless_the_affiliations_contradict(one, other, count):
    report = reports_sample.report()
    first, second, *_ = report.findings
    changed = tuple(
        dataclasses.replace(finding, speaker=findings.Speaker(name, findings.Capacity.MEMBER, post))
        for finding, (name, post) in ((first, one), (second, other))
    )

    seen = view.compose(dataclasses.replace(report, findings=changed, echoes={}, alike=()))

    assert len(seen.speakers) == len(seen.people) == count
    assert sum(person.total for person in seen.people) == 2
