# SPDX-License-Identifier: Apache-2.0
"""Figures: every number with its base, its arithmetic, what it leaves out, and the rows that prove it."""

from datetime import date
from typing import Any

from django.http import HttpRequest
from ninja import Query, Schema
from pydantic import Field

from huiyin.core.overview import definitions, figures, telling
from huiyin.core.overview.figures import Figure as Counted
from huiyin.web.api import doing, problems
from huiyin.web.figures.selectors import asking, echo_map, facts, labels, sessions
from huiyin.web.kit import doors, words

desk = doing.Desk("figures")


class FiguresAsked(Schema):
    """Of which session, and narrowed by what."""

    session: str = Field("", max_length=12, description="Term and number as `7-4`; empty is the present one.")  # fmt: skip
    body: str = Field("", max_length=20)
    sector: str = Field("", max_length=20)
    category: str = Field("", max_length=24)
    kind: str = Field("", max_length=24)
    class_: str = Field("", max_length=8, alias="class")


class FigureAsked(FiguresAsked):
    """Which part of a figure, and broken down by what."""

    part: str | None = Field(None, max_length=40, description="Of a figure with parts: which.")
    by: str = Field("", max_length=12, description="An axis to break it down by.")


class FigureLine(Schema):
    """A number that is never bare."""

    id: str
    name: str
    kind: str = Field(description="count, share, parts or ratio.")
    unit: str = Field(description="What stands below the line, or is counted.")
    above: str = Field(description="What stands above the line.")
    session: str
    as_of: date
    scheme: str
    where: dict[str, str]
    part: str | None
    numerator: int
    denominator: int
    percent: str = Field(description="Rounded half up to one digit; empty where there is none.")
    quotient: str
    hidden: bool = Field(description="Kept back: too few people said it.")
    excluded: dict[str, int] = Field(description="Rows left out, by reason.")
    proof: str = Field(description="SHA-256 of the query and every row behind it.")


class Figure(FigureLine):
    """A figure with its definition, its arithmetic and its rows."""

    formula: str
    arithmetic: str
    hits: list[str] = Field(description="Ids of the rows above the line.")
    base: list[str] = Field(description="Ids of the rows below the line.")
    values: dict[str, FigureLine] = Field(description="Its parts, or its values along `by`.")


class Figures(Schema):
    """The figures of a session; `whole` is false where only one's own matters are counted."""

    session: str
    as_of: date
    whole: bool
    items: list[FigureLine]
    balances: dict[str, bool] = Field(description="What must add up, and whether it does.")


class EchoMark(Schema):
    """One suggestion with one body, and how far that is."""

    suggestion: str
    proposal: str
    body: int | None = Field(description="None where no body has it yet.")
    state: str = Field(description="As on the echo map: unassigned, waiting, late, sent, done, promised …")  # fmt: skip
    since: date | None


class EchoMap(Schema):
    """Every suggestion of a session beside each body that has to do with it."""

    session: str
    as_of: date
    counts: dict[str, int]
    items: list[EchoMark]


@desk.get("/echo-map", **doing.reads(EchoMap, public=False))
def get_echo_map(request: HttpRequest, asked: Query[FiguresAsked]) -> Any:
    """The echo map of a session: suggestions by bodies, with state.

    一次会议的回音图：每条建议、每个单位、到了哪一步。
    """
    session, day = sessions.asked(asked.session), doors.today()
    given = {name: value for name, value in asked.dict().items() if value}
    some = echo_map.narrowed(echo_map.marks(doors.actor_of(request), session, as_of=day), given)
    return {
        "session": facts.label(session),
        "as_of": day,
        "counts": dict(echo_map.counts(some)),
        "items": [
            {
                "suggestion": one.ask.uid, "proposal": one.proposal.uid, "state": one.state, "since": one.since,
                "body": int(one.body) if one.body else None,
            }
            for one in some
        ],
    }  # fmt: skip


@desk.get("/figures", **doing.reads(Figures, public=False))
def list_figures(request: HttpRequest, asked: Query[FiguresAsked]) -> Any:
    """Every figure of a session, over all one may count.

    一次会议的全部指标，按您可以统计的范围。
    """
    held, where = _held(request, asked)
    some = [asking.of(held, one, where) for one in definitions.catalog()]
    return {
        "session": facts.label(held.session),
        "as_of": held.as_of,
        "whole": held.whole,
        "items": [_line(one) for one in some],
        "balances": {one.balance.id: one.holds for one in asking.balanced(held, where)},
    }


@desk.get("/figures/{figure}", **doing.reads(Figure, public=False))
def get_figure(request: HttpRequest, figure: str, asked: Query[FigureAsked]) -> Any:
    """A figure with its definition, its arithmetic and the ids of the rows behind it.

    一个指标：口径、算式和背后每一行的编号。
    """
    definitions.get(figure)
    held, where = _held(request, asked)
    if asked.by not in ("", *labels.AXES):
        raise problems.invalid("by", "unknown")
    found = asking.of(held, figure, where, asked.part)
    known = found.query.definition
    split = known.kind == "parts" or asked.by
    some = figures.parts(held.query(figure, where), held.facts, asked.by) if split else {}
    lang = words.language()
    return _line(found) | {
        "formula": known.formula[lang],
        "arithmetic": telling.arithmetic(found, lang),
        "hits": list(found.hits),
        "base": list(found.base),
        "values": {value: _line(one) for value, one in some.items()},
    }


def _held(
    request: HttpRequest, asked: FiguresAsked
) -> tuple[facts.Gathered, list[tuple[str, str]]]:
    session = sessions.asked(asked.session)
    held = facts.gather(doors.actor_of(request), session, as_of=doors.today())
    given = asked.model_dump(by_alias=True)
    return held, [(axis, given[axis]) for axis in labels.AXES if given[axis]]


def _line(found: Counted) -> dict[str, Any]:
    known, query = found.query.definition, found.query
    ratio = known.kind == "ratio"
    return {
        "id": known.id,
        "name": telling.name(known.id, words.language()),
        "kind": known.kind,
        "unit": known.unit,
        "above": known.above,
        "session": query.session,
        "as_of": query.as_of,
        "scheme": query.scheme,
        "where": dict(query.where),
        "part": query.part,
        "numerator": found.numerator,
        "denominator": found.denominator,
        "percent": "" if ratio else found.percent(),
        "quotient": found.quotient() if ratio else "",
        "hidden": found.hidden,
        "excluded": dict(found.excluded),
        "proof": found.proof,
    }
