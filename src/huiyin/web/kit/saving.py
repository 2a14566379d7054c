# SPDX-License-Identifier: Apache-2.0
"""Saved views (常用视图): a list as it was narrowed and sorted, to come back to; shared by a role one holds oneself."""

from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlencode

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet

from huiyin.core.values.refusals import HuiyinError
from huiyin.web.kit import gates
from huiyin.web.kit.models import SavedView

if TYPE_CHECKING:
    from huiyin.web.accounts.actors import Actor

MOST = 50  # views of one person on one list
_NOT_KEPT = ("page", "export")


def seen(actor: "Actor", path: str) -> QuerySet[SavedView]:
    """Give the views of a list an actor has: the own, and those shared with the roles held.

    Cost: one query when it is read.
    """
    if actor.user_id is None:
        return SavedView.objects.none()
    return SavedView.objects.filter(Q(user_id=actor.user_id) | Q(role__in=actor.roles), path=path)


def keep(actor: "Actor", path: str, query: str, *, name: str, role: str = "") -> SavedView:
    """Keep a list as it is narrowed now.

    Errors: `FIELD_EMPTY`; `VIEW_NAME_TAKEN`; `VIEWS_TOO_MANY`; `NOT_ALLOWED` for the public and for a role not held.
    """
    user_id = actor.signed_in()
    if role and not actor.has(role):
        raise HuiyinError("NOT_ALLOWED", act="view.share")
    if SavedView.objects.filter(user_id=user_id, path=path).count() >= MOST:
        raise HuiyinError("VIEWS_TOO_MANY", n=MOST)
    row = SavedView(user_id=user_id, path=path, query=_kept(query), role=role)
    return _named(row, name)


def rename(actor: "Actor", pk: int, *, name: str) -> SavedView:
    """Give one of one's own views another name.

    Errors: `NOT_FOUND` for a view of another; `FIELD_EMPTY`; `VIEW_NAME_TAKEN`.
    """
    return _named(_own(actor, pk), name)


def drop(actor: "Actor", pk: int) -> SavedView:
    """Take one of one's own views away, also from those it was shared with.

    Errors: `NOT_FOUND` for a view of another.
    """
    row = _own(actor, pk)
    SavedView.objects.filter(pk=row.pk).delete()
    return row


def _own(actor: "Actor", pk: int) -> SavedView:
    return gates.get(SavedView, Q(user_id=actor.user_id or 0), pk=pk)


def _named(row: SavedView, name: str) -> SavedView:
    row.name = " ".join(name.split())[:60]
    if not row.name:
        raise HuiyinError("FIELD_EMPTY", field="name")
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        raise HuiyinError("VIEW_NAME_TAKEN", name=row.name) from None
    return row


def _kept(query: str) -> str:
    pairs = [(key, value) for key, value in parse_qsl(query[:2000]) if key not in _NOT_KEPT]
    said = urlencode(pairs)
    while len(said) > 500:
        pairs.pop()
        said = urlencode(pairs)
    return said
