# SPDX-License-Identifier: Apache-2.0
"""The rows of evaluations: what one person is asked of one round, each form they gave, each rung that was climbed."""

import hashlib
import json
from typing import Any

from django.db import models
from django.db.models import F, Q

from huiyin.web.kit.models import Versioned
from huiyin.web.kit.uids import new_uid

UNSAID = ("open", "lapsed")  # states in which nobody else has anything to read
JUDGED = ("submitted", "to_rule", "upheld", "rehandled")


class Evaluation(Versioned):
    """What one proposer or co-signer is asked of one round of a reply (反馈评价): once, and only of that person."""

    ledgered = (
        "uid", "reply_id", "person_id", "state", "before", "opened_at", "submitted_at", "counts", "asked_late_at",
    )  # fmt: skip

    uid = models.CharField(max_length=12, unique=True, default=new_uid, editable=False)
    reply = models.ForeignKey("replies.Reply", models.PROTECT, related_name="evaluations")
    person = models.ForeignKey("accounts.Person", models.PROTECT, related_name="evaluations")
    proposal = models.ForeignKey("docket.Proposal", models.PROTECT, related_name="evaluations")
    signs = models.BooleanField(default=False)
    state = models.CharField(max_length=24, db_index=True)
    before = models.CharField(max_length=24, blank=True)
    opened_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)
    counts = models.CharField(max_length=8, blank=True)  # how the deciding axis counts now
    asked_late_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["-changed_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["reply", "person"], name="evaluations_once"),
            models.CheckConstraint(
                condition=Q(state__in=UNSAID, submitted_at=None, counts="")
                | (Q(state__in=JUDGED, submitted_at__isnull=False) & ~Q(counts="")),
                name="evaluations_said_when_judged",
            ),
        ]


class Judgement(models.Model):
    """A form as it was given (评价表): never changed; a revision is a further one, and all are kept."""

    ledgered = ("evaluation_id", "number", "how", "author_id", "counts", "sha256")

    class How(models.TextChoices):
        SELF = "self", "本人"
        PAPER = "paper", "纸质代录"

    evaluation = models.ForeignKey(Evaluation, models.PROTECT, related_name="judgements")
    number = models.PositiveSmallIntegerField()
    how = models.CharField(max_length=8, choices=How.choices)
    evaluator = models.ForeignKey("accounts.Person", models.PROTECT, related_name="+")
    author = models.ForeignKey("accounts.Person", models.PROTECT, null=True, related_name="+")
    entered_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    values = models.JSONField()  # axis → value of the pack
    marks = models.JSONField()  # suggestion id → value of the axis asked of each
    counts = models.CharField(max_length=8)
    remark = models.TextField(blank=True)
    reason = models.TextField(blank=True)
    proxy = models.TextField(blank=True)  # where a form on paper came from
    at = models.DateTimeField()

    class Meta:
        ordering = ["evaluation", "number"]
        constraints = [
            models.UniqueConstraint(fields=["evaluation", "number"], name="evaluations_form_once"),
            models.CheckConstraint(
                condition=Q(how="self", author=F("evaluator"))
                | (Q(how="paper", author=None) & ~Q(proxy="")),
                name="evaluations_by_the_evaluator",
            ),
            models.CheckConstraint(
                condition=~Q(counts="bad") | ~Q(reason=""), name="evaluations_bad_has_reason"
            ),
        ]

    def content(self) -> dict[str, Any]:
        """Give what the form says."""
        return {
            "values": self.values,
            "marks": self.marks,
            "remark": self.remark,
            "reason": self.reason,
        }

    @property
    def sha256(self) -> str:
        """The hash of what the form says."""
        return hash_of(self.content())


class Rung(Versioned):
    """A rung of the ladder that was climbed (再办台阶): opened with the reason, then what came of it recorded."""

    ledgered = ("evaluation_id", "place", "rung", "opened_at", "held_on", "recorded_at", "sha256")

    evaluation = models.ForeignKey(Evaluation, models.PROTECT, related_name="rungs")
    place = models.PositiveSmallIntegerField()
    rung = models.CharField(max_length=24)
    why = models.TextField()
    opened_at = models.DateTimeField()
    held_on = models.DateField(null=True)
    participants = models.TextField(blank=True)
    record = models.TextField(blank=True)
    outcome = models.TextField(blank=True)
    recorded_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["evaluation", "place"]
        constraints = [
            models.UniqueConstraint(fields=["evaluation", "place"], name="evaluations_rung_once"),
            models.CheckConstraint(condition=~Q(why=""), name="evaluations_rung_reason"),
            models.CheckConstraint(
                condition=Q(recorded_at=None, held_on=None, recorded_by=None)
                | (
                    Q(recorded_at__isnull=False, held_on__isnull=False, recorded_by__isnull=False)
                    & ~Q(participants="")
                    & ~Q(record="")
                    & ~Q(outcome="")
                ),
                name="evaluations_rung_recorded",
            ),
        ]

    @property
    def sha256(self) -> str:
        """The hash of what was recorded."""
        return hash_of([self.why, self.participants, self.record, self.outcome])


def hash_of(content: Any) -> str:
    """Give the hash of a content."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()
