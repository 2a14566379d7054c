# SPDX-License-Identifier: Apache-2.0
"""The hundred asks that were judged one by one: enough are right, and the right ones are still found."""

import csv
import json
import os
from pathlib import Path

import pytest

from huiyin.core.extraction import finding
from huiyin.core.values import documents

ROOT = Path(__file__).parents[2]
DATA = Path(os.environ.get("HUIYIN_DATA", ROOT.parent / "shared" / "data"))
PROPOSALS = DATA / "cppcc_proposals" / "jiangsu2019.jsonl"
with (ROOT / "tools" / "judgements" / "proposals_100.csv").open(encoding="utf-8") as held:
    JUDGED = list(csv.DictReader(line for line in held if not line.startswith("#")))


def test_at_least_85_of_a_hundred_were_judged_right():
    assert len(JUDGED) == 100
    assert sum(row["verdict"] == "right" for row in JUDGED) >= 85
    assert all(bool(row["rule"]) == (row["verdict"] == "wrong") for row in JUDGED)
    assert all(row["pkid"][-1] in "89abcdef" for row in JUDGED)


def test_what_was_judged_right_is_still_found():
    if not PROPOSALS.is_file():
        pytest.skip("no proposals beside the checkout: set HUIYIN_DATA to measure on them")
    lines = PROPOSALS.read_text("utf-8").splitlines()
    rows = {row["pkid"]: row for row in map(json.loads, lines)}
    spans: dict[str, set[tuple[int, int]]] = {}
    for pkid in {row["pkid"] for row in JUDGED}:
        text = "\n".join([rows[pkid]["title"], *rows[pkid]["sections"].values()])
        document = documents.Document(pkid, "0" * 64, "text/plain", text, rows[pkid]["title"])
        spans[pkid] = {
            (item.span.start, item.span.end)
            for item in finding.extract(document).findings
            if item.kind == "suggestion"
        }

    right = [row for row in JUDGED if row["verdict"] == "right"]
    kept = [row for row in right if (int(row["start"]), int(row["end"])) in spans[row["pkid"]]]

    assert len(kept) >= 0.93 * len(right)
