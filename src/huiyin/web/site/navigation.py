# SPDX-License-Identifier: Apache-2.0
"""The navigation: each place once, with the roles it is for; a place whose address does not exist yet is left out."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from django.urls import Resolver404, resolve

from huiyin.web.accounts.actors import Actor
from huiyin.web.kit import slots
from huiyin.web.kit.slots import ANYBODY, SIGNED_IN, Place

OFFICE = ("clerk", "reviewer", "committee")


GROUPS: tuple[tuple[str, tuple[Place, ...]], ...] = (
    (
        "",
        (
            Place("/", "nav.desk", "desk", bar=True),
            Place("/proposals/", "nav.proposals", "proposal", bar=True),
            Place("/proposals/new", "nav.new", "pen", ("member", "convener"), bar=True),
            Place("/search/", "nav.search", "search", bar=True),
        ),
    ),
    (
        "nav.handling",
        (
            Place("/examination/", "nav.examination", "examine", OFFICE),
            Place("/merging/", "nav.merging", "merge", OFFICE),
            Place("/assignment-meeting/", "nav.meeting", "board", (*OFFICE, "assigner", "liaison")),
            Place(
                "/clocks/overdue/",
                "nav.overdue",
                "clock",
                (*OFFICE, "assigner", "oversight", "leader", "liaison"),
            ),
            Place(
                "/statistics/",
                "nav.statistics",
                "half",
                (*OFFICE, "assigner", "oversight", "leader", "auditor"),
            ),
            Place("/intake/", "nav.intake", "upload", OFFICE),
        ),
    ),
    (
        "nav.knowing",
        (
            Place("/people/", "nav.people", "people", SIGNED_IN),
            Place("/bodies/", "nav.bodies", "body"),
            Place("/packs/", "nav.packs", "rules"),
        ),
    ),
    (
        "nav.keeping",
        (
            Place("/roles/", "nav.roles", "key", ("accounts_admin", "auditor")),
            Place("/import/", "nav.import", "upload", ("accounts_admin",)),
            Place("/ledger/", "nav.ledger", "ledger", ("auditor",)),
            Place("/delegations/", "nav.delegations", "pen", ("member",)),
        ),
    ),
)


def _is_for(place: Place, actor: Actor) -> bool:
    if place.roles == ANYBODY:
        return True
    return actor.user_id is not None and (place.roles == SIGNED_IN or actor.has(*place.roles))


@cache
def exists(path: str) -> bool:
    """Tell whether an address is served."""
    try:
        resolve(path)
    except Resolver404:
        return False
    return True


def of(actor: Actor, here: str, counts: Mapping[str, int]) -> list[dict[str, Any]]:
    """Give the groups of places an actor has, with the one that holds the present page marked."""
    groups = [
        (
            words,
            [
                place
                for place in (*some, *slots.places(words))
                if _is_for(place, actor) and exists(place.path)
            ],
        )
        for words, some in GROUPS
    ]
    known = [place.path for _, some in groups for place in some]
    at = max((path for path in known if _holds(path, here)), key=len, default="")
    return [
        {"words": words, "items": [_item(place, at, counts) for place in some]}
        for words, some in groups
        if some
    ]


def bar(actor: Actor, groups: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Give the few places of the bottom bar of a phone."""
    some = [item for group in groups for item in group["items"]]
    return sorted(some, key=lambda item: not item["bar"])[:4]


def _holds(path: str, here: str) -> bool:
    return here == path or (path != "/" and path.endswith("/") and here.startswith(path))


def _item(place: Place, at: str, counts: Mapping[str, int]) -> dict[str, Any]:
    return {
        "path": place.path,
        "words": place.words,
        "icon": place.icon,
        "here": place.path == at,
        "count": counts.get(place.path, 0),
        "bar": place.bar,
    }
