# SPDX-License-Identifier: Apache-2.0
"""Showing (呈现): a figure as a page shows it: the number with its base, where it leads, what is left out, its arithmetic."""

from dataclasses import dataclass
from urllib.parse import urlencode

from huiyin.core.overview import telling
from huiyin.core.overview.figures import LEAST, Figure
from huiyin.web.kit import words


@dataclass(frozen=True, slots=True)
class Shown:
    """A figure in the words of the page.

    Attributes:
        number: what stands large: a percentage, a quotient or a count; "" where there is none.
        over: what it is out of, or why there is no number.
        percent: the same share as a number for a meter, None where there is none.
        none: the same in short, where there is no number.
        left: why rows are left out, and how many.
    """

    figure: Figure
    name: str
    formula: str
    number: str
    over: str
    none: str
    percent: str | None
    href: str
    arithmetic: str
    left: tuple[tuple[str, int], ...]


def of(found: Figure) -> Shown:
    """Give a figure as it is shown."""
    lang = words.language()
    known = found.query.definition
    unit, above = telling.unit(known.unit, lang), telling.unit(known.above, lang)
    share = known.kind in ("share", "parts")
    if found.hidden:
        number, over = "", words.say("figure.few", lang, n=LEAST)
    elif known.kind == "count":
        number, over = f"{found.numerator:,}", above
    elif not found.base:
        number, over = "", words.say("figure.nothing", lang, unit=unit)
    else:
        number = f"{found.percent()}%" if share else found.quotient()
        key = "figure.of" if share else "figure.per"
        over = words.say(
            key, lang, hits=found.numerator, base=found.denominator, unit=unit, above=above
        )
    return Shown(
        found,
        telling.name(known.id, lang),
        known.formula[lang],
        number,
        over,
        over if found.hidden else f"0 {unit}",
        found.percent() or None if share else None,
        address(found),
        telling.arithmetic(found, lang),
        tuple((left_out(reason), n) for reason, n in found.excluded),
    )


def left_out(reason: str) -> str:
    """Say why rows are left out."""
    return words.say(f"left_out.{reason}", words.language())


def address(found: Figure, **more: str) -> str:
    """Give where a figure and the rows behind it are shown."""
    query = found.query
    part = [("part", query.part)] if query.part is not None else []
    asked = [("session", query.session), *query.where, *part, *more.items()]
    return f"/figures/{query.figure}/?{urlencode(asked)}"
