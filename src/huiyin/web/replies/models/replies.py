# SPDX-License-Identifier: Apache-2.0
"""Replies (答复), the answers in them, their editions, comments and what was overruled."""

import hashlib
import json
from typing import Any

from django.db import models
from django.db.models import F, Q

from huiyin.web.kit.models import Versioned
from huiyin.web.kit.uids import new_uid

WRITTEN_ON = ("draft",)  # states in which the text may still be written
OUT = ("issued", "received", "superseded")  # states after it has left


class Reply(Versioned):
    """A body's reply in one round (一轮答复): drafted, reviewed, signed, issued, received; never changed afterwards."""

    ledgered = (
        "uid", "assignment_id", "round", "state", "before", "writer_id", "reviewer_id", "signer_id", "fixed_letter",
        "number", "issued_at", "fixed_disclosure", "released_at", "registered", "fixed_text",
    )  # fmt: skip

    uid = models.CharField(max_length=12, unique=True, default=new_uid, editable=False)
    assignment = models.ForeignKey("docket.Assignment", models.PROTECT, related_name="replies")
    round = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=24, db_index=True)
    before = models.CharField(max_length=24, blank=True)
    mode = models.CharField(max_length=8, default="written")
    opening = models.TextField(blank=True)
    closing = models.TextField(blank=True)
    contact_name = models.CharField(max_length=60, blank=True)
    contact_phone = models.CharField(max_length=40, blank=True)
    letter = models.CharField(max_length=8, blank=True)
    letter_now = models.CharField(max_length=8, blank=True)
    letter_reason = models.TextField(blank=True)
    disclosure = models.CharField(max_length=16, blank=True)
    disclosure_code = models.CharField(max_length=8, blank=True)
    disclosure_reason = models.TextField(blank=True)
    summary = models.TextField(blank=True)
    covered = models.JSONField(default=list)  # words kept back where it is shown to the public
    released_at = models.DateTimeField(null=True)
    released_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    edition = models.PositiveSmallIntegerField(default=0)
    writer = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    reviewer = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    signer = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    signed_at = models.DateTimeField(null=True)
    number = models.CharField(max_length=80, blank=True)
    issued_at = models.DateTimeField(null=True, db_index=True)
    registered = models.BooleanField(default=False)
    face_on = models.DateField(null=True)
    face_place = models.CharField(max_length=120, blank=True)
    face_present = models.CharField(max_length=300, blank=True)
    face_record = models.TextField(blank=True)
    begun_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["assignment", "round"]
        constraints = [
            models.UniqueConstraint(fields=["assignment", "round"], name="replies_round_once"),
            models.UniqueConstraint(
                fields=["number"],
                condition=~Q(number="") & Q(registered=False),
                name="replies_number_once",
            ),
            models.CheckConstraint(
                condition=Q(reviewer=None) | Q(writer=None) | ~Q(reviewer=F("writer")),
                name="replies_reviewer_not_writer",
            ),
            models.CheckConstraint(
                condition=Q(signer=None)
                | (
                    (Q(writer=None) | ~Q(signer=F("writer")))
                    & (Q(reviewer=None) | ~Q(signer=F("reviewer")))
                ),
                name="replies_signer_third",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["issued", "received", "superseded"])
                | (
                    ~Q(number="")
                    & Q(issued_at__isnull=False)
                    & (Q(signer__isnull=False) | Q(registered=True))
                ),
                name="replies_out_is_signed",
            ),
            models.CheckConstraint(
                condition=Q(released_at=None) | (~Q(disclosure="") & Q(issued_at__isnull=False)),
                name="replies_released_is_out",
            ),
        ]

    @property
    def fixed_text(self) -> str:
        """The hash of what it says once it has left, "" before."""
        return self.text_hash() if self.state in OUT else ""

    @property
    def fixed_letter(self) -> str:
        """The class once it was handed on, "" before."""
        return "" if self.state in WRITTEN_ON else self.letter

    @property
    def fixed_disclosure(self) -> str:
        """How it is to be published, once it was handed on, "" before."""
        return "" if self.state in WRITTEN_ON else self.disclosure

    def content(self) -> dict[str, Any]:
        """Give what the reply says, as an edition keeps it."""
        answers = self.answers.order_by("suggestion__proposal_id", "suggestion__order", "pk")
        return {
            "opening": self.opening,
            "closing": self.closing,
            "letter": self.letter,
            "answers": [one.content() for one in answers],
        }

    def text_hash(self) -> str:
        """Give the hash of what the reply says now, its class aside: that one may change after it was signed."""
        return hash_of({key: said for key, said in self.content().items() if key != "letter"})


def hash_of(content: Any) -> str:
    """Give the hash of a content."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


class Answer(Versioned):
    """The answer to one suggestion in one round (逐条答复)."""

    ledgered = ("uid", "reply_id", "suggestion_id", "disposition", "sha256")
    ledger_owed = Q(reply__issued_at__isnull=False)

    uid = models.CharField(max_length=12, unique=True, default=new_uid, editable=False)
    reply = models.ForeignKey(Reply, models.PROTECT, related_name="answers")
    suggestion = models.ForeignKey("docket.Suggestion", models.PROTECT, related_name="answers")
    disposition = models.CharField(max_length=16, blank=True)
    text = models.TextField(blank=True)
    reason = models.TextField(blank=True)
    promised_on = models.DateField(null=True)
    owner = models.CharField(max_length=120, blank=True)
    reported = models.TextField(blank=True)
    start = models.PositiveIntegerField(null=True)
    end = models.PositiveIntegerField(null=True)
    changed_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    changed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["reply", "suggestion__proposal_id", "suggestion__order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["reply", "suggestion"], name="replies_answer_once")
        ]

    def content(self) -> dict[str, Any]:
        """Give what the answer says, as an edition keeps it."""
        return {
            "suggestion": self.suggestion_id,
            "disposition": self.disposition,
            "text": self.text,
            "reason": self.reason,
            "promised_on": self.promised_on.isoformat() if self.promised_on else "",
            "owner": self.owner,
            "reported": self.reported,
        }

    @property
    def sha256(self) -> str:
        """The hash of what the answer says."""
        return hash_of(self.content())


class ReplyEdition(models.Model):
    """A reply as it was handed on (稿次): each time it is submitted for review, and as issued; never changed."""

    ledgered = ("reply_id", "number", "sha256", "true_sha256")

    reply = models.ForeignKey(Reply, models.PROTECT, related_name="editions")
    number = models.PositiveSmallIntegerField()
    content = models.JSONField()
    sha256 = models.CharField(max_length=64)
    by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["reply", "number"]
        constraints = [
            models.UniqueConstraint(fields=["reply", "number"], name="replies_edition_once")
        ]

    @property
    def true_sha256(self) -> str:
        """The hash of what the edition says."""
        return hash_of(self.content)


class Comment(models.Model):
    """A remark on a draft (批注), on the whole or on one answer."""

    reply = models.ForeignKey(Reply, models.PROTECT, related_name="comments")
    answer = models.ForeignKey(Answer, models.PROTECT, null=True, related_name="comments")
    text = models.TextField()
    by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["at", "pk"]


class Overruling(models.Model):
    """What a check found and a person let pass, with the reason (放行); it holds for those very words."""

    ledgered = ("reply_id", "check_id", "suggestion_id", "mark", "reason", "by_id")

    reply = models.ForeignKey(Reply, models.PROTECT, related_name="overrulings")
    suggestion = models.ForeignKey("docket.Suggestion", models.PROTECT, null=True, related_name="+")
    check_id = models.CharField(max_length=24)
    mark = models.CharField(max_length=64)
    reason = models.TextField()
    by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["reply", "check_id", "mark"], name="replies_overruled_once"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="replies_overruled_reason"),
        ]
