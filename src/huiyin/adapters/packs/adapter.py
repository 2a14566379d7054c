# SPDX-License-Identifier: Apache-2.0
"""Rules packs from YAML files: those shipped, and an office's own in a folder beside them."""

from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

import yaml

from huiyin.core.docket import pack_reading, packs
from huiyin.core.values import refusals


def shipped() -> tuple[str, ...]:
    """Give the ids of the packs that come with the program, the default first."""
    names = sorted(
        entry.name.removesuffix(".yaml")
        for entry in resources.files("huiyin.packs").iterdir()
        if entry.name.endswith(".yaml")
    )
    return tuple(sorted(names, key=lambda name: name != "cn-cppcc"))


@cache
def load(pack_id: str, version: str = "") -> packs.Pack:
    """Load a shipped pack.

    Errors: `PACK_UNKNOWN`; `PackFaults` with every fault when the file is not fit for use.
    """
    if pack_id not in shipped():
        raise refusals.HuiyinError("PACK_UNKNOWN", name=pack_id)
    return parse(resources.files("huiyin.packs").joinpath(f"{pack_id}.yaml").read_text("utf-8"))


def parse(text: str) -> packs.Pack:
    """Read the text of a pack file.

    Errors: `PACK_NOT_YAML` with the line; `PackFaults`.
    """
    return pack_reading.read(data_of(text))


def data_of(text: str) -> Any:
    """Give the bare data of a pack file, for comparing two."""
    try:
        return yaml.safe_load(text)
    except yaml.YAMLError as fault:
        mark = getattr(fault, "problem_mark", None)
        raise refusals.HuiyinError("PACK_NOT_YAML", line=mark.line + 1 if mark else 0) from fault


def read_file(path: Path) -> packs.Pack:
    """Read an office's own pack file."""
    return parse(path.read_text("utf-8"))
