# SPDX-License-Identifier: Apache-2.0
"""Telling (告知): who hears of an act; notices and messages are written in the transaction of the act."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from huiyin.core.docket import packs, transitions
from huiyin.web.accounts.models import RoleGrant, User
from huiyin.web.docket import models
from huiyin.web.kit.models import Notice, Outbox

Matter = models.Proposal | models.Assignment


def tell(row: Matter, act: packs.Act, *, given: transitions.Given, now: datetime) -> None:
    """Write a notice, and a message to leave after commit, for everyone the act's row of the table names."""
    kind = "assignment" if isinstance(row, models.Assignment) else "proposal"
    params = {"title": title(row), "act": act.id, "code": given.code, "reason": given.words}
    stem = f"{kind}:{row.pk}:{act.id}:{row.version}"
    post(
        audience(row, act.notifies), stem, f"{kind}.{act.id}", params, link=f"/{kind}s/{row.uid}/", now=now
    )  # fmt: skip


def post(
    users: Iterable[User],
    stem: str,
    words: str,
    params: dict[str, Any],
    *,
    link: str,
    now: datetime,
) -> None:
    """Write a notice for each user, and a message for each who has an address.

    Cost: two queries, however many are told.
    """
    told = list(users)
    notices = Notice.objects.bulk_create(
        Notice(user=user, words=words, params=params, link=link, at=now, dedupe=f"{stem}:{user.pk}")
        for user in told
    )
    Outbox.objects.bulk_create(
        Outbox(dedupe=notice.dedupe, notice=notice, at=now)
        for user, notice in zip(told, notices, strict=True)
        if user.email
    )


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
    if role == "assigner" and isinstance(row, models.Assignment) and row.parent is not None:
        return User.objects.filter(grants__role="liaison", grants__body_id=row.parent.body_id)
    if isinstance(row, models.Assignment) and role in ("liaison", "handler", "signer"):
        grants = grants.filter(body_id=row.body_id)
    return User.objects.filter(grants__in=grants)


def title(row: Matter) -> str:
    return row.case.title if isinstance(row, models.Assignment) else row.title
