# SPDX-License-Identifier: Apache-2.0
"""Plans (规划) and their goals as a tree: what commitments serve besides the suggestions they answer."""

from django.db import models
from django.db.models import F, Q

from huiyin.web.kit.uids import new_uid


class Plan(models.Model):
    """A plan of the place (规划), e.g. that of five years."""

    ledgered = ("uid", "title", "starts_on", "ends_on")

    uid = models.CharField(max_length=12, unique=True, default=new_uid, editable=False)
    title = models.CharField(max_length=120)
    title_en = models.CharField(max_length=160, blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField()
    by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-starts_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["title"], name="commitments_plan_once"),
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("starts_on")), name="commitments_plan_days"
            ),
        ]


class Goal(models.Model):
    """A goal of a plan (规划目标), below another or at the top."""

    ledgered = ("uid", "plan_id", "parent_id", "code", "title")

    uid = models.CharField(max_length=12, unique=True, default=new_uid, editable=False)
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="goals")
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="parts")
    code = models.CharField(max_length=20)
    title = models.CharField(max_length=200)
    title_en = models.CharField(max_length=240, blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["plan", "order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "code"], name="commitments_goal_once"),
            models.CheckConstraint(
                condition=Q(parent=None) | ~Q(parent=F("pk")),
                name="commitments_goal_not_own_parent",
            ),
        ]
