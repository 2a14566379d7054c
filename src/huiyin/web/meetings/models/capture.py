# SPDX-License-Identifier: Apache-2.0
"""What was caught (捕捉): suggestions, questions, answers, promises and orders, each bound to its words; and what follows."""

from django.db import models
from django.db.models import F, Q

from huiyin.web.kit.models import Versioned
from huiyin.web.kit.uids import new_uid
from huiyin.web.meetings.models.hall import Utterance
from huiyin.web.meetings.models.preparing import Meeting, Participant

STANDING = ("confirmed", "corrected", "added")


class Found(Versioned):
    """One thing said (记录事项): proposed by the reader or added by a clerk, and standing only once a person confirmed it.

    `quote` is `text[start:end]` of edition `edition` of its utterance, to the letter; `words` is how the record puts it.
    `stale` marks one whose words were corrected away: its span still names the edition it was taken from.
    """

    ledgered = (
        "uid", "meeting_id", "utterance_id", "edition", "start", "end", "kind", "state", "words", "participant_id",
        "body_id", "due_on", "answers_id", "speaker_says", "proposal_id", "settled_how",
    )  # fmt: skip
    ledger_owed = ~Q(state="proposed")

    class Kind(models.TextChoices):
        SUGGESTION = "suggestion", "建议"
        QUESTION = "question", "询问"
        ANSWER = "answer", "答复"
        COMMITMENT = "commitment", "承诺"
        ASSIGNMENT = "assignment", "现场交办"

    class State(models.TextChoices):
        PROPOSED = "proposed", "系统提示"
        CONFIRMED = "confirmed", "已确认"
        CORRECTED = "corrected", "已更正"
        REJECTED = "rejected", "不采用"
        ADDED = "added", "人工补录"

    class Says(models.TextChoices):
        NOT_ASKED = "not_asked", "未征询"
        AGREES = "agrees", "本人确认"
        OBJECTS = "objects", "本人有异议"

    uid = models.CharField(max_length=12, unique=True, default=new_uid, editable=False)
    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="found")
    utterance = models.ForeignKey(Utterance, models.PROTECT, related_name="found")
    edition = models.PositiveSmallIntegerField()
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    quote = models.TextField()
    stale = models.BooleanField(default=False)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PROPOSED)
    words = models.TextField()
    participant = models.ForeignKey(Participant, models.PROTECT, null=True, related_name="found")
    addressee = models.CharField(max_length=120, blank=True)
    body = models.ForeignKey("accounts.Body", models.PROTECT, null=True, related_name="+")
    due = models.CharField(max_length=60, blank=True)
    due_on = models.DateField(null=True)
    amount = models.CharField(max_length=60, blank=True)
    answers = models.ForeignKey("self", models.PROTECT, null=True, related_name="answered_by")
    rule = models.CharField(max_length=40, blank=True)
    cue = models.CharField(max_length=60, blank=True)
    score = models.FloatField(default=0)
    found_at = models.DateTimeField()
    settled_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    settled_at = models.DateTimeField(null=True)
    settled_how = models.CharField(max_length=300, blank=True)
    speaker_says = models.CharField(max_length=10, choices=Says.choices, default=Says.NOT_ASKED)
    speaker_words = models.TextField(blank=True)
    proposal = models.ForeignKey("docket.Proposal", models.PROTECT, null=True, related_name="+")
    resolution = models.CharField(max_length=300, blank=True)  # why nothing more is owed at closing

    class Meta:
        ordering = ["meeting", "utterance__seq", "start", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(end__gt=F("start")), name="meetings_found_span"),
            models.CheckConstraint(condition=~Q(words=""), name="meetings_found_says"),
            models.CheckConstraint(
                condition=Q(state="proposed", settled_at=None)
                | (~Q(state="proposed") & Q(settled_at__isnull=False)),
                name="meetings_found_settled",
            ),
            models.CheckConstraint(
                condition=Q(speaker_says="not_asked") | Q(state__in=STANDING),
                name="meetings_speaker_on_standing",
            ),
            models.UniqueConstraint(
                fields=["utterance", "edition", "kind", "start", "end"],
                condition=Q(state="proposed"),
                name="meetings_proposed_once",
            ),
        ]
        indexes = [models.Index(fields=["meeting", "kind", "state"], name="meetings_found_desk")]


class SpotAssignment(Versioned):
    """An on-the-spot assignment (现场交办): owed by a body until its report is accepted, like a reply."""

    ledgered = (
        "uid", "meeting_id", "found_id", "words", "body_id", "owner", "due_on", "state", "before", "report",
    )  # fmt: skip

    uid = models.CharField(max_length=12, unique=True, default=new_uid, editable=False)
    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="spot_assignments")
    found = models.OneToOneField(Found, models.PROTECT, related_name="spot_assignment")
    words = models.TextField()
    body = models.ForeignKey("accounts.Body", models.PROTECT, null=True, related_name="+")
    owner = models.CharField(max_length=60, blank=True)
    due_on = models.DateField(null=True, db_index=True)
    state = models.CharField(max_length=24)
    before = models.CharField(max_length=24, blank=True)
    report = models.TextField(blank=True)
    given_at = models.DateTimeField()
    reported_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["meeting", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=["reported", "closed"]) | ~Q(report=""),
                name="meetings_spot_reported",
            ),
            models.CheckConstraint(
                condition=~Q(state="closed") | Q(closed_at__isnull=False),
                name="meetings_spot_closed",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["noted", "dropped"])
                | (Q(body__isnull=False) & Q(due_on__isnull=False)),
                name="meetings_spot_has_owner",
            ),
        ]
