# SPDX-License-Identifier: Apache-2.0
"""Joining the docket (接入): overviews are seen by one rule, answer to the ledger, and are looked at by the clock."""

from huiyin.web.docket import permissions, replaying
from huiyin.web.docket.services import ticking
from huiyin.web.kit import slots
from huiyin.web.overviews import models
from huiyin.web.overviews import permissions as own
from huiyin.web.overviews.services import watching

LEDGERED = (models.Overview, models.OverviewEdition)


def join() -> None:
    """Register everything the rooms below need to know of this one."""
    for model, seen in own.RULES.items():
        permissions.rule(model, seen)
    slots.offer("nav.knowing", slots.Place("/overviews/", "nav.overviews", "pen"))
    replaying.also(*LEDGERED)
    ticking.also(watching.look)
