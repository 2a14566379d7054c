# SPDX-License-Identifier: Apache-2.0
"""Batch intake (批量收件): many proposals at once, each an act of its own; a second run takes nothing in twice.

1. the files of a batch are kept in a folder of their own with a manifest: one item for each row or text;
2. each item has a key: the number or the content of its row, the hash of its file; the key is claimed in the
   transaction that takes it in (`kit.once`);
3. a run takes items in until its time is over; what was taken in is told from the claims, so a run goes on where the
   one before stopped, also after a crash.
"""

import json
import secrets
import time
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from django.conf import settings

from huiyin.core.values.refusals import HuiyinError
from huiyin.web.accounts.actors import Actor
from huiyin.web.accounts.models import Person, Session
from huiyin.web.docket import models
from huiyin.web.docket.services import drafting, intake_reading
from huiyin.web.kit import once
from huiyin.web.kit.models import Idempotency


@dataclass(frozen=True, slots=True)
class Batch:
    """A batch as it was uploaded."""

    id: str
    session: int
    user: int
    at: str
    names: tuple[str, ...]
    items: tuple[intake_reading.Item, ...] = field(default=())


def stage(
    actor: Actor, session: Session, files: Iterable[tuple[str, bytes]], *, now: datetime
) -> Batch:
    """Read uploaded files into a batch to be looked at; nothing is taken in yet.

    Errors: `NOT_ALLOWED`; `FILE_EMPTY` without files; `INTAKE_COLUMNS`; `FILE_TOO_LARGE`; those of the table reader.
        A text that cannot be read is an item with its problem.
    """
    _office(actor)
    items: list[intake_reading.Item] = []
    names: list[str] = []
    for name, data in files:
        names.append(name)
        if name.lower().endswith((".xlsx", ".csv")):
            items += intake_reading.rows(name, data)
        else:
            items += [
                intake_reading.text(one, raw) for one, raw in intake_reading.unpacked(name, data)
            ]
        if len(items) > intake_reading.ITEMS_MOST:
            raise HuiyinError("FILE_TOO_LARGE", limit_mb=intake_reading.ITEMS_MOST)
    return keep(actor, session, names, items, now=now)


def keep(
    actor: Actor,
    session: Session,
    names: Iterable[str],
    items: Sequence[intake_reading.Item],
    *,
    now: datetime,
) -> Batch:
    """Keep items, read from whatever, as a batch to be looked at.

    Errors: `NOT_ALLOWED`; `FILE_EMPTY` without items.
    """
    _office(actor)
    if not items:
        raise HuiyinError("FILE_EMPTY")
    batch = Batch(
        secrets.token_hex(6),
        session.pk,
        actor.user_id or 0,
        now.isoformat(),
        tuple(names),
        tuple(_checked(items)),
    )
    place = _place(batch.id)
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(json.dumps(asdict(batch), ensure_ascii=False), "utf-8")
    return batch


def _office(actor: Actor) -> None:
    if not actor.has("clerk", "reviewer", "committee"):
        raise HuiyinError("NOT_ALLOWED", act="intake")


def _place(batch_id: str) -> Path:
    return Path(settings.FILES_ROOT) / "intake" / f"{batch_id}.json"


def _checked(items: Sequence[intake_reading.Item]) -> list[intake_reading.Item]:
    """Add to each item what keeps it from being taken in."""
    names = {one.proposer for one in items}
    known: dict[str, int] = dict.fromkeys(names, 0)
    for name in Person.objects.filter(name__in=names).values_list("name", flat=True):
        known[name] += 1
    found = []
    for one in items:
        problems = list(one.problems)
        if not problems:
            if not one.title:
                problems.append(("no_title", ""))
            if known[one.proposer] != 1:
                problems.append(
                    ("two_proposers" if known[one.proposer] else "no_proposer", one.proposer)
                )
            if not one.asks:
                problems.append(("no_asks", ""))
        found.append(
            intake_reading.Item(**{**asdict(one), "asks": one.asks, "problems": tuple(problems)})
        )
    return found


def read(actor: Actor, batch_id: str) -> Batch:
    """Give a batch back.

    Errors: `NOT_ALLOWED`; `INTAKE_GONE`.
    """
    _office(actor)
    place = _place(batch_id)
    if not batch_id.isalnum() or not place.is_file():
        raise HuiyinError("INTAKE_GONE")
    said = json.loads(place.read_text("utf-8"))
    items = tuple(
        intake_reading.Item(
            **{**one, "asks": tuple(one["asks"]), "problems": tuple(map(tuple, one["problems"]))}
        )
        for one in said.pop("items")
    )
    return Batch(**{**said, "names": tuple(said["names"]), "items": items})


def all_batches(actor: Actor) -> list[Batch]:
    """Give the batches at hand, the newest first."""
    _office(actor)
    folder = _place("x").parent
    places = (
        sorted(folder.glob("*.json"), key=lambda one: -one.stat().st_mtime)[:20]
        if folder.is_dir()
        else []
    )
    return [read(actor, place.stem) for place in places]


def taken(batch: Batch) -> dict[str, str]:
    """Give which items were taken in: key → uid of the proposal."""
    keys = {_claim(batch, one): one.key for one in batch.items}
    found: dict[str, str] = {}
    names = list(keys)
    for at in range(0, len(names), 500):
        rows = Idempotency.objects.filter(actor_id=0, key__in=names[at : at + 500])
        found |= {keys[row.key]: row.answer.get("uid", "") for row in rows}
    return found


def _claim(batch: Batch, item: intake_reading.Item) -> str:
    return f"intake:{batch.session}:{item.key}"[:80]


def run(actor: Actor, batch: Batch, *, now: datetime, seconds: float = 4.0) -> int:
    """Take items in until the time is over; gives how many were.

    Cost: some milliseconds an item; each is a transaction of its own.
    """
    _office(actor)
    session = Session.objects.get(pk=batch.session)
    done = taken(batch)
    until, n = time.monotonic() + seconds, 0
    for item in batch.items:
        if item.problems or item.key in done:
            continue
        take = partial(_take, actor, session, item, now)
        once.do(0, _claim(batch, item), item.key, take, now=now)
        done[item.key] = ""
        n += 1
        if time.monotonic() > until:
            break
    return n


def _take(
    actor: Actor, session: Session, item: intake_reading.Item, now: datetime
) -> dict[str, Any]:
    """Take one proposal in for its member, as the clerk who received it."""
    person = Person.objects.get(name=item.proposer)
    hand = Actor(
        user_id=actor.user_id, person_id=None, grants=actor.grants, drafts_for=frozenset({person.pk}),
        files_for=frozenset({person.pk}), name=actor.name,
    )  # fmt: skip
    row = drafting.begin(hand, session, now=now, behalf=person)
    fields = {
        "title": item.title[:200],
        "facts": item.facts or item.title,
        "analysis": item.analysis,
    }
    asks = [drafting.Ask(text, provenance="clerk") for text in dict.fromkeys(item.asks)]
    row = drafting.save(hand, row.uid, version=row.version, fields=fields, asks=asks, now=now)
    models.Proposal.objects.filter(pk=row.pk).update(
        source_name=item.source[:200], source_sha256=item.key.rpartition(":")[2][:64]
    )
    row = drafting.submit(hand, row.uid, version=row.version, now=now, door="intake")
    return {"uid": row.uid}
