# SPDX-License-Identifier: Apache-2.0
"""The rows of open data: what stands published, and how far that was brought up to the ledger."""

from django.db import models
from django.db.models import Q


class Published(models.Model):
    """An object of the open-data interface (公开对象) with the moments it came, changed and went; its address stays.

    `owner` names the row it is made of, `sha256` is the hash of what it said when it was last compared.
    """

    kind = models.CharField(max_length=20)
    key = models.CharField(max_length=40)
    owner = models.CharField(max_length=40, db_index=True)
    sha256 = models.CharField(max_length=64)
    created_at = models.DateTimeField()
    modified_at = models.DateTimeField()
    deleted = models.BooleanField(default=False)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "key"], name="opendata_published_once"),
            models.CheckConstraint(
                condition=Q(modified_at__gte=models.F("created_at")), name="opendata_modified_after"
            ),
        ]
        indexes = [models.Index(fields=["kind", "deleted", "id"], name="opendata_listed")]


class Followed(models.Model):
    """Up to which entry of the ledger the published objects were compared: one row."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    seq = models.PositiveBigIntegerField(default=0)
    whole_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="opendata_one_follower")]


class Mapping(models.Model):
    """Which column of a foreign table is what (对应关系), kept under a name for the next time."""

    name = models.CharField(max_length=60, unique=True)
    columns = models.JSONField()
    by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["name"]
