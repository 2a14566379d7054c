# SPDX-License-Identifier: Apache-2.0
"""Statistics (统计): the charts of a session; every mark of each leads to the rows it stands for."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from huiyin.core.meetings import balance as hearing
from huiyin.core.overview import figures
from huiyin.core.overview.figures import percent
from huiyin.web.accounts.actors import Actor
from huiyin.web.docket.selectors import shown
from huiyin.web.docket.selectors import statistics as docket
from huiyin.web.figures.selectors import asking, facts, labels, sessions, showing
from huiyin.web.meetings.selectors import balance, meetings

READERS = docket.READERS
MOST = 20  # bars of a chart
BODIES = 12  # sides of the net
SIDE = (
    "received", "filed", "merged", "suggestions_raised", "suggestions_per_proposal", "replies_due", "answered",
    "answered_in_time", "met", "forms_returned", "satisfied", "solved", "kept", "disclosed",
)  # fmt: skip
PARTS = ("by_category", "by_kind", "by_sector", "by_class", "by_disposition")


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart: its key among the words, its shape, and its marks.

    Attributes:
        shape: `bars` that lie, `days` that stand, `series` of them, or a `grid` of twos.
        marks: (name, number, where it leads), of a series or a grid (one, other, number, where it leads).
        about: what it counts, in the words of the definition, or "" where the catalog of words says it.
    """

    key: str
    shape: str
    marks: tuple[tuple[str | int, ...], ...]
    title: str = ""
    about: str = ""


def charts(actor: Actor, held: facts.Gathered) -> list[Chart]:
    """Give the charts of a session that have anything in them.

    Cost: the facts are gathered already; the docket's and the meetings' charts ask a few queries each.
    """
    some = [_parts(held, figure) for figure in PARTS]
    some += [_pace(held), _together(held), _hearing(actor, held), _rates(actor, held)]
    if held.session == shown.present():
        some += [
            Chart(one.key, "bars" if one.across else "days", tuple(one.bars))
            for one in docket.charts(actor, on=held.as_of)
        ]
    return [one for one in some if one.marks]


def side_by_side(actor: Actor, held: facts.Gathered) -> list[tuple[str, list[showing.Shown]]]:
    """Give the chief figures of up to five sessions: a row a session, the latest first."""
    return [
        (shown.session(one.session), [showing.of(asking.of(one, figure)) for figure in SIDE])
        for one in _each(actor, held)
    ]


def _each(actor: Actor, held: facts.Gathered) -> list[facts.Gathered]:
    return [
        held if row == held.session else facts.gather(actor, row, as_of=held.as_of)
        for row in sessions.known()[: sessions.MOST]
    ]


def _parts(held: facts.Gathered, figure: str) -> Chart:
    found = figures.parts(held.query(figure), held.facts)
    known = held.query(figure).definition
    names = labels.of(known.over, held.session)
    bars = [
        (names.get(value, value), one.numerator, showing.address(one))
        for value, one in found.items()
    ]
    bars.sort(key=lambda bar: (-bar[1], bar[0]))
    lang = shown.lang()
    return Chart(figure, "bars", tuple(bars[:MOST]), known.name[lang], known.formula[lang])


def _pace(held: facts.Gathered) -> Chart:
    """Set what was due in each month beside what was issued in it."""
    marks: list[tuple[str, str, int, str]] = []
    due = figures.parts(held.query("replies_due"), held.facts, "due_month")
    issued = figures.parts(held.query("replies_issued"), held.facts, "issued_month")
    for month in sorted({*due, *issued} - {""}):
        for key, some in (("due", due), ("issued", issued)):
            if found := some.get(month):
                name = shown.say(f"stat.series_{key}")
                marks.append((month, name, found.numerator, showing.address(found)))
    return Chart("pace", "series", tuple(marks))


def _together(held: facts.Gathered) -> Chart:
    """Count for each two bodies the cases that both have to do with; those who meet most often."""
    pairs: Counter[tuple[str, str]] = Counter()
    for fact in held.facts:
        if fact.unit == "cases":
            pairs.update(combinations(fact.groups.get("body", ()), 2))
    often: Counter[str] = Counter()
    for pair, n in pairs.items():
        often.update(dict.fromkeys(pair, n))
    names = labels.of("body", held.session)
    chosen = {body for body, _ in often.most_common(BODIES)}
    marks = [
        (names.get(one, one), names.get(other, other), n, showing.address(_both(held, one, other)))
        for (one, other), n in pairs.most_common()
        if one in chosen and other in chosen
    ]
    return Chart("together", "grid", tuple(marks))


def _both(held: facts.Gathered, one: str, other: str) -> figures.Figure:
    return figures.Figure(held.query("cases_handled", [("body", one), ("body", other)]))


def _hearing(actor: Actor, held: facts.Gathered) -> Chart:
    """Set each sector's part of the speaking time beside its part of the suggestions, over the meetings of the session."""
    rows = meetings.seen(actor).filter(session=held.session)
    voices = [voice for row in rows for voice in balance.voices(row) if voice.sector]
    marks: list[tuple[str, str, int, str]] = []
    for one in hearing.shares(voices, "sector"):
        for key, share in (("time", one.time_share), ("asks", one.suggestion_share)):
            marks.append(
                (one.name, shown.say(f"stat.series_{key}"), round(share * 100), "/meetings/")
            )
    return Chart("hearing", "series", tuple(marks) if any(mark[2] for mark in marks) else ())


def _rates(actor: Actor, held: facts.Gathered) -> Chart:
    """Set the four rates of up to five sessions side by side, in percent; a rate over nothing has no mark."""
    marks: list[tuple[str, str, int, str]] = []
    for one in reversed(_each(actor, held)):
        for found in asking.four(one):
            if found.base:
                whole = int(percent(found.numerator, found.denominator, 0))
                name = showing.of(found)
                marks.append((shown.session(one.session), name.name, whole, name.href))
    return Chart("rates", "series", tuple(marks))


def table(one: Chart) -> Sequence[Sequence[str | int]]:
    """Give the marks of a chart as the rows of a table, without where they lead."""
    return [mark[:-1] for mark in one.marks]
