# SPDX-License-Identifier: Apache-2.0
"""`huiyin figures check` on files."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import docx
import openpyxl
import pytest

from huiyin.adapters.letters import adapter as letters
from huiyin.cli import app
from huiyin.core.values.letters import Grid, Paper, Paragraph

SAID = "共立案602件。其中经济271件，占45%；社会331件，占55.1%。\n"


def test_a_slip_is_shown_with_its_arithmetic(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "年报.txt"
    path.write_text(SAID, encoding="utf-8")
    assert app.run(["figures", "check", str(path), "--lang", "en"]) == 1
    out = capsys.readouterr().out
    assert "年报.txt:1  [wrong]" in out
    assert "331 ÷ 602 = 54.983 %, rounded 55.0, printed 55.1" in out
    assert app.run(["figures", "check", str(path), "--format", "jsonl", "--lang", "zh"]) == 1
    held = json.loads(capsys.readouterr().out)
    assert held["base"] == 602
    start, end = held["cells"][1]["count_at"]
    assert SAID[start:end] == "331"


def test_right_figures_leave_with_nought(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "a.csv"
    path.write_text("类别,件数,占比\n经济,1,25%\n社会,3,75%\n合计,4,100%\n", encoding="utf-8")
    assert app.run(["figures", "check", str(path), "--lang", "zh"]) == 0
    assert "1 组数据：1 组无误" in capsys.readouterr().out
    assert app.run(["figures", "check", str(tmp_path / "none.txt"), "--lang", "zh"]) != 0


GRID = (("类别", "件数", "占比"), ("经济", "271", "45.0%"), ("社会", "331", "55.1%"), ("合计", "602", "100%"))  # fmt: skip


def _docx(path: Path) -> None:
    paper = docx.Document()
    paper.add_paragraph(SAID.strip())
    table = paper.add_table(rows=0, cols=3)
    for row in GRID:
        for cell, words in zip(table.add_row().cells, row, strict=True):
            cell.text = words
    paper.save(str(path))


def _xlsx(path: Path) -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    for kind, count, share in GRID:
        book.active.append([kind, int(count) if count.isdigit() else count, share])
    book.active.append([SAID.strip()])
    book.save(path)


def _html(path: Path) -> None:
    rows = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in GRID)
    path.write_text(f"<html><body><p>{SAID}</p><table>{rows}</table></body></html>", "utf-8")


def _pdf(path: Path) -> None:
    paper = Paper(
        issuer="澄州市政协",
        title="年报",
        day=date(2026, 3, 1),
        blocks=(Paragraph.of(SAID.strip()), Grid(GRID[0], GRID[1:])),
    )
    path.write_bytes(letters.write(paper, "pdf").raw)


@pytest.mark.parametrize(
    ("ending", "make", "sets"),
    [("docx", _docx, 2), ("xlsx", _xlsx, 2), ("html", _html, 2), ("pdf", _pdf, 2)],
)
def test_a_report_of_any_form_is_read_for_its_slips(
    ending: str, make: Callable[[Path], None], sets: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:  # fmt: skip
    path = tmp_path / f"年报.{ending}"
    make(path)
    assert app.run(["figures", "check", str(path), "--format", "jsonl"]) == 1
    found = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(one["verdict"], one["base"]) for one in found] == [("wrong", 602)] * sets
