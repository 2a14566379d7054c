# SPDX-License-Identifier: Apache-2.0
"""Assignments (交办任务), objections to them, and the clocks that run on matters."""

from django.db import models
from django.db.models import Q

from huiyin.web.docket.models.cases import Case
from huiyin.web.docket.models.proposals import Proposal, Suggestion
from huiyin.web.kit.models import Versioned
from huiyin.web.kit.uids import new_uid


class Assignment(Versioned):
    """A body's task in a case (交办任务): lead, joint, separate or sole, for all or some of the suggestions."""

    LIVING = ("issued", "received", "accepted", "objected", "disputed", "done")
    ledgered = (
        "uid", "case_id", "body_id", "parent_id", "role", "state", "before", "ping_pong", "reply_no", "replied_on",
    )  # fmt: skip

    uid = models.CharField(max_length=12, unique=True, default=new_uid, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="assignments")
    body = models.ForeignKey("accounts.Body", models.PROTECT, related_name="assignments")
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="parts")
    role = models.CharField(max_length=10)
    scope = models.ManyToManyField(Suggestion, related_name="assignments")
    state = models.CharField(max_length=24, db_index=True)
    before = models.CharField(max_length=24, blank=True)
    handler = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    proposed_at = models.DateTimeField()
    issued_at = models.DateTimeField(null=True)
    received_at = models.DateTimeField(null=True)
    ping_pong = models.PositiveSmallIntegerField(default=0)
    reply_no = models.CharField(max_length=60, blank=True)
    replied_on = models.DateField(null=True)

    class Meta:
        ordering = ["case", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(
                    role__in=["lead", "sole"],
                    state__in=["issued", "received", "accepted", "objected", "disputed", "done"],
                ),
                name="docket_one_lead",
            ),
            models.UniqueConstraint(
                fields=["case", "body"],
                condition=Q(
                    state__in=[
                        "proposed",
                        "issued",
                        "received",
                        "accepted",
                        "objected",
                        "disputed",
                        "done",
                    ]
                ),
                name="docket_body_once",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["proposed", "dropped"]) | Q(issued_at__isnull=False),
                name="docket_issued_has_time",
            ),
            models.CheckConstraint(
                condition=~Q(state="done") | Q(replied_on__isnull=False),
                name="docket_done_has_reply",
            ),
        ]


class Objection(models.Model):
    """A body's wish to hand back (退办) or to have a body added, naming whom, and the ruling."""

    ledgered = ("assignment_id", "kind", "code", "words", "names_id", "ruling", "rung")

    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="objections")
    kind = models.CharField(max_length=6, choices=[("return", "退办"), ("add", "增加单位")])
    code = models.CharField(max_length=8, blank=True)
    words = models.TextField()
    names = models.ForeignKey("accounts.Body", models.PROTECT, null=True, related_name="+")
    none_known = models.BooleanField(default=False)
    by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()
    ruling = models.CharField(max_length=10, blank=True)
    ruling_words = models.TextField(blank=True)
    ruled_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    ruled_at = models.DateTimeField(null=True)
    rung = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(names__isnull=False) | Q(none_known=True), name="docket_objection_names"
            ),
            models.CheckConstraint(
                condition=Q(ruling="") | (~Q(ruling_words="") & Q(ruled_at__isnull=False)),
                name="docket_ruling_has_reason",
            ),
        ]


class Deadline(Versioned):
    """A clock that runs on a matter (时限): its anchor, its last day and the reckoning, kept as they were computed."""

    ledgered = (
        "clock",
        "proposal_id",
        "assignment_id",
        "anchored_on",
        "due_on",
        "calendar",
        "state",
    )

    class State(models.TextChoices):
        RUNNING = "running", "计时中"
        PAUSED = "paused", "暂停"
        STOPPED = "stopped", "已完成"

    clock = models.CharField(max_length=24)
    case = models.ForeignKey(Case, models.PROTECT, null=True, related_name="deadlines")
    proposal = models.ForeignKey(Proposal, models.PROTECT, null=True, related_name="deadlines")
    assignment = models.ForeignKey(Assignment, models.PROTECT, null=True, related_name="deadlines")
    pack = models.CharField(max_length=40)
    pack_version = models.CharField(max_length=20)
    anchored_on = models.DateField()
    due_on = models.DateField(db_index=True)
    steps = models.JSONField(default=list)
    calendar = models.CharField(max_length=40)
    provisional = models.BooleanField(default=False)
    pauses = models.JSONField(default=list)
    extended = models.JSONField(default=list)
    state = models.CharField(max_length=8, choices=State.choices, default=State.RUNNING)
    stopped_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["clock", "assignment"],
                condition=~Q(state="stopped") & Q(assignment__isnull=False),
                name="docket_one_clock_a",
            ),
            models.UniqueConstraint(
                fields=["clock", "proposal"],
                condition=~Q(state="stopped") & Q(proposal__isnull=False) & Q(assignment=None),
                name="docket_one_clock_p",
            ),
            models.CheckConstraint(
                condition=Q(proposal__isnull=False) | Q(assignment__isnull=False),
                name="docket_clock_of_something",
            ),
            models.CheckConstraint(
                condition=~Q(state="stopped") | Q(stopped_on__isnull=False),
                name="docket_stopped_has_day",
            ),
        ]
        indexes = [models.Index(fields=["state", "due_on"], name="docket_due")]


class Reminder(models.Model):
    """One rung of the reminder ladder (催办): due on a day, fired exactly once.

    `rung` counts from 100 × the number of extensions, so that a term that was extended has a ladder of its own.
    """

    ledgered = ("deadline_id", "rung", "form", "fired")
    ledger_owed = Q(fired_at__isnull=False)

    deadline = models.ForeignKey(Deadline, models.PROTECT, related_name="reminders")
    rung = models.PositiveSmallIntegerField()
    form = models.CharField(max_length=12)
    due_on = models.DateField(db_index=True)
    fired_at = models.DateTimeField(null=True)
    skipped = models.BooleanField(default=False)

    @property
    def fired(self) -> bool:
        """Whether it was fired."""
        return self.fired_at is not None

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["deadline", "rung"], name="docket_reminder_once")
        ]
