# SPDX-License-Identifier: Apache-2.0
"""From the data of a pack file to a Pack, or to the whole list of what is wrong with it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from huiyin.core.calendar import deadlines
from huiyin.core.docket import packs, transitions

_LIMIT = re.compile(r"^(\d{1,4})\s*(d|wd|m)$")
_ID = re.compile(r"^[a-z][a-z0-9_]*$")
_TOP = {
    "id", "version", "name", "language", "effective_from", "cites", "terms", "machines", "clocks", "reasons",
    "categories", "kinds", "classes", "numbering", "limits", "options", "notes",
}  # fmt: skip
_ACT = {
    "name",
    "from",
    "to",
    "by",
    "guards",
    "reason",
    "reasons",
    "starts",
    "stops",
    "notifies",
    "backward",
}
_CLOCK = {"name", "anchor", "limit", "cite", "sure", "ladder", "pausable", "extension", "rolls"}


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong at one place of a pack file: the path, a fault id, and the words found or wanted there.

    Ids: `missing`, `unknown_key`, `not_words`, `bad_id`, `unknown_state`, `unknown_act`, `unknown_clock`,
        `unknown_reasons`, `bad_limit`, `backward_without_reason`, `unreachable`, `stuck`, `no_citation`, `bad_type`.
    """

    path: str
    id: str
    found: str = ""


class PackFaults(Exception):
    """A pack that cannot be used, with all its faults."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = faults
        super().__init__(
            "; ".join(f"{fault.path}: {fault.id} {fault.found}".rstrip() for fault in faults)
        )


def read(data: Mapping[str, Any]) -> packs.Pack:
    """Make a Pack of the data of a pack file.

    Errors: `PackFaults` with every fault found, not only the first.
    """
    faults = list(check(data))
    if faults:
        raise PackFaults(faults)
    return packs.Pack(
        id=data["id"],
        version=str(data["version"]),
        words=data["name"],
        language=data["language"],
        effective_from=str(data.get("effective_from", "")),
        cites=data.get("cites", {}),
        terms=data["terms"],
        machines={key: _machine(key, one) for key, one in data["machines"].items()},
        clocks={key: _clock(key, one) for key, one in data["clocks"].items()},
        reasons={key: tuple(_reason(one) for one in some) for key, some in data["reasons"].items()},
        categories=tuple((one["id"], one["name"]) for one in data["categories"]),
        kinds=dict(data["kinds"]),
        classes=data.get("classes", {}),
        numbering=data.get("numbering", {}),
        limits=data.get("limits", {}),
        options={key: str(one) for key, one in data.get("options", {}).items()},
        notes=tuple(data.get("notes", ())),
    )


def _machine(key: str, data: Mapping[str, Any]) -> packs.Machine:
    states = {
        name: packs.State(name, one["name"], bool(one.get("final")), one.get("echo", {}))
        for name, one in data["states"].items()
    }
    acts = {name: _act(name, one, tuple(states)) for name, one in data["acts"].items()}
    return packs.Machine(key, data["name"], data["initial"], states, acts)


def _act(name: str, data: Mapping[str, Any], states: tuple[str, ...]) -> packs.Act:
    sources = states if data["from"] == "*" else tuple(data["from"])
    return packs.Act(
        id=name,
        words=data["name"],
        sources=sources,
        to=data.get("to", ""),
        by=tuple(data["by"]),
        guards=tuple(data.get("guards", ())),
        reason=data.get("reason", "none"),
        reasons=data.get("reasons", ""),
        starts=tuple(data.get("starts", ())),
        stops=tuple(data.get("stops", ())),
        notifies=tuple(data.get("notifies", ())),
        backward=bool(data.get("backward")),
    )


def _limit(text: str, *, rolls: bool = True) -> deadlines.Limit | None:
    found = _LIMIT.match(text or "")
    return deadlines.Limit(int(found[1]), deadlines.Unit(found[2]), rolls) if found else None


def _clock(key: str, data: Mapping[str, Any]) -> packs.Clock:
    return packs.Clock(
        id=key,
        words=data["name"],
        anchor=data["anchor"],
        limit=_limit(data.get("limit", ""), rolls=data.get("rolls", True)),
        cite=data.get("cite", ""),
        sure=data.get("sure", True),
        ladder=tuple((int(day), form) for day, form in data.get("ladder", ())),
        pausable=bool(data.get("pausable")),
        extension=_limit(data.get("extension", "")),
    )


def _reason(data: Mapping[str, Any]) -> packs.Reason:
    return packs.Reason(data["code"], data["name"], data.get("cite", ""), data.get("leads_to", ""))


def check(data: Any) -> Iterator[Fault]:
    """Give every fault of a pack's data."""
    if not isinstance(data, Mapping):
        yield Fault("", "bad_type", type(data).__name__)
        return
    yield from _keys("", data, _TOP)
    for key in (
        "id",
        "version",
        "name",
        "language",
        "terms",
        "machines",
        "clocks",
        "reasons",
        "categories",
        "kinds",
    ):
        if key not in data:
            yield Fault(key, "missing")
    yield from _words("name", data.get("name", {}))
    for key, word in (data.get("terms") or {}).items():
        yield from _words(f"terms.{key}", word)
    clocks = data.get("clocks") or {}
    for key, clock in clocks.items():
        yield from _check_clock(f"clocks.{key}", clock)
    for key, machine in (data.get("machines") or {}).items():
        yield from _check_machine(f"machines.{key}", machine, clocks, data.get("reasons") or {})


def _keys(path: str, data: Mapping[str, Any], known: set[str]) -> Iterator[Fault]:
    for key in data:
        if key not in known:
            yield Fault(f"{path}.{key}".lstrip("."), "unknown_key", str(key))


def _words(path: str, data: Any) -> Iterator[Fault]:
    if not isinstance(data, Mapping) or not data.get("zh") or not data.get("en"):
        yield Fault(path, "not_words", repr(data)[:60])


def _check_clock(path: str, data: Mapping[str, Any]) -> Iterator[Fault]:
    yield from _keys(path, data, _CLOCK)
    yield from _words(f"{path}.name", data.get("name"))
    if not data.get("anchor"):
        yield Fault(f"{path}.anchor", "missing")
    for key in ("limit", "extension"):
        if data.get(key) and not _LIMIT.match(str(data[key])):
            yield Fault(f"{path}.{key}", "bad_limit", str(data[key]))
    if data.get("limit") and data.get("sure", True) and not data.get("cite"):
        yield Fault(f"{path}.cite", "no_citation")


def _check_machine(
    path: str, data: Mapping[str, Any], clocks: Mapping[str, Any], reasons: Mapping[str, Any]
) -> Iterator[Fault]:
    states = data.get("states") or {}
    acts = data.get("acts") or {}
    yield from _words(f"{path}.name", data.get("name"))
    if data.get("initial") not in states:
        yield Fault(f"{path}.initial", "unknown_state", str(data.get("initial")))
    for name, state in states.items():
        if not _ID.match(name):
            yield Fault(f"{path}.states.{name}", "bad_id", name)
        yield from _words(f"{path}.states.{name}.name", (state or {}).get("name"))
    for name, act in acts.items():
        yield from _check_act(f"{path}.acts.{name}", act, states, clocks, reasons)
    yield from _check_reach(path, data, states, acts)


def _check_act(
    path: str,
    act: Mapping[str, Any],
    states: Mapping[str, Any],
    clocks: Mapping[str, Any],
    reasons: Mapping[str, Any],
) -> Iterator[Fault]:
    yield from _keys(path, act, _ACT)
    yield from _words(f"{path}.name", act.get("name"))
    for key in ("from", "by"):
        if not act.get(key):
            yield Fault(f"{path}.{key}", "missing")
    sources = [] if act.get("from") == "*" else act.get("from") or []
    for state in [*sources, act.get("to", "")]:
        if state and state != transitions.RETURN_TO_BEFORE and state not in states:
            yield Fault(path, "unknown_state", str(state))
    for clock in (*act.get("starts", ()), *act.get("stops", ())):
        if clock not in clocks:
            yield Fault(path, "unknown_clock", clock)
    if act.get("reason") == "code" and act.get("reasons") not in reasons:
        yield Fault(f"{path}.reasons", "unknown_reasons", str(act.get("reasons")))
    if act.get("backward") and act.get("reason", "none") == "none":
        yield Fault(path, "backward_without_reason")


def _check_reach(
    path: str, data: Mapping[str, Any], states: Mapping[str, Any], acts: Mapping[str, Any]
) -> Iterator[Fault]:
    """Every state can be reached, and none but final ones is a dead end."""
    arrows: dict[str, set[str]] = {state: set() for state in states}
    for act in acts.values():
        sources = states if act.get("from") == "*" else act.get("from") or ()
        for state in sources:
            to = act.get("to") or state
            arrows.get(state, set()).add(to)
    reached, ahead = {data.get("initial")}, [data.get("initial")]
    while ahead:
        for state in arrows.get(str(ahead.pop()), set()) - reached:
            reached.add(state)
            ahead.append(state)
    for state, one in states.items():
        if state not in reached:
            yield Fault(f"{path}.states.{state}", "unreachable")
        if not (one or {}).get("final") and not arrows[state] - {state}:
            yield Fault(f"{path}.states.{state}", "stuck")
