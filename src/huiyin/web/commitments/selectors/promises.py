# SPDX-License-Identifier: Apache-2.0
"""Promises found in replies, as an actor may see them: those that wait for their author."""

from django.db.models import QuerySet

from huiyin.web.accounts.actors import Actor
from huiyin.web.commitments import models
from huiyin.web.docket import permissions


def waiting(actor: Actor) -> QuerySet[models.Promise]:
    """Give the promises that wait to be decided on, those of the earliest replies first."""
    rows = models.Promise.objects.filter(
        permissions.visible(actor, models.Promise), state="proposed"
    )
    return rows.select_related("reply__assignment__case", "answer").order_by("reply_id", "pk")
