# SPDX-License-Identifier: Apache-2.0
"""Commitments (承诺事项): what is promised, by whom, by when; each slip of the date and each year it was carried over."""

from django.db import models
from django.db.models import F, Q

from huiyin.web.kit.models import Versioned
from huiyin.web.kit.uids import new_uid

CLAIMED = ("done_claimed", "verified", "closed")  # nothing stands here without evidence
FINAL = ("closed", "infeasible")
OPEN = ("promised", "scheduled", "in_progress", "done_claimed", "verified")


class Commitment(Versioned):
    """What a body committed itself to (承诺事项): from the words of its reply, or taken in from a ledger kept elsewhere.

    `first_due_on` never changes once it is set; `due_on` is the day it stands at after the slips. The span counts in the
    text of the answer with the hash `text_sha256`.
    """

    ledgered = (
        "uid", "assignment_id", "body_id", "answer_id", "text_sha256", "start", "end", "quote", "state", "before", "text",
        "owner", "first_due_on", "due_on", "class_then", "class_now", "claim_id", "verified_by_id", "verified_as",
        "explanation", "session_id", "source_key",
    )  # fmt: skip

    class Source(models.TextChoices):
        FOUND = "found", "系统摘出、承办人确认"
        MARKED = "marked", "承办人标出"
        IMPORTED = "imported", "台账导入"

    uid = models.CharField(max_length=12, unique=True, default=new_uid, editable=False)
    assignment = models.ForeignKey(
        "docket.Assignment", models.PROTECT, null=True, related_name="commitments"
    )
    body = models.ForeignKey("accounts.Body", models.PROTECT, related_name="commitments")
    session = models.ForeignKey(
        "accounts.Session", models.PROTECT, null=True, related_name="commitments"
    )
    begun_in = models.ForeignKey("accounts.Session", models.PROTECT, null=True, related_name="+")
    pack = models.CharField(max_length=40)
    pack_version = models.CharField(max_length=20)
    reply = models.ForeignKey(
        "replies.Reply", models.PROTECT, null=True, related_name="commitments"
    )
    answer = models.ForeignKey(
        "replies.Answer", models.PROTECT, null=True, related_name="commitments"
    )
    edition = models.PositiveSmallIntegerField(null=True)
    text_sha256 = models.CharField(max_length=64, blank=True)
    start = models.PositiveIntegerField(null=True)
    end = models.PositiveIntegerField(null=True)
    quote = models.TextField(blank=True)
    source = models.CharField(max_length=8, choices=Source.choices)
    source_key = models.CharField(max_length=64, blank=True)
    number = models.CharField(max_length=40, blank=True)
    title = models.CharField(max_length=200)
    text = models.TextField()
    amount = models.CharField(max_length=60, blank=True)
    owner = models.CharField(max_length=120, blank=True)
    budget = models.CharField(max_length=120, blank=True)
    said_on = models.DateField()
    first_due_on = models.DateField(null=True)
    due_on = models.DateField(null=True, db_index=True)
    dated_on = models.DateField(null=True)
    precision = models.CharField(max_length=8, blank=True)
    class_then = models.CharField(max_length=8, blank=True)
    class_now = models.CharField(max_length=8, blank=True)
    state = models.CharField(max_length=24, db_index=True)
    before = models.CharField(max_length=24, blank=True)
    claim = models.ForeignKey(
        "commitments.Progress", models.PROTECT, null=True, related_name="claims"
    )
    verified_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    verified_as = models.CharField(max_length=12, blank=True)
    verified_at = models.DateTimeField(null=True)
    explanation = models.TextField(blank=True)
    made_at = models.DateTimeField()
    suggestions = models.ManyToManyField("docket.Suggestion", related_name="commitments")
    goals = models.ManyToManyField("commitments.Goal", related_name="commitments")

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["source_key"], condition=~Q(source_key=""), name="commitments_imported_once"
            ),
            models.CheckConstraint(condition=~Q(text=""), name="commitments_says"),
            models.CheckConstraint(
                condition=Q(start=None, end=None, quote="")
                | (Q(end__gt=F("start"), answer__isnull=False) & ~Q(quote="") & ~Q(text_sha256="")),
                name="commitments_span",
            ),
            models.CheckConstraint(
                condition=Q(due_on=None, first_due_on=None) | Q(due_on__gte=F("first_due_on")),
                name="commitments_never_earlier",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["done_claimed", "verified", "closed"])
                | Q(claim__isnull=False),
                name="commitments_done_is_claimed",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["verified", "closed"])
                | (Q(verified_by__isnull=False) & ~Q(verified_as="")),
                name="commitments_verified_by",
            ),
            models.CheckConstraint(
                condition=~Q(state="infeasible") | ~Q(explanation=""),
                name="commitments_infeasible_explained",
            ),
            models.CheckConstraint(
                condition=~Q(state="scheduled") | (Q(due_on__isnull=False) & ~Q(owner="")),
                name="commitments_scheduled_dated",
            ),
        ]
        indexes = [models.Index(fields=["body", "state"], name="commitments_body_state")]

    @property
    def case_id(self) -> int | None:
        """The case it came out of, None for one taken in from elsewhere."""
        return self.assignment.case_id if self.assignment is not None else None


class Slip(models.Model):
    """A date that was moved (时限调整): the old one kept, with the reason."""

    ledgered = ("commitment_id", "number", "was", "to", "reason", "by_id")

    commitment = models.ForeignKey(Commitment, models.PROTECT, related_name="slips")
    number = models.PositiveSmallIntegerField()
    was = models.DateField()
    to = models.DateField()
    reason = models.TextField()
    by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["commitment", "number"]
        constraints = [
            models.UniqueConstraint(fields=["commitment", "number"], name="commitments_slip_once"),
            models.CheckConstraint(condition=Q(to__gt=F("was")), name="commitments_slip_later"),
            models.CheckConstraint(condition=~Q(reason=""), name="commitments_slip_reason"),
        ]


class Carry(models.Model):
    """That a commitment went over into another session or term (结转), with the reason."""

    ledgered = ("commitment_id", "out_of_id", "into_id", "reason", "by_id")

    commitment = models.ForeignKey(Commitment, models.PROTECT, related_name="carries")
    out_of = models.ForeignKey("accounts.Session", models.PROTECT, null=True, related_name="+")
    into = models.ForeignKey("accounts.Session", models.PROTECT, related_name="+")
    reason = models.TextField()
    by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["commitment", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["commitment", "into"], name="commitments_carried_once"),
            models.CheckConstraint(condition=~Q(reason=""), name="commitments_carry_reason"),
        ]
