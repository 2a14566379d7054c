# SPDX-License-Identifier: Apache-2.0
"""Gapless numbers (编号): taken in the transaction of the act that needs them."""

from django.db import connection

from huiyin.web.kit.models import Counter


def take(key: str) -> int:
    """Take the next number of a series.

    Errors: RuntimeError outside a transaction: a number that is rolled back must be given again.
    Cost: one locked row until the transaction ends.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("a number is taken in the transaction that uses it")
    Counter.objects.get_or_create(key=key)
    row = Counter.objects.select_for_update().get(key=key)
    row.value += 1
    row.save(update_fields=["value"])
    return row.value
