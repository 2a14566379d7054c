# SPDX-License-Identifier: Apache-2.0
"""Joining the docket (接入): citizens' notes are seen by one rule, followers are written to by the clock."""

from huiyin.web.docket import permissions, replaying
from huiyin.web.docket.services import ticking
from huiyin.web.kit import slots
from huiyin.web.portal import models
from huiyin.web.portal import permissions as own
from huiyin.web.portal.services import writing_out


def join() -> None:
    """Register everything the rooms below need to know of this one."""
    for model, seen in own.RULES.items():
        permissions.rule(model, seen)
    slots.offer("nav.knowing", slots.Place("/public/", "nav.public", "people"))
    slots.offer("nav.handling", slots.Place("/raised/", "nav.raised", "pen", own.MODERATORS))
    replaying.also(models.CitizenNote)
    ticking.also(writing_out.send)
