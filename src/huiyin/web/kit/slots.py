# SPDX-License-Identifier: Apache-2.0
"""Slots (插槽): what rooms above lay on the pages of rooms below, and their places in the navigation.

A room registers at its start (`AppConfig.ready`); the templates of the rooms below say `{% slot "case" row %}`, and so no
room has to know those above it.
"""

from collections.abc import Callable, Iterable
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.html import format_html_join
from django.utils.safestring import SafeString

if TYPE_CHECKING:
    from huiyin.web.accounts.actors import Actor

ANYBODY: tuple[str, ...] = ()
SIGNED_IN = ("*",)
PAGES = ("case", "assignment", "proposal", "reply", "account", "person", "desk")
Panel = Callable[["Actor", Any, str], "SafeString | None"]


@dataclass(frozen=True, slots=True)
class Place:
    """A place of the navigation: its address, the key of its words, its icon, and the roles it is for."""

    path: str
    words: str
    icon: str
    roles: tuple[str, ...] = ANYBODY
    bar: bool = False


token: ContextVar[str] = ContextVar(
    "token", default=""
)  # of the page being made, for forms of panels

_panels: dict[str, dict[str, tuple[int, Panel]]] = {}
_places: list[tuple[str, Place]] = []


def register(page: str, order: int, panel: Panel) -> None:
    """Lay a panel on a page; `panel(actor, row, lang)` gives its HTML, or None where it has nothing to say.

    Units: lower orders stand higher. The row of a desk is None.
    Errors: ValueError for a page without slots.
    Cost: what the panel costs; it asks a number of queries that does not grow with the rows it shows.
    """
    if page not in PAGES:
        raise ValueError(page)
    name = f"{panel.__module__}.{panel.__qualname__}"
    _panels.setdefault(page, {})[name] = (order, panel)


def render(page: str, actor: "Actor", row: Any, lang: str) -> SafeString:
    """Give all panels of a page, in their order."""
    some = sorted(_panels.get(page, {}).values(), key=lambda one: one[0])
    said = (panel(actor, row, lang) for _, panel in some)
    return format_html_join("", "{}", ((one,) for one in said if one))


def offer(group: str, place: Place) -> None:
    """Offer a place for the navigation, in the group of a key of words."""
    if (group, place) not in _places:
        _places.append((group, place))


def places(group: str) -> Iterable[Place]:
    """Give the places offered for a group."""
    return [place for name, place in _places if name == group]
