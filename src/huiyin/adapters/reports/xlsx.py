# SPDX-License-Identifier: Apache-2.0
"""Workbook (工作簿): ledger, matrix and counts as an xlsx file in which no cell is ever a formula."""

import io
import re
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from huiyin.adapters.reports import matrix, reasons, view, words
from huiyin.core.values import echoes, findings

if TYPE_CHECKING:
    import openpyxl
    import openpyxl.worksheet.worksheet

    Sheet = openpyxl.worksheet.worksheet.Worksheet

Value = str | int | float
LEDGER = (
    ("number", 6), ("id", 9), ("kind", 9), ("speaker", 14), ("capacity", 10), ("affiliation", 18), ("quote", 56),
    ("addressee", 16), ("verdict", 14), ("evidence", 48), ("reason", 30), ("group", 9), ("bodies", 32), ("topic", 16),
    ("due", 14), ("amount", 14), ("position", 12), ("item", 10), ("why", 36), ("score", 8), ("source", 28),
    ("start", 8), ("end", 8),
)  # fmt: skip
LONGEST_CELL = 32_767  # what a cell may hold, by the file format
_RISKY = ("=", "+", "-", "@", "\t", "\r", "\n")
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def render(report: echoes.EchoReport, lang: str) -> bytes:
    """Render a report as an xlsx workbook with the sheets ledger, matrix and counts.

    Shapes: every text is stored as text; what a spreadsheet could take for a formula bears the quote prefix, which
        leaves the words as they are. Texts longer than a cell may hold are cut at 32,767 characters.
    """
    import openpyxl

    seen = view.compose(report)
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    ledger = book.create_sheet(words.say("sheet.ledger", lang))
    headings = [words.say(f"field.{name}", lang) for name, _ in LEDGER]
    rows = (_ledger_row(report, seen, finding, lang) for finding in report.findings)
    _fill(ledger, headings, rows, [width for _, width in LEDGER])
    grid = book.create_sheet(words.say("sheet.matrix", lang))
    _fill(grid, *_matrix(report, seen, lang))
    grid.freeze_panes = "D2"
    _fill(book.create_sheet(words.say("sheet.counts", lang)), *_counts(report, seen, lang))
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def _ledger_row(
    report: echoes.EchoReport, seen: view.View, finding: findings.Finding, lang: str
) -> list[Value]:
    echo = report.echoes.get(finding.id)
    asked = finding.kind is findings.Kind.SUGGESTION
    known = f"position.{finding.position}"
    made: dict[str, Value] = {
        "number": seen.places[finding.id],
        "id": finding.id,
        "kind": words.say(f"kind.{finding.kind}", lang),
        "speaker": finding.speaker.name,
        "capacity": words.say(f"capacity.{finding.speaker.capacity}", lang),
        "affiliation": finding.speaker.affiliation,
        "quote": finding.quote,
        "addressee": finding.addressee,
        "verdict": words.say(f"verdict.{view.verdict_of(report, finding.id)}", lang)
        if asked
        else "",
        "evidence": "\n".join(_evidence(echo, seen, lang)),
        "reason": reasons.of_echo(echo, lang) if echo else "",
        "group": report.groups.get(finding.id, ""),
        "bodies": "\n".join(_routes(report, finding.id, lang)),
        "topic": finding.topic,
        "due": finding.due,
        "amount": finding.amount,
        "position": words.say(known, lang) if known in words.catalog() else finding.position,
        "item": finding.number,
        "why": reasons.of_finding(finding.why, lang),
        "score": round(finding.score, 4),
        "source": report.documents[finding.source - 1].name,
        "start": finding.span.start,
        "end": finding.span.end,
    }
    return [made[name] for name, _ in LEDGER]


def _evidence(echo: echoes.Echo | None, seen: view.View, lang: str) -> Iterator[str]:
    for evidence in echo.evidence if echo else ():
        met = seen.by_id[evidence.finding]
        kind = words.say(f"kind.{met.kind}", lang)
        yield f"{met.id} {kind} · {matrix.body_of(met)}: {' '.join(met.quote.split())}"


def _routes(report: echoes.EchoReport, suggestion: str, lang: str) -> Iterator[str]:
    for candidate in report.routes.get(suggestion, ()):
        role = words.say(f"role.{candidate.role}", lang)
        yield f"{role} {candidate.body} ({reasons.of_candidate(candidate, lang)})"


Laid = tuple[list[str], list[list[Value]], list[int]]


def _matrix(report: echoes.EchoReport, seen: view.View, lang: str) -> Laid:
    bodies = seen.grid.bodies
    headings = [
        words.say(f"field.{name}", lang) for name in ("number", "speaker", "suggestions", "verdict")
    ]
    rows: list[list[Value]] = []
    for person in seen.people:
        for finding in person.suggestions:
            row = seen.grid.rows[finding.id]
            verdict = words.say(f"verdict.{view.verdict_of(report, finding.id)}", lang)
            cells = [_cell(row.get(body), lang) for body in bodies]
            number = seen.places[finding.id]
            rows.append([number, person.speaker.name, finding.quote, verdict, *cells])
    return [*headings, *bodies], rows, [6, 14, 56, 16, *(16 for _ in bodies)]


def _cell(cell: matrix.Cell | None, lang: str) -> str:
    if cell is None:
        return ""
    said = [words.say(f"cell.{cell.state}", lang)]
    if cell.assigned and cell.state != "assigned":
        said.append(words.say("cell.assigned", lang))
    return " · ".join(said)


def _counts(report: echoes.EchoReport, seen: view.View, lang: str) -> Laid:
    verdicts = tuple(findings.Verdict)
    counts = report.counts()
    total: list[Value] = [words.say("sheet.total", lang), counts["suggestions"]]
    rows = [total + [counts[verdict] for verdict in verdicts]]
    for person in seen.people:
        name = person.speaker.name or words.say("say.unnamed", lang)
        rows.append([name, person.total, *(person.counts[verdict] for verdict in verdicts)])
    headings = [words.say("field.speaker", lang), words.say("field.suggestions", lang)]
    return (
        headings + [words.say(f"verdict.{verdict}", lang) for verdict in verdicts],
        rows,
        [24, 10, *(16 for _ in verdicts)],
    )


def _fill(
    sheet: "Sheet",
    headings: Sequence[str],
    rows: "Sequence[Sequence[Value]] | Iterator[Sequence[Value]]",
    widths: Sequence[int],
) -> None:
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    put = _writer(sheet)
    last = 1
    for column, heading in enumerate(headings, start=1):
        put(1, column, heading)
        sheet.cell(1, column).font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(column)].width = widths[column - 1]
    for last, row in enumerate(rows, start=2):
        for column, value in enumerate(row, start=1):
            put(last, column, value)
            sheet.cell(last, column).alignment = Alignment(wrap_text=True, vertical="top")
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(headings))}{last}"


def _writer(sheet: "Sheet") -> Callable[[int, int, Value], None]:
    def put(row: int, column: int, value: Value) -> None:
        if value == "":
            return
        cell = sheet.cell(row, column)
        if not isinstance(value, str):
            cell.value = value
            return
        cell.value = _NOT_XML.sub("\ufffd", value)[:LONGEST_CELL]
        cell.data_type = "s"
        if value.startswith(_RISKY):
            cell.quotePrefix = True

    return put
