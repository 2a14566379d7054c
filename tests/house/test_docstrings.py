# SPDX-License-Identifier: Apache-2.0
"""Every public name of the core and the adapters says what it promises, and the examples run."""

import ast
import doctest
import importlib
import pkgutil

import pytest

import huiyin
from house import tree
from huiyin import core, demo

NAMES = ["huiyin", "huiyin.api", demo.__name__] + [
    found.name for found in pkgutil.walk_packages(core.__path__, "huiyin.core.")
]
PAGES = sorted(
    path.relative_to(tree.ROOT).as_posix()
    for path in [*tree.ROOT.glob("*.md"), *tree.ROOT.glob("docs/**/*.md")]
    if ">>>" in path.read_text("utf-8")
)
PUBLIC = [
    (name, module)
    for room in ("core", "adapters")
    for name, module in tree.modules(tree.SOURCE / room)
]


@pytest.mark.parametrize(
    ("source", "bare"),
    [
        ('def f():\n    """Give one."""\n', []),
        ("def f():\n    return 1\n", ["f"]),
        ("class A:\n    x = 1\n", ["A"]),
        ("def _f():\n    return 1\n", []),
    ],
)
def test_a_bare_name_is_seen(source, bare):
    assert list(tree.bare_names(ast.parse(source))) == bare


@pytest.mark.parametrize(("name", "module"), PUBLIC, ids=[name for name, _ in PUBLIC])
def test_every_public_name_has_a_docstring(name, module):
    assert list(tree.bare_names(module)) == []
    if module.body:
        assert ast.get_docstring(module) is not None


@pytest.mark.parametrize("name", NAMES)
def test_the_examples_of_a_module_run(name):
    assert doctest.testmod(importlib.import_module(name)).failed == 0


@pytest.mark.parametrize("page", PAGES or [None])
def test_the_examples_of_a_page_run(page):
    if page is None:
        pytest.skip("no page has an example yet")
    ran = doctest.testfile(str(tree.ROOT / page), module_relative=False, encoding="utf-8")

    assert ran.failed == 0


def test_the_library_says_its_version():
    assert huiyin.__version__ in (tree.ROOT / "pyproject.toml").read_text("utf-8")
    assert f"[{huiyin.__version__}]" in (tree.ROOT / "CHANGELOG.md").read_text("utf-8")
