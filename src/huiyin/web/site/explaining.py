# SPDX-License-Identifier: Apache-2.0
"""A rules pack as people read it: acts, clocks and reckonings in words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from huiyin.core.calendar import deadlines
from huiyin.core.docket import packs, transitions
from huiyin.web.accounts import roles
from huiyin.web.kit import words

_PERSONS = ("proposer", "signatory", "invited", "evaluator", "panel", "lead")


@dataclass(frozen=True, slots=True)
class ActRow:
    """A row of the published table."""

    act: packs.Act
    sources: tuple[str, ...]
    to: str
    by: tuple[str, ...]
    guards: tuple[str, ...]
    reason: str
    starts: tuple[str, ...]
    stops: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ClockRow:
    """A clock with its limit and its source in words."""

    clock: packs.Clock
    limit: str
    extension: str
    source: str
    anchor: str
    ladder: tuple[str, ...]


def said(some: Mapping[str, str], lang: str) -> str:
    """Give the words of a pack in one language."""
    return some.get(lang) or some.get("zh") or some.get("en") or ""


def acts(pack: packs.Pack, machine: packs.Machine, lang: str) -> list[ActRow]:
    """Give the acts of a machine, in its order."""

    def state(name: str) -> str:
        return said(machine.states[name].words, lang)

    def clock(name: str) -> str:
        return said(pack.clocks[name].words, lang)

    return [
        ActRow(
            act=act,
            sources=(words.say("packs.any_state", lang),) if len(act.sources) == len(machine.states) else tuple(map(state, act.sources)),
            to=words.say("packs.before", lang) if act.to == transitions.RETURN_TO_BEFORE else state(act.to) if act.to else "",
            by=tuple(person(role, lang) for role in act.by),
            guards=tuple(guard(name, lang) for name in act.guards),
            reason=act.reason,
            starts=tuple(map(clock, act.starts)),
            stops=tuple(map(clock, act.stops)),
        )
        for act in machine.acts.values()
    ]  # fmt: skip


def person(role: str, lang: str) -> str:
    """Say a role of the table; proposer and signatory are persons of the case."""
    return words.say(f"packs.{role}", lang) if role in _PERSONS else roles.label(role)


def guard(name: str, lang: str) -> str:
    """Say a condition of the table by the refusal it leads to."""
    from huiyin.core.values import refusals

    code = f"GUARD_{name.upper()}"
    return refusals.words(code, lang) if code in refusals.catalog() else name


def clocks(pack: packs.Pack, lang: str) -> list[ClockRow]:
    """Give the clocks of a pack."""
    return [
        ClockRow(
            clock=one,
            limit=limit(one.limit, lang),
            extension=limit(one.extension, lang) if one.extension else "",
            source=source(pack, one.cite, lang),
            anchor=anchor(one.anchor, lang),
            ladder=tuple(_rung(day, form, lang) for day, form in one.ladder),
        )
        for one in pack.clocks.values()
    ]


def _rung(day: int, form: str, lang: str) -> str:
    key = "packs.rung_before" if day < 0 else "packs.rung_after" if day else "packs.rung_on"
    how = words.say(f"packs.form_{form}", lang) if words.has(f"packs.form_{form}") else form
    return words.say(key, lang, n=abs(day), form=how)


def limit(one: deadlines.Limit | None, lang: str) -> str:
    """Say a limit."""
    if one is None:
        return words.say("packs.no_limit", lang)
    return words.say(f"packs.limit_{one.unit.value}", lang, n=one.count)


def anchor(name: str, lang: str) -> str:
    """Say the event a clock runs from."""
    key = f"packs.anchor_{name}"
    return words.say(key, lang) if words.has(key) else name


def source(pack: packs.Pack, cite: str, lang: str) -> str:
    """Say where a value comes from: the instrument's name and the article."""
    head, _, rest = cite.partition(" ")
    known = pack.cites.get(head)
    if known is None:
        return cite
    name = said(known, lang) if isinstance(known, Mapping) else str(known)
    return f"{name} {rest}".strip()


def steps(due: deadlines.Due, lang: str) -> list[tuple[date, str]]:
    """Say the reckoning of a due day, step by step: the answer to *why this day*."""
    return [
        (one.day, step(one.id, lang, n=one.count, note=one.note, day=one.day)) for one in due.steps
    ]


def step(step_id: str, lang: str, *, n: int, note: str, day: date) -> str:
    """Say one step of a reckoning."""
    said = words.rest_day(note, lang)
    return words.say(f"step.{step_id}", lang, n=n, note=said, day=f"{day:%Y-%m-%d}")


def faults(some: Iterable[Any], lang: str) -> list[dict[str, str]]:
    """Say what is wrong with a pack, all of it."""
    return [
        {
            "path": one.path or "—",
            "id": one.id,
            "found": one.found,
            "text": words.say(f"pack_fault.{one.id}", lang, found=one.found),
        }
        for one in some
    ]
