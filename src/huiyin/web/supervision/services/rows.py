# SPDX-License-Identifier: Apache-2.0
"""What every act of supervision begins with: the row an actor may see, the form of the pack, an entry of the ledger."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, TypeVar

from django.db.models import Model
from django.utils import timezone

from huiyin.core.docket import pack_blocks, transitions
from huiyin.core.values.refusals import HuiyinError
from huiyin.web.accounts.actors import Actor
from huiyin.web.docket import permissions
from huiyin.web.docket.services import clocks, turning
from huiyin.web.kit import gates, ledger

Row = TypeVar("Row", bound=Model)


def get(model: type[Row], actor: Actor, uid: str, *, lock: bool = True) -> Row:
    """Give a row an actor may see.

    Errors: `NOT_FOUND`.
    """
    return gates.get(model, permissions.visible(actor, model), lock=lock, uid=uid)


def need(actor: Actor, act: str, *roles: str) -> None:
    """Ask for one of some general roles.

    Errors: `NOT_ALLOWED`.
    """
    if not actor.has(*roles):
        raise HuiyinError("NOT_ALLOWED", act=act)


def filled(**fields: str) -> None:
    """Ask that words are given.

    Errors: `FIELD_EMPTY` for the first that is empty.
    """
    for name, text in fields.items():
        if not text.strip():
            raise HuiyinError("FIELD_EMPTY", field=name)


def past(day: date | None, field: str, *, now: datetime) -> date:
    """Give a day that is given and not after today.

    Errors: `FIELD_EMPTY`; `DATE_INVALID`.
    """
    if day is None:
        raise HuiyinError("FIELD_EMPTY", field=field)
    if day > timezone.localdate(now):
        raise HuiyinError("DATE_INVALID", day=day.isoformat())
    return day


def form(row: object, form_id: str) -> pack_blocks.Form:
    """Give a form of the pack of a task or of a row that hangs on one.

    Errors: `FIELD_UNKNOWN` where the place has none.
    """
    found = turning.pack_of(row).replies.forms.get(form_id)
    if found is None:
        raise HuiyinError("FIELD_UNKNOWN", field=form_id)
    return found


def judged(known: pack_blocks.Form, values: Mapping[str, str]) -> dict[str, str]:
    """Give the values of a form once every axis has one of its own.

    Errors: `FIELD_UNKNOWN`; `FIELD_EMPTY`.
    """
    for name in values:
        if name not in known.axes:
            raise HuiyinError("FIELD_UNKNOWN", field=name)
    for axis in known.axes.values():
        if not values.get(axis.id):
            raise HuiyinError("FIELD_EMPTY", field=axis.id)
        if values[axis.id] not in {one.id for one in axis.values}:
            raise HuiyinError("FIELD_UNKNOWN", field=axis.id)
    return dict(values)


def begin_clock(task: Any, clock_id: str, *, now: datetime) -> list[Model]:
    """Start a clock of the pack on a task; one that runs already goes on."""
    pack = turning.pack_of(task)
    clock = pack.clocks.get(clock_id)
    if clock is None:
        return []
    made = clocks.start(task, clock, pack=pack, anchor=timezone.localdate(now))
    return [made] if made else []


def write(
    act: str, row: Model, actor: Actor, now: datetime, *, case_id: int | None, touched: Sequence[Model] = (),
    reason: str = "",
) -> None:  # fmt: skip
    """Write in the ledger what made a row, which no table of the pack does."""
    entry = ledger.Entry(
        act=act, kind=act.partition(".")[0], object_id=row.pk, case_id=case_id, actor_id=actor.user_id,
        reason=reason, touched=[row, *touched],
    )  # fmt: skip
    ledger.write(entry, at=now)


def turn(row: Model, act: str, actor: Actor, *, version: int, now: datetime, **more: Any) -> None:
    """Do an act of the pack's table to a row; `words`, `facts`, `touched` go with it, the rest are fields it changes.

    Errors: those of `turning.turn`.
    """
    given = transitions.Given(words=str(more.pop("words", "")).strip())
    facts, touched = set(more.pop("facts", ())), more.pop("touched", ())
    turned = turning.Turn(
        given=given,
        facts=facts,
        version=version,
        changes={**more, "changed_at": now},
        touched=touched,
    )
    turning.turn(row, act, actor=actor, now=now, turned=turned)
