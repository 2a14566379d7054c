# SPDX-License-Identifier: Apache-2.0
"""The only place of the web that picks adapters; the rooms below are handed what they need through `kit.ports`."""

from huiyin.adapters.calendars import adapter as calendars
from huiyin.adapters.packs import adapter as packs
from huiyin.web.kit import ports


def wire() -> None:
    """Hand the adapters to the rooms."""
    ports.provide(calendar=calendars.chinese, pack=packs.load, pack_ids=packs.shipped)
