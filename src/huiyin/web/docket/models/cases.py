# SPDX-License-Identifier: Apache-2.0
"""Cases (案), their mergers and conversions, and the bodies named for them."""

from django.db import models
from django.db.models import Q

from huiyin.web.docket.models.proposals import Proposal
from huiyin.web.kit.models import Versioned
from huiyin.web.kit.uids import new_uid


class Conversion(models.Model):
    """Where the content of a proposal went that was not filed (转办去向): the back-link between the two."""

    ledgered = ("uid", "proposal_id", "code", "leads_to", "undone")

    uid = models.CharField(max_length=12, unique=True, default=new_uid, editable=False)
    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="conversions")
    code = models.CharField(max_length=8)
    leads_to = models.CharField(max_length=16)
    title = models.CharField(max_length=200)
    words = models.TextField(blank=True)
    body = models.ForeignKey("accounts.Body", models.PROTECT, null=True, related_name="+")
    by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    undone = models.BooleanField(default=False)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["proposal"], condition=Q(undone=False), name="docket_converted_once"
            )
        ]


class Case(Versioned):
    """A case (案): what is handled as one; made of one proposal or, by merging, of several."""

    ledgered = ("uid", "session_id", "number", "title", "pack", "pack_version")

    uid = models.CharField(max_length=12, unique=True, default=new_uid, editable=False)
    session = models.ForeignKey("accounts.Session", models.PROTECT, related_name="cases")
    pack = models.CharField(max_length=40)
    pack_version = models.CharField(max_length=20)
    number = models.PositiveIntegerField(null=True)
    title = models.CharField(max_length=200)
    opened_at = models.DateTimeField()
    key = models.BooleanField(default=False)
    rounds = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["session", "number"], name="docket_case_number_once")
        ]


class Merger(models.Model):
    """A merging (并案) or its undoing, as an event that loses nothing."""

    ledgered = ("case_id", "proposal_id", "own_case_id", "undone")

    case = models.ForeignKey(Case, models.PROTECT, related_name="mergers")
    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="mergers")
    own_case = models.ForeignKey(Case, models.PROTECT, null=True, related_name="+")
    basis = models.JSONField(default=dict)
    reason = models.TextField()
    at = models.DateTimeField()
    by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    undone_at = models.DateTimeField(null=True)
    undone_reason = models.TextField(blank=True)

    @property
    def undone(self) -> bool:
        """Whether the merging was undone."""
        return self.undone_at is not None

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["proposal"], condition=Q(undone_at=None), name="docket_in_one_merger"
            ),
            models.CheckConstraint(
                condition=Q(undone_at=None) | ~Q(undone_reason=""), name="docket_unmerge_has_reason"
            ),
        ]


class MergerObjection(models.Model):
    """A proposer's objection to a merging (并案异议) and the ruling on it."""

    ledgered = ("merger_id", "person_id", "words", "ruling")

    merger = models.ForeignKey(Merger, models.PROTECT, related_name="objections")
    person = models.ForeignKey("accounts.Person", models.PROTECT, related_name="+")
    words = models.TextField()
    at = models.DateTimeField()
    ruling = models.CharField(max_length=10, blank=True)
    ruling_words = models.TextField(blank=True)
    ruled_at = models.DateTimeField(null=True)


class Handler(models.Model):
    """A body wished by the proposer, proposed by an officer or by the machine, for a case: never the decision itself."""

    class Standing(models.TextChoices):
        WISHED = "wished", "提案者建议"
        PROPOSED = "proposed", "拟办"
        MACHINE = "machine", "系统推荐"

    case = models.ForeignKey(Case, models.PROTECT, null=True, related_name="handlers")
    proposal = models.ForeignKey(Proposal, models.PROTECT, null=True, related_name="handlers")
    body = models.ForeignKey("accounts.Body", models.PROTECT, related_name="+")
    role = models.CharField(max_length=10)
    standing = models.CharField(max_length=10, choices=Standing.choices)
    reason = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
