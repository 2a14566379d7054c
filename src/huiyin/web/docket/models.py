# SPDX-License-Identifier: Apache-2.0
"""The docket's rows: proposals, their suggestions and signatures, cases, assignments, clocks.

`ledgered` names the fields of a row that the ledger keeps with every act that touches it: what they say now can be
told from the entries alone.
"""

import hashlib
import json
import secrets

from django.db import models
from django.db.models import F, Q

from huiyin.web.kit.models import Versioned


def new_uid() -> str:
    """Give a new immutable public id, without letters that are misread."""
    return "".join(secrets.choice("23456789abcdefghjkmnpqrstuvwxyz") for _ in range(10))


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


class SearchText(models.Model):
    """What an object is found by, folded; the index over its character pairs lies beside it (`docket.search`)."""

    kind = models.CharField(max_length=12)
    object_id = models.PositiveBigIntegerField()
    text = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "object_id"], name="docket_searched_once")
        ]
