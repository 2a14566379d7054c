# SPDX-License-Identifier: Apache-2.0
"""Table (表格): the report for a terminal: suggestions by speaker, the counts, and what could not be read."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, TextIO

from huiyin.adapters.reports import matrix, view, words
from huiyin.core.values import echoes, findings

if TYPE_CHECKING:
    import rich.console
    import rich.table

STYLE = {
    findings.Verdict.ANSWERED: "green",
    findings.Verdict.PARTLY: "yellow",
    findings.Verdict.ACKNOWLEDGED_ONLY: "cyan",
    findings.Verdict.NOT_FOUND_HERE: "bold red",
}
PLAIN_WIDTH = 100  # columns where the output is no terminal and no width is known
SHOWN = 2  # pieces of evidence shown with a suggestion; the page and the record lines hold all
_HAN = "\u3000-\u303f\u3400-\u9fff\uff00-\uffef"
_GAP = re.compile(
    f"(?<=[{_HAN}]) (?=[{_HAN}])"
)  # left by a line's end between two Chinese characters
_CONTROL = {code: "" for code in (*range(32), *range(127, 160)) if code not in (9, 10)}


def write(report: echoes.EchoReport, lang: str, *, out: TextIO, width: int | None = None) -> None:
    """Write the report as a table.

    Shapes: plain text without colour codes where `out` is no terminal; a Chinese character counts as two columns.
        Control characters of the sources are left out, so that no file can steer the terminal.
    """
    import rich.console

    plain = not out.isatty()
    console = rich.console.Console(
        file=out,
        width=width or (PLAIN_WIDTH if plain else None),
        no_color=plain or None,
        color_system=None if plain else "auto",
        highlight=False,
        markup=False,
        emoji=False,
        legacy_windows=False,
    )
    seen = view.compose(report)
    if seen.people:
        console.print(_table(report, seen, lang))
    else:
        console.print(words.say("say.none", lang))
    for line in _notes(report, lang):
        console.print(line, soft_wrap=plain)


def _table(report: echoes.EchoReport, seen: view.View, lang: str) -> "rich.table.Table":
    import rich.box
    import rich.table
    import rich.text

    table = rich.table.Table(
        title=words.say("table.title", lang), title_justify="left", box=rich.box.HORIZONTALS
    )
    table.add_column(words.say("field.number", lang), justify="right", no_wrap=True)
    table.add_column(words.say("field.suggestions", lang), ratio=5, overflow="fold")
    table.add_column(words.say("field.verdict", lang), min_width=10, overflow="fold")
    table.add_column(words.say("field.evidence", lang), ratio=4, overflow="fold")
    for person in seen.people:
        table.add_row("", rich.text.Text(_clean(_named(person.speaker, lang)), style="bold"))
        for finding in person.suggestions:
            verdict = view.verdict_of(report, finding.id)
            table.add_row(
                str(seen.places[finding.id]),
                rich.text.Text(_clean(_one_line(finding.quote))),
                rich.text.Text(words.say(f"verdict.{verdict}", lang), style=STYLE[verdict]),
                rich.text.Text(_clean("\n".join(_evidence(report, seen, finding.id, lang)))),
            )
        table.add_section()
    return table


def _evidence(
    report: echoes.EchoReport, seen: view.View, suggestion: str, lang: str
) -> Iterator[str]:
    echo = report.echoes.get(suggestion)
    found = echo.evidence if echo else ()
    for evidence in found[:SHOWN]:
        met = seen.by_id[evidence.finding]
        kind = words.say(f"kind.{met.kind}", lang)
        yield f"{kind} · {matrix.body_of(met)}: {_one_line(met.quote)}"
    if len(found) > SHOWN:
        yield words.say("table.more", lang, count=len(found) - SHOWN)


def _notes(report: echoes.EchoReport, lang: str) -> Iterator[str]:
    counts = report.counts()
    yield words.say("table.counts", lang, **counts)
    if counts[findings.Verdict.NOT_FOUND_HERE]:
        yield words.say("say.not_found_here", lang)
    for unread in report.unread:
        label = words.say("say.unread", lang)
        yield _clean(f"{label} · {unread.name} · {unread.code}: {unread.say(lang)}")
    for document in report.documents:
        for remark in document.warnings:
            label = words.say("say.warning", lang)
            yield _clean(f"{label} · {document.name} · {remark.code}: {remark.say(lang)}")


def _named(speaker: findings.Speaker, lang: str) -> str:
    name = speaker.name or words.say("say.unnamed", lang)
    post = speaker.affiliation if speaker.affiliation != speaker.name else ""
    return f"{name}  {post}" if post else name


def _one_line(text: str) -> str:
    return _GAP.sub("", " ".join(text.split()))


def _clean(text: str) -> str:
    return text.translate(_CONTROL)
