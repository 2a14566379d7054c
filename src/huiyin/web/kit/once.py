# SPDX-License-Identifier: Apache-2.0
"""Once (幂等): a command that is sent again, after a lost answer or by a double click, is done once and answered alike."""

import hashlib
import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import IntegrityError, connection, transaction

from huiyin.core.values.refusals import HuiyinError
from huiyin.web.kit import acting, points
from huiyin.web.kit.models import Idempotency


class _TakenMeanwhile(Exception):
    pass


def do(
    actor_id: int | None,
    key: str,
    request: Any,
    command: Callable[[], dict[str, Any]],
    *,
    now: datetime,
) -> dict[str, Any]:
    """Do a command once for each key of an actor; a repetition hears the stored answer.

    1. the key is claimed in the transaction of the command, so that of two at once the second waits for the first;
    2. the command runs and its answer is stored in the same transaction; a refusal or a crash leaves no claim behind.

    Errors: `IDEMPOTENCY_MISMATCH` for the same key with another request; what the command raises.
    """
    hashed = request_hash(request)
    if not key:
        return acting.act(command)()
    stored = _stored(actor_id, key, hashed)
    if stored is not None:
        return stored
    try:
        return _first(actor_id or 0, key, hashed, command, now)
    except _TakenMeanwhile:
        again = _stored(actor_id, key, hashed)
        assert again is not None  # who took the key has committed, or we should have got it
        return again


def request_hash(request: Any) -> str:
    """Give the hash of a request's content, whatever the order of its keys."""
    text = json.dumps(request, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def _stored(actor_id: int | None, key: str, hashed: str) -> dict[str, Any] | None:
    row = Idempotency.objects.filter(actor_id=actor_id or 0, key=key).first()
    if row is None:
        return None
    if row.request != hashed:
        raise HuiyinError("IDEMPOTENCY_MISMATCH")
    return dict(row.answer)


@acting.act
def _first(
    actor_id: int, key: str, hashed: str, command: Callable[[], dict[str, Any]], now: datetime
) -> dict[str, Any]:
    assert connection.in_atomic_block
    try:
        with transaction.atomic():
            row = Idempotency.objects.create(
                actor_id=actor_id, key=key, request=hashed, answer={}, at=now
            )
    except IntegrityError as taken:
        raise _TakenMeanwhile from taken
    points.reached("once.claimed")
    answer = command()
    row.answer = answer
    row.save(update_fields=["answer"])
    points.reached("once.answered")
    return answer
