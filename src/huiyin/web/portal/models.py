# SPDX-License-Identifier: Apache-2.0
"""The rows of the portal: who follows what by mail, and what citizens raise."""

from django.db import models
from django.db.models import Q

from huiyin.web.kit.ledger import commitment
from huiyin.web.kit.models import Versioned
from huiyin.web.kit.uids import new_uid


class Following(models.Model):
    """Somebody follows a suggestion, a body or a session by mail (订阅): asked for, confirmed by the mail, ended by a link.

    The link of its mail is known to the mail alone, its hash is kept; `told` is the hash of what was last told, so that the same is not told twice.
    """

    class Kind(models.TextChoices):
        SUGGESTION = "suggestion", "一条建议"
        BODY = "body", "一个单位"
        SESSION = "session", "一次会议"

    email = models.EmailField(max_length=254)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    ref = models.CharField(max_length=24)
    language = models.CharField(max_length=5, default="zh")
    link_sha256 = models.CharField(max_length=43, unique=True)
    asked_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    told = models.CharField(max_length=64, blank=True)
    told_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["email", "kind", "ref"],
                condition=Q(ended_at=None),
                name="portal_follows_once",
            )
        ]
        indexes = [models.Index(fields=["confirmed_at", "ended_at"], name="portal_follows_now")]


class CitizenNote(Versioned):
    """A suggestion of a citizen (市民建议): verified by mail, looked at with reasons, turned into a proposal or refused.

    Name and address are personal data: the ledger keeps a salted hash of them, never themselves.
    """

    ledgered = ("uid", "state", "said_hash", "code", "reason", "proposal_id", "named")

    class State(models.TextChoices):
        UNVERIFIED = "unverified", "待验证邮箱"
        WAITING = "waiting", "待审核"
        ACCEPTED = "accepted", "已转为提案"
        REFUSED = "refused", "未采用"

    uid = models.CharField(max_length=12, unique=True, default=new_uid, editable=False)
    session = models.ForeignKey("accounts.Session", models.PROTECT, related_name="+")
    title = models.CharField(max_length=100)
    facts = models.TextField(blank=True)
    text = models.TextField()
    language = models.CharField(max_length=5, default="zh")
    name = models.CharField(max_length=60, blank=True)
    named = models.BooleanField(default=False)  # whether the name may be shown
    email = models.EmailField(max_length=254)
    link_sha256 = models.CharField(max_length=43, unique=True)
    said_hash = models.CharField(max_length=90, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.UNVERIFIED)
    raised_at = models.DateTimeField()
    verified_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    code = models.CharField(max_length=8, blank=True)
    reason = models.TextField(blank=True)
    proposal = models.OneToOneField("docket.Proposal", models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-raised_at"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="portal_note_says"),
            models.CheckConstraint(
                condition=~Q(state="accepted") | Q(proposal__isnull=False),
                name="portal_note_accepted",
            ),
            models.CheckConstraint(
                condition=~Q(state="refused") | (~Q(reason="") & ~Q(code="")),
                name="portal_note_refused_reason",
            ),
            models.CheckConstraint(
                condition=Q(state="unverified") | Q(verified_at__isnull=False),
                name="portal_note_verified",
            ),
        ]

    def seal(self) -> None:
        """Keep the salted hash of what was said and by whom."""
        self.said_hash = commitment(
            "\n".join([self.title, self.facts, self.text, self.name, self.email])
        )
