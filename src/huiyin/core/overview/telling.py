# SPDX-License-Identifier: Apache-2.0
"""Telling (说明): a figure with its arithmetic, in words of both languages."""

from fractions import Fraction

from huiyin.core.overview import balances, definitions, explaining, figures


def name(figure: str, lang: str) -> str:
    """Name a figure in `zh` or `en`."""
    return definitions.get(figure).name[lang]


def unit(named: str, lang: str) -> str:
    """Name a unit in `zh` or `en`."""
    return definitions.units()[named][lang]


def value(found: figures.Figure, lang: str) -> str:
    """Give the number as it is shown: never without its base, and in words where there is none.

    >>> value(figures.Figure(figures.Query("answered"), ("1",), ("1", "2")), "en")
    '50.0 % (1 of 2 replies due)'
    >>> value(figures.Figure(figures.Query("answered")), "en")
    'nothing to be a share of: 0 replies due'
    """
    known = found.query.definition
    if found.hidden:
        return explaining.note("few", lang, least=figures.LEAST)
    below, above = unit(known.unit, lang), unit(known.above, lang)
    if known.kind == "count":
        return explaining.note("count", lang, n=found.numerator, unit=above)
    if not found.base:
        return explaining.note("nothing", lang, unit=below)
    key = "ratio" if known.kind == "ratio" else "share"
    shown = found.quotient() if known.kind == "ratio" else found.percent()
    return explaining.note(
        key, lang, shown=shown, n=found.numerator, base=found.denominator, unit=below, above=above
    )


def arithmetic(found: figures.Figure, lang: str) -> str:
    """Give the division with two digits more than shown, and how it was rounded; "" where nothing is divided.

    >>> one = figures.Figure(figures.Query("answered"), ("1", "2"), ("1", "2", "3"))
    >>> arithmetic(one, "en")
    '2 ÷ 3 = 66.667 %, rounded half up to 66.7 %'
    """
    if found.share is None:
        return ""
    rate = found.query.definition.kind != "ratio"
    exact = round(found.share * (100 if rate else 1), found.query.digits + 2)
    return explaining.note(
        f"divided_{found.query.rounding}",
        lang,
        n=found.numerator,
        base=found.denominator,
        exact=_fixed(exact, found.query.digits + 2),
        shown=found.percent() if rate else found.quotient(),
        sign=" %" if rate and lang == "en" else "%" if rate else "",
    )


def balanced(found: balances.Balanced, lang: str) -> str:
    """Give a balance as a sum, and the difference where it does not hold."""
    parts = " + ".join(f"{name(part.query.figure, lang)} {part.numerator}" for part in found.parts)
    whole = f"{name(found.whole.query.figure, lang)} {found.whole.numerator}"
    if found.holds:
        return f"{whole} = {parts}"
    said = f"{whole} ≠ {parts}"
    return said + explaining.note(
        "unbalanced",
        lang,
        difference=found.difference,
        nowhere=len(found.nowhere),
        doubled=len(found.doubled),
        outside=len(found.outside),
    )


def _fixed(number: Fraction, digits: int) -> str:
    return f"{float(number):.{digits}f}"
