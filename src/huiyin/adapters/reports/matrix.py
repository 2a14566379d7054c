# SPDX-License-Identifier: Apache-2.0
"""The echo matrix (回音矩阵): suggestion × body, each cell with what the body said in these sources."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from huiyin.core.values import echoes, findings

STATE = {
    findings.Verdict.ANSWERED: "answered",
    findings.Verdict.PARTLY: "partly",
    findings.Verdict.ACKNOWLEDGED_ONLY: "acknowledged",
}
SHORTEST_PART = 3  # a name of fewer letters is not sought inside another


@dataclass(frozen=True, slots=True)
class Cell:
    """What one body did about one suggestion.

    Attributes:
        state: answered, partly, acknowledged or assigned; `lead` or `joint` where a body is only proposed.
        assigned: True when it was given the matter, whatever it has said since.
        evidence: ids of the findings it rests on; empty where a body is only proposed.
    """

    state: str
    assigned: bool = False
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Matrix:
    """The matrix.

    Attributes:
        bodies: columns with at least one cell, in the order of the report, then bodies only the evidence names.
        silent_count: how many bodies of the report have no cell.
        rows: suggestion id → body → cell; a missing cell is empty.
    """

    bodies: tuple[str, ...]
    silent_count: int
    rows: dict[str, dict[str, Cell]]


def compose(report: echoes.EchoReport) -> Matrix:
    """Lay the report out as suggestion × body.

    Cost: linear in evidence and candidates; naming a body is looked up once for each name.
    """
    by_id = {finding.id: finding for finding in report.findings}

    @cache
    def name(wanted: str) -> str:
        return report.aliases.get(wanted) or _column(wanted, report.bodies)

    rows = {finding.id: _row(report, finding.id, by_id, name) for finding in report.suggestions()}
    used = {body for row in rows.values() for body in row}
    known = tuple(body for body in report.bodies if body in used)
    extra = tuple(sorted(used.difference(known)))
    return Matrix(known + extra, len(report.bodies) - len(known), rows)


def body_of(finding: findings.Finding) -> str:
    """Name the body a reply speaks for, or that an assignment is given to."""
    if finding.kind is findings.Kind.ASSIGNMENT:
        return finding.addressee
    return finding.speaker.affiliation or finding.speaker.name


def _row(
    report: echoes.EchoReport,
    suggestion: str,
    by_id: dict[str, findings.Finding],
    name: Callable[[str], str],
) -> dict[str, Cell]:
    row: dict[str, Cell] = {}
    echo = report.echoes.get(suggestion)
    for evidence in echo.evidence if echo else ():
        finding = by_id[evidence.finding]
        body = name(body_of(finding))
        if body and echo:
            row[body] = _joined(row.get(body), finding, echo.verdict)
    for candidate in report.routes.get(suggestion, ()):
        row.setdefault(name(candidate.body), Cell(candidate.role))
    return row


def _joined(cell: Cell | None, finding: findings.Finding, verdict: findings.Verdict) -> Cell:
    before = cell or Cell("")
    evidence = (*before.evidence, finding.id)
    if finding.kind is findings.Kind.ASSIGNMENT:
        return Cell(before.state or "assigned", True, evidence)
    return Cell(STATE.get(verdict, "acknowledged"), before.assigned, evidence)


def _column(wanted: str, bodies: tuple[str, ...]) -> str:
    if not wanted or wanted in bodies:
        return wanted
    close = [
        body
        for body in bodies
        if (len(body) >= SHORTEST_PART and body in wanted)
        or (len(wanted) >= SHORTEST_PART and wanted in body)
    ]
    return max(close, key=len) if close else wanted
