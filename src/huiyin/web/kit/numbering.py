# SPDX-License-Identifier: Apache-2.0
"""Gapless numbers (编号): taken in the transaction of the act that needs them."""

from django.db import connection

from huiyin.web.kit import points
from huiyin.web.kit.models import Counter


def take(key: str) -> int:
    """Take the next number of a series.

    Errors: RuntimeError outside a transaction: a number that is rolled back must be given again.
    Cost: one locked row until the transaction ends.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("a number is taken in the transaction that uses it")
    locked = Counter.objects.select_for_update()
    row = locked.filter(key=key).first()
    if row is None:
        Counter.objects.bulk_create([Counter(key=key)], ignore_conflicts=True)
        row = locked.get(key=key)
    row.value += 1
    row.save(update_fields=["value"])
    points.reached("number.taken")
    return int(row.value)
