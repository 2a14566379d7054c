# SPDX-License-Identifier: Apache-2.0
"""The record of the joint-group discussion is read as its truth list says, within stated bounds."""

import csv
import tomllib
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from huiyin import demo
from huiyin.core.extraction import finding
from huiyin.core.values import bodies, documents, findings

HERE = Path(__file__).parent
TRUTH = tomllib.loads((HERE / "joint_group_discussion.toml").read_text("utf-8"))
TEXT = demo.records().joinpath("joint-group-discussion.txt").read_text("utf-8")
CAPACITIES = {"领导": "leader", "委员": "member", "部门": "department"}


@cache
def read(*, roster: bool) -> tuple[findings.Finding, ...]:
    entries: list[bodies.RosterEntry] = []
    if roster:
        with (Path(demo.__file__).parent / "roster.csv").open(encoding="utf-8") as held:
            rows = list(csv.reader(held))[1:]
        entries = [bodies.RosterEntry(row[0], CAPACITIES[row[1]], row[2]) for row in rows]
    document = documents.Document("record.txt", "0" * 64, "text/plain", TEXT)
    return finding.extract(document, roster=entries).findings


def shared(found: findings.Finding, truth: dict[str, str]) -> int:
    start = TEXT.index(truth["quote"])
    return min(start + len(truth["quote"]), found.span.end) - max(start, found.span.start)


def meets(found: findings.Finding, truth: dict[str, str]) -> bool:
    return (
        found.kind == truth["kind"]
        and found.speaker.name == truth["speaker"]
        and 2 * shared(found, truth) >= len(truth["quote"])
    )


def missed(kind: str, *, roster: bool) -> list[str]:
    return [
        truth["id"]
        for truth in TRUTH["finding"]
        if truth["kind"] == kind and not any(meets(found, truth) for found in read(roster=roster))
    ]


@pytest.mark.parametrize("roster", [False, True])
@pytest.mark.parametrize(
    ("kind", "bound"),
    [
        ("suggestion", 0.9),
        ("assignment", 0.85),
        ("commitment", 0.85),
        ("question", 0.85),
        ("evaluation", 0.83),
        ("outcome", 0.85),
    ],
)
def test_most_of_each_kind_is_found_with_its_speaker(kind, bound, roster):
    total = Counter(truth["kind"] for truth in TRUTH["finding"])[kind]

    lost = missed(kind, roster=roster)

    assert (total - len(lost)) / total >= bound, lost


@pytest.mark.parametrize("roster", [False, True])
def test_nine_of_ten_suggestions_found_are_true_and_counted_once(roster):
    asked = [found for found in read(roster=roster) if found.kind == "suggestion"]
    truths = [truth for truth in TRUTH["finding"] if truth["kind"] == "suggestion"]
    true = {
        truth["id"]
        for found in asked
        for truth in truths
        if found.speaker.name == truth["speaker"]
        and 2 * shared(found, truth) >= min(len(found.quote), len(truth["quote"]))
    }

    assert len(true) / len(asked) >= 0.9


def test_slogans_background_and_topics_are_no_suggestions():
    asked = [found for found in read(roster=False) if found.kind == "suggestion"]
    for words in TRUTH["not_suggestions"]:
        start = TEXT.index(words)
        hit = [f.quote for f in asked if f.span.start < start + len(words) and start < f.span.end]
        assert hit == [], words


def test_capacities_are_those_of_the_record():
    found = read(roster=False)
    wrong = [
        truth["id"]
        for truth in TRUTH["finding"]
        if (hit := [f for f in found if meets(f, truth)])
        and hit[0].speaker.capacity != truth["capacity"]
    ]

    assert wrong == []
