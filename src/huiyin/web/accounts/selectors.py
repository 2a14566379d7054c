# SPDX-License-Identifier: Apache-2.0
"""Reads of people, bodies and roles."""

from datetime import date
from typing import Any

from django.db.models import Prefetch, Q, QuerySet

from huiyin.core.values.refusals import HuiyinError
from huiyin.web.accounts.actors import Actor
from huiyin.web.accounts.models import (
    Body,
    Committee,
    Delegation,
    Membership,
    Person,
    RoleGrant,
    Sector,
    User,
)

_OFFICE = (
    "clerk",
    "reviewer",
    "committee",
    "assigner",
    "oversight",
    "leader",
    "accounts_admin",
    "auditor",
)


def in_force(on: date, at: str = "") -> Q:
    """Give the condition that a dated row is in force on a day."""
    return (Q(**{f"{at}starts_on": None}) | Q(**{f"{at}starts_on__lte": on})) & (
        Q(**{f"{at}ends_on": None}) | Q(**{f"{at}ends_on__gte": on})
    )


def may_see_contacts(actor: Actor, person: Person) -> bool:
    """Tell whether an actor may read how a person is reached: the office, and the person."""
    return actor.has(*_OFFICE) or (actor.person_id is not None and actor.person_id == person.pk)


def list_people(*, q: str = "", sector: str = "", committee: str = "") -> QuerySet[Person]:
    """Give people with their latest seat."""
    rows = Person.objects.prefetch_related(
        Prefetch(
            "memberships",
            Membership.objects.select_related("sector", "committee", "term").order_by(
                "-term__number"
            ),
        )
    )
    if q:
        rows = rows.filter(
            Q(name__icontains=q) | Q(name_en__icontains=q) | Q(employer__icontains=q)
        )
    if sector:
        rows = rows.filter(memberships__sector_id=sector)
    if committee:
        rows = rows.filter(memberships__committee_id=committee)
    return rows.distinct() if sector or committee else rows


def get_person(person_id: int) -> Person:
    """Give a person with seats, account and roles.

    Errors: `NOT_FOUND`.
    """
    seats = Prefetch(
        "memberships",
        Membership.objects.select_related("sector", "committee", "term").order_by("-term__number"),
    )
    row = Person.objects.select_related("user").prefetch_related(seats).filter(pk=person_id).first()
    if row is None:
        raise HuiyinError("NOT_FOUND")
    return row


def list_bodies(*, q: str = "", ended: bool = False, on: date) -> QuerySet[Body]:
    """Give the bodies of today, or with `ended` those that are no more."""
    gone = Q(valid_to__lt=on)
    rows = Body.objects.select_related("parent", "successor").filter(gone if ended else ~gone)
    if q:
        rows = rows.filter(
            Q(name__icontains=q)
            | Q(name_en__icontains=q)
            | Q(aliases__icontains=q)
            | Q(duties__icontains=q)
        )
    return rows


def get_body(body_id: int) -> Body:
    """Give a body with its kin.

    Errors: `NOT_FOUND`.
    """
    rows = Body.objects.select_related("parent", "successor").prefetch_related(
        "children", "predecessors"
    )
    row = rows.filter(pk=body_id).first()
    if row is None:
        raise HuiyinError("NOT_FOUND")
    return row


def list_grants(
    *, on: date, role: str = "", q: str = "", ended: bool = False, user: int = 0, body: int = 0
) -> QuerySet[RoleGrant]:
    """Give roles given to users: those in force or to come, or with `ended` those that are over."""
    over = Q(ends_on__lt=on)
    rows = RoleGrant.objects.select_related("user__person", "body").filter(over if ended else ~over)
    if role:
        rows = rows.filter(role=role)
    if user:
        rows = rows.filter(user_id=user)
    if body:
        rows = rows.filter(body_id=body)
    if q:
        rows = rows.filter(
            Q(user__username__icontains=q)
            | Q(user__first_name__icontains=q)
            | Q(body__name__icontains=q)
        )
    return rows


def list_delegations(actor: Actor, *, on: date) -> QuerySet[Delegation]:
    """Give the delegations a member gave, those in force or to come."""
    rows = Delegation.objects.select_related("assistant").filter(member_id=actor.person_id)
    return rows.filter(Q(ends_on=None) | Q(ends_on__gte=on)).order_by("pk")


def users() -> QuerySet[User]:
    """Give the accounts that may sign in."""
    return User.objects.filter(is_active=True).select_related("person").order_by("username")


def choices() -> dict[str, Any]:
    """Give the sectors and committees to filter by."""
    return {
        "sectors": [
            (str(pk), name) for pk, name in Sector.objects.order_by("pk").values_list("pk", "name")
        ],
        "committees": [
            (str(pk), name)
            for pk, name in Committee.objects.order_by("pk").values_list("pk", "name")
        ],
    }
