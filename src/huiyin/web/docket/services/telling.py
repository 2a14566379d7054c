# SPDX-License-Identifier: Apache-2.0
"""Telling (告知): who hears of an act; notices and messages are written in the transaction of the act."""

from collections.abc import Iterable
from datetime import datetime

from huiyin.core.docket import packs, transitions
from huiyin.web.accounts.models import RoleGrant, User
from huiyin.web.docket import models
from huiyin.web.kit.models import Notice, Outbox

Matter = models.Proposal | models.Assignment


def tell(row: Matter, act: packs.Act, *, given: transitions.Given, now: datetime) -> None:
    """Write a notice, and a message to leave after commit, for everyone the act's row of the table names."""
    kind = "assignment" if isinstance(row, models.Assignment) else "proposal"
    params = {"title": title(row), "act": act.id, "code": given.code, "reason": given.words}
    for user in audience(row, act.notifies):
        dedupe = f"{kind}:{row.pk}:{act.id}:{row.version}:{user.pk}"
        notice, made = Notice.objects.get_or_create(
            dedupe=dedupe,
            defaults={
                "user": user,
                "words": f"{kind}.{act.id}",
                "params": params,
                "link": f"/{kind}s/{row.uid}/",
                "at": now,
            },
        )
        if made and user.email:
            Outbox.objects.create(dedupe=dedupe, notice=notice, at=now)


def audience(row: Matter, roles: Iterable[str]) -> list[User]:
    """Give the users who hold some roles towards a matter, each once."""
    found: dict[int, User] = {}
    for role in roles:
        for user in _holders(row, role):
            found.setdefault(user.pk, user)
    return list(found.values())


def _proposals(row: Matter) -> list[models.Proposal]:
    return [row] if isinstance(row, models.Proposal) else list(row.case.proposals.all())


def _holders(row: Matter, role: str) -> Iterable[User]:
    if role == "proposer":
        return User.objects.filter(person__proposals__in=_proposals(row))
    if role in ("signatory", "invited"):
        state = "signed" if role == "signatory" else "pending"
        return User.objects.filter(
            person__signatures__proposal__in=_proposals(row), person__signatures__state=state
        )
    grants = RoleGrant.objects.filter(role=role)
    if isinstance(row, models.Assignment) and role in ("liaison", "handler", "signer"):
        grants = grants.filter(body_id=row.body_id)
    return User.objects.filter(grants__in=grants)


def title(row: Matter) -> str:
    return row.case.title if isinstance(row, models.Assignment) else row.title
