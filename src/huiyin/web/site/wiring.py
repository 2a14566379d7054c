# SPDX-License-Identifier: Apache-2.0
"""The only place of the web that picks adapters; the rooms below are handed what they need through `kit.ports`."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings

from huiyin.adapters.calendars import adapter as calendars
from huiyin.adapters.documents import adapter as documents
from huiyin.adapters.packs import adapter as packs
from huiyin.adapters.tables import adapter as tables
from huiyin.core.values import letters as values
from huiyin.web.kit import ports
from huiyin.web.site import reader


def _body_loads(on: date) -> dict[int, tuple[int, int]]:
    from huiyin.web.docket import loads  # rows can be read only once the application stands

    return loads.by_body(on)


def _demo_city() -> list[tuple[str, ...]]:
    from huiyin.web.kit import words
    from huiyin.web.site import city

    lang = words.language()
    return [(city.role(role, lang), *rest) for role, *rest in city.fill()]


def _write_paper(paper: values.AnyPaper, form: Any) -> Any:
    from huiyin.adapters.letters import adapter as letters  # typesetting is loaded by the first

    return letters.write(paper, form)


def _show_paper(paper: values.AnyPaper) -> str:
    from huiyin.adapters.letters import adapter as letters

    return letters.write_part(paper)


def _fill_template(letter: values.Letter, template: bytes) -> Any:
    from huiyin.adapters.letters import adapter as letters

    return letters.fill(letter, template)


def _check_template(name: str, template: bytes) -> Any:
    """Let the reader of documents take the file first: it refuses what any docx may bring."""
    from huiyin.adapters.letters import own_template

    documents.read_bytes(name, template)
    return own_template.check(template)


def _ask_model(messages: list[dict[str, str]]) -> str:
    from huiyin.adapters.chats import adapter as chats

    return chats.ask(
        messages, address=settings.MODEL_URL, model=settings.MODEL_NAME, key=settings.MODEL_KEY
    )


def _draw_bars(some: Sequence[tuple[str, int, str]], **named: Any) -> str:
    from huiyin.adapters.charts import adapter as charts  # loads nothing until something is drawn

    return charts.draw(some, **named)


def _draw_spans(some: Sequence[ports.Stretch], **named: Any) -> str:
    from huiyin.adapters.charts import stretches

    return stretches.draw(some, **named)


def _draw_code(text: str) -> str:
    from huiyin.adapters.codes import adapter as codes

    return codes.draw(text)


def _draw_series(some: Sequence[tuple[str, str, int, str]], *, title: str, about: str) -> str:
    from huiyin.adapters.charts import adapter as charts

    return charts.series(tuple(some), title, about)


def _draw_grid(some: Sequence[tuple[str, str, int, str]], *, title: str, about: str) -> str:
    from huiyin.adapters.charts import adapter as charts

    return charts.grid(tuple(some), title, about)


def _chart_png(svg: str) -> bytes:
    from huiyin.adapters.charts import adapter as charts
    from huiyin.adapters.letters import glyphs

    return charts.png(svg, str(glyphs.FONTS))


def wire() -> None:
    """Hand the adapters to the rooms."""
    own = packs.Shelf(Path(settings.PACKS_ROOT))
    ports.provide(
        calendar=calendars.chinese,
        pack=own.load,
        pack_ids=own.ids,
        pack_text=own.text,
        parse_pack=packs.parse,
        pack_data=packs.data_of,
        keep_pack=own.keep,
        table=tables.read,
        write_table=tables.write,
        write_table_to=tables.write_to,
        draw_bars=_draw_bars,
        draw_spans=_draw_spans,
        draw_series=_draw_series,
        draw_grid=_draw_grid,
        chart_png=_chart_png,
        draw_code=_draw_code,
        body_loads=_body_loads,
        demo_city=_demo_city,
        write_paper=_write_paper,
        show_paper=_show_paper,
        fill_template=_fill_template,
        check_template=_check_template,
        ask_model=_ask_model if settings.MODEL_URL else None,
        **reader.ports(),
    )
