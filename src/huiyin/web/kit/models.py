# SPDX-License-Identifier: Apache-2.0
"""Rows every room stands on: the ledger, counters, the outbox, notices, idempotency."""

from django.conf import settings
from django.db import models


class Versioned(models.Model):
    """A row that two people may not overwrite for each other: it is saved only over the version that was read."""

    version = models.PositiveIntegerField(default=1)

    class Meta:
        abstract = True


class ChainHead(models.Model):
    """The end of the ledger: one row, locked by every writer, so that the chain never forks."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    seq = models.PositiveBigIntegerField(default=0)
    digest = models.CharField(max_length=64, default="")

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="kit_one_chain")]


class LedgerEntry(models.Model):
    """One act (办理留痕): who, on whose behalf, what, why, before and after; append-only and chained by hash."""

    seq = models.PositiveBigIntegerField(unique=True)
    prev = models.CharField(max_length=64, unique=True)
    digest = models.CharField(max_length=64, unique=True)
    algorithm = models.CharField(max_length=12, default="sha256")
    at = models.DateTimeField(db_index=True)
    act = models.CharField(max_length=60)
    kind = models.CharField(max_length=40)
    object_id = models.PositiveBigIntegerField()
    case_id = models.PositiveBigIntegerField(null=True, db_index=True)
    actor_id = models.PositiveBigIntegerField(null=True)
    behalf_id = models.PositiveBigIntegerField(null=True)
    role = models.CharField(max_length=24, blank=True)
    reason_code = models.CharField(max_length=8, blank=True)
    reason = models.TextField(blank=True)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    rows = models.JSONField(default=dict)
    door = models.CharField(max_length=12, default="web")

    class Meta:
        ordering = ["seq"]
        indexes = [models.Index(fields=["kind", "object_id", "seq"], name="kit_ledger_object")]


class Counter(models.Model):
    """A gapless number series, e.g. the case numbers of a session: locked in the transaction that takes a number."""

    key = models.CharField(max_length=60, unique=True)
    value = models.PositiveIntegerField(default=0)


class Idempotency(models.Model):
    """The answer to a command that was done, so that its repetition does nothing and hears the same."""

    actor_id = models.PositiveBigIntegerField()
    key = models.CharField(max_length=80)
    request = models.CharField(max_length=64)
    answer = models.JSONField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["actor_id", "key"], name="kit_once")]


class Notice(models.Model):
    """What a person is told in the application: an id of words and its parameters, never text to be trusted."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices")
    words = models.CharField(max_length=60)
    params = models.JSONField(default=dict)
    link = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    dedupe = models.CharField(max_length=120, unique=True)

    class Meta:
        ordering = ["-at"]
        indexes = [models.Index(fields=["user", "read_at"], name="kit_notice_user")]


class Outbox(models.Model):
    """A message to leave after commit, written in the transaction of its act, sent at most once for each key.

    One that tells of a notice is put into words when it leaves; one to an address that is no user's is kept as written,
    and its words, which may hold a secret link, are wiped once it has left.
    """

    dedupe = models.CharField(max_length=120, unique=True)
    notice = models.ForeignKey(Notice, models.CASCADE, related_name="messages", null=True)
    to = models.EmailField(blank=True)
    subject = models.CharField(max_length=200, blank=True)
    body = models.TextField(blank=True)
    channel = models.CharField(max_length=12, default="mail")
    at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True, db_index=True)
    tries = models.PositiveSmallIntegerField(default=0)
    fault = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(notice__isnull=False, to="")
                | models.Q(notice=None, sent_at__isnull=False)
                | models.Q(notice=None) & ~models.Q(to="") & ~models.Q(body=""),
                name="kit_outbox_notice_or_letter",
            )
        ]


class LiveVersion(models.Model):
    """How often what a channel shows has changed; whoever follows it asks for the rows above the last `version` seen."""

    channel = models.CharField(max_length=80, primary_key=True)
    version = models.PositiveBigIntegerField(db_index=True)


class SavedView(models.Model):
    """A list as somebody narrowed and sorted it, under a name: for oneself, or for all who hold a role."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="saved_views")
    path = models.CharField(max_length=60)
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=500)
    role = models.CharField(max_length=24, blank=True)

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["user", "path", "name"], name="kit_view_name")
        ]
        indexes = [models.Index(fields=["path", "role"], name="kit_view_role")]
