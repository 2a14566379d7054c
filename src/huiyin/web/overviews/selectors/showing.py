# SPDX-License-Identifier: Apache-2.0
"""Showing (呈现): an overview as a page and as a paper: sections, sentences, and the proof of each."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from django.db.models import QuerySet
from django.utils.safestring import SafeString, mark_safe

from huiyin.core.overview import citing, composing, supporting
from huiyin.core.values import letters
from huiyin.web.accounts import actors
from huiyin.web.accounts.actors import Actor
from huiyin.web.accounts.models import Institution
from huiyin.web.docket import permissions as docket_rights
from huiyin.web.docket.selectors import reading, shown
from huiyin.web.kit import ports, words
from huiyin.web.overviews import models, permissions
from huiyin.web.overviews.selectors import gathering, leading, standing

BARS = 14  # bars of a chart at most
_COUNTED_OVER = ("answered", "none", "results", "no_echo", "waiting")


@dataclass(frozen=True, slots=True)
class Proof:
    """A source as it is shown: what it is, its words or numbers, where it leads, and how it stands."""

    label: str
    words: str
    href: str
    standing: str
    row_id: int = 0
    behind: int = 0


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence as it is shown: its number in the paper, its proof, and what it lacks now."""

    n: int
    line: models.Line
    proofs: tuple[Proof, ...]
    faults: tuple[str, ...]
    owner: str = ""

    @property
    def changed(self) -> bool:
        """Whether a person says it otherwise than it was composed."""
        return bool(self.line.composed) and self.line.text != self.line.composed


@dataclass(frozen=True, slots=True)
class Section:
    """A section as it is shown: paragraphs of sentences."""

    id: str
    heading: str
    paragraphs: tuple[tuple[Sentence, ...], ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart of a paper with its table: name, number, and the suggestions behind it."""

    title: str
    about: str
    svg: SafeString
    bars: Sequence[tuple[str, int, str]] = field(default=())


def seen(actor: Actor) -> QuerySet[models.Overview]:
    """Give the overviews an actor may see."""
    rows = models.Overview.objects.filter(docket_rights.visible(actor, models.Overview))
    return rows.select_related("session__term", "body", "person")


def sections(actor: Actor, row: models.Overview) -> list[Section]:
    """Give a paper section by section.

    Cost: a handful of queries, however many sentences there are.
    """
    lines = list(
        row.lines.filter(dropped_at=None).select_related("owner__person").order_by("order", "pk")
    )
    rested = standing.of(permissions.reader_of(row, actor), lines)
    told = [
        _sentence(n, line, rested.get(line.pk, []), actor) for n, line in enumerate(lines, start=1)
    ]
    found = []
    for name in composing.sections(row.paper):
        own = [one for one in told if one.line.section == name]
        some = tuple(tuple(part) for _, part in groupby(own, lambda one: one.line.paragraph))
        found.append(Section(name, composing.heading(name, _lang(row)), some))
    return found


def _lang(row: models.Overview) -> citing.Language:
    return "en" if row.language == "en" else "zh"


def _sentence(
    n: int, line: models.Line, rested: Iterable[standing.Rested], actor: Actor
) -> Sentence:
    some = list(rested)
    proofs = tuple(_proof(one, actor) for one in some)
    faults = tuple(_fault(one) for one in standing.lacks(line, some))
    owner = shown.user(line.owner) if line.owner else ""
    return Sentence(n, line, proofs, faults, owner)


def _fault(one: supporting.Fault) -> str:
    return shown.say(f"overview.lack_{one.lack.value}", words=one.words[:60])


def _proof(one: standing.Rested, actor: Actor) -> Proof:
    source = one.source
    said = source.quote
    gone = source.standing is supporting.Standing.WITHDRAWN
    href = one.href
    if source.ref.startswith(leading.PREFIX):
        page = f"/figures/{source.ref.removeprefix(leading.PREFIX)}"
        said, href = source.says[0], page if actor.user_id else ""  # figures open once signed in
    elif source.kind == "figure":
        said = shown.say("overview.counted", n=len(source.behind))
        href = f"/overviews/sources/{one.row.pk}/"
    return Proof(
        shown.say(f"overview.kind_{source.kind}"), "" if gone else said, "" if gone else href,
        source.standing.value, one.row.pk, len(source.behind),
    )  # fmt: skip


def charts(row: models.Overview) -> list[Chart]:
    """Give the charts of a paper, drawn from the figures its sentences rest on.

    Cost: one query.
    """
    figures = models.LineSource.objects.filter(
        line__overview=row, line__dropped_at=None, kind="figure", dropped_at=None
    )
    by: dict[str, list[tuple[str, int, str]]] = {"theme": [], "sector": [], "body": []}
    for one in figures.order_by("line__order", "pk"):
        kind, _, name = one.ref.partition(":")
        if kind in by and len(one.says) > 1 and one.says[0] == name:
            by[kind].append((name, int(one.says[1]), f"/overviews/sources/{one.pk}/"))
    return [_chart(kind, bars[:BARS], row.language) for kind, bars in by.items() if len(bars) > 1]


def _chart(kind: str, bars: list[tuple[str, int, str]], lang: str) -> Chart:
    title = words.say(f"overview.chart_{kind}", lang)
    about = words.say("overview.chart_about", lang, n=len(bars))
    svg = ports.draw_bars(bars, title=title, about=about)
    return Chart(title, about, mark_safe(svg), bars)  # noqa: S308 - escaped where it is drawn


def behind(actor: Actor, row: models.LineSource) -> list[Any]:
    """Give the suggestions a figure counts, those among them the actor may see."""
    return list(
        reading.suggestions(actor)
        .filter(uid__in=row.behind)
        .select_related("proposal__case")
        .order_by("proposal__case__number", "proposal_id", "order")
    )


def paper(row: models.Overview, some: Sequence[Section], drawn: Sequence[Chart]) -> letters.Paper:
    """Give an overview as an official paper: each sentence with a note that proves it, charts at the end."""
    lang, cited = _lang(row), _cited(row, some)
    blocks: list[Any] = []
    for section in some:
        if not section.paragraphs:
            continue
        blocks.append(letters.Heading(section.heading))
        blocks += [
            letters.Paragraph(tuple(_noted(one, lang, n, cited) for n, one in enumerate(part)))
            for part in section.paragraphs
        ]
    if drawn:
        blocks.append(letters.Heading(words.say("overview.figures", lang)))
    for chart in drawn:
        blocks.append(letters.Picture(str(chart.svg).encode(), chart.about, chart.title))
        heads = (words.say("overview.col_what", lang), words.say("overview.col_n", lang))
        cells = tuple((name, str(n)) for name, n, _ in chart.bars)
        blocks.append(letters.Grid(heads, cells, chart.title, (3.0, 1.0)))
    held = Institution.objects.first()
    issuer = ((lang == "en" and held.name_en) or held.name) if held else ""
    return letters.Paper(
        issuer=issuer, title=row.title, subtitle=row.subtitle or words.say("overview.as_of", lang, day=gathering.day(row.as_of, lang)),
        blocks=tuple(blocks), day=row.as_of, language=lang,
    )  # fmt: skip


def _noted(one: Sentence, lang: str, place: int, cited: Mapping[str, str]) -> letters.Sentence:
    text = f" {one.line.text}" if place and lang != "zh" else one.line.text
    notes = []
    for proof, source in zip(one.proofs, one.line.sources.all(), strict=False):
        notes.append(_note(proof, source, lang, cited, one.line.text))
    if one.line.reworded:
        notes.append(words.say("overview.reworded", lang))
    if one.owner:
        notes.append(words.say("overview.owned_by", lang, name=one.owner))
    said = words.say("overview.note_joint", lang).join(notes)
    return letters.Sentence(text, said and said + (".", "。")[lang == "zh"])


def _cited(row: models.Overview, some: Sequence[Section]) -> dict[str, str]:
    """Say of each suggestion a paper cites where it stands: the number of its proposal and its place there."""
    lang = _lang(row)
    refs = {
        source.ref
        for section in some
        for part in section.paragraphs
        for one in part
        for source in one.line.sources.all()
        if source.kind == "suggestion"
    }
    found = reading.suggestions(permissions.reader_of(row, actors.SYSTEM)).filter(uid__in=refs)
    return {
        one.uid: words.say(
            "overview.note_place", lang, number=shown.number(one.proposal.case), n=one.order, ref=one.uid
        )
        for one in found.select_related("proposal__case")
        if one.proposal.case
    }  # fmt: skip


def _note(
    proof: Proof, source: models.LineSource, lang: str, cited: Mapping[str, str], text: str
) -> str:
    """Say what proves a sentence; words that stand in the sentence itself are not said again."""
    if source.ref.startswith(leading.PREFIX):
        return words.say("overview.note_counted", lang, said=source.says[0].rstrip("。."))
    if source.kind == "figure":
        of = source.ref.partition(":")[0]
        if source.ref.endswith(":answered"):
            of = "answered" if source.behind else "none"
        name = f"overview.note_of_{of}" if of in _COUNTED_OVER else "overview.note_figure"
        return words.say(name, lang, n=len(source.behind))
    kind = words.say(f"overview.kind_{source.kind}", lang)
    place = cited.get(source.ref) or words.say(
        "overview.note_ref", lang, kind=kind.lower(), ref=source.ref
    )
    gone = proof.standing == supporting.Standing.WITHDRAWN.value
    if not gone and source.quote in text:
        return place
    quote = words.say("overview.gone", lang) if gone else source.quote
    return words.say("overview.note", lang, place=place, quote=quote)
