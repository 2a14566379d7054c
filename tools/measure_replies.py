# SPDX-License-Identifier: Apache-2.0
"""Measure replies on real data: `python -m tools.measure_replies [pertinence|acknowledging|positions]…` (all without a name).

Data: the folder that HUIYIN_DATA names, else ../shared/data beside the checkout; what is absent is skipped with a line.
Pertinence is learned on rows whose sha256 of the id is even and judged on the odd ones, among all replies. Labels by hand
stand in tools/judgements without any text: `acknowledgements_150.csv`, `positions_taic.csv`. Rules of labelling:
docs/algorithms/replies.md.
"""

import csv
import hashlib
import json
import sys
from pathlib import Path

import numpy as np

from huiyin.core.replies import acknowledging, checking, pertinence, positions
from tools import train_pertinence
from tools.train_pertinence import DATA

JUDGED = Path(__file__).with_name("judgements")
UK = ("Behaviour_Change", "PostOffice_Horizon")
STATUS = {"Accept": "accepted", "Partial": "partly", "Reject": "rejected"}


def rows(name: str) -> list[dict]:
    path = DATA / name
    if not path.is_file():
        print(f"skipped: {name} is not in {DATA}")
        return []
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def judged(name: str) -> dict[str, str]:
    with (JUDGED / name).open(encoding="utf-8") as stream:
        lines = [line for line in stream if not line.startswith("#")]
    return {one[0]: one[1] for one in list(csv.reader(lines))[1:]}


def auc(true: np.ndarray, false: np.ndarray) -> float:
    wins = (true[:, None] > false[None, :]) + 0.5 * (true[:, None] == false[None, :])
    return float(wins.mean())


def measure_pertinence() -> None:
    found = rows("gov_reply/replies.jsonl")
    if not found:
        return
    asked, replies = (
        [train_pertinence.asked_of(one) for one in found],
        [one["reply"] for one in found],
    )
    odd = np.array([train_pertinence.held_out(one) for one in found])
    model = pertinence.model()
    alike = pertinence.features(asked, asked, model)[:, :, 0]
    np.fill_diagonal(alike, -1)
    near = alike.argmax(1)
    at = np.arange(len(found))
    alone, among = pertinence.table(replies, asked), pertinence.among(replies, asked)
    for name, table in (("alone", alone), ("among all", among)):
        right = table.argmax(1) == at
        for side, mask in (("odd rows", odd), ("even rows, learned on", ~odd)):
            value = auc(table[at, at][mask], table[at, near][mask])
            print(
                f"gov_reply, {name}, {side} ({mask.sum()}): first reply right {right[mask].mean():.3f},"
                f" AUC against the reply to the most similar message {value:.3f}"
            )
    other = (at + len(at) // 2) % len(at)
    value = auc(alone[at, at][odd], alone[at, other][odd])
    print(f"gov_reply, alone, odd rows: AUC against the reply to any other message {value:.3f}")
    _measure_scale(alone, near, other, odd)
    says = odd & np.array([not acknowledging.is_acknowledgement_only(one) for one in replies])
    low = checking.PERTINENT
    print(
        f"off_topic below {low}, odd rows: of {says.sum()} true replies in substance {(alone[at, at][says] < low).mean():.3f}"
        f" are doubted; of replies to the most similar message {(alone[at, near][says] < low).mean():.3f},"
        f" to any other {(alone[at, other][says] < low).mean():.3f}"
    )


def _measure_scale(alone: np.ndarray, near: np.ndarray, other: np.ndarray, odd: np.ndarray) -> None:
    """Print how far the scores are from shares (true pairs against half near and half other ones)."""
    at = np.flatnonzero(odd)
    scores = np.concatenate((alone[at, at], alone[at, near[at]], alone[at, other[at]]))
    truth = np.repeat((1.0, 0.0, 0.0), len(at))
    weight = np.repeat((1.0, 0.5, 0.5), len(at))
    off = 0.0
    for low in np.arange(0, 1, 0.2):
        here = (scores >= low) & (scores < low + 0.2 + (low > 0.7))
        if here.any():
            said = np.average(scores[here], weights=weight[here])
            share = np.average(truth[here], weights=weight[here])
            off += weight[here].sum() / weight.sum() * abs(said - share)
            print(f"  scale {low:.1f}–{low + 0.2:.1f}: says {said:.2f}, is {share:.2f}")
    print(f"gov_reply, alone, odd rows: mean distance of score and share {off:.3f}")


def measure_acknowledging() -> None:
    found = rows("gov_reply/replies.jsonl")
    if not found:
        return
    labels = judged("acknowledgements_150.csv")
    texts = {str(one["id"]): one["reply"] for one in found}
    told = [
        (acknowledging.is_acknowledgement_only(texts[row]), label == "1")
        for row, label in labels.items()
    ]
    hits = sum(said and true for said, true in told)
    precision = hits / sum(said for said, _ in told)
    recall = hits / sum(true for _, true in told)
    print(
        f"gov_reply, {len(told)} short replies labelled by hand, {sum(true for _, true in told)} only acknowledge:"
        f" precision {precision:.3f} recall {recall:.3f}"
    )


def measure_positions() -> None:
    for name in UK:
        found = rows(f"uk_inquiries/{name}_Recommendations_Responses.jsonl")
        told = [positions.classify(one["res"]).position == STATUS[one["status"]] for one in found]
        if told:
            print(f"uk_inquiries {name}: position right {sum(told)} of {len(told)}")
    labels = judged("positions_taic.csv")
    kept = {key(one): one for one in rows("taic/recs.jsonl")}
    told = [
        positions.classify(
            " ".join(kept[row]["Reply Text"].replace("_x000D_", " ").split())
        ).position
        == label
        for row, label in labels.items()
        if row in kept
    ]
    if told:
        print(f"taic, labelled by hand: position right {sum(told)} of {len(told)}")


def key(row: dict) -> str:
    """Name a row of taic; even ones were looked at while the cues were written."""
    words = f"{row['Number']}{row['Inquiry']}{row['Recommendation'][:40]}"
    return hashlib.sha256(words.encode()).hexdigest()[:16]


def main() -> None:
    parts = {
        "pertinence": measure_pertinence,
        "acknowledging": measure_acknowledging,
        "positions": measure_positions,
    }
    for name in sys.argv[1:] or parts:
        parts[name]()


if __name__ == "__main__":
    main()
