# SPDX-License-Identifier: Apache-2.0
"""Meetings (会议) as they are prepared: agenda, who is invited, papers and what is handed in."""

from django.db import models
from django.db.models import F, Q

from huiyin.web.kit.models import Versioned
from huiyin.web.kit.uids import new_uid

OFFERED = ("notified", "open", "suspended", "closed")  # states in which others than the office know


class Meeting(Versioned):
    """A meeting (会议) from its first plan until every word of it has its owner."""

    ledgered = (
        "uid", "session_id", "kind", "title", "pack", "pack_version", "state", "before", "is_public", "starts_at",
        "opened_at", "closed_at", "chair_id",
    )  # fmt: skip

    class Kind(models.TextChoices):
        JOINT_GROUP = "joint_group", "联组讨论会"
        CONSULTATION = "consultation", "专题协商会"
        PLENARY = "plenary", "大会发言"
        SECTOR = "sector", "界别协商会"
        HEARING = "hearing", "听证会"

    uid = models.CharField(max_length=12, unique=True, default=new_uid, editable=False)
    session = models.ForeignKey("accounts.Session", models.PROTECT, related_name="meetings")
    pack = models.CharField(max_length=40)
    pack_version = models.CharField(max_length=20)
    state = models.CharField(max_length=24, db_index=True)
    before = models.CharField(max_length=24, blank=True)
    kind = models.CharField(max_length=16, choices=Kind.choices)
    title = models.CharField(max_length=200)
    topic = models.CharField(max_length=200, blank=True)
    place = models.CharField(max_length=120, blank=True)
    language = models.CharField(max_length=5, default="zh")
    starts_at = models.DateTimeField(db_index=True)
    speech_seconds = models.PositiveSmallIntegerField(default=480)
    is_public = models.BooleanField(default=False)
    chair = models.ForeignKey("accounts.Person", models.PROTECT, null=True, related_name="+")
    notified_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    said_count = models.PositiveIntegerField(default=0)
    last_key = models.CharField(max_length=64, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["-starts_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=["open", "suspended", "closed"])
                | Q(opened_at__isnull=False),
                name="meetings_open_has_time",
            ),
            models.CheckConstraint(
                condition=~Q(state="closed") | Q(closed_at__isnull=False),
                name="meetings_closed_has_time",
            ),
            models.CheckConstraint(condition=~Q(title=""), name="meetings_has_title"),
        ]

    def __str__(self) -> str:
        return self.title


class AgendaItem(Versioned):
    """A point of the agenda (议程); its state is told by its parts, see `core.meetings.agenda`."""

    ledgered = ("meeting_id", "order", "title", "minutes", "opened_at", "ended_at", "dropped_at")

    uid = models.CharField(max_length=12, unique=True, default=new_uid, editable=False)
    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="agenda")
    order = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    topic = models.CharField(max_length=200, blank=True)
    minutes = models.PositiveSmallIntegerField(default=0)
    body = models.ForeignKey("accounts.Body", models.PROTECT, null=True, related_name="+")
    opened_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    dropped_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["meeting", "order"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "order"],
                condition=Q(dropped_at=None),
                name="meetings_agenda_order",
            ),
            models.UniqueConstraint(
                fields=["meeting"],
                condition=Q(opened_at__isnull=False, ended_at=None, dropped_at=None),
                name="meetings_one_item_open",
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=F("opened_at")),
                name="meetings_item_times",
            ),
        ]


class Participant(Versioned):
    """Someone invited (参会人员): a leader, a member, who speaks for a body, or a guest; with registration, seat, group."""

    ledgered = (
        "meeting_id", "role", "person_id", "body_id", "name", "state", "seat", "group", "arrived_at",
    )  # fmt: skip

    class Role(models.TextChoices):
        LEADER = "leader", "领导"
        MEMBER = "member", "委员"
        DEPARTMENT = "department", "部门"
        GUEST = "guest", "列席"

    class State(models.TextChoices):
        INVITED = "invited", "已邀请"
        REGISTERED = "registered", "已报名"
        ON_LEAVE = "on_leave", "请假"
        PRESENT = "present", "已签到"
        DROPPED = "dropped", "已取消"

    uid = models.CharField(max_length=12, unique=True, default=new_uid, editable=False)
    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="participants")
    role = models.CharField(max_length=12, choices=Role.choices)
    person = models.ForeignKey("accounts.Person", models.PROTECT, null=True, related_name="+")
    body = models.ForeignKey("accounts.Body", models.PROTECT, null=True, related_name="+")
    name = models.CharField(max_length=60)
    duty = models.CharField(max_length=120, blank=True)
    sector = models.CharField(max_length=60, blank=True)
    party = models.CharField(max_length=40, blank=True)
    gender = models.CharField(max_length=1, blank=True)
    state = models.CharField(max_length=12, choices=State.choices, default=State.INVITED)
    leave_reason = models.CharField(max_length=300, blank=True)
    seat = models.CharField(max_length=20, blank=True)
    group = models.CharField(max_length=40, blank=True)
    arrived_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["meeting", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "person"],
                condition=Q(person__isnull=False),
                name="meetings_invited_once",
            ),
            models.UniqueConstraint(
                fields=["meeting", "seat"],
                condition=~Q(seat="") & ~Q(state="dropped"),
                name="meetings_seat_once",
            ),
            models.CheckConstraint(
                condition=~Q(state="on_leave") | ~Q(leave_reason=""),
                name="meetings_leave_has_reason",
            ),
            models.CheckConstraint(
                condition=~Q(state="present") | Q(arrived_at__isnull=False),
                name="meetings_present_has_time",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class MeetingPaper(models.Model):
    """A paper of a meeting (会议材料), a written speech (书面发言) or a question handed in beforehand (会前提问)."""

    ledgered = ("uid", "meeting_id", "item_id", "participant_id", "kind", "title", "sha256")

    class Kind(models.TextChoices):
        MATERIAL = "material", "会议材料"
        SPEECH = "speech", "书面发言"
        QUESTION = "question", "会前提问"

    uid = models.CharField(max_length=12, unique=True, default=new_uid, editable=False)
    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="papers")
    item = models.ForeignKey(AgendaItem, models.PROTECT, null=True, related_name="papers")
    participant = models.ForeignKey(Participant, models.PROTECT, null=True, related_name="papers")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    title = models.CharField(max_length=200)
    text = models.TextField(blank=True)
    name = models.CharField(max_length=200, blank=True)
    stored = models.CharField(max_length=100, blank=True)
    media_type = models.CharField(max_length=80, blank=True)
    size = models.PositiveIntegerField(default=0)
    sha256 = models.CharField(max_length=64)
    handed_in_at = models.DateTimeField()
    dropped_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["meeting", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(text="") | ~Q(stored=""), name="meetings_paper_says"
            ),
            models.CheckConstraint(
                condition=Q(kind="material") | Q(participant__isnull=False),
                name="meetings_handed_in_by_someone",
            ),
        ]
