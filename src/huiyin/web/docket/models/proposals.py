# SPDX-License-Identifier: Apache-2.0
"""Proposals (提案) with their editions, suggestions, signatures and attachments, and their examination."""

import hashlib
import json

from django.db import models
from django.db.models import F, Q

from huiyin.web.kit.models import Versioned
from huiyin.web.kit.uids import new_uid

UNFIXED = ("draft", "cosigning", "returned")  # states in which the text may still be written


class Proposal(Versioned):
    """A proposal (提案) from its first draft on; filed text is never changed, only followed by a new edition."""

    ledgered = (
        "session_id", "proposer_id", "pack", "pack_version", "state", "before", "case_id", "receipt_no",
        "receipt_seq", "filed_at", "fixed_text",
    )  # fmt: skip

    uid = models.CharField(max_length=12, unique=True, default=new_uid, editable=False)
    session = models.ForeignKey("accounts.Session", models.PROTECT, related_name="proposals")
    pack = models.CharField(max_length=40)
    pack_version = models.CharField(max_length=20)
    state = models.CharField(max_length=24, db_index=True)
    before = models.CharField(max_length=24, blank=True)
    kind = models.CharField(max_length=16)
    category = models.CharField(max_length=24, blank=True)
    title = models.CharField(max_length=200, blank=True)
    facts = models.TextField(blank=True)
    analysis = models.TextField(blank=True)
    language = models.CharField(max_length=5, default="zh")
    proposer = models.ForeignKey("accounts.Person", models.PROTECT, related_name="proposals")
    collective = models.CharField(max_length=120, blank=True)
    masked = models.BooleanField(default=False)
    disclosure = models.CharField(max_length=8, default="yes")
    disclosure_reason = models.CharField(max_length=300, blank=True)
    receipt_no = models.CharField(max_length=24, blank=True)
    receipt_seq = models.PositiveIntegerField(null=True)
    case = models.ForeignKey("Case", models.PROTECT, null=True, related_name="proposals")
    source_text = models.TextField(blank=True)
    source_sha256 = models.CharField(max_length=64, blank=True)
    source_name = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    received_at = models.DateTimeField(null=True)
    filed_at = models.DateTimeField(null=True)
    waiting_since = models.DateField(null=True)
    reviewer = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["session", "receipt_seq"], name="docket_receipt_once"),
            models.CheckConstraint(
                condition=Q(receipt_seq=None) | ~Q(state="draft"),
                name="docket_draft_without_receipt",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["merged", "filed", "in_hand", "replied"])
                | Q(case__isnull=False),
                name="docket_filed_has_case",
            ),
            models.CheckConstraint(
                condition=Q(disclosure="yes")
                | ~Q(disclosure_reason="")
                | Q(state__in=["draft", "cosigning", "returned"]),
                name="docket_closed_has_reason",
            ),
        ]
        indexes = [models.Index(fields=["session", "state", "-id"], name="docket_proposal_desk")]

    @property
    def fixed_text(self) -> str:
        """The hash of the text once it is submitted, "" before."""
        if self.state in UNFIXED:
            return ""
        said = [self.title, self.facts, self.analysis, self.kind, self.disclosure, self.masked]
        return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()


class Edition(models.Model):
    """The text of a proposal as it was submitted (稿次): never changed; a revision is a new edition."""

    ledgered = ("proposal_id", "number", "sha256", "true_sha256")

    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="editions")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    facts = models.TextField(blank=True)
    analysis = models.TextField(blank=True)
    suggestions = models.JSONField()
    sha256 = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["proposal", "number"], name="docket_edition_once")
        ]

    @property
    def true_sha256(self) -> str:
        """The hash of what the edition says."""
        said = [self.title, self.facts, self.analysis, self.suggestions]
        text = json.dumps(said, ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()


class Suggestion(Versioned):
    """A single suggestion (建议条目): a row of its own, with the span of the source it came from."""

    ledgered = ("uid", "proposal_id", "text", "start", "end", "split_from_id")
    ledger_owed = (
        Q(dropped_at=None, proposal__received_at__isnull=False) & ~Q(proposal__state__in=UNFIXED)
    )  # fmt: skip

    class Provenance(models.TextChoices):
        TYPED = "typed", "提案者填写"
        SPLIT = "split", "系统拆分、本人确认"
        CLERK = "clerk", "工作人员拆分"

    uid = models.CharField(max_length=12, unique=True, default=new_uid, editable=False)
    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="suggestions")
    order = models.PositiveSmallIntegerField()
    text = models.TextField()
    start = models.PositiveIntegerField(null=True)
    end = models.PositiveIntegerField(null=True)
    addressee = models.CharField(max_length=120, blank=True)
    provenance = models.CharField(
        max_length=8, choices=Provenance.choices, default=Provenance.TYPED
    )
    confirmed_by = models.PositiveBigIntegerField(null=True)
    split_from = models.ForeignKey("self", models.PROTECT, null=True, related_name="splits")
    dropped_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["proposal", "order"]
        constraints = [
            models.UniqueConstraint(
                fields=["proposal", "order"],
                condition=Q(dropped_at=None),
                name="docket_suggestion_order",
            ),
            models.CheckConstraint(
                condition=(Q(start=None) & Q(end=None)) | Q(end__gt=F("start")),
                name="docket_suggestion_span",
            ),
            models.CheckConstraint(condition=~Q(text=""), name="docket_suggestion_says"),
        ]


class Signature(Versioned):
    """An invitation to co-sign (联名) and what became of it."""

    ledgered = ("proposal_id", "person_id", "order", "state", "agrees_to_withdraw")

    class State(models.TextChoices):
        PENDING = "pending", "待签"
        SIGNED = "signed", "已签"
        DECLINED = "declined", "婉拒"
        EXPIRED = "expired", "过期"
        WITHDRAWN = "withdrawn", "撤签"

    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="signatures")
    person = models.ForeignKey("accounts.Person", models.PROTECT, related_name="signatures")
    order = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.PENDING)
    opinion = models.TextField(blank=True)
    read_at = models.DateTimeField(null=True)
    invited_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    edition_sha256 = models.CharField(max_length=64, blank=True)
    agrees_to_withdraw = models.BooleanField(default=False)

    class Meta:
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["proposal", "person"], name="docket_sign_once"),
            models.CheckConstraint(
                condition=Q(state="pending", settled_at=None)
                | (~Q(state="pending") & Q(settled_at__isnull=False)),
                name="docket_signature_settled",
            ),
        ]


class Attachment(models.Model):
    """A file handed in with a proposal, kept byte for byte under its hash."""

    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="attachments")
    name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    media_type = models.CharField(max_length=80)
    stored = models.CharField(max_length=100)
    code = models.CharField(max_length=40, blank=True)
    added_at = models.DateTimeField()
    dropped_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["proposal", "sha256"], name="docket_attachment_once")
        ]


class Examination(models.Model):
    """One stage of the examination (审查): advice and decision kept apart."""

    ledgered = ("proposal_id", "stage", "advice", "code", "by_id")

    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="examinations")
    stage = models.CharField(max_length=24)
    advice = models.CharField(max_length=24)
    code = models.CharField(max_length=8, blank=True)
    note = models.TextField(blank=True)
    by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()
