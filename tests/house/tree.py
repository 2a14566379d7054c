# SPDX-License-Identifier: Apache-2.0
"""What the caretaker looks at: the tracked files, the modules and the codes of the house."""

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "huiyin"


@cache
def tracked() -> tuple[str, ...]:
    """List the files git keeps, as posix paths from the root; skip where this is no checkout."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)
    if listed.returncode:
        pytest.skip("not a git checkout: there are no tracked files to look at")
    names = listed.stdout.decode("utf-8").split("\0")
    return tuple(name for name in names if name and (ROOT / name).is_file())


def modules(folder: Path = SOURCE) -> Iterator[tuple[str, ast.Module]]:
    """Give every module below a folder: its path from the root and its syntax tree."""
    for path in sorted(folder.rglob("*.py")):
        yield path.relative_to(ROOT).as_posix(), ast.parse(path.read_text("utf-8"))


def codes_raised(tree: ast.Module) -> Iterator[tuple[str, int]]:
    """Give the codes that a module names in `HuiyinError(…)` and `Warn(…)`, with their line."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _called(node.func) in {"HuiyinError", "Warn", "Unread"}:
            code = next((word.value for word in node.keywords if word.arg == "code"), None)
            for said in _literals(code or (node.args[0] if node.args else None)):
                if _called(node.func) != "Unread" or code is not None:
                    yield said, node.lineno


def _called(func: ast.expr) -> str:
    return func.attr if isinstance(func, ast.Attribute) else getattr(func, "id", "")


def _literals(node: ast.expr | None) -> list[str]:
    if isinstance(node, ast.IfExp):
        return [*_literals(node.body), *_literals(node.orelse)]
    return [node.value] if isinstance(node, ast.Constant) and isinstance(node.value, str) else []


def strings(tree: ast.Module) -> set[str]:
    """Give every string a module says."""
    return {
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def bare_names(tree: ast.Module) -> Iterator[str]:
    """Give the public functions, classes and methods of a module that have no docstring.

    Short properties and methods that a public class inherits by contract (dunders, overrides) need none.
    """
    for node in tree.body:
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            continue
        if node.name.startswith("_"):
            continue
        if ast.get_docstring(node) is None:
            yield node.name
