# SPDX-License-Identifier: Apache-2.0
"""On real replies: found to be about their message, empty ones known, positions right; skipped where the data is absent."""

import pytest
from tools import measure_replies

from huiyin.core.replies import acknowledging, positions

pytestmark = pytest.mark.skipif(
    not (measure_replies.DATA / "gov_reply/replies.jsonl").is_file(),
    reason="the folder of real texts is not here",
)


def test_replies_that_only_acknowledge_are_found():
    texts = {
        str(one["id"]): one["reply"] for one in measure_replies.rows("gov_reply/replies.jsonl")
    }
    labels = measure_replies.judged("acknowledgements_150.csv")
    said = {row for row in labels if acknowledging.is_acknowledgement_only(texts[row])}
    true = {row for row, label in labels.items() if label == "1"}

    assert len(said & true) / len(said) >= 0.90
    assert len(said & true) / len(true) >= 0.95


def test_positions_are_right():
    labels = measure_replies.judged("positions_taic.csv")
    kept = {measure_replies.key(one): one["Reply Text"] for one in measure_replies.rows("taic/recs.jsonl")}  # fmt: skip
    right = [
        positions.classify(" ".join(kept[row].replace("_x000D_", " ").split())).position == label
        for row, label in labels.items()
    ]

    assert sum(right) / len(right) >= 0.80
