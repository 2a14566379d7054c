# SPDX-License-Identifier: Apache-2.0
"""Every file wears its licence, keeps to its size and has a name that says its place."""

from pathlib import PurePosixPath

import pytest

from house import tree

SPDX = "SPDX-License-Identifier: Apache-2.0"
WEAR_ONE = {".py", ".js", ".css", ".j2", ".typ"}
LONGEST = 400
ATTICS = {"utils", "util", "helpers", "helper", "common", "misc", "base", "manager", "tools"}


def kept(*suffixes: str) -> list[str]:
    """Files written by hand; migrations are written by Django."""
    return [
        name
        for name in tree.tracked()
        if PurePosixPath(name).suffix in suffixes and "/migrations/0" not in name
    ]


def has_header(text: str) -> bool:
    return SPDX in "\n".join(text.splitlines()[:3])


def is_attic(name: str) -> bool:
    path = PurePosixPath(name)
    return path.suffix == ".py" and (path.stem in ATTICS or path.parent.name in ATTICS)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        (f"# {SPDX}\nimport os\n", True),
        (f"#!/usr/bin/env python3\n# {SPDX}\n", True),
        ("import os\n", False),
        ("\n" * 9 + f"# {SPDX}\n", False),
    ],
)
def test_a_header_stands_in_the_first_three_lines(text, meant):
    assert has_header(text) == meant


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("src/a/utils.py", True),
        ("src/utils/a.py", True),
        ("src/a/spans.py", False),
        ("a/common.toml", False),
    ],
)
def test_an_attic_is_known_by_its_name(name, meant):
    assert is_attic(name) == meant


def test_every_source_file_wears_its_licence():
    bare = [n for n in kept(*WEAR_ONE) if not has_header((tree.ROOT / n).read_text("utf-8"))]

    assert bare == []


def test_no_source_file_is_longer_than_a_reader_can_hold():
    long = {
        name: count
        for name in kept(".py", ".js", ".css", ".j2")
        if (count := len((tree.ROOT / name).read_text("utf-8").splitlines())) > LONGEST
    }

    assert long == {}


def test_no_module_is_an_attic():
    assert [name for name in tree.tracked() if name.startswith("src/") and is_attic(name)] == []
