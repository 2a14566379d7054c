# SPDX-License-Identifier: Apache-2.0
"""Transitions (流转): what is possible now. Who may is asked elsewhere (permissions); neither answers for the other."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from huiyin.core.docket import packs
from huiyin.core.values import refusals

RETURN_TO_BEFORE = "@before"


@dataclass(frozen=True, slots=True)
class Matter:
    """What the machine needs to know of a matter (案).

    Attributes:
        state: its state.
        before: the state it had before the present one, for acts that take it back.
        facts: names of the guards that hold now.
    """

    state: str
    before: str = ""
    facts: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Given:
    """The reason a person gives for an act: a code of the pack where one is asked for, and words."""

    code: str = ""
    words: str = ""


def refusal(
    pack: packs.Pack,
    machine: packs.Machine,
    matter: Matter,
    act_id: str,
    given: Given | None = None,
) -> refusals.HuiyinError | None:
    """Say why an act is not possible now, or None when it is: the *why not* shown beside a greyed-out act.

    Errors: never raises; an act the table does not know is `ACT_UNKNOWN`.
    """
    act = machine.acts.get(act_id)
    if act is None:
        return refusals.HuiyinError("ACT_UNKNOWN", act=act_id)
    if matter.state not in act.sources:
        return refusals.HuiyinError("ILLEGAL_TRANSITION", act=act_id, state=matter.state)
    for guard in act.guards:
        if guard not in matter.facts:
            return refusals.HuiyinError(f"GUARD_{guard.upper()}", act=act_id)
    if given is not None:
        return _reason_refusal(pack, act, given)
    return None


def _reason_refusal(pack: packs.Pack, act: packs.Act, given: Given) -> refusals.HuiyinError | None:
    if act.reason == "none":
        return None
    if act.reason == "code" and pack.reason_of(act, given.code) is None:
        return refusals.HuiyinError("REASON_CODE_REQUIRED", act=act.id)
    if act.reason == "text" and not given.words.strip():
        return refusals.HuiyinError("REASON_REQUIRED", act=act.id)
    return None


def advance(
    pack: packs.Pack, machine: packs.Machine, matter: Matter, act_id: str, given: Given
) -> Matter:
    """Give the matter as it is after an act.

    Errors: `ACT_UNKNOWN`, `ILLEGAL_TRANSITION`, `GUARD_…` (one for each guard), `REASON_REQUIRED`,
        `REASON_CODE_REQUIRED`; the matter is as it was.
    """
    refused = refusal(pack, machine, matter, act_id, given)
    if refused:
        raise refused
    act = machine.acts[act_id]
    if not act.to:
        return matter
    state = (matter.before or machine.initial) if act.to == RETURN_TO_BEFORE else act.to
    return Matter(state, matter.state, matter.facts)


def open_acts(machine: packs.Machine, state: str, roles: Collection[str]) -> tuple[packs.Act, ...]:
    """Give the acts that someone with these roles would find possible from a state, guards aside."""
    return tuple(act for act in machine.possible(state) if not set(act.by).isdisjoint(roles))


def table(machine: packs.Machine) -> Mapping[tuple[str, str], str]:
    """Give the whole table: (state, act) → state reached, or "" where the act is refused by name."""
    return {
        (state, act.id): (act.to or state) if state in act.sources else ""
        for state in machine.states
        for act in machine.acts.values()
    }


def diagram(machine: packs.Machine, lang: str) -> str:
    """Draw the machine as a Mermaid state diagram, for the docs."""
    lines = ["stateDiagram-v2", f"    [*] --> {machine.initial}"]
    lines += [f"    {state.id}: {state.words[lang]}" for state in machine.states.values()]
    for act in machine.acts.values():
        to = act.to if act.to != RETURN_TO_BEFORE else ""
        lines += [f"    {source} --> {to or source}: {act.words[lang]}" for source in act.sources]
    lines += [f"    {state.id} --> [*]" for state in machine.states.values() if state.final]
    return "\n".join(lines)
