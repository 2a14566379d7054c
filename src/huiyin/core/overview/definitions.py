# SPDX-License-Identifier: Apache-2.0
"""Definitions (指标定义): what each figure counts, over what, and what it leaves out, as data in both languages."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Literal

from huiyin.core.values.refusals import HuiyinError

Kind = Literal["count", "share", "parts", "ratio"]
Words = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Definition:
    """What a figure is.

    Attributes:
        kind: a `count`; a `share` of the rows below the line; `parts` that share one base; a `ratio` of two units.
        unit: what stands below the line, or is counted; `above` what stands above it.
        base: marks of which a row needs one to stand below the line; () takes every row.
        leave_out: marks that take a row out; the first it holds is the reason that is told.
        hit: marks of which a row needs one to be counted above the line; () takes every row.
        over: the axis whose values are the parts.
        guarded: whether it tells what people said and is kept back where few said it.
        scheme: whether it means something only within a scheme of letters, to be named with it.
    """

    id: str
    kind: Kind
    unit: str
    above: str
    base: frozenset[str]
    leave_out: tuple[str, ...]
    hit: frozenset[str]
    over: str
    guarded: bool
    scheme: bool
    name: Words
    formula: Words


@dataclass(frozen=True, slots=True)
class Balance:
    """What must add up: a whole and its parts, each the id of a figure."""

    id: str
    whole: str
    parts: tuple[str, ...]
    name: Words


@cache
def _data() -> dict[str, Any]:
    folder = resources.files(__package__)
    found: dict[str, Any] = {}
    for name in ("definitions.toml", "units.toml"):
        found |= tomllib.loads(folder.joinpath(name).read_text("utf-8"))
    return found


@cache
def catalog() -> Mapping[str, Definition]:
    """Give all definitions by id, in the order of the file."""
    return {entry["id"]: _read(entry) for entry in _data()["figure"]}


def get(figure: str) -> Definition:
    """Give a definition.

    Errors: `FIGURE_UNKNOWN`.
    """
    if figure not in catalog():
        raise HuiyinError("FIGURE_UNKNOWN", name=figure)
    return catalog()[figure]


@cache
def balances() -> Mapping[str, Balance]:
    """Give what must add up, by id."""
    return {
        entry["id"]: Balance(entry["id"], entry["whole"], tuple(entry["parts"]), entry["name"])
        for entry in _data()["balance"]
    }


def units() -> Mapping[str, Words]:
    """Give the units with their names."""
    found: Mapping[str, Words] = _data()["unit"]
    return found


def axes() -> Mapping[str, Words]:
    """Give the axes a figure may be broken down or narrowed by, with their names."""
    found: Mapping[str, Words] = _data()["axis"]
    return found


def _read(entry: Mapping[str, Any]) -> Definition:
    return Definition(
        id=entry["id"],
        kind=entry["kind"],
        unit=entry["of"],
        above=entry.get("above", entry["of"]),
        base=frozenset(entry.get("base", ())),
        leave_out=tuple(entry.get("leave_out", ())),
        hit=frozenset(entry.get("hit", ())),
        over=entry.get("over", ""),
        guarded=entry.get("guarded", False),
        scheme=entry.get("scheme", False),
        name=entry["name"],
        formula=entry["formula"],
    )
