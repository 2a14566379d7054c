# SPDX-License-Identifier: Apache-2.0
"""The house lint rules: each rule by its good and bad lines, then every tracked file by each rule."""

import re
import tomllib
from fnmatch import fnmatch
from pathlib import Path

import pytest

from house import tree

RULES = tomllib.loads(Path(__file__).with_name("rules.toml").read_text("utf-8"))["rule"]
CASES = [(rule, line, kind) for rule in RULES for kind in ("good", "bad") for line in rule[kind]]


def applies(rule: dict, name: str) -> bool:
    outside = (*rule["except"], "tests/house/rules.toml")
    return not any(fnmatch(name, glob) for glob in outside) and any(
        glob == "**" or fnmatch(name, glob.replace("**/", "*").replace("**", "*"))
        for glob in rule["files"]
    )


@pytest.mark.parametrize(("rule", "line", "kind"), CASES, ids=lambda case: str(case)[:40])
def test_a_rule_finds_its_bad_lines_and_leaves_its_good_ones(rule, line, kind):
    assert bool(re.search(rule["pattern"], line)) == (kind == "bad")


@pytest.mark.parametrize(
    ("glob", "name", "meant"),
    [
        ("**", "a/b.md", True),
        ("**/*.py", "src/huiyin/api.py", True),
        ("**/*.py", "setup.py", True),
        ("**/*.py", "docs/a.md", False),
        ("src/huiyin/core/**", "src/huiyin/core/text/reading.py", True),
        ("src/huiyin/core/**", "src/huiyin/cli/app.py", False),
    ],
)
def test_a_rule_looks_at_the_files_it_names(glob, name, meant):
    assert applies({"files": [glob], "except": []}, name) == meant


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule["name"])
def test_no_tracked_line_breaks_the_rule(rule):
    pattern = re.compile(rule["pattern"])
    broken = []
    for name in tree.tracked():
        if not applies(rule, name):
            continue
        try:
            lines = (tree.ROOT / name).read_text("utf-8").splitlines()
        except UnicodeDecodeError:
            continue  # a picture or an office file has no lines
        broken += [
            f"{name}:{n}: {line.strip()[:80]}"
            for n, line in enumerate(lines, 1)
            if pattern.search(line)
        ]

    assert broken == [], rule["why"]
