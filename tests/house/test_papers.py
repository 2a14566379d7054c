# SPDX-License-Identifier: Apache-2.0
"""The papers are true: the glossary is complete, the map leads somewhere, decisions are short, both languages are there."""

import enum
import importlib
import inspect
import pkgutil
import re

import pytest

import huiyin.core.values as values_room
from house import tree

GLOSSARY = (tree.ROOT / "docs/glossary.md").read_text("utf-8")
DECISIONS = sorted((tree.ROOT / "docs/decisions").glob("0*.md"))
PAIRED = ("docs/howto", "docs/explanation", "docs/tutorial")
LINK = re.compile(r"\[[^\]]*\]\((?!https?:|mailto:|#)([^)#\s]+)")


def identifiers() -> set[str]:
    names = set()
    for found in pkgutil.iter_modules(values_room.__path__):
        module = importlib.import_module(f"{values_room.__name__}.{found.name}")
        for name, value in inspect.getmembers(module, inspect.isclass):
            if value.__module__ == module.__name__ and not name.startswith("_"):
                names.add(name)
                names |= (
                    {str(item.value) for item in value} if issubclass(value, enum.Enum) else set()
                )
    return names


def rows(text: str) -> list[list[str]]:
    lines = [line for line in text.splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def test_every_type_and_every_enum_value_of_the_core_is_in_the_glossary():
    explained = set(re.findall(r"`([^`]+)`", GLOSSARY))

    assert sorted(identifiers() - explained) == []


def test_every_row_of_the_glossary_has_both_languages():
    for row in rows(GLOSSARY):
        if set(row[0]) <= {"-", ":"} or row[0] == "中文":
            continue
        assert len(row) == 4, row
        assert re.search(r"[\u4e00-\u9fff]", row[0]), row
        assert re.search(r"[A-Za-z]", row[2]), row
        assert row[3], row


def test_one_identifier_means_one_thing():
    named = [name for row in rows(GLOSSARY) for name in re.findall(r"`([^`]+)`", row[1])]

    assert sorted({name for name in named if named.count(name) > 1}) == []


def test_every_path_on_the_map_exists():
    named = re.findall(r"`([\w.*/-]+(?:/|\.\w+))`", (tree.ROOT / "MAP.md").read_text("utf-8"))

    assert len(named) > 15
    assert [path for path in named if not any(tree.ROOT.glob(path.rstrip("/")))] == []


def test_every_link_between_papers_leads_somewhere():
    papers = [name for name in tree.tracked() if name.endswith(".md")]
    broken = [
        f"{name}: {target}"
        for name in papers
        for target in LINK.findall((tree.ROOT / name).read_text("utf-8"))
        if not (tree.ROOT / name).parent.joinpath(target).exists()
    ]

    assert broken == []


@pytest.mark.parametrize("folder", PAIRED)
def test_every_page_is_there_in_both_languages(folder):
    pages = {path.name for path in (tree.ROOT / folder).glob("*.md")}

    assert {n for n in pages if n.endswith(".zh.md")} == {
        n.removesuffix(".en.md") + ".zh.md" for n in pages if n.endswith(".en.md")
    }
    assert all(name.endswith((".zh.md", ".en.md")) for name in pages)


@pytest.mark.parametrize("decision", DECISIONS, ids=lambda path: path.stem)
def test_a_decision_is_short_and_says_how_it_could_be_wrong(decision):
    text = decision.read_text("utf-8")

    assert len(text.splitlines()) <= 40
    for heading in (
        "## Context",
        "## Choice",
        "## What we gave up",
        "## How we would know we were wrong",
    ):
        assert heading in text


def test_decisions_are_numbered_without_gaps():
    numbers = [int(path.stem[:4]) for path in DECISIONS]

    assert numbers == list(range(1, len(numbers) + 1))
