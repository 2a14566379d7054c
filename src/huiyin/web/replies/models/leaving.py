# SPDX-License-Identifier: Apache-2.0
"""What leaves: the letter as issued, and its delivery to each proposer."""

from django.db import models
from django.db.models import Q

from huiyin.web.kit.models import Versioned
from huiyin.web.replies.models.replies import Reply


class Letter(models.Model):
    """The letter of a reply in one form (公函), kept byte for byte under its hash, as issued."""

    ledgered = ("reply_id", "form", "sha256")

    class Form(models.TextChoices):
        PDF = "pdf", "PDF"
        DOCX = "docx", "DOCX"
        HTML = "html", "HTML"

    reply = models.ForeignKey(Reply, models.PROTECT, related_name="letters")
    form = models.CharField(max_length=8, choices=Form.choices)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    stored = models.CharField(max_length=100)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["reply", "form"], name="replies_letter_once")
        ]


class Delivery(Versioned):
    """A reply on its way to one proposer or co-signer (送达): due from the moment of issue, sent once, received once."""

    ledgered = ("reply_id", "person_id", "sent_at", "received_at", "how")

    class How(models.TextChoices):
        OPENED = "opened", "本人打开"
        PAPER = "paper", "纸质签收"
        FACE = "face", "当面答复"

    reply = models.ForeignKey(Reply, models.PROTECT, related_name="deliveries")
    person = models.ForeignKey("accounts.Person", models.PROTECT, related_name="deliveries")
    signs = models.BooleanField(default=False)
    due_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, db_index=True)
    received_at = models.DateTimeField(null=True)
    how = models.CharField(max_length=8, choices=How.choices, blank=True)
    recorded_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ["reply", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["reply", "person"], name="replies_delivered_once"),
            models.CheckConstraint(
                condition=Q(received_at=None, how="")
                | (Q(received_at__isnull=False, sent_at__isnull=False) & ~Q(how="")),
                name="replies_received_somehow",
            ),
            models.CheckConstraint(
                condition=Q(how__in=["", "opened"])
                | (Q(recorded_by__isnull=False) & ~Q(reason="")),
                name="replies_paper_has_reason",
            ),
        ]
