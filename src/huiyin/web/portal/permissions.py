# SPDX-License-Identifier: Apache-2.0
"""Who may see what citizens raise: the office; everyone else sees the proposal it became, by the docket's rule."""

from collections.abc import Callable

from django.db.models import Model, Q

from huiyin.web.accounts.actors import Actor
from huiyin.web.portal import models

MODERATORS = ("clerk", "reviewer", "committee")


def _notes(actor: Actor) -> Q:
    return ~Q(state="unverified") if actor.has(*MODERATORS) else Q(pk__in=[])


RULES: dict[type[Model], Callable[[Actor], Q]] = {
    models.CitizenNote: _notes,
    models.Following: lambda actor: Q(pk__in=[]),
}
