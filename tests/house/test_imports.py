# SPDX-License-Identifier: Apache-2.0
"""Down, never up or sideways: the contracts run, and the core stands alone."""

import os
import subprocess
import sys

import pytest

from house import tree

ALONE = """
import importlib, pkgutil, sys

class Wall:
    def find_spec(self, name, path=None, target=None):
        top = name.partition(".")[0]
        if top not in allowed and top not in sys.stdlib_module_names and not top.startswith("_"):
            raise ImportError("the core reached for " + name)

allowed = {"huiyin", "numpy", "scipy"}
sys.meta_path.insert(0, Wall())
import huiyin.core
names = [found.name for found in pkgutil.walk_packages(huiyin.core.__path__, "huiyin.core.")]
for name in names:
    importlib.import_module(name)
strangers = sorted(name for name in sys.modules if name.startswith(("huiyin.adapters", "huiyin.cli")))
print(len(names), strangers)
"""


def test_the_import_contracts_hold(monkeypatch, capsys):
    cli = pytest.importorskip("importlinter.cli", reason="import-linter comes with `make check`")
    monkeypatch.chdir(tree.ROOT)

    status = cli.lint_imports(no_cache=True, no_logo=True)

    assert status == 0, capsys.readouterr().out


def test_the_core_imports_alone_with_nothing_but_numpy_and_scipy():
    ran = subprocess.run(
        [sys.executable, "-c", ALONE], capture_output=True, text=True, check=False, env=os.environ
    )

    assert ran.returncode == 0, ran.stderr
    count, _, strangers = ran.stdout.strip().partition(" ")
    assert int(count) > 10
    assert strangers == "[]"


def test_the_wall_around_the_core_holds():
    ran = subprocess.run(
        [sys.executable, "-c", ALONE.replace("import huiyin.core\n", "import typer\n")],
        capture_output=True,
        text=True,
        check=False,
    )

    assert ran.returncode == 1
    assert "the core reached for typer" in ran.stderr
