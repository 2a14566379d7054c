# SPDX-License-Identifier: Apache-2.0
"""Gates: the one way to a row. *Not yours* and *not there* give the same answer."""

from collections.abc import Sequence
from typing import TypeVar

from django.db import connection
from django.db.models import Model, Q

from huiyin.core.values.refusals import HuiyinError

Row = TypeVar("Row", bound=Model)


def get(
    model: type[Row], seen: Q, *, lock: bool = False, beside: Sequence[str] = (), **key: object
) -> Row:
    """Give the row a key names, if the condition lets it be seen; `beside` names rows that are fetched with it.

    Errors: `NOT_FOUND`, whether it is absent or hidden.
    Cost: one query; with `lock`, a second where the database locks rows, and the row stays locked until the transaction
        ends; on SQLite, where one writes at a time, there is nothing to ask again.
    """
    rows = model._default_manager.filter(seen, **key).order_by("pk")
    if not (lock and connection.features.has_select_for_update):
        row = (rows.select_related(*beside) if beside else rows).first()
    else:
        pk = rows.values_list("pk", flat=True).first()
        row = model._default_manager.select_for_update().filter(pk=pk).first() if pk else None
    if row is None:
        raise HuiyinError("NOT_FOUND")
    return row


def save(row: Model, version: int, **changes: object) -> None:
    """Save some fields of a row over the version that was read.

    Errors: `CHANGED_MEANWHILE` when somebody was faster; nothing is overwritten.
    """
    done = (
        type(row)
        ._default_manager.filter(pk=row.pk, version=version)
        .update(version=version + 1, **changes)
    )
    if not done:
        raise HuiyinError("CHANGED_MEANWHILE")
    for name, value in changes.items():
        setattr(row, name, value)
    row.version = version + 1  # type: ignore[attr-defined]
