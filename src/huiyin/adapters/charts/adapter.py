# SPDX-License-Identifier: Apache-2.0
"""Charts as SVG by Altair: no browser, no network; links on the marks, colours of the page around them."""

import re
from collections.abc import Sequence
from functools import lru_cache
from html import escape
from typing import Any

Bar = tuple[str, int, str]  # its name, its number, where it leads
Pair = tuple[
    str, str, int, str
]  # of two things, or a thing and a series: their names, the number, where it leads
_HERE = "https://here.invalid"  # an address without a host would be given a foreign one
_WIDTH, _STEP, _HEIGHT = 560, 22, 180
# names are measured in one font and may be set in a wider one
_ROOM = {"left": 24, "top": 5, "right": 8, "bottom": 5}


@lru_cache(maxsize=128)
def bars(some: tuple[Bar, ...], title: str, about: str, across: bool) -> str:
    """Draw bars as an SVG element with a title and a description.

    Shapes: in the order given; lying where `across`, else standing, as days do.
    Cost: 0.1 s and, at the first chart of a process, some 90 MB; the same bars are drawn once.
    """
    import altair

    names = [name for name, _, _ in some]
    name: Any = altair.Y if across else altair.X
    count: Any = altair.X if across else altair.Y
    drawn = _chart(
        [{"name": a, "n": n, "to": _HERE + to} for a, n, to in some],
        height=altair.Step(_STEP) if across else _HEIGHT,
    ).mark_bar(color="currentColor", opacity=0.75)
    drawn = drawn.encode(
        **{
            "y" if across else "x": name("name:N", sort=names, title=None),
            "x" if across else "y": count("n:Q", title=None, axis=altair.Axis(tickMinStep=1)),
            "href": altair.Href("to:N"),
        }
    )
    return _named(_svg(drawn), title, about)


@lru_cache(maxsize=128)
def series(some: tuple[Pair, ...], title: str, about: str) -> str:
    """Draw standing bars of several series beside each other, the first the darkest.

    Shapes: (name, series, number, where it leads); names and series in the order they come.
    """
    import altair

    names = list(dict.fromkeys(one[0] for one in some))
    kinds = list(dict.fromkeys(one[1] for one in some))
    shades = [0.85 - 0.6 * place / max(1, len(kinds) - 1) for place in range(len(kinds))]
    data = [{"name": a, "series": b, "n": n, "to": _HERE + to} for a, b, n, to in some]
    drawn = _chart(data, height=_HEIGHT).mark_bar(color="currentColor")
    drawn = drawn.encode(
        x=altair.X("name:N", sort=names, title=None),
        xOffset=altair.XOffset("series:N", sort=kinds),
        y=altair.Y("n:Q", title=None, axis=altair.Axis(tickMinStep=1)),
        opacity=altair.Opacity(
            "series:N",
            sort=kinds,
            scale=altair.Scale(domain=kinds, range=shades),
            legend=altair.Legend(title=None, orient="top", symbolFillColor="currentColor"),
        ),
        href=altair.Href("to:N"),
    )
    return _named(_svg(drawn), title, about)


@lru_cache(maxsize=128)
def grid(some: tuple[Pair, ...], title: str, about: str) -> str:
    """Draw squares for each two things, the darker the greater their number, with the number in them.

    Shapes: (one, other, number, where it leads); both sides in the order they come.
    """
    import altair

    names = list(dict.fromkeys(name for one in some for name in one[:2]))
    both = [*some, *((other, one, n, to) for one, other, n, to in some)]
    data = [{"a": a, "b": b, "n": n, "to": _HERE + to} for a, b, n, to in both]
    top = altair.Axis(orient="top", labelAngle=-60, labelOverlap=False)
    base = _chart(data, height=altair.Step(_STEP + 4)).encode(
        x=altair.X("a:N", sort=names, title=None, axis=top),
        y=altair.Y("b:N", sort=names, title=None),
        href=altair.Href("to:N"),
    )
    most = max((n for _, _, n, _ in some), default=1)
    shade = altair.Opacity(
        "n:Q", legend=None, scale=altair.Scale(domain=[0, max(1, most)], range=[0.06, 0.5])
    )
    squares = base.mark_rect(color="currentColor").encode(opacity=shade)
    numbers = base.mark_text(color="currentColor", fontSize=12).encode(text="n:Q")
    return _named(_svg(altair.layer(squares, numbers)), title, about)


def _chart(data: list[dict[str, Any]], **size: Any) -> Any:
    import altair

    return altair.Chart(altair.Data(values=data), **{"width": _WIDTH, **size})  # type: ignore[no-untyped-call]


def _svg(drawn: Any) -> str:
    import vl_convert

    drawn = drawn.configure(background="transparent", font="sans-serif", padding=_ROOM)
    drawn = drawn.configure_view(stroke=None).configure_axis(
        labelColor="currentColor", tickColor="currentColor", domainColor="currentColor",
        gridColor="currentColor", gridOpacity=0.12, labelLimit=200, labelFontSize=12,
        labelOverlap="parity",
    ).configure_legend(labelColor="currentColor", labelFontSize=12)  # fmt: skip
    return str(vl_convert.vegalite_to_svg(drawn.to_dict(), allowed_base_urls=[]))


def _named(svg: str, title: str, about: str) -> str:
    """Name the chart, and leave the bars to the table beside it for who listens: their links stand there too."""
    svg = re.sub(r' (?:role|aria-[a-z]+)="[^"]*"', "", svg)
    svg = svg.replace(f'xlink:href="{_HERE}', 'href="')
    svg = re.sub(r"<a ", '<a tabindex="-1" ', svg)
    head, rest = svg.split(">", 1)
    size = re.sub(r' (?:width|height)="[^"]*"', "", head)
    rest = rest.replace("<g ", '<g aria-hidden="true" ', 1)
    return (
        f'{size} role="group" aria-label="{escape(title)}"><title>{escape(title)}</title>'
        f"<desc>{escape(about)}</desc>{rest}"
    )


def draw(some: Sequence[Bar], *, title: str, about: str, across: bool = True) -> str:
    """Draw bars; see `bars`."""
    return bars(tuple(some), title, about, across)


def png(svg: str, fonts: str) -> bytes:
    """Give a chart as a picture, black on white, set in the fonts of a folder."""
    import vl_convert

    vl_convert.register_font_directory(fonts)
    head, rest = svg.replace("currentColor", "#1d1b18").split(">", 1)
    paper = '<rect width="100%" height="100%" fill="#ffffff"/>'
    return bytes(vl_convert.svg_to_png(f"{head}>{paper}{rest}", scale=2))
