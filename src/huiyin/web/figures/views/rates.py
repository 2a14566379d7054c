# SPDX-License-Identifier: Apache-2.0
"""The four rates side by side, and the page of one figure with its arithmetic and the rows behind it."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from huiyin.core.overview import definitions, figures, telling
from huiyin.core.rates import rates
from huiyin.core.values.refusals import HuiyinError
from huiyin.web.docket.selectors import shown as names
from huiyin.web.docket.views import lists
from huiyin.web.figures.selectors import asking, facts, labels, lines, sessions, showing
from huiyin.web.kit import doors, listing, words

ROWS = ("base", "hits", "misses")


@doors.signed_in
@doors.answering
def side_by_side(request: HttpRequest) -> HttpResponse:
    """Show the four rates with their bases, by an axis; then what came in, and what must add up."""
    held, where = _asked(request)
    four = asking.four(held, where)
    by = request.GET.get("by", "body")
    if by not in (*labels.AXES, "session"):
        raise HuiyinError("NOT_FOUND")
    rows = _by_session(request, where) if by == "session" else asking.by_axis(held, by, where)
    context = _frame(request, held, where) | {
        "four": [showing.of(one) for one in four],
        "far": asking.is_far(four),
        "by": by,
        "axes": [(axis, labels.axis(axis)) for axis in (*labels.AXES, "session")],
        "rows": [(row, [showing.of(one) for one in row.figures]) for row in rows],
        "others": _others(held, where),
        "balances": [
            (one, one.balance.name[words.language()], telling.balanced(one, words.language()))
            for one in asking.balanced(held, where)
        ],
    }
    return render(request, "figures/rates.html", context)


@doors.signed_in
@doors.answering
def one(request: HttpRequest, figure: str) -> HttpResponseBase:
    """Show one figure: definition, arithmetic, parts, and the rows above and below the line."""
    definitions.get(figure)
    held, where = _asked(request)
    found = asking.of(held, figure, where, request.GET.get("part"))
    known = found.query.definition
    which = request.GET.get("rows", "hits" if known.kind == "count" or found.query.part else "base")
    if which not in ROWS:
        raise HuiyinError("NOT_FOUND")
    ids = _ids(found, which)
    unit = known.above if which == "hits" else known.unit
    actor = doors.actor_of(request)
    if request.GET.get("export") in ("csv", "xlsx"):
        table = _table(lines.of(actor, unit, ids))
        return lists.export(table, figure, request.GET["export"])
    cut = listing.of(request, ids, [], per_page=50)
    context = _frame(request, held, where) | {
        "shown": showing.of(found),
        "known": known,
        "which": which,
        "tabs": _tabs(found),
        "listing": cut,
        "lines": lines.of(actor, unit, cut.rows),
        "unit": telling.unit(known.unit, words.language()),
        "parts": _parts(held, found, where),
        "axes": [] if known.over else [(axis, labels.axis(axis)) for axis in labels.AXES],
        "by": request.GET.get("by", ""),
        "part_name": _part_name(held, found),
    }
    return render(request, "figures/figure.html", context)


def _asked(request: HttpRequest) -> tuple[facts.Gathered, tuple[tuple[str, str], ...]]:
    session = sessions.asked(request.GET.get("session", ""))
    held = facts.gather(doors.actor_of(request), session, as_of=doors.today())
    return held, asking.narrowing(request.GET)


def _frame(
    request: HttpRequest, held: facts.Gathered, where: tuple[tuple[str, str], ...]
) -> dict[str, Any]:
    """Give what both pages show around their numbers: which session, which day, how narrowed."""
    chosen = dict(where)
    choices = [
        listing.Filter(
            "session",
            "docket.session_label",
            [(facts.label(row), names.session(row)) for row in sessions.known()],
            facts.label(held.session),
        )
    ]
    for axis in labels.AXES:
        some = labels.of(axis, held.session)
        present = {value for fact in held.facts for value in fact.groups.get(axis, ())}
        pairs = [(value, some[value]) for value in some if value in present]
        if pairs:
            choices.append(listing.Filter(axis, f"figure.axis_{axis}", pairs, chosen.get(axis, "")))
    return {
        "held": held,
        "held_label": facts.label(held.session),
        "query": _without(request, "by", "rows", "page", "export"),
        "session_name": names.session(held.session),
        "choices": choices,
        "narrowed": [
            (labels.axis(axis), labels.of(axis, held.session).get(value, value))
            for axis, value in where
        ],
    }


def _without(request: HttpRequest, *names: str) -> str:
    """Give the query of a page without some of it, ready for more."""
    kept = request.GET.copy()
    for name in names:
        kept.pop(name, None)
    return f"{kept.urlencode()}&" if kept else ""


def _by_session(request: HttpRequest, where: tuple[tuple[str, str], ...]) -> list[asking.Row]:
    found = []
    for row in sessions.known()[: sessions.MOST]:
        held = facts.gather(doors.actor_of(request), row, as_of=doors.today())
        four = tuple(asking.four(held, where))
        found.append(asking.Row(facts.label(row), names.session(row), four, asking.is_far(four)))
    return found


def _others(
    held: facts.Gathered, where: tuple[tuple[str, str], ...]
) -> list[tuple[str, list[showing.Shown]]]:
    """Give every other figure, by its unit; of one with parts, the whole."""
    found: dict[str, list[showing.Shown]] = {}
    for known in definitions.catalog().values():
        if known.id not in rates.FOUR and known.kind != "parts":
            one = showing.of(asking.of(held, known.id, where))
            found.setdefault(telling.unit(known.unit, words.language()), []).append(one)
    return list(found.items())


def _ids(found: figures.Figure, which: str) -> tuple[str, ...]:
    if which == "misses":
        return tuple(sorted(set(found.base) - set(found.hits)))
    return found.hits if which == "hits" else found.base


def _tabs(found: figures.Figure) -> list[tuple[str, int]]:
    if found.hidden or found.query.definition.kind == "count":
        return []
    some = ROWS if found.query.definition.kind != "ratio" else ROWS[:2]
    return [(which, len(_ids(found, which))) for which in some]


def _parts(
    held: facts.Gathered, found: figures.Figure, where: tuple[tuple[str, str], ...]
) -> list[tuple[str, showing.Shown]]:
    """Give the parts of a figure that has some, largest first."""
    known = found.query.definition
    if known.kind != "parts":
        return []
    some = figures.parts(held.query(known.id, where), held.facts)
    of = labels.of(known.over, held.session)
    pairs = [(of.get(value, value), showing.of(part)) for value, part in some.items()]
    return sorted(pairs, key=lambda pair: -pair[1].figure.numerator)


def _part_name(held: facts.Gathered, found: figures.Figure) -> str:
    if found.query.part is None:
        return ""
    of: Mapping[str, str] = labels.of(found.query.definition.over, held.session)
    return of.get(found.query.part, found.query.part)


def _table(some: list[lines.Line]) -> Iterator[list[str]]:
    yield [
        words.say(f"figure.{key}", words.language()) for key in ("number", "title", "note", "state")
    ]
    for one in some:
        yield [one.number, one.title, one.note, one.state.label if one.state else ""]
