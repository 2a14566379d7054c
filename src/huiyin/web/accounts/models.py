# SPDX-License-Identifier: Apache-2.0
"""People, bodies, terms and roles (人员、单位、届次、角色)."""

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import F, Q


class Institution(models.Model):
    """The body whose docket this is (履职机构): one row."""

    name = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120, blank=True)
    pack = models.CharField(max_length=40, default="cn-cppcc")
    language = models.CharField(max_length=5, default="zh")


class Body(models.Model):
    """A body (承办单位) with its duties, its successors and the time it exists."""

    name = models.CharField(max_length=120)
    name_en = models.CharField(max_length=160, blank=True)
    aliases = models.JSONField(default=list, blank=True)
    duties = models.JSONField(default=list, blank=True)
    kind = models.CharField(max_length=24, blank=True)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children"
    )
    successor = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="predecessors"
    )
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["name"], condition=Q(valid_to=None), name="accounts_living_body_name"
            ),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_from=None) | Q(valid_to__gte=F("valid_from")),
                name="accounts_body_dates",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Term(models.Model):
    """A term (届)."""

    number = models.PositiveSmallIntegerField(unique=True)
    opens_on = models.DateField()
    closes_on = models.DateField()

    class Meta:
        ordering = ["-number"]


class Session(models.Model):
    """A session (次会议) with its deadline and the rules pack its cases begin under."""

    term = models.ForeignKey(Term, models.PROTECT, related_name="sessions")
    number = models.PositiveSmallIntegerField()
    opens_on = models.DateField()
    closes_on = models.DateField()
    submission_opens_at = models.DateTimeField()
    submission_deadline = models.DateTimeField()
    pack = models.CharField(max_length=40)
    pack_version = models.CharField(max_length=20)

    class Meta:
        ordering = ["-term__number", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["term", "number"], name="accounts_session_once")
        ]


class Sector(models.Model):
    """A sector (界别)."""

    name = models.CharField(max_length=60, unique=True)
    name_en = models.CharField(max_length=120, blank=True)


class Committee(models.Model):
    """A special committee (专门委员会)."""

    name = models.CharField(max_length=60, unique=True)
    name_en = models.CharField(max_length=120, blank=True)


class Person(models.Model):
    """A person (人员): only what the work needs; no identity numbers, no home address."""

    name = models.CharField(max_length=60)
    name_en = models.CharField(max_length=80, blank=True)
    gender = models.CharField(max_length=1, blank=True, choices=[("f", "女"), ("m", "男")])
    party = models.CharField(max_length=40, blank=True)
    employer = models.CharField(max_length=120, blank=True)
    duty = models.CharField(max_length=80, blank=True)
    phone = models.CharField(max_length=30, blank=True)
    email = models.EmailField(blank=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """A person's seat in a term (委员资格), with sector, committee and dates."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="memberships")
    term = models.ForeignKey(Term, models.PROTECT, related_name="memberships")
    code = models.CharField(max_length=20, blank=True)
    sector = models.ForeignKey(
        Sector, models.PROTECT, null=True, blank=True, related_name="memberships"
    )
    committee = models.ForeignKey(
        Committee, models.PROTECT, null=True, blank=True, related_name="memberships"
    )
    post = models.CharField(max_length=40, blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "term"], name="accounts_one_seat")]


class User(AbstractUser):
    """Someone who signs in."""

    person = models.OneToOneField(
        Person, models.PROTECT, null=True, blank=True, related_name="user"
    )
    language = models.CharField(max_length=5, default="zh")


class Role(models.TextChoices):
    """Roles (角色) a user may be given; what each may do stands in the rules pack and in permissions."""

    MEMBER = "member", "委员"
    CONVENER = "convener", "召集人"
    CLERK = "clerk", "提案工作人员"
    REVIEWER = "reviewer", "复审员"
    COMMITTEE = "committee", "提案委员会"
    ASSIGNER = "assigner", "交办机关"
    LIAISON = "liaison", "单位联络员"
    HANDLER = "handler", "承办人"
    SIGNER = "signer", "签发人"
    OVERSIGHT = "oversight", "督查室"
    LEADER = "leader", "领导"
    ACCOUNTS_ADMIN = "accounts_admin", "系统管理员"
    POLICY_ADMIN = "policy_admin", "安全管理员"
    AUDITOR = "auditor", "审计员"


class RoleGrant(models.Model):
    """A role given to a user, for a body where the role needs one, for a time."""

    user = models.ForeignKey(User, models.CASCADE, related_name="grants")
    role = models.CharField(max_length=20, choices=Role.choices)
    body = models.ForeignKey(Body, models.PROTECT, null=True, blank=True, related_name="grants")
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "role", "body"], name="accounts_one_grant"),
            models.UniqueConstraint(
                fields=["user", "role"], condition=Q(body=None), name="accounts_one_bodyless_grant"
            ),
            models.CheckConstraint(
                condition=~Q(role__in=["liaison", "handler", "signer"]) | Q(body__isnull=False),
                name="accounts_body_role",
            ),
        ]


class Delegation(models.Model):
    """What a member lets an assistant do (委托): draft, and file only where said."""

    member = models.ForeignKey(Person, models.CASCADE, related_name="delegations")
    assistant = models.ForeignKey(User, models.CASCADE, related_name="delegations")
    may_file = models.BooleanField(default=False)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)


class ApiToken(models.Model):
    """A key by which a program acts as a user: kept as a hash only, for a time, with the scopes the user gave it."""

    user = models.ForeignKey(User, models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=80)
    digest = models.CharField(max_length=64, unique=True)
    scopes = models.JSONField(default=list)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_on = models.DateField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]
