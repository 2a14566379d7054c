# SPDX-License-Identifier: Apache-2.0
"""In the hall (会场): requests for the floor, turns of speech, and the transcript with its corrections."""

from django.db import models
from django.db.models import F, Q

from huiyin.web.kit.models import Versioned
from huiyin.web.kit.uids import new_uid
from huiyin.web.meetings.models.preparing import AgendaItem, Meeting, Participant


class FloorRequest(Versioned):
    """A wish to speak (发言申请), and where the chair put it in the queue."""

    ledgered = ("meeting_id", "participant_id", "kind", "order", "state")

    class Kind(models.TextChoices):
        SPEECH = "speech", "发言"
        QUESTION = "question", "插问"
        ORDER = "point_of_order", "会议程序动议"

    class State(models.TextChoices):
        WAITING = "waiting", "等候"
        CALLED = "called", "已请发言"
        WITHDRAWN = "withdrawn", "已撤回"
        REFUSED = "refused", "未安排"

    uid = models.CharField(max_length=12, unique=True, default=new_uid, editable=False)
    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="requests")
    participant = models.ForeignKey(Participant, models.PROTECT, related_name="requests")
    item = models.ForeignKey(AgendaItem, models.PROTECT, null=True, related_name="requests")
    kind = models.CharField(max_length=16, choices=Kind.choices, default=Kind.SPEECH)
    words = models.CharField(max_length=300, blank=True)
    order = models.PositiveIntegerField(default=0)  # 0: not yet put anywhere by the chair
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    asked_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["meeting", "order", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "participant", "kind"],
                condition=Q(state="waiting"),
                name="meetings_asks_once",
            ),
            models.CheckConstraint(
                condition=Q(state="waiting", settled_at=None)
                | (~Q(state="waiting") & Q(settled_at__isnull=False)),
                name="meetings_request_settled",
            ),
            models.CheckConstraint(
                condition=~Q(state="refused") | ~Q(reason=""), name="meetings_refusal_has_reason"
            ),
        ]


class Turn(Versioned):
    """A turn of speech (发言): a speech, a question put in between, its answer, a department's reply, a point of order.

    A question or point of order put in between lies `within` the turn it interrupts; an answer names the turn it
    `answers`.
    """

    ledgered = (
        "uid", "meeting_id", "participant_id", "kind", "within_id", "answers_id", "began_at", "ended_at",
        "allowed_seconds",
    )  # fmt: skip

    class Kind(models.TextChoices):
        SPEECH = "speech", "发言"
        QUESTION = "question", "插问"
        ANSWER = "answer", "答复"
        REPLY = "reply", "部门回应"
        ORDER = "point_of_order", "会议程序动议"

    uid = models.CharField(max_length=12, unique=True, default=new_uid, editable=False)
    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="turns")
    item = models.ForeignKey(AgendaItem, models.PROTECT, null=True, related_name="turns")
    participant = models.ForeignKey(Participant, models.PROTECT, related_name="turns")
    request = models.OneToOneField(FloorRequest, models.PROTECT, null=True, related_name="turn")
    kind = models.CharField(max_length=16, choices=Kind.choices)
    within = models.ForeignKey("self", models.PROTECT, null=True, related_name="interrupted_by")
    answers = models.ForeignKey("self", models.PROTECT, null=True, related_name="answered_by")
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    allowed_seconds = models.PositiveIntegerField()

    class Meta:
        ordering = ["meeting", "began_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting"],
                condition=Q(ended_at=None, within=None),
                name="meetings_one_speaks",
            ),
            models.UniqueConstraint(
                fields=["meeting", "within"],
                condition=Q(ended_at=None, within__isnull=False),
                name="meetings_one_interrupts",
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=F("began_at")),
                name="meetings_turn_times",
            ),
        ]


class Utterance(Versioned):
    """What was said in one breath (发言片段), in the order it was told in; its text is that of its last edition.

    `key` is the teller's own id, so that what is sent twice is kept once; `said_at` is the teller's clock as it came,
    `told_at` our own; `stated_at` is the moment we believe.
    """

    ledgered = (
        "uid", "meeting_id", "seq", "key", "label", "participant_id", "said_at", "edition", "text_sha256",
    )  # fmt: skip

    uid = models.CharField(max_length=12, unique=True, default=new_uid, editable=False)
    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="utterances")
    turn = models.ForeignKey(Turn, models.PROTECT, null=True, related_name="utterances")
    item = models.ForeignKey(AgendaItem, models.PROTECT, null=True, related_name="utterances")
    participant = models.ForeignKey(
        Participant, models.PROTECT, null=True, related_name="utterances"
    )
    seq = models.PositiveIntegerField()
    key = models.CharField(max_length=64)
    label = models.CharField(max_length=120, blank=True)
    said_at = models.DateTimeField(null=True)
    stated_at = models.DateTimeField()
    told_at = models.DateTimeField()
    offset_ms = models.PositiveBigIntegerField(null=True)
    text = models.TextField()
    text_sha256 = models.CharField(max_length=64)
    edition = models.PositiveSmallIntegerField(default=1)
    read_edition = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["meeting", "seq"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "seq"], name="meetings_seq_once"),
            models.UniqueConstraint(fields=["meeting", "key"], name="meetings_key_once"),
            models.CheckConstraint(condition=~Q(text=""), name="meetings_utterance_says"),
        ]


class UtteranceEdition(models.Model):
    """An utterance as it stood once (文字稿版次): never changed; a correction is a new edition."""

    ledgered = ("utterance_id", "number", "text_sha256", "label")

    utterance = models.ForeignKey(Utterance, models.PROTECT, related_name="editions")
    number = models.PositiveSmallIntegerField()
    text = models.TextField()
    text_sha256 = models.CharField(max_length=64)
    label = models.CharField(max_length=120, blank=True)
    by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["utterance", "number"]
        constraints = [
            models.UniqueConstraint(fields=["utterance", "number"], name="meetings_edition_once")
        ]
