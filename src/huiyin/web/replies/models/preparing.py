# SPDX-License-Identifier: Apache-2.0
"""What comes before a reply: contacts with the proposer, the opinions of joint bodies, their co-signing."""

from django.db import models
from django.db.models import Q

from huiyin.web.kit.models import Versioned
from huiyin.web.kit.uids import new_uid
from huiyin.web.replies.models.replies import Reply, hash_of


class Contact(models.Model):
    """A contact with a proposer (沟通): how, when, what was said, and whether the proposer confirms that it took place."""

    ledgered = ("uid", "assignment_id", "person_id", "kind", "held_on", "sha256", "confirmed")

    uid = models.CharField(max_length=12, unique=True, default=new_uid, editable=False)
    assignment = models.ForeignKey("docket.Assignment", models.PROTECT, related_name="contacts")
    person = models.ForeignKey("accounts.Person", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=16)
    held_on = models.DateField()
    summary = models.TextField()
    by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()
    confirmed = models.BooleanField(null=True)
    confirmed_at = models.DateTimeField(null=True)
    confirmed_words = models.TextField(blank=True)

    class Meta:
        ordering = ["-held_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(confirmed=None, confirmed_at=None)
                | Q(confirmed__isnull=False, confirmed_at__isnull=False),
                name="replies_contact_confirmed",
            ),
            models.CheckConstraint(
                condition=~Q(confirmed=False) | ~Q(confirmed_words=""),
                name="replies_contact_denied_reason",
            ),
        ]

    @property
    def sha256(self) -> str:
        """The hash of what was noted."""
        return hash_of(self.summary)


class Opinion(Versioned):
    """The opinion of a joint body (会办意见), suggestion by suggestion; earlier sendings are kept."""

    ledgered = ("uid", "assignment_id", "round", "state", "before", "sent_text")

    uid = models.CharField(max_length=12, unique=True, default=new_uid, editable=False)
    assignment = models.ForeignKey("docket.Assignment", models.PROTECT, related_name="opinions")
    round = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=24, db_index=True)
    before = models.CharField(max_length=24, blank=True)
    texts = models.JSONField(default=dict)  # suggestion id → text, as it is being written
    sendings = models.JSONField(default=list)  # {at, by, texts, why}, the last as the lead has it
    begun_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["assignment", "round"]
        constraints = [
            models.UniqueConstraint(fields=["assignment", "round"], name="replies_opinion_once"),
            models.CheckConstraint(
                condition=~Q(state__in=["sent", "taken"]) | ~Q(sendings=[]),
                name="replies_opinion_sent",
            ),
        ]

    @property
    def sent_text(self) -> str:
        """The hash of all that was sent, "" before."""
        return hash_of(self.sendings) if self.sendings else ""


class Cosign(Versioned):
    """A joint body's signature under the lead's reply (会签): for the very text it saw."""

    ledgered = ("reply_id", "assignment_id", "state", "text_sha256")

    class State(models.TextChoices):
        OPEN = "open", "待会签"
        SIGNED = "signed", "已会签"
        DECLINED = "declined", "不同意"
        WAIVED = "waived", "经同意免签"

    reply = models.ForeignKey(Reply, models.PROTECT, related_name="cosigns")
    assignment = models.ForeignKey("docket.Assignment", models.PROTECT, related_name="cosigns")
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    text_sha256 = models.CharField(max_length=64, blank=True)
    words = models.TextField(blank=True)
    by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["reply", "assignment"], name="replies_cosign_once"),
            models.CheckConstraint(
                condition=~Q(state__in=["declined", "waived"]) | ~Q(words=""),
                name="replies_cosign_reason",
            ),
        ]
