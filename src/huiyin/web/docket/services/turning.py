# SPDX-License-Identifier: Apache-2.0
"""Turning (流转): the one path by which the state of a proposal or an assignment changes.

1. the rules pack the matter began under is read;
2. permission: may this actor do this act to this row;
3. possibility: the table and its guards (core), each refusal by name;
4. compare-and-swap on the row's version;
5. clocks started and stopped; 6. one ledger entry; 7. notices into the outbox — all in the caller's transaction.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Model

from huiyin.core.docket import packs, transitions
from huiyin.core.values.refusals import HuiyinError
from huiyin.web.accounts.actors import Actor
from huiyin.web.docket import governing, models, permissions
from huiyin.web.docket.services import clocks, telling
from huiyin.web.kit import gates, ledger, points, ports, waking

Matter = models.Proposal | models.Assignment
Row = Matter | Any  # or a row of a room above, see `governing`
_MACHINE: dict[type[Model], str] = {models.Proposal: "proposal", models.Assignment: "assignment"}


@dataclass(frozen=True, slots=True)
class Turn:
    """What goes with an act.

    Attributes:
        given: the reason.
        facts: the guards that hold, as the service found them.
        changes: further fields of the row set by the act.
        version: the version the person saw; None takes the row's own (acts by rule).
        note: further facts for the ledger.
        touched: further rows the service made or changed with the act.
    """

    given: transitions.Given = field(default_factory=transitions.Given)
    facts: Iterable[str] = ()
    changes: Mapping[str, Any] = field(default_factory=dict)
    version: int | None = None
    behalf_id: int | None = None
    note: Mapping[str, Any] = field(default_factory=dict)
    touched: Sequence[Model] = ()
    door: str = "web"


def matter_of(row: Row) -> Matter | Any:
    """Give the proposal or task a row shares its pack, clocks and people with: the row itself, or what it hangs on."""
    how = governing.of(row)
    return how.matter_of(row) if how else row


def _machine_id(row: Row) -> str:
    how = governing.of(row)
    return how.machine if how else _MACHINE[type(row)]


def pack_of(row: Row) -> packs.Pack:
    """Give the rules pack a matter began under."""
    matter = matter_of(row)
    held = matter.case if isinstance(matter, models.Assignment) else matter
    return ports.pack(held.pack, held.pack_version)


def machine_of(row: Row) -> packs.Machine:
    """Give the machine a matter runs on."""
    return pack_of(row).machines[_machine_id(row)]


def check(row: Row, act_id: str, *, actor: Actor, turned: Turn) -> transitions.Matter:
    """Give the matter as an act would leave it, without doing anything.

    Errors: `ACT_UNKNOWN`, `NOT_ALLOWED`, `ILLEGAL_TRANSITION`, `GUARD_…`, `REASON_…`, `CHANGED_MEANWHILE`.
    """
    pack = pack_of(row)
    machine = pack.machines[_machine_id(row)]
    act = machine.acts.get(act_id)
    if act is None:
        raise HuiyinError("ACT_UNKNOWN", act=act_id)
    if not permissions.may(actor, act, row):
        raise HuiyinError("NOT_ALLOWED", act=act_id)
    if turned.version is not None and turned.version != row.version:
        raise HuiyinError("CHANGED_MEANWHILE")
    matter = transitions.Matter(row.state, row.before, frozenset(turned.facts))
    return transitions.advance(pack, machine, matter, act_id, turned.given)


def turn(row: Row, act_id: str, *, actor: Actor, now: datetime, turned: Turn) -> None:
    """Do an act to a matter.

    Errors: those of `check`, `CHANGED_MEANWHILE`; nothing is changed then. To be called inside a transaction.
    """
    after = check(row, act_id, actor=actor, turned=turned)
    pack = pack_of(row)
    act = pack.machines[_machine_id(row)].acts[act_id]
    matter = matter_of(row)
    was = {"state": row.state} | {key: ledger.plain(getattr(row, key)) for key in turned.changes}
    changes = dict(turned.changes) | {"state": after.state, "before": after.before}
    gates.save(row, row.version if turned.version is None else turned.version, **changes)
    points.reached("row.saved")
    docketed = isinstance(matter, Matter)
    turning_clocks = clocks.run(matter, act, pack=pack, now=now) if docketed else []
    points.reached("clocks.set")
    ledger.write(
        ledger.Entry(
            act=f"{_machine_id(row)}.{act_id}",
            kind=str(row._meta.model_name),
            object_id=row.pk,
            case_id=matter.case_id if docketed else None,
            actor_id=actor.user_id,
            behalf_id=turned.behalf_id,
            reason_code=turned.given.code,
            reason=turned.given.words,
            before=was,
            after={key: ledger.plain(value) for key, value in changes.items()} | dict(turned.note),
            touched=[row, *turned.touched, *turning_clocks],
            role=_role(actor, act, row),
            door=turned.door,
        ),
        at=now,
    )
    telling.tell(row, act, matter=matter, given=turned.given, now=now)
    points.reached("notices.written")
    if docketed:
        waking.bump("board")


def _role(actor: Actor, act: packs.Act, row: Row) -> str:
    held = permissions.roles_in(actor, row)
    return next((role for role in act.by if role in held), "")
