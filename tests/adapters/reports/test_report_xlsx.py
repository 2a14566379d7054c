# SPDX-License-Identifier: Apache-2.0
import dataclasses
import io

import openpyxl
import pytest

import reports_sample
from huiyin.adapters.reports import xlsx
from huiyin.core.values import findings

RISKY = [
    "=1+1",
    "+86 755",
    "-5%",
    "@SUM(A1)",
    "\t=1",
    '=HYPERLINK("http://a","b")',
    "=cmd|' /C calc'!A0",
    "'quoted",
]


def _book(report, lang="zh"):
    return openpyxl.load_workbook(io.BytesIO(xlsx.render(report, lang)))


@pytest.mark.parametrize(
    ("lang", "names"),
    [("zh", ["台账", "回音矩阵", "统计"]), ("en", ["Ledger", "Echo matrix", "Counts"])],
)
def test_the_sheets_speak_the_language_of_the_report(lang, names):
    assert _book(reports_sample.report(), lang).sheetnames == names


def test_the_ledger_holds_every_finding_with_its_words():
    report = reports_sample.report()
    ledger = _book(report)["台账"]
    heads = [cell.value for cell in ledger[1]]
    quotes = [row[heads.index("原文")].value for row in ledger.iter_rows(min_row=2)]

    assert quotes == [one.quote for one in report.findings]
    assert ledger.freeze_panes == "A2"
    assert ledger.auto_filter.ref == f"A1:W{len(quotes) + 1}"
    assert ledger["G2"].alignment.wrap_text


@pytest.mark.parametrize("text", RISKY)
def test_no_cell_is_a_formula_and_the_words_come_back_to_the_letter(text):
    report = reports_sample.hostile()
    (finding,) = report.findings
    risky = dataclasses.replace(finding, addressee=text, speaker=findings.Speaker(text))
    book = _book(dataclasses.replace(report, findings=(risky,), bodies=(text,)))

    cells = [
        cell
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    ]
    assert not [cell.coordinate for cell in cells if cell.data_type == "f"]
    held = [cell for cell in cells if cell.value == text]
    assert held
    assert all(cell.quotePrefix for cell in held if text[0] in "=+-@\t")


def test_characters_a_workbook_cannot_hold_are_marked_not_fatal():
    report = reports_sample.hostile()
    (finding,) = report.findings
    odd = dataclasses.replace(finding, addressee="甲\x00\x0b\ud800乙", quote="长" * 40_000)

    ledger = _book(dataclasses.replace(report, findings=(odd,)))["台账"]

    assert ledger["H2"].value == "甲���乙"
    assert len(ledger["G2"].value) == xlsx.LONGEST_CELL


def test_the_matrix_and_the_counts_agree_with_the_report():
    book = _book(reports_sample.report())

    matrix = book["回音矩阵"]
    assert [cell.value for cell in matrix[1]][4:] == list(reports_sample.COLUMNS)
    assert matrix["E2"].value == "部分答复"
    assert [cell.value for cell in book["统计"][2]] == ["合计", 16, 5, 4, 3, 4]
