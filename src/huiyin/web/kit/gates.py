# SPDX-License-Identifier: Apache-2.0
"""Gates: the one way to a row. *Not yours* and *not there* give the same answer."""

from typing import TypeVar

from django.db.models import Model, Q

from huiyin.core.values.refusals import HuiyinError

Row = TypeVar("Row", bound=Model)


def get(model: type[Row], seen: Q, *, lock: bool = False, **key: object) -> Row:
    """Give the row a key names, if the condition lets it be seen.

    Errors: `NOT_FOUND`, whether it is absent or hidden.
    Cost: one query; with `lock`, a second, and the row stays locked until the transaction ends.
    """
    found = model._default_manager.filter(seen, **key).values_list("pk", flat=True).first()
    if found is None:
        raise HuiyinError("NOT_FOUND")
    rows = model._default_manager.select_for_update() if lock else model._default_manager
    return rows.get(pk=found)


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
