# SPDX-License-Identifier: Apache-2.0
"""Promises found in replies (摘出的承诺): a proposal of the machine with its span, until the author has decided on it."""

import hashlib

from django.db import models
from django.db.models import F, Q

from huiyin.web.kit.uids import new_uid


def hash_of(text: str) -> str:
    """Give the hash of a text."""
    return hashlib.sha256(text.encode()).hexdigest()


class PromiseReading(models.Model):
    """That a reply was read for promises (已摘取): once, after it had left; how many were found."""

    ledgered = ("reply_id", "edition", "found")

    reply = models.OneToOneField("replies.Reply", models.PROTECT, related_name="promise_reading")
    edition = models.PositiveSmallIntegerField()
    found = models.PositiveSmallIntegerField()
    at = models.DateTimeField()


class Promise(models.Model):
    """A promise in an answer (承诺语句): which words of which text, and what the author made of it.

    The span counts in the text of the answer as it left; `text_sha256` is the hash of that text.
    """

    ledgered = (
        "uid", "answer_id", "edition", "text_sha256", "start", "end", "quote", "state", "reason", "commitment_id",
    )  # fmt: skip

    class State(models.TextChoices):
        PROPOSED = "proposed", "待确认"
        CONFIRMED = "confirmed", "已确认"
        CORRECTED = "corrected", "更正后确认"
        REJECTED = "rejected", "不是承诺"

    uid = models.CharField(max_length=12, unique=True, default=new_uid, editable=False)
    reply = models.ForeignKey("replies.Reply", models.PROTECT, related_name="promises")
    answer = models.ForeignKey("replies.Answer", models.PROTECT, related_name="promises")
    edition = models.PositiveSmallIntegerField()
    text_sha256 = models.CharField(max_length=64)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    quote = models.TextField()
    action = models.TextField(blank=True)
    amount = models.CharField(max_length=60, blank=True)
    due_words = models.CharField(max_length=60, blank=True)
    due_on = models.DateField(null=True)
    precision = models.CharField(max_length=8, blank=True)
    names_body = models.CharField(max_length=120, blank=True)
    cue = models.CharField(max_length=60, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PROPOSED)
    reason = models.TextField(blank=True)
    by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    commitment = models.ForeignKey(
        "commitments.Commitment", models.PROTECT, null=True, related_name="promises"
    )

    class Meta:
        ordering = ["reply", "answer", "start"]
        constraints = [
            models.UniqueConstraint(
                fields=["answer", "start", "end"], name="commitments_promise_once"
            ),
            models.CheckConstraint(
                condition=Q(end__gt=F("start")), name="commitments_promise_span"
            ),
            models.CheckConstraint(
                condition=Q(state="proposed", decided_at=None)
                | (~Q(state="proposed") & Q(decided_at__isnull=False)),
                name="commitments_promise_decided",
            ),
            models.CheckConstraint(
                condition=~Q(state="rejected") | ~Q(reason=""), name="commitments_promise_reason"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["proposed", "rejected"], commitment=None)
                | Q(state__in=["confirmed", "corrected"], commitment__isnull=False),
                name="commitments_promise_kept_as",
            ),
        ]
