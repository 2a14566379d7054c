# SPDX-License-Identifier: Apache-2.0
"""The tables of the city."""

import csv
import tomllib
from functools import cache
from importlib import resources
from typing import Any


@cache
def table(name: str) -> dict[str, Any]:
    """Give one of the toml tables: `places`, `hands`, `people`, `acts`, `replies`, `english`."""
    return tomllib.loads(resources.files(__package__).joinpath(f"{name}.toml").read_text("utf-8"))


@cache
def topics() -> tuple[dict[str, Any], ...]:
    """Give all topics in the order of their files, each with its category."""
    folder = resources.files(__package__).joinpath("topics")
    found = []
    for file in sorted(folder.iterdir(), key=lambda one: one.name):
        if file.name.endswith(".toml"):
            rows = tomllib.loads(file.read_text("utf-8"))["topic"]
            found += [row | {"category": file.name.removesuffix(".toml")} for row in rows]
    return tuple(found)


@cache
def deeds() -> dict[str, list[str]]:
    """Give, for each topic, what is done about its suggestions, in their order."""
    folder = resources.files(__package__).joinpath("answers")
    found: dict[str, list[str]] = {}
    for file in folder.iterdir():
        if file.name.endswith(".toml"):
            found |= tomllib.loads(file.read_text("utf-8"))
    return found


@cache
def bodies() -> tuple[dict[str, str], ...]:
    """Give the bodies: those of the demo's records, and the city's further ones."""
    rows = []
    for package, name in (("huiyin.demo", "bodies.csv"), (__package__, "bodies_more.csv")):
        text = resources.files(package).joinpath(name).read_text("utf-8-sig")
        rows += [
            {key: value or "" for key, value in row.items()}
            for row in csv.DictReader(text.splitlines())
        ]
    return tuple(rows)
