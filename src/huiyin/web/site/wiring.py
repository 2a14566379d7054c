# SPDX-License-Identifier: Apache-2.0
"""The only place of the web that picks adapters; the rooms below are handed what they need through `kit.ports`."""

from datetime import date
from pathlib import Path

from django.conf import settings

from huiyin.adapters.calendars import adapter as calendars
from huiyin.adapters.packs import adapter as packs
from huiyin.adapters.tables import adapter as tables
from huiyin.web.kit import ports
from huiyin.web.site import reader


def _body_loads(on: date) -> dict[int, tuple[int, int]]:
    from huiyin.web.docket import loads  # rows can be read only once the application stands

    return loads.by_body(on)


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
        body_loads=_body_loads,
        **reader.ports(),
    )
