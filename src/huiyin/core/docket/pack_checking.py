# SPDX-License-Identifier: Apache-2.0
"""What is wrong with the data of a pack: every fault, each at its place, never only the first."""

import re
import string
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from huiyin.core.docket import pack_blocks, transitions
from huiyin.core.values import refusals

LIMIT = re.compile(r"^(\d{1,4}) *(d|wd|m)$")
_ID = re.compile(r"^[a-z][a-z0-9_]*$")
_NEEDED: dict[str, type] = {
    "id": str, "version": str, "name": Mapping, "language": str, "terms": Mapping, "machines": Mapping,
    "clocks": Mapping, "reasons": Mapping, "categories": Sequence, "kinds": Mapping,
}  # fmt: skip
_OPTIONAL: dict[str, type] = {
    "effective_from": str, "cites": Mapping, "classes": Mapping, "numbering": Mapping, "limits": Mapping,
    "options": Mapping, "notes": Sequence,
} | pack_blocks.BLOCKS  # fmt: skip
_ACT: dict[str, type] = {
    "name": Mapping, "from": Sequence, "to": str, "by": Sequence, "guards": Sequence, "reason": str, "reasons": str,
    "starts": Sequence, "stops": Sequence, "notifies": Sequence, "backward": bool,
}  # fmt: skip
_CLOCK: dict[str, type] = {
    "name": Mapping, "anchor": str, "limit": str, "cite": str, "sure": bool, "ladder": Sequence, "pausable": bool,
    "extension": str, "rolls": bool,
}  # fmt: skip
_STATE: dict[str, type] = {"name": Mapping, "final": bool, "echo": Mapping}
_MACHINE: dict[str, type] = {
    "name": Mapping, "initial": str, "states": Mapping, "acts": Mapping,
}  # fmt: skip
_REASON: dict[str, type] = {"code": str, "name": Mapping, "cite": str, "leads_to": str}
_CATEGORY: dict[str, type] = {"id": str, "name": Mapping}
_REASONS = ("none", "text", "code")
_FORMS = ("notice", "reminder", "letter")
ROLES = frozenset((
    "proposer", "signatory", "invited", "member", "convener", "clerk", "reviewer", "committee", "assigner", "liaison",
    "handler", "signer", "lead", "evaluator", "panel", "oversight", "leader", "accounts_admin", "policy_admin", "auditor",
))  # fmt: skip
_PLACES = {"n", "session_seq", "term", "session", "year", "body"}
TERMS = (
    "institution",
    "proposal",
    "proposals",
    "suggestion",
    "member",
    "body",
    "reply",
    "session",
    "filed",
)


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong at one place of a pack file: the path, a fault id, and the words found or wanted there.

    Ids: those of the table `fault` in `words.toml`, which says each in words.
    """

    path: str
    id: str
    found: str = ""


def check(data: Any) -> Iterator[Fault]:
    """Give every fault of a pack's data.

    Cost: linear in the file.
    """
    if not isinstance(data, Mapping):
        yield Fault("", "bad_type", type(data).__name__)
        return
    for key in _NEEDED:
        if key not in data:
            yield Fault(key, "missing")
    ill = list(_shape("", data, _NEEDED | _OPTIONAL))
    yield from ill
    sound = {key: value for key, value in data.items() if f"{key}" not in {one.path for one in ill}}
    yield from _check_words(sound)
    yield from _check_numbers(sound)
    clocks, reasons = sound.get("clocks", {}), sound.get("reasons", {})
    for key, clock in clocks.items():
        yield from _check_clock(f"clocks.{key}", clock)
    for key, some in reasons.items():
        yield from _check_reasons(f"reasons.{key}", some)
    for key in ("proposal", "assignment"):
        if "machines" in sound and key not in sound["machines"]:
            yield Fault(f"machines.{key}", "missing")
    for key, machine in sound.get("machines", {}).items():
        yield from _check_machine(f"machines.{key}", machine, clocks, reasons)
    yield from (Fault(*flaw) for flaw in pack_blocks.check(sound))


def _shape(path: str, data: Any, known: Mapping[str, type]) -> Iterator[Fault]:
    """Only known keys, each of its type; the values inside are looked at by their own checks."""
    if not isinstance(data, Mapping):
        yield Fault(path, "bad_type", type(data).__name__)
        return
    for key, value in data.items():
        here = f"{path}.{key}".lstrip(".")
        if key not in known:
            yield Fault(here, "unknown_key", str(key))
        elif not _is(value, known[key]) and not (key == "from" and value == "*"):
            yield Fault(here, "bad_type", type(value).__name__)


def _is(value: Any, kind: type) -> bool:
    if kind is Sequence:
        return isinstance(value, list | tuple)
    return isinstance(value, kind)


def _words(path: str, data: Any) -> Iterator[Fault]:
    said = isinstance(data, Mapping) and all(
        isinstance(data.get(lang), str) and data[lang].strip() for lang in ("zh", "en")
    )
    if not said or set(data) - {"zh", "en"}:
        yield Fault(path, "not_words", repr(data)[:60])


def _check_words(data: Mapping[str, Any]) -> Iterator[Fault]:
    if "name" in data:
        yield from _words("name", data["name"])
    for table in ("terms", "kinds", "classes", "cites"):
        for key, word in data.get(table, {}).items():
            yield from _words(f"{table}.{key}", word)
    for term in TERMS:
        if "terms" in data and term not in data["terms"]:
            yield Fault(f"terms.{term}", "missing")
    seen: set[str] = set()
    for place, one in enumerate(data.get("categories", ())):
        path = f"categories.{place}"
        ill = list(_shape(path, one, _CATEGORY))
        yield from ill
        if ill:
            continue
        yield from _words(f"{path}.name", one.get("name"))
        if not _ID.match(str(one.get("id", ""))):
            yield Fault(f"{path}.id", "bad_id", str(one.get("id")))
        if one.get("id") in seen:
            yield Fault(f"{path}.id", "twice", str(one.get("id")))
        seen.add(one.get("id"))


def _check_numbers(data: Mapping[str, Any]) -> Iterator[Fault]:
    for key, value in data.get("limits", {}).items():
        if not isinstance(value, int) or isinstance(value, bool) or value < 0:
            yield Fault(f"limits.{key}", "bad_number", str(value))
    for key, pattern in data.get("numbering", {}).items():
        if not _is_pattern(pattern):
            yield Fault(f"numbering.{key}", "bad_pattern", str(pattern))


def _is_pattern(pattern: Any) -> bool:
    """A pattern holds `{n}` and only places that are filled, so that two numbers never look alike."""
    try:
        names = {name for _, name, _, _ in string.Formatter().parse(pattern) if name is not None}
        pattern.format(**dict.fromkeys(_PLACES, 1))
    except (ValueError, KeyError, IndexError, TypeError, AttributeError):
        return False
    return "n" in names


def _check_clock(path: str, data: Any) -> Iterator[Fault]:
    ill = list(_shape(path, data, _CLOCK))
    yield from ill
    if not isinstance(data, Mapping):
        return
    yield from _words(f"{path}.name", data.get("name"))
    if not data.get("anchor"):
        yield Fault(f"{path}.anchor", "missing")
    for key in ("limit", "extension"):
        if data.get(key) and not LIMIT.match(str(data[key])):
            yield Fault(f"{path}.{key}", "bad_limit", str(data[key]))
    if data.get("limit") and data.get("sure", True) and not data.get("cite"):
        yield Fault(f"{path}.cite", "no_citation")
    for rung in data.get("ladder", ()) if isinstance(data.get("ladder", ()), list) else ():
        if not (
            isinstance(rung, list)
            and len(rung) == 2
            and isinstance(rung[0], int)
            and rung[1] in _FORMS
        ):
            yield Fault(f"{path}.ladder", "bad_rung", repr(rung)[:40])


def _check_reasons(path: str, some: Any) -> Iterator[Fault]:
    if not isinstance(some, list):
        yield Fault(path, "bad_type", type(some).__name__)
        return
    seen: set[str] = set()
    for place, one in enumerate(some):
        here = f"{path}.{place}"
        ill = list(_shape(here, one, _REASON))
        yield from ill
        if ill:
            continue
        yield from _words(f"{here}.name", one.get("name"))
        if not one.get("code"):
            yield Fault(f"{here}.code", "missing")
        elif one["code"] in seen:
            yield Fault(f"{here}.code", "twice", one["code"])
        seen.add(one.get("code", ""))


def _check_machine(
    path: str, data: Any, clocks: Mapping[str, Any], reasons: Mapping[str, Any]
) -> Iterator[Fault]:
    ill = list(_shape(path, data, _MACHINE))
    yield from ill
    if ill or not {"states", "acts"} <= set(data):
        yield from (
            Fault(f"{path}.{key}", "missing")
            for key in ("states", "acts")
            if key not in (data or ())
        )
        return
    states, acts = data["states"], data["acts"]
    yield from _words(f"{path}.name", data.get("name"))
    if data.get("initial") not in states:
        yield Fault(f"{path}.initial", "unknown_state", str(data.get("initial")))
    for name, state in states.items():
        here = f"{path}.states.{name}"
        if not _ID.match(str(name)):
            yield Fault(here, "bad_id", str(name))
        yield from _shape(here, state, _STATE)
        if isinstance(state, Mapping):
            yield from _words(f"{here}.name", state.get("name"))
            if "echo" in state:
                yield from _words(f"{here}.echo", state["echo"])
    sound = {}
    for name, act in acts.items():
        here = f"{path}.acts.{name}"
        if not _ID.match(str(name)):
            yield Fault(here, "bad_id", str(name))
        wrong = list(_shape(here, act, _ACT))
        yield from wrong
        if not any(fault.id == "bad_type" for fault in wrong):
            sound[name] = act
            yield from _check_act(here, act, states)
            yield from _check_ties(here, act, clocks, reasons)
    yield from _check_reach(path, data.get("initial"), states, sound)


def _check_act(path: str, act: Mapping[str, Any], states: Mapping[str, Any]) -> Iterator[Fault]:
    yield from _words(f"{path}.name", act.get("name"))
    for key in ("from", "by"):
        if not act.get(key):
            yield Fault(f"{path}.{key}", "missing")
    sources = [] if act.get("from") == "*" else act.get("from") or []
    for state in [*sources, act.get("to", "")]:
        if state and state != transitions.RETURN_TO_BEFORE and state not in states:
            yield Fault(path, "unknown_state", str(state))
    for role in (*(act.get("by") or ()), *act.get("notifies", ())):
        if role not in ROLES:
            yield Fault(path, "unknown_role", str(role))
    for guard in act.get("guards", ()):
        if f"GUARD_{str(guard).upper()}" not in refusals.catalog():
            yield Fault(f"{path}.guards", "unknown_guard", str(guard))
    if act.get("backward") and act.get("reason", "none") == "none":
        yield Fault(path, "backward_without_reason")


def _check_ties(
    path: str, act: Mapping[str, Any], clocks: Mapping[str, Any], reasons: Mapping[str, Any]
) -> Iterator[Fault]:
    for clock in (*act.get("starts", ()), *act.get("stops", ())):
        if clock not in clocks:
            yield Fault(path, "unknown_clock", str(clock))
    if act.get("reason", "none") not in _REASONS:
        yield Fault(f"{path}.reason", "unknown_reasons", str(act["reason"]))
    if act.get("reason") == "code" and not reasons.get(act.get("reasons", "")):
        yield Fault(f"{path}.reasons", "unknown_reasons", str(act.get("reasons")))


def _check_reach(
    path: str, initial: Any, states: Mapping[str, Any], acts: Mapping[str, Any]
) -> Iterator[Fault]:
    """Every state can be reached, and none but final ones is a dead end."""
    arrows: dict[str, set[str]] = {state: set() for state in states}
    for act in acts.values():
        sources = states if act.get("from") == "*" else act.get("from") or ()
        for state in sources:
            arrows.get(state, set()).add(act.get("to") or state)
    reached, ahead = {initial}, [initial]
    while ahead:
        for state in arrows.get(str(ahead.pop()), set()) - reached:
            reached.add(state)
            ahead.append(state)
    for state, one in states.items():
        if state not in reached:
            yield Fault(f"{path}.states.{state}", "unreachable")
        if not (isinstance(one, Mapping) and one.get("final")) and not arrows[state] - {state}:
            yield Fault(f"{path}.states.{state}", "stuck")
