# SPDX-License-Identifier: Apache-2.0
"""Actors (行为人): who does something, with the roles in force at that moment, read once for a request."""

from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q

from huiyin.core.values.refusals import HuiyinError
from huiyin.web.accounts import models


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts.

    Attributes:
        user_id, person_id: None for the public and for the system itself.
        grants: pairs of role and body id (None where the role has no body).
        drafts_for, files_for: persons on whose behalf the actor may draft, or also file.
        system: True for clocks and imports, which act by rule and not by a person's will.
    """

    user_id: int | None = None
    person_id: int | None = None
    grants: frozenset[tuple[str, int | None]] = frozenset()
    drafts_for: frozenset[int] = field(default=frozenset())
    files_for: frozenset[int] = field(default=frozenset())
    system: bool = False
    name: str = ""

    @property
    def roles(self) -> frozenset[str]:
        """The roles held, whatever the body."""
        return frozenset(role for role, _ in self.grants)

    def signed_in(self) -> int:
        """Give the user who acts.

        Errors: `NOT_ALLOWED` for the public and for the system, which sign nothing.
        """
        if self.user_id is None:
            raise HuiyinError("NOT_ALLOWED", act="sign")
        return self.user_id

    def has(self, *roles: str) -> bool:
        """Tell whether the actor holds one of some roles."""
        return not self.roles.isdisjoint(roles)

    def bodies(self, *roles: str) -> frozenset[int]:
        """Give the bodies for which the actor holds one of some roles (any role when none is named)."""
        return frozenset(
            body for role, body in self.grants if body and (not roles or role in roles)
        )


NOBODY = Actor()
SYSTEM = Actor(system=True, name="system")


def of(user: models.User, *, on: date) -> Actor:
    """Read the actor a user is on a day.

    Cost: two queries.
    """
    in_force = (Q(starts_on=None) | Q(starts_on__lte=on)) & (Q(ends_on=None) | Q(ends_on__gte=on))
    grants = models.RoleGrant.objects.filter(in_force, user=user).values_list("role", "body_id")
    helped = list(
        models.Delegation.objects.filter(in_force, assistant=user).values_list(
            "member_id", "may_file"
        )
    )
    return Actor(
        user_id=user.pk,
        person_id=user.person_id,
        grants=frozenset(grants),
        drafts_for=frozenset(member for member, _ in helped),
        files_for=frozenset(member for member, may_file in helped if may_file),
        name=user.get_full_name() or user.username,
    )
