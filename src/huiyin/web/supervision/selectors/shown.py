# SPDX-License-Identifier: Apache-2.0
"""How rows of supervision are named on a page, what can be done with them, and what happened to them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from huiyin.core.docket import pack_blocks, transitions
from huiyin.web.accounts.actors import Actor
from huiyin.web.docket import governing, permissions
from huiyin.web.docket.selectors import shown
from huiyin.web.docket.services import turning
from huiyin.web.kit.models import LedgerEntry
from huiyin.web.kit.showing import ActShown, Happening

_TONES = {
    "nominated": "waiting", "shortlisted": "waiting", "approved": "going", "voting": "seal", "concluded": "done",
    "given": "waiting", "reported": "going", "settled": "done", "selected": "waiting", "wanting": "back", "confirmed": "done",
}  # fmt: skip
COUNTS = {"good": "done", "middling": "going", "bad": "back"}


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a block: what stands first, its words, a chip, facts in pairs, and where it leads."""

    head: str
    text: str = ""
    note: str = ""
    chip: str = ""
    tone: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    href: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """A part of a page: its heading and its lines; `empty` is said where there are none."""

    title: str
    lines: tuple[Line, ...]
    empty: str = ""
    more: tuple[tuple[str, str], ...] = field(default=())


def state(row: Any) -> shown.State:
    """Give a state in its pack's words."""
    known = turning.machine_of(row).states.get(row.state)
    label = shown.label(known.words) if known else row.state
    return shown.State(row.state, label, _TONES.get(row.state, ""))


def values(form: pack_blocks.Form, given: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """Give what a form said, axis by axis, in the place's words; weights beside their criterion."""
    found = []
    for axis in form.axes.values():
        value = next((one for one in axis.values if one.id == given.get(axis.id)), None)
        name = shown.label(axis.words) + (f" ({axis.weight})" if axis.weight else "")
        found.append((name, shown.label(value.words) if value else "—"))
    return tuple(found)


def acts(
    actor: Actor,
    row: Any,
    facts: Collection[str],
    pages: Mapping[str, str],
    *,
    main: Collection[str] = (),
) -> list[ActShown]:
    """Give the acts an actor's roles know for a row, possible or not and why; `pages` have a page of their own."""
    how = governing.of(row)
    assert how is not None
    pack, machine = turning.pack_of(row), turning.machine_of(row)
    roles = permissions.roles_in(actor, row)
    found = []
    for act in machine.acts.values():
        if roles.isdisjoint(act.by):
            continue
        matter = transitions.Matter(row.state, row.before, frozenset(facts))
        refused = transitions.refusal(pack, machine, matter, act.id)
        if refused and refused.code == "ILLEGAL_TRANSITION":
            continue
        at = pages.get(act.id)
        tone = "main" if act.id in main else "harsh" if act.backward else ""
        found.append(
            ActShown(
                act.id, shown.verb(act.words), f"/{how.path}/{row.uid}/{at or f'acts/{act.id}'}", refused=refused,
                reason=act.reason, tone=tone, hidden=[("version", str(row.version))], get=at is not None,
            )
        )  # fmt: skip
    return found


def happenings(row: Any, kind: str, *, hide: Collection[str] = ()) -> list[Happening]:
    """Give what happened to a row, the latest first; acts in `hide` are left out."""
    machine = turning.machine_of(row)
    kinds = {kind, str(row._meta.model_name)}
    entries = [
        one
        for one in LedgerEntry.objects.filter(kind__in=kinds, object_id=row.pk).order_by("-seq")[
            :100
        ]
        if one.act.partition(".")[0] == kind and one.act.partition(".")[2] not in hide
    ]
    who = shown.users(one.actor_id for one in entries if one.actor_id)
    found = []
    for one in entries:
        act = machine.acts.get(one.act.partition(".")[2])
        said = shown.label(act.words) if act else shown.say(f"told.{one.act.replace('.', '_')}")
        tone = "back" if act and act.backward else ""
        found.append(Happening(one.at, said, who.get(one.actor_id or 0, ""), one.reason, tone))
    return found
