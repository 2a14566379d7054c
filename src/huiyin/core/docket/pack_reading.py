# SPDX-License-Identifier: Apache-2.0
"""From the data of a pack file to a Pack, or to the whole list of what is wrong with it."""

from collections.abc import Mapping
from typing import Any

from huiyin.core.calendar import deadlines
from huiyin.core.docket import pack_blocks, pack_checking, pack_merging, packs

Fault = pack_checking.Fault
check = pack_checking.check


class PackFaults(Exception):
    """A pack that cannot be used, with all its faults."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = faults
        super().__init__(
            "; ".join(f"{fault.path}: {fault.id} {fault.found}".rstrip() for fault in faults)
        )


def read(data: Mapping[str, Any], find: pack_merging.Find | None = None) -> packs.Pack:
    """Make a Pack of the data of a pack file; `find` gives the data of the packs it may extend.

    Errors: `PackFaults` with every fault found, not only the first.
    """
    data, faults = pack_merging.resolve(data, find or (lambda name: None))
    faults += check(data)
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
        replies=pack_blocks.read(data),
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
    found = pack_checking.LIMIT.match(text or "")
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
