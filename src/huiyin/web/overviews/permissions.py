# SPDX-License-Identifier: Apache-2.0
"""Who may see and edit overviews: added to the docket's one rule."""

from collections.abc import Callable
from typing import Any

from django.db.models import Model, Q

from huiyin.core.values.refusals import HuiyinError
from huiyin.web.accounts.actors import NOBODY, Actor
from huiyin.web.overviews import models

EDITORS = ("clerk", "reviewer", "committee")
PUBLISHERS = ("committee",)
READERS = (*EDITORS, "assigner", "oversight", "leader", "auditor")


def _overviews(actor: Actor, at: str = "") -> Q:
    """Editors see all; readers what went out; everyone what went out to the public and was not withdrawn."""

    def q(**terms: Any) -> Q:
        return Q(**{f"{at}{key}": term for key, term in terms.items()})

    if actor.has(*EDITORS):
        return q(pk__isnull=False)
    seen = q(state="published", audience="public")
    if actor.has(*READERS):
        seen |= q(state="published")
    return seen


RULES: dict[type[Model], Callable[[Actor], Q]] = {
    models.Overview: _overviews,
    models.Line: lambda actor: _overviews(actor, "overview__") & Q(dropped_at=None),
    models.OverviewEdition: lambda actor: _overviews(actor, "overview__"),
}


def edits(actor: Actor) -> bool:
    """Tell whether an actor writes overviews."""
    return actor.system or actor.has(*EDITORS)


def ask_editor(actor: Actor, act: str) -> None:
    """Ask that an actor writes overviews.

    Errors: `NOT_ALLOWED`.
    """
    if not edits(actor):
        raise HuiyinError("NOT_ALLOWED", act=act)


def reader_of(row: models.Overview, actor: Actor) -> Actor:
    """Give as whom the sources of a paper are looked at: what is for the public rests on nothing but what is released."""
    return NOBODY if row.audience == models.Overview.Audience.PUBLIC else actor
