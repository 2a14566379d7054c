# SPDX-License-Identifier: Apache-2.0
"""Verifying (核验): that the ledger is the one that was written, and that the rows say what the ledger says.

1. the chain: numbers without a gap, each entry behind the hash of the one before, each hash true to its entry, and the
   head of the chain its last entry;
2. the checkpoints: signed, and each met by the entry it names;
3. the replay: the last state of every row as the entries give it, compared with the row as it stands, both ways.
What 1 cannot see (a tail cut off, all of it written anew) 2 does, back to the last checkpoint; a row changed past the
program is found by 3.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db.models import Model

from huiyin.web.kit import anchoring, ledger
from huiyin.web.kit.models import ChainHead, LedgerEntry

_MOST = 1_000  # faults kept; beyond them the ledger is not a ledger


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that does not hold: the entry's number (0 where it is about a row), an id, and what was met.

    Ids: `seq_gap`, `prev_broken`, `digest_false`, `head_differs`, `state_jump`; `anchor_unsigned`, `anchor_differs`,
        `anchor_beyond_end`; `row_differs`, `row_missing`, `row_unknown`.
    """

    seq: int
    id: str
    met: str = ""


@dataclass(slots=True)
class Outcome:
    """What a verification found."""

    entry_count: int = 0
    anchor_count: int = 0
    row_count: int = 0
    faults: list[Fault] = field(default_factory=list)

    @property
    def is_sound(self) -> bool:
        """Whether all of it holds."""
        return not self.faults


@dataclass(slots=True)
class Replay:
    """The rows as the entries read so far leave them."""

    rows: dict[str, dict[str, Any]] = field(default_factory=dict)


def verify(
    models: Iterable[type[Model]], anchors: Path, *, public_key: Path | None = None
) -> Outcome:
    """Verify the whole ledger against itself, its checkpoints and the rows of some models.

    Cost: linear in entries and rows, read in streams; the replay is held in memory, some 300 bytes a row.
    """
    outcome, replay = Outcome(), Replay()
    entries = LedgerEntry.objects.order_by("seq", "pk").iterator(chunk_size=2_000)
    marks = list(anchoring.read(anchors))
    head = ChainHead.objects.filter(id=1).first()
    found = chain(entries, marks, head, outcome=outcome, replay=replay, public_key=public_key)
    for one in found:
        _keep(outcome, one)
    for one in rows(models, replay, outcome):
        _keep(outcome, one)
    return outcome


def _keep(outcome: Outcome, one: Fault) -> None:
    if len(outcome.faults) < _MOST:
        outcome.faults.append(one)


def chain(
    entries: Iterable[LedgerEntry],
    anchors: Iterable[anchoring.Anchor],
    head: ChainHead | None,
    *,
    outcome: Outcome,
    replay: Replay,
    public_key: Path | None = None,
) -> Iterator[Fault]:
    """Give what is wrong with the entries, in their order, and with the checkpoints.

    Shapes: fills `outcome` and `replay` on the way.
    """
    marks: dict[int, list[anchoring.Anchor]] = {}
    for mark in anchors:
        outcome.anchor_count += 1
        if anchoring.is_signed(mark, public_key):
            marks.setdefault(mark.seq, []).append(mark)
        else:
            yield Fault(mark.seq, "anchor_unsigned", mark.at)
    last_seq, last_digest = 0, "genesis"
    for entry in entries:
        outcome.entry_count += 1
        if entry.seq != last_seq + 1:
            yield Fault(entry.seq, "seq_gap", str(last_seq))
        if entry.prev != last_digest:
            yield Fault(entry.seq, "prev_broken", entry.prev)
        if _digest(entry) != entry.digest:
            yield Fault(entry.seq, "digest_false", entry.act)
        for mark in marks.pop(entry.seq, ()):
            if (mark.head, mark.count) != (entry.digest, outcome.entry_count):
                yield Fault(entry.seq, "anchor_differs", mark.at)
        yield from _replayed(entry, replay)
        last_seq, last_digest = entry.seq, entry.digest
    said = (head.seq, head.digest) if head else (0, "")
    if said != ((last_seq, last_digest) if last_seq else (0, "")):
        yield Fault(last_seq, "head_differs", str(said[0]))
    for seq in sorted(marks):
        yield Fault(seq, "anchor_beyond_end", str(last_seq))


def _digest(entry: LedgerEntry) -> str:
    try:
        return ledger.digest(entry)
    except ValueError:  # an algorithm that is none
        return ""


def _replayed(entry: LedgerEntry, replay: Replay) -> Iterator[Fault]:
    """Lay an entry's rows over those before; the state an act says it found must be the one that was left."""
    name = f"{entry.kind}:{entry.object_id}"
    before = replay.rows.get(name)
    said = entry.before.get("state")
    if before and said and name in entry.rows and said != before.get("state", said):
        yield Fault(entry.seq, "state_jump", name)
    replay.rows.update(entry.rows)


def rows(models: Iterable[type[Model]], replay: Replay, outcome: Outcome) -> Iterator[Fault]:
    """Give where the rows as they stand differ from the replay."""
    known: dict[str, set[str]] = {}
    for name in replay.rows:
        known.setdefault(name.partition(":")[0], set()).add(name)
    for model in models:
        expected = known.pop(str(model._meta.model_name), set())
        owed = _owed(model)
        for row in model._default_manager.order_by("pk").iterator(chunk_size=2_000):
            outcome.row_count += 1
            name = ledger.name_of(row)
            expected.discard(name)
            said = replay.rows.get(name)
            if said is not None:
                yield from _compared(name, said, row)
            elif owed is None or row.pk in owed:
                yield Fault(0, "row_unknown", name)
        yield from (Fault(0, "row_missing", name) for name in sorted(expected))


def _owed(model: type[Model]) -> set[Any] | None:
    """The rows of which the ledger must know, for a model whose rows begin as nobody's; None where it is all."""
    condition = getattr(model, "ledger_owed", None)
    if condition is None:
        return None
    return set(model._default_manager.filter(condition).values_list("pk", flat=True))


def _compared(name: str, said: Mapping[str, Any], row: Model) -> Iterator[Fault]:
    now = ledger.shown(row)
    differ = [key for key in sorted({*said, *now}) if said.get(key) != now.get(key)]
    if differ:
        yield Fault(0, "row_differs", f"{name} {', '.join(differ)}")
