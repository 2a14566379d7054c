# SPDX-License-Identifier: Apache-2.0
"""The rows of overviews: the paper, its themes, its sentences with their sources, and the editions that went out."""

import hashlib
import json
from typing import Any

from django.db import models
from django.db.models import F, Q

from huiyin.web.kit.models import Versioned
from huiyin.web.kit.uids import new_uid


class Overview(Versioned):
    """An overview (综述) or one of its sisters: a draft, then published in editions, and withdrawn with a reason."""

    ledgered = (
        "uid", "session_id", "paper", "audience", "language", "title", "state", "edition", "body_id", "person_id",
        "topic", "text_sha256", "withdrawn_reason",
    )  # fmt: skip

    class State(models.TextChoices):
        DRAFT = "draft", "起草中"
        PUBLISHED = "published", "已发布"
        WITHDRAWN = "withdrawn", "已撤回"

    class Audience(models.TextChoices):
        PUBLIC = "public", "公开"
        INSIDE = "inside", "内部"

    uid = models.CharField(max_length=12, unique=True, default=new_uid, editable=False)
    session = models.ForeignKey("accounts.Session", models.PROTECT, related_name="overviews")
    paper = models.CharField(max_length=12)
    audience = models.CharField(max_length=8, choices=Audience.choices, default=Audience.PUBLIC)
    language = models.CharField(max_length=5, default="zh")
    title = models.CharField(max_length=200)
    subtitle = models.CharField(max_length=200, blank=True)
    body = models.ForeignKey("accounts.Body", models.PROTECT, null=True, related_name="+")
    person = models.ForeignKey("accounts.Person", models.PROTECT, null=True, related_name="+")
    topic = models.CharField(max_length=60, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    as_of = models.DateField()
    edition = models.PositiveSmallIntegerField(default=0)
    text_sha256 = models.CharField(max_length=64, blank=True)
    begun_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    begun_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)
    published_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_reason = models.TextField(blank=True)

    class Meta:
        ordering = ["-changed_at"]
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="overviews_has_title"),
            models.CheckConstraint(
                condition=Q(state="draft") | Q(published_at__isnull=False, edition__gt=0),
                name="overviews_out_has_edition",
            ),
            models.CheckConstraint(
                condition=~Q(state="withdrawn")
                | (Q(withdrawn_at__isnull=False) & ~Q(withdrawn_reason="")),
                name="overviews_withdrawn_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Theme(models.Model):
    """A theme (主题) of an overview: proposed by the machine, renamed, joined and parted by people."""

    overview = models.ForeignKey(Overview, models.PROTECT, related_name="themes")
    order = models.PositiveSmallIntegerField()
    label = models.CharField(max_length=60)
    proposed = models.CharField(max_length=60, blank=True)  # the machine's label, the evidence
    dropped_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["overview", "order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["overview", "label"],
                condition=Q(dropped_at=None),
                name="overviews_theme_once",
            )
        ]


class Themed(models.Model):
    """A proposal under a theme of one overview."""

    overview = models.ForeignKey(Overview, models.PROTECT, related_name="themed")
    theme = models.ForeignKey(Theme, models.PROTECT, related_name="themed")
    proposal = models.ForeignKey("docket.Proposal", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["overview", "proposal"], name="overviews_themed_once")
        ]


class Line(Versioned):
    """A sentence (语句): composed from data or written by a person, changed, owned as an opinion, or taken out.

    `composed` is what was written from the data, so that a change shows and figures can be renewed; `flags` is what it
    lacked when it was last looked at, as the core names it.
    """

    overview = models.ForeignKey(Overview, models.PROTECT, related_name="lines")
    section = models.CharField(max_length=12)
    paragraph = models.PositiveSmallIntegerField()
    order = models.PositiveIntegerField()
    key = models.CharField(max_length=120, blank=True)
    text = models.TextField()
    composed = models.TextField(blank=True)
    reworded = models.BooleanField(default=False)  # by a model, and adopted by whoever changed it
    owner = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    flags = models.JSONField(default=list)
    dropped_at = models.DateTimeField(null=True)
    changed_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    changed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["overview", "order", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="overviews_line_says"),
            models.UniqueConstraint(
                fields=["overview", "key"],
                condition=~Q(key="") & Q(dropped_at=None),
                name="overviews_key_once",
            ),
        ]


class LineSource(models.Model):
    """What a sentence rests on (出处): words of a text at a place, or a figure with the rows it counts."""

    line = models.ForeignKey(Line, models.PROTECT, related_name="sources")
    kind = models.CharField(max_length=12)
    ref = models.CharField(max_length=120)
    sha256 = models.CharField(max_length=64, blank=True)
    quote = models.TextField(blank=True)
    start = models.PositiveIntegerField(default=0)
    end = models.PositiveIntegerField(default=0)
    says = models.JSONField(default=list)
    behind = models.JSONField(default=list)
    dropped_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["line", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="figure") | (Q(end__gt=F("start")) & ~Q(quote="")),
                name="overviews_source_says",
            )
        ]


class OverviewEdition(models.Model):
    """An overview as it went out (刊发版): never changed."""

    ledgered = ("overview_id", "number", "sha256")

    overview = models.ForeignKey(Overview, models.PROTECT, related_name="editions")
    number = models.PositiveSmallIntegerField()
    content = models.JSONField()
    sha256 = models.CharField(max_length=64)
    at = models.DateTimeField()
    by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")

    class Meta:
        ordering = ["overview", "number"]
        constraints = [
            models.UniqueConstraint(fields=["overview", "number"], name="overviews_edition_once")
        ]


def hash_of(content: Any) -> str:
    """Give the hash of a content."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()
