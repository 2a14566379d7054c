# SPDX-License-Identifier: Apache-2.0
"""Every code that is raised has words in both languages, and every code with words is raised somewhere."""

import ast
import re
import string

import pytest

from house import tree
from huiyin.adapters.packs import adapter
from huiyin.core.values import refusals

CATALOG = refusals.catalog()
MODULES = list(tree.modules())


def fields(words: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(words) if name}


@pytest.mark.parametrize(
    ("source", "codes"),
    [
        ('raise HuiyinError("FILE_EMPTY")', ["FILE_EMPTY"]),
        ('raise refusals.HuiyinError("A" if cut else "B", n=1)', ["A", "B"]),
        ('Warn("NO_TEXT_LAYER", (("page", 1),))', ["NO_TEXT_LAYER"]),
        ("raise HuiyinError(code)", []),
        ('raise ValueError("FILE_EMPTY")', []),
    ],
)
def test_codes_are_seen_where_they_are_raised(source, codes):
    assert [code for code, _ in tree.codes_raised(ast.parse(source))] == codes


def test_every_code_that_is_raised_has_words():
    nameless = [
        f"{name}:{line}: {code}"
        for name, module in MODULES
        for code, line in tree.codes_raised(module)
        if code not in CATALOG
    ]

    assert nameless == []


def test_every_code_with_words_is_used():
    said = set().union(*(tree.strings(module) for _, module in MODULES))
    guards = {f"GUARD_{guard.upper()}" for guard in said | _guards()}
    checks = {f"CHECK_{check.upper()}" for check in said}

    assert sorted(set(CATALOG) - said - guards - checks) == []


def _guards() -> set[str]:
    """Guards are named in the rules packs; their refusals are named after them."""
    tables = [adapter.load(name).machines.values() for name in adapter.shipped()]
    return {
        guard
        for table in tables
        for one in table
        for act in one.acts.values()
        for guard in act.guards
    }


@pytest.mark.parametrize("code", sorted(CATALOG))
def test_a_code_speaks_both_languages_alike(code):
    words = CATALOG[code]

    assert re.fullmatch(r"[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*", code)
    assert set(words) in ({"zh", "en"}, {"zh", "en", "hint_zh", "hint_en"})
    assert all(said.strip() == said and said for said in words.values())
    assert fields(words["zh"]) == fields(words["en"])
    assert fields(words.get("hint_zh", "")) == fields(words.get("hint_en", ""))
    assert re.search(r"[\u4e00-\u9fff]", words["zh"])
    assert not re.search(r"[\u4e00-\u9fff]", words["en"])
