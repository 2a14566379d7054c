# SPDX-License-Identifier: Apache-2.0
"""What becomes of a commitment (跟踪): reports with evidence, milestones, indicators with their dates, look-backs, reminders."""

from django.db import models
from django.db.models import Q

from huiyin.web.commitments.models.commitments import Commitment
from huiyin.web.kit.models import Versioned
from huiyin.web.kit.uids import new_uid


class Progress(models.Model):
    """A report of progress (进展报送), or the claim that it is done; never changed afterwards."""

    ledgered = ("uid", "commitment_id", "number", "kind", "words", "percent", "public", "by_id")

    class Kind(models.TextChoices):
        REPORT = "report", "进展"
        CLAIM = "claim", "报称完成"
        TAKEN_IN = "taken_in", "台账记载"

    uid = models.CharField(max_length=12, unique=True, default=new_uid, editable=False)
    commitment = models.ForeignKey(Commitment, models.PROTECT, related_name="reports")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=8, choices=Kind.choices)
    words = models.TextField()
    percent = models.PositiveSmallIntegerField(null=True)
    public = models.BooleanField(default=False)
    by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["commitment", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["commitment", "number"], name="commitments_progress_once"
            ),
            models.CheckConstraint(
                condition=Q(percent=None) | Q(percent__lte=100), name="commitments_percent"
            ),
            models.CheckConstraint(condition=~Q(words=""), name="commitments_progress_says"),
        ]


class Evidence(models.Model):
    """What proves a report (证明材料): a file, a link or a figure, and what it shows."""

    ledgered = ("progress_id", "kind", "shows", "link", "figure", "sha256")

    class Kind(models.TextChoices):
        FILE = "file", "文件"
        LINK = "link", "链接"
        FIGURE = "figure", "数据"

    progress = models.ForeignKey(Progress, models.PROTECT, related_name="evidence")
    kind = models.CharField(max_length=6, choices=Kind.choices)
    shows = models.TextField()
    link = models.CharField(max_length=500, blank=True)
    figure = models.CharField(max_length=200, blank=True)
    name = models.CharField(max_length=200, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    size = models.PositiveIntegerField(null=True)
    media_type = models.CharField(max_length=80, blank=True)
    stored = models.CharField(max_length=100, blank=True)

    class Meta:
        ordering = ["progress", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(shows=""), name="commitments_evidence_shows"),
            models.CheckConstraint(
                condition=(Q(kind="file") & ~Q(sha256="") & ~Q(stored=""))
                | (Q(kind="link") & ~Q(link=""))
                | (Q(kind="figure") & ~Q(figure="")),
                name="commitments_evidence_is_there",
            ),
        ]


class Milestone(models.Model):
    """A step on the way (节点) with its date; reached by a report, or dropped with a reason."""

    ledgered = ("uid", "commitment_id", "text", "due_on", "reached_id", "drop_reason")

    uid = models.CharField(max_length=12, unique=True, default=new_uid, editable=False)
    commitment = models.ForeignKey(Commitment, models.PROTECT, related_name="milestones")
    text = models.CharField(max_length=200)
    due_on = models.DateField()
    reached = models.ForeignKey(Progress, models.PROTECT, null=True, related_name="milestones")
    dropped_at = models.DateTimeField(null=True)
    drop_reason = models.TextField(blank=True)

    class Meta:
        ordering = ["commitment", "due_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(dropped_at=None) | ~Q(drop_reason=""),
                name="commitments_milestone_reason",
            )
        ]


class Indicator(Versioned):
    """A figure that is reported again and again (指标): monthly, quarterly, yearly, or on days of its own."""

    ledgered = (
        "uid",
        "commitment_id",
        "name",
        "unit",
        "target",
        "every",
        "first_on",
        "last_on",
        "days",
    )

    uid = models.CharField(max_length=12, unique=True, default=new_uid, editable=False)
    commitment = models.ForeignKey(Commitment, models.PROTECT, related_name="indicators")
    name = models.CharField(max_length=120)
    unit = models.CharField(max_length=20, blank=True)
    target = models.CharField(max_length=40, blank=True)
    every = models.CharField(max_length=8)
    first_on = models.DateField()
    last_on = models.DateField()
    days = models.JSONField(default=list)

    class Meta:
        ordering = ["commitment", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["commitment", "name"], name="commitments_indicator_once"
            )
        ]


class Owed(models.Model):
    """A day on which an indicator is due, and the figure reported for it; a day that a change took off is kept so marked."""

    ledgered = ("indicator_id", "due_on", "progress_id", "value", "dropped")

    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="dates")
    due_on = models.DateField(db_index=True)
    progress = models.ForeignKey(Progress, models.PROTECT, null=True, related_name="figures")
    value = models.CharField(max_length=40, blank=True)
    dropped = models.BooleanField(default=False)

    class Meta:
        ordering = ["indicator", "due_on"]
        constraints = [
            models.UniqueConstraint(fields=["indicator", "due_on"], name="commitments_owed_once"),
            models.CheckConstraint(
                condition=Q(progress=None, value="") | (Q(progress__isnull=False) & ~Q(value="")),
                name="commitments_owed_reported",
            ),
            models.CheckConstraint(
                condition=Q(dropped=False) | Q(progress=None), name="commitments_owed_kept"
            ),
        ]


class Revisit(models.Model):
    """A look-back at a reply (回头看): what stands of what it promised or says was solved, months later."""

    ledgered = ("uid", "reply_id", "clock", "holds", "words", "by_id")

    uid = models.CharField(max_length=12, unique=True, default=new_uid, editable=False)
    reply = models.ForeignKey("replies.Reply", models.PROTECT, related_name="revisits")
    clock = models.CharField(max_length=24)
    holds = models.BooleanField()
    words = models.TextField()
    by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["reply", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(words=""), name="commitments_revisit_says")
        ]


class Nudge(models.Model):
    """A reminder of a commitment's date (提醒): for each date and each rung of the ladder once."""

    ledgered = ("commitment_id", "about", "due_on", "rung", "form")

    commitment = models.ForeignKey(Commitment, models.PROTECT, related_name="nudges")
    about = models.CharField(max_length=24)  # due, or the kind and key of what is due
    due_on = models.DateField()
    rung = models.SmallIntegerField()
    form = models.CharField(max_length=12)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["commitment", "about", "due_on", "rung"], name="commitments_nudged_once"
            )
        ]
