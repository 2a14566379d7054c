# SPDX-License-Identifier: Apache-2.0
"""Learn how much a reply is about a suggestion: `python -m tools.train_pertinence`.

Reads gov_reply/replies.jsonl under HUIYIN_DATA (or ../shared/data beside the checkout), learns on the rows whose
sha256 of the id is even, and writes src/huiyin/core/replies/data/pertinence.npz. The odd rows are kept for judging
(`tools/measure_replies.py`). Needs numpy and scipy, both of which the program has anyway.
"""

import hashlib
import json
import os
from collections import Counter
from pathlib import Path

import numpy as np
from scipy import optimize

from huiyin.core.matching import terms
from huiyin.core.replies import pertinence

HERE = Path(__file__).resolve().parents[1]
DATA = Path(os.environ.get("HUIYIN_DATA", HERE.parent / "shared" / "data"))
TARGET = HERE / "src/huiyin/core/replies/data/pertinence.npz"
LEAST = 6  # texts a term stands in before it is kept: names of persons and the like stay out
RIDGE = 1e-3
RIVALS = 4
WARMTHS = (0.5, 0.6, 0.7, 0.8, 0.9, 1.0, 1.2)


def held_out(row: dict) -> bool:
    """Tell the rows kept for judging."""
    return int(hashlib.sha256(str(row["id"]).encode()).hexdigest(), 16) % 2 == 1


def load_rows() -> list[dict]:
    text = (DATA / "gov_reply/replies.jsonl").read_text("utf-8")
    return [json.loads(line) for line in text.splitlines()]


def asked_of(row: dict) -> str:
    return f"{row['subject']}。{row['detail']}"


def counted(texts: list[str]) -> tuple[dict[str, int], dict[str, int]]:
    """Count in how many texts each term and each Chinese character stands."""
    wide, narrow = Counter[str](), Counter[str]()
    for text in texts:
        wide.update(set(terms.of(text)))
        narrow.update({char for char in text if "\u3400" <= char <= "\u9fff"})
    return (
        {term: often for term, often in wide.items() if often >= LEAST},
        {char: often for char, often in narrow.items() if often >= LEAST},
    )


def weighed(likeness: np.ndarray) -> np.ndarray:
    """Learn the weights by which each text finds its other among all, both ways round (InfoNCE with a ridge)."""
    likeness = likeness.copy()
    for at in range(3):  # against what both texts usually reach
        plain = likeness[:, :, at]
        own = np.sort(plain, 1)[:, -RIVALS:].mean(1)
        usual = np.sort(plain, 0)[-RIVALS:].mean(0)
        likeness[:, :, at] = plain - (own[:, None] + usual[None, :]) / 2
    spread = likeness.reshape(-1, likeness.shape[-1]).std(0)
    likeness /= spread
    true = np.arange(len(likeness))

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        scores = likeness @ weights
        told, slope = RIDGE * weights @ weights, 2 * RIDGE * weights
        for axis in (1, 0):
            logs = scores - np.expand_dims(np.logaddexp.reduce(scores, axis), axis)
            shares = np.exp(logs)[:, :, None] * likeness
            told -= logs[true, true].mean()
            slope = slope + shares.sum((0, 1)) / len(true) - likeness[true, true].mean(0)
        return told, slope

    found = optimize.minimize(loss, np.zeros(likeness.shape[-1]), jac=True, method="L-BFGS-B")
    return found.x / spread


def calibrated(scores: np.ndarray, nearest: np.ndarray) -> tuple[float, float]:
    """Fit log-odds: true pairs against replies to the most similar and to any other message, half and half."""
    count = len(scores)
    true = scores[np.arange(count), np.arange(count)]
    near = scores[np.arange(count), nearest]
    other = scores[np.arange(count), (np.arange(count) + count // 2) % count]
    values = np.concatenate((true, near, other))
    labels = np.repeat((1.0, 0.0, 0.0), count)
    share = np.repeat((1.0, 0.5, 0.5), count)

    def loss(line: np.ndarray) -> float:
        odds = line[0] * values + line[1]
        return float((share * (np.logaddexp(0, odds) - labels * odds)).sum())

    slope, offset = optimize.minimize(loss, np.array((1.0, -1.0))).x
    return float(slope), float(offset)


def right(scores: np.ndarray, warmth: float) -> float:
    """Give the share of messages whose own reply comes first once replies are shared out."""
    logs = scores / warmth
    for _ in range(pertinence.ROUNDS):
        logs = logs - np.logaddexp.reduce(logs, axis=0)[None, :]
        logs = logs - np.logaddexp.reduce(logs, axis=1)[:, None]
    return float((logs.argmax(1) == np.arange(len(logs))).mean())


def main() -> None:
    rows = [row for row in load_rows() if not held_out(row)]
    asked, replies = [asked_of(row) for row in rows], [row["reply"] for row in rows]
    wide, narrow = counted(asked + replies)
    count = 2 * len(rows)
    bare = pertinence.Model(
        terms.Weights(count, wide),
        terms.Weights(count, narrow),
        (1.0, 0.0, 0.0, 0.0),
        1.0,
        0.0,
        1.0,
    )
    likeness = pertinence.features(replies, asked, bare)
    weights = weighed(likeness)
    scores = likeness @ weights
    alike = pertinence.features(asked, asked, bare)[:, :, 0]
    np.fill_diagonal(alike, -1)
    slope, offset = calibrated(scores, alike.argmax(1))
    warmth = max(WARMTHS, key=lambda one: right(scores, one))
    with TARGET.open("wb") as stream:
        np.savez_compressed(
            stream,
            count=count,
            pairs=np.array(sorted(wide)),
            pairs_often=np.array([wide[term] for term in sorted(wide)], np.int32),
            characters=np.array(sorted(narrow)),
            characters_often=np.array([narrow[char] for char in sorted(narrow)], np.int32),
            learned=np.array([*weights, slope, offset, warmth]),
        )
    print(
        f"{len(rows)} rows, {len(wide)} terms, {len(narrow)} characters; weights {weights.round(2)},"
    )
    print(
        f"slope {slope:.3f} offset {offset:.3f} warmth {warmth}, first right {right(scores, warmth):.3f}"
    )


if __name__ == "__main__":
    main()
