# SPDX-License-Identifier: Apache-2.0
"""The ledger (账本): every act is written once, in the transaction of the act, chained to the one before.

An entry holds what the act did to each row it touched (`rows`: "kind:id" → the row's ledgered fields as they are
afterwards), so that the state of the docket can be told from the entries alone; `verifying` compares the two.
"""

import hashlib
import json
import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import Model

from huiyin.web.kit import anchoring, points
from huiyin.web.kit.models import ChainHead, LedgerEntry

ANCHOR_EVERY = 1_000
_door: ContextVar[str] = ContextVar("door", default="web")


@dataclass(frozen=True, slots=True)
class Entry:
    """What is to be written of an act; see `LedgerEntry`.

    Attributes:
        touched: the rows the act made or changed, each of a model with `ledgered` fields.
    """

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
    touched: Sequence[Model] = ()
    door: str = "web"


def write(entry: Entry, *, at: datetime) -> LedgerEntry:
    """Append an entry to the chain.

    Errors: RuntimeError outside a transaction: an act and its entry stand or fall together.
    Cost: three queries and a lock on the chain's head until the transaction ends.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("an act is written in the transaction of the act")
    head = _head()
    points.reached("ledger.locked")
    row = LedgerEntry(seq=head.seq + 1, prev=head.digest or "genesis", at=at, **_fields(entry))
    row.digest = digest(row)
    row.save(force_insert=True)
    ChainHead.objects.filter(id=1).update(seq=row.seq, digest=row.digest)
    if row.seq % ANCHOR_EVERY == 0:
        transaction.on_commit(anchoring.anchor)
    points.reached("ledger.written")
    return row


@contextmanager
def through(door: str) -> Iterator[None]:
    """Let what people do within be written as done through another door than the pages."""
    token = _door.set(door)
    try:
        yield
    finally:
        _door.reset(token)


def _head() -> ChainHead:
    locked = ChainHead.objects.select_for_update()
    found = locked.filter(id=1).first()
    if found is None:
        ChainHead.objects.bulk_create([ChainHead(id=1)], ignore_conflicts=True)
        found = locked.get(id=1)
    return found


def _fields(entry: Entry) -> dict[str, Any]:
    names = [name for name in Entry.__dataclass_fields__ if name != "touched"]
    rows = {name_of(row): shown(row) for row in entry.touched}
    door = _door.get() if entry.door == "web" else entry.door
    return {name: getattr(entry, name) for name in names} | {"rows": rows, "door": door}


def name_of(row: Model) -> str:
    """Name a row in the ledger: its kind and its id."""
    return f"{row._meta.model_name}:{row.pk}"


def shown(row: Model) -> dict[str, Any]:
    """Give the ledgered fields of a row as the ledger keeps them."""
    return {name: plain(getattr(row, name)) for name in row.ledgered}  # type: ignore[attr-defined]


def plain(value: Any) -> Any:
    """Give a value as JSON keeps it: moments in UTC, days in ISO, rows by their id."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str):
        return str(value)  # a choice of an enumeration is one too
    return getattr(value, "pk", value)


def digest(row: LedgerEntry) -> str:
    """Give the hash of an entry: of its fields in canonical JSON behind the hash before it."""
    said = [
        row.algorithm, row.seq, row.prev, plain(row.at), row.act, row.kind, row.object_id, row.case_id, row.actor_id,
        row.behalf_id, row.role, row.reason_code, row.reason, row.before, row.after, row.rows, row.door,
    ]  # fmt: skip
    text = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.new(row.algorithm, text.encode()).hexdigest()


def commitment(value: str) -> str:
    """Give a salted hash that stands for a personal value in the chain, so that the value itself can be erased."""
    salt = secrets.token_hex(8)
    return f"{salt}:{hashlib.sha256((salt + value).encode()).hexdigest()}"
