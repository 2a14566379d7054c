# SPDX-License-Identifier: Apache-2.0
"""The rows of supervision: key proposals with events and votes, instructions, letters, look-backs, sheets."""

import hashlib
import json
from typing import Any

from django.db import models
from django.db.models import Q

from huiyin.web.kit.models import Versioned
from huiyin.web.kit.uids import new_uid

APPROVED = ("approved", "voting", "concluded")


class KeyProposal(Versioned):
    """A proposal on its way to be, or being, supervised as a key one (重点提案)."""

    ledgered = (
        "uid", "proposal_id", "state", "before", "official", "committee_id", "ballot", "nominated_by_id",
    )  # fmt: skip

    uid = models.CharField(max_length=12, unique=True, default=new_uid, editable=False)
    proposal = models.ForeignKey("docket.Proposal", models.PROTECT, related_name="key_proposals")
    state = models.CharField(max_length=24, db_index=True)
    before = models.CharField(max_length=24, blank=True)
    recommended = models.CharField(max_length=120)  # which party, committee, organ recommends it
    why = models.TextField()
    official = models.CharField(max_length=120, blank=True)
    committee = models.ForeignKey(
        "accounts.Committee", models.PROTECT, null=True, related_name="key_proposals"
    )
    ballot = models.CharField(max_length=8, blank=True)
    nominated_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    nominated_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["-changed_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["proposal"], condition=~Q(state="dropped"), name="supervision_key_once"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=APPROVED) | (~Q(official="") & Q(committee__isnull=False)),
                name="supervision_key_officials",
            ),
            models.CheckConstraint(
                condition=~Q(why="") & ~Q(recommended=""), name="supervision_key_reason"
            ),
        ]


class Event(models.Model):
    """What was done to supervise a key proposal (督办活动): a survey, a visit, a consultation, with notes."""

    ledgered = ("key_id", "kind", "held_on", "sha256")

    key = models.ForeignKey(KeyProposal, models.PROTECT, related_name="events")
    kind = models.CharField(max_length=16)
    held_on = models.DateField()
    participants = models.TextField()
    notes = models.TextField()
    by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["held_on", "pk"]

    @property
    def sha256(self) -> str:
        """The hash of what was noted."""
        return hash_of([self.participants, self.notes])


class Seat(models.Model):
    """A place on the panel (评议人): whether its holder has voted; what for only where ballots are named."""

    ledgered = ("key_id", "user_id", "has_cast", "choice")

    key = models.ForeignKey(KeyProposal, models.PROTECT, related_name="seats")
    user = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    has_cast = models.BooleanField(default=False)
    choice = models.CharField(max_length=16, blank=True)

    class Meta:
        ordering = ["key", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["key", "user"], name="supervision_seat_once")
        ]


class Tally(models.Model):
    """How often a choice was voted for (计票); counted without any trace of who, and in the ledger only once the vote is over."""

    ledgered = ("key_id", "choice", "n")
    ledger_owed = Q(key__state="concluded")

    key = models.ForeignKey(KeyProposal, models.PROTECT, related_name="tallies")
    choice = models.CharField(max_length=16)
    n = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["key", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["key", "choice"], name="supervision_tally_once")
        ]


class Instruction(Versioned):
    """A leader's written instruction on a case (批示), given to a body, which reports on it."""

    ledgered = ("uid", "assignment_id", "leader", "given_on", "state", "before", "sha256")

    uid = models.CharField(max_length=12, unique=True, default=new_uid, editable=False)
    assignment = models.ForeignKey("docket.Assignment", models.PROTECT, related_name="instructions")
    leader = models.CharField(max_length=80)
    words = models.TextField()
    given_on = models.DateField()
    state = models.CharField(max_length=24, db_index=True)
    before = models.CharField(max_length=24, blank=True)
    reports = models.JSONField(default=list)  # {at, by, text}, all that were handed in
    recorded_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["-changed_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(words="") & ~Q(leader=""), name="supervision_words_of_a_leader"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["reported", "settled"]) | ~Q(reports=[]),
                name="supervision_instruction_reported",
            ),
        ]

    @property
    def sha256(self) -> str:
        """The hash of its words and of every report on it."""
        return hash_of([self.words, self.reports])


class ReminderLetter(models.Model):
    """A reminder letter (催办函), numbered, to the body of a task; made anew from its row, the same each time."""

    ledgered = ("uid", "assignment_id", "number", "sha256")

    uid = models.CharField(max_length=12, unique=True, default=new_uid, editable=False)
    assignment = models.ForeignKey("docket.Assignment", models.PROTECT, related_name="letters")
    number = models.CharField(max_length=40, unique=True)
    words = models.TextField()
    due_on = models.DateField(null=True)
    day = models.DateField()
    by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-pk"]

    @property
    def sha256(self) -> str:
        """The hash of what it says."""
        return hash_of([self.number, self.words, str(self.due_on), str(self.day)])


class Round(models.Model):
    """A round of looking back (回头看) at replies of some classes and days."""

    ledgered = ("uid", "letters", "since", "until", "opened_at")

    uid = models.CharField(max_length=12, unique=True, default=new_uid, editable=False)
    title = models.CharField(max_length=120)
    letters = models.JSONField(default=list)
    since = models.DateField()
    until = models.DateField()
    opened_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()

    class Meta:
        ordering = ["-opened_at", "-pk"]


class Item(Versioned):
    """One task looked back at in a round (回头看项目), with its sheets."""

    ledgered = ("uid", "round_id", "assignment_id", "state", "before")

    uid = models.CharField(max_length=12, unique=True, default=new_uid, editable=False)
    round = models.ForeignKey(Round, models.PROTECT, related_name="items")
    assignment = models.ForeignKey("docket.Assignment", models.PROTECT, related_name="look_backs")
    state = models.CharField(max_length=24, db_index=True)
    before = models.CharField(max_length=24, blank=True)
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["round", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "assignment"], name="supervision_look_back_once"
            )
        ]


class Sheet(models.Model):
    """A form of the pack as somebody filled it in (督办表): a look-back report, an assessment, a side of a mutual rating."""

    ledgered = ("uid", "form", "assignment_id", "item_id", "side", "sha256")

    uid = models.CharField(max_length=12, unique=True, default=new_uid, editable=False)
    form = models.CharField(max_length=24)
    assignment = models.ForeignKey("docket.Assignment", models.PROTECT, related_name="sheets")
    item = models.ForeignKey(Item, models.PROTECT, null=True, related_name="sheets")
    side = models.CharField(max_length=24, blank=True)  # of a rating: `body`, or the person's id
    assessor = models.CharField(max_length=120, blank=True)
    values = models.JSONField()
    words = models.TextField(blank=True)
    by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["assignment", "form", "side"],
                condition=~Q(side=""),
                name="supervision_side_once",
            ),
            models.CheckConstraint(
                condition=~Q(form="assessment") | ~Q(assessor=""), name="supervision_assessor_named"
            ),
        ]

    @property
    def sha256(self) -> str:
        """The hash of what it says."""
        return hash_of([self.values, self.words, self.assessor])


def hash_of(content: Any) -> str:
    """Give the hash of a content."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()
