# SPDX-License-Identifier: Apache-2.0
"""Records (记录): the report as plain objects, one shape for jsonl and json, described in `jsonl.schema.json`."""

from collections.abc import Iterator
from typing import Any

from huiyin.adapters.reports import reasons
from huiyin.core.values import documents, echoes, findings

Record = dict[str, Any]


def of_sources(report: echoes.EchoReport, lang: str) -> Iterator[Record]:
    """Give a record for each source, read or not."""
    for number, document in enumerate(report.documents, start=1):
        yield {
            "record": "source",
            "number": number,
            "name": document.name,
            "sha256": document.sha256,
            "media_type": document.media_type,
            "title": document.title,
            "characters": len(document.text),
            "warnings": [_coded(remark, lang) for remark in document.warnings],
        }
    for unread in report.unread:
        yield {
            "record": "source",
            "number": 0,
            "name": unread.name,
            "sha256": unread.sha256,
            "media_type": "",
            "title": "",
            "characters": 0,
            "warnings": [],
            "error": _coded(unread, lang),
        }


def of_parts(report: echoes.EchoReport) -> Iterator[Record]:
    """Give a record for each part."""
    for part in report.parts:
        yield {
            "record": "part",
            "source": part.source,
            "part": str(part.kind),
            "start": part.span.start,
            "end": part.span.end,
        }


def of_findings(report: echoes.EchoReport, lang: str) -> Iterator[Record]:
    """Give a record for each finding; suggestions carry their echo besides."""
    for finding in report.findings:
        text = report.documents[finding.source - 1].text
        record = _finding(finding, text, lang)
        if finding.kind is findings.Kind.SUGGESTION:
            record |= _echo(report, finding.id, lang)
        yield record


def _coded(remark: documents.Warn | echoes.Unread, lang: str) -> Record:
    return {"code": remark.code, "message": remark.say(lang)}


def _finding(finding: findings.Finding, text: str, lang: str) -> Record:
    sentence = finding.sentence
    return {
        "record": "finding",
        "id": finding.id,
        "kind": str(finding.kind),
        "source": finding.source,
        "start": finding.span.start,
        "end": finding.span.end,
        "quote": finding.quote,
        "sentence": {
            "start": sentence.start,
            "end": sentence.end,
            "text": sentence.cut(text),
        },
        "speaker": finding.speaker.name,
        "capacity": str(finding.speaker.capacity),
        "affiliation": finding.speaker.affiliation,
        "addressee": finding.addressee,
        "score": round(finding.score, 4),
        "why": reasons.of_finding(finding.why, lang),
        "rule": finding.why.rule,
        "cue": finding.why.cue,
        "number": finding.number,
        "topic": finding.topic,
        "due": finding.due,
        "amount": finding.amount,
        "position": finding.position,
    }


def _echo(report: echoes.EchoReport, suggestion: str, lang: str) -> Record:
    echo = report.echoes.get(suggestion) or echoes.Echo(
        suggestion, findings.Verdict.NOT_FOUND_HERE, ""
    )
    return {
        "group": report.groups.get(suggestion, suggestion),
        "echo": str(echo.verdict),
        "echo_reason": reasons.of_echo(echo, lang),
        "answered_by": [evidence.finding for evidence in echo.evidence],
        "bodies": [
            {
                "body": candidate.body,
                "role": candidate.role,
                "score": round(candidate.score, 4),
                "reason": reasons.of_candidate(candidate, lang),
            }
            for candidate in report.routes.get(suggestion, ())
        ],
    }
