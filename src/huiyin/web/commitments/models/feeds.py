# SPDX-License-Identifier: Apache-2.0
"""Addresses of calendars (日历订阅): a secret a person's calendar program knows; kept as a hash, revoked at once."""

from django.db import models
from django.db.models import Q


class CalendarKey(models.Model):
    """The address under which one user's calendar is fetched, one at a time."""

    user = models.ForeignKey("accounts.User", models.CASCADE, related_name="calendar_keys")
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    used_on = models.DateField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user"], condition=Q(revoked_at=None), name="commitments_one_calendar"
            )
        ]
