# SPDX-License-Identifier: Apache-2.0
import dataclasses
import io

import pytest
from rich import cells

import reports_sample
from huiyin.adapters.reports import table
from huiyin.core.values import documents, echoes


def _written(report, lang="zh", width=100):
    held = io.StringIO()
    table.write(report, lang, out=held, width=width)
    return held.getvalue()


def test_counts_and_unread_files_stand_below_the_table():
    said = _written(reports_sample.report()).splitlines()

    assert "建议 16 条：已答复 5，部分答复 4，仅表示收到 3，本来源中未见 4" in said
    assert said[-1] == "未能读取 · 旧版发言.doc · FILE_NOT_FOUND: 找不到文件：旧版发言.doc。"


@pytest.mark.parametrize("width", [60, 80, 120])
def test_no_line_of_the_table_is_wider_than_asked_with_chinese_counted_as_two(width):
    lines = _written(reports_sample.report(), width=width).split("建议 16 条")[0].splitlines()

    assert max(map(cells.cell_len, lines)) <= width


def test_there_are_no_colour_codes_outside_a_terminal():
    assert "\x1b" not in _written(reports_sample.report())


def test_a_source_cannot_steer_the_terminal():
    report = reports_sample.hostile()
    (finding,) = report.findings
    evil = dataclasses.replace(finding, quote="\x1b]0;owned\x07建议\x9b31m[red]粗[/red]")

    said = _written(dataclasses.replace(report, findings=(evil,)))

    assert not {"\x1b", "\x07", "\x9b"} & set(said)
    assert "[red]" in said


def test_remarks_of_the_reader_are_said():
    report = reports_sample.report()
    warned = dataclasses.replace(
        report.documents[0], warnings=(documents.Warn("TEXT_REPETITIVE", (("count", 3),)),)
    )

    said = _written(dataclasses.replace(report, documents=(warned, *report.documents[1:])), "en")

    assert (
        "Remark · 联组讨论会记录.txt · TEXT_REPETITIVE: One paragraph is repeated 3 times." in said
    )


def test_an_empty_report_says_so():
    empty = echoes.EchoReport((), (), (), (), {}, (), {}, {}, ())

    assert _written(empty, "en").startswith("No suggestion was found in these sources.")
