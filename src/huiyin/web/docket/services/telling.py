# SPDX-License-Identifier: Apache-2.0
"""Telling (告知): who hears of an act; notices and messages are written in the transaction of the act."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from huiyin.core.docket import packs, transitions
from huiyin.web.accounts.models import RoleGrant, User
from huiyin.web.docket import governing, models
from huiyin.web.kit import waking
from huiyin.web.kit.models import Notice, Outbox

Matter = models.Proposal | models.Assignment


def tell(
    row: Any, act: packs.Act, *, matter: Matter | Any, given: transitions.Given, now: datetime
) -> None:
    """Write a notice, and a message to leave after commit, for everyone the act's row of the table names."""
    how = governing.of(row)
    kind = "assignment" if isinstance(row, models.Assignment) else "proposal"
    kind, path = (how.machine, how.path) if how else (kind, f"{kind}s")
    params = {"title": title(matter), "act": act.id, "code": given.code, "reason": given.words}
    stem = f"{kind}:{row.pk}:{act.id}:{row.version}"
    docketed = isinstance(matter, Matter)
    told = {user.pk: user for user in audience(matter, act.notifies)} if docketed else {}
    if how and how.audience:
        told |= {user.pk: user for role in act.notifies for user in how.audience(row, role)}
    post(told.values(), stem, f"{kind}.{act.id}", params, link=f"/{path}/{row.uid}/", now=now)


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

    Cost: three queries, however many are told (on SQLite one more for each).
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
    waking.bump(*(f"notices:{user.pk}" for user in told))


def audience(row: Matter, roles: Iterable[str]) -> list[User]:
    """Give the users who hold some roles towards a matter, each once."""
    found: dict[int, User] = {}
    for role in roles:
        for user in _holders(row, role):
            found.setdefault(user.pk, user)
    return list(found.values())


def _proposals(row: Matter) -> list[models.Proposal]:
    """The proposals of a matter; none of one that a room above took in from elsewhere, without a case."""
    if isinstance(row, models.Proposal):
        return [row]
    return list(models.Proposal.objects.filter(case_id=row.case_id)) if row.case_id else []


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
    if not isinstance(row, models.Proposal) and role in ("liaison", "handler", "signer"):
        grants = grants.filter(body_id=row.body_id)
    return User.objects.filter(grants__in=grants)


def title(row: Matter | Any) -> str:
    """Give the title of a matter."""
    return str(row.case.title if isinstance(row, models.Assignment) else row.title)
