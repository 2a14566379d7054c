# SPDX-License-Identifier: Apache-2.0
"""The ledger (账本): every act is written once, in the transaction of the act, chained to the one before."""

import hashlib
import json
import secrets
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import connection

from huiyin.web.kit.models import ChainHead, LedgerEntry


@dataclass(frozen=True, slots=True)
class Entry:
    """What is to be written of an act; see `LedgerEntry`."""

    act: str
    kind: str
    object_id: int
    case_id: int | None = None
    actor_id: int | None = None
    behalf_id: int | None = None
    role: str = ""
    reason_code: str = ""
    reason: str = ""
    before: dict[str, Any] = field(default_factory=dict)
    after: dict[str, Any] = field(default_factory=dict)
    door: str = "web"


def write(entry: Entry, *, at: datetime) -> LedgerEntry:
    """Append an entry to the chain.

    Errors: RuntimeError outside a transaction: an act and its entry stand or fall together.
    Cost: two queries and a lock on the chain's head until the transaction ends.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("an act is written in the transaction of the act")
    head = ChainHead.objects.select_for_update().get_or_create(id=1)[0]
    row = LedgerEntry(seq=head.seq + 1, prev=head.digest or "genesis", at=at, **_fields(entry))
    row.digest = digest(row)
    row.save(force_insert=True)
    ChainHead.objects.filter(id=1).update(seq=row.seq, digest=row.digest)
    return row


def _fields(entry: Entry) -> dict[str, Any]:
    return {name: getattr(entry, name) for name in Entry.__dataclass_fields__}


def digest(row: LedgerEntry) -> str:
    """Give the hash of an entry: of its fields in canonical JSON behind the hash before it."""
    said = [
        row.seq, row.prev, row.at.isoformat(), row.act, row.kind, row.object_id, row.case_id, row.actor_id,
        row.behalf_id, row.role, row.reason_code, row.reason, row.before, row.after, row.door,
    ]  # fmt: skip
    text = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.new(row.algorithm, text.encode()).hexdigest()


def commitment(value: str) -> str:
    """Give a salted hash that stands for a personal value in the chain, so that the value itself can be erased."""
    salt = secrets.token_hex(8)
    return f"{salt}:{hashlib.sha256((salt + value).encode()).hexdigest()}"
