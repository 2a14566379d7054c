# SPDX-License-Identifier: Apache-2.0
"""Learn the weights of the three parts of a Chinese proposal: `python tools/train_parts.py`.

Reads cppcc_proposals/jiangsu2019.jsonl under HUIYIN_DATA (or ../shared/data beside the checkout), learns on the rows
whose pkid ends in 0-7, and writes src/huiyin/core/extraction/data/parts.npz. Needs numpy and scipy, both of which the
program has anyway. The first step is a ridge regression in its dual form, whose predictions for a document left out
are exact and free; the second, a linear chain over them, learns from those.
"""

import json
import os
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy import optimize, sparse

from huiyin.core.extraction.chinese import part_cues, part_model
from huiyin.core.text import sentences, structure

HERE = Path(__file__).resolve().parents[1]
TARGET = HERE / "src/huiyin/core/extraction/data/parts.npz"
NAMES = ("调研情况", "问题分析", "具体建议")
RIDGE = 2.0
SMOOTH = 3.0
STEPS = ((0, 1), (1, 2), (0, 2))


def data_path() -> Path:
    """Give the file of proposals, whether or not it is there."""
    root = Path(os.environ.get("HUIYIN_DATA") or HERE.parent / "shared/data")
    return root / "cppcc_proposals/jiangsu2019.jsonl"


def load_rows() -> list[dict]:
    with data_path().open(encoding="utf-8") as stream:
        return [json.loads(line) for line in stream]


def held_out(row: dict) -> bool:
    """Tell the rows kept for judging: those whose pkid ends in 8-f."""
    return row["pkid"][-1] in "89abcdef"


def joined(row: dict, joint: str) -> tuple[str, np.ndarray]:
    """Join the sections without their headings; say of each character which it came from."""
    parts = [row["sections"][name].strip() for name in NAMES]
    marks: list[int] = []
    for number, part in enumerate(parts):
        marks += [number] * (len(part) + (len(joint) if number < 2 else 0))
    return joint.join(parts), np.array(marks)


@dataclass
class Lesson:
    pieces: list[part_cues.Piece]
    truth: np.ndarray
    cues: np.ndarray
    openings: np.ndarray
    grams: sparse.csr_matrix
    emitted: np.ndarray | None = None


def lesson(row: dict) -> Lesson:
    text, marks = joined(row, " ")
    blocks = structure.outline(text)
    pieces, truth = [], []
    for at in sentences.split(text, blocks):
        pieces.append(part_cues.piece(text[at.start : at.end], opens=not pieces))
        truth.append(int(np.bincount(marks[at.start : at.end], minlength=3).argmax()))
    cues = part_cues.sentence_cues(pieces)
    found, owners = part_model.buckets(pieces)
    counts = np.bincount(owners, minlength=len(pieces))
    grams = sparse.csr_matrix(
        (1.0 / np.sqrt(counts[owners]), (owners, found)), shape=(len(pieces), 1 << part_model.BITS)
    )
    return Lesson(pieces, np.array(truth), cues, part_cues.opening_cues(pieces, cues), grams)


def learn_sentences(lessons: list[Lesson]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Learn the first step; leave in each lesson the scores it gets from all the others."""
    rows = sparse.hstack(
        [
            sparse.vstack([one.grams for one in lessons]),
            sparse.csr_matrix(np.vstack([one.cues for one in lessons]) * part_model.CUE_SCALE),
        ]
    ).tocsr()
    target = np.eye(3)[np.concatenate([one.truth for one in lessons])]
    base = target.mean(axis=0)
    inverse = np.linalg.inv((rows @ rows.T).toarray() + RIDGE * np.eye(len(target)))
    dual = inverse @ (target - base)
    start = 0
    for one in lessons:
        block = slice(start, start + len(one.truth))
        start = block.stop
        left_out = target[block] - np.linalg.solve(inverse[block, block], dual[block])
        one.emitted = np.hstack([part_model.SCORE_SCALE * left_out, one.cues])
    weights = rows.T @ dual
    return weights[: 1 << part_model.BITS], weights[1 << part_model.BITS :], base


def learn_run(lessons: list[Lesson]) -> tuple[np.ndarray, np.ndarray]:
    """Learn the second step: a chain that only goes forward."""
    many, long = len(lessons), max(len(one.truth) for one in lessons)
    width, ways = lessons[0].emitted.shape[1], lessons[0].openings.shape[1]
    shown = np.zeros((many, long, width))
    opened = np.zeros((many, long, ways))
    truth = np.zeros((many, long), dtype=int)
    there = np.zeros((many, long), dtype=bool)
    for number, one in enumerate(lessons):
        size = len(one.truth)
        shown[number, :size], opened[number, :size] = one.emitted, one.openings
        truth[number, :size], there[number, :size] = one.truth, True
    gold = np.eye(3)[truth] * there[..., None]
    told = optimize.minimize(
        _loss,
        np.zeros(3 * (width + ways)),
        args=(shown, opened, truth, there, gold),
        jac=True,
        method="L-BFGS-B",
        options={"maxiter": 150},
    ).x
    return told[: 3 * width].reshape(width, 3), told[3 * width :].reshape(ways, 3)


def _passes(emitted, ways, there):
    many, long, _ = emitted.shape
    ahead, behind = np.zeros((many, long, 3)), np.zeros((many, long, 3))
    ahead[:, 0] = emitted[:, 0]
    for at in range(1, long):
        got = np.logaddexp.reduce(ahead[:, at - 1][:, :, None] + ways[:, at], axis=1)
        ahead[:, at] = np.where(there[:, at, None], got + emitted[:, at], ahead[:, at - 1])
    for at in range(long - 2, -1, -1):
        got = np.logaddexp.reduce(
            ways[:, at + 1] + (emitted[:, at + 1] + behind[:, at + 1])[:, None, :], axis=2
        )
        behind[:, at] = np.where(there[:, at + 1, None], got, 0.0)
    return ahead, behind, np.logaddexp.reduce(ahead[:, -1], axis=1)


def _loss(told, shown, opened, truth, there, gold):
    width = shown.shape[-1]
    emitted = shown @ told[: 3 * width].reshape(width, 3)
    stepped = opened @ told[3 * width :].reshape(-1, 3)
    ways = np.full((*emitted.shape, 3), -1e4)
    for part in range(3):
        ways[..., part, part] = 0.0
    for column, (before, after) in enumerate(STEPS):
        ways[..., before, after] = stepped[..., column]
    ahead, behind, total = _passes(emitted, ways, there)
    likely = np.exp(ahead + behind - total[:, None, None]) * there[..., None]
    gain = (emitted * gold).sum() - total.sum()
    by_shown = np.einsum("ntf,ntk->fk", shown, gold - likely)
    pairs = np.exp(
        ahead[:, :-1, :, None]
        + ways[:, 1:]
        + (emitted + behind)[:, 1:, None, :]
        - total[:, None, None, None]
    )
    by_step = np.zeros((opened.shape[-1], 3))
    for column, (before, after) in enumerate(STEPS):
        taken = (truth[:, :-1] == before) & (truth[:, 1:] == after) & there[:, 1:]
        gain += (stepped[:, 1:, column] * taken).sum()
        over = taken - pairs[:, :, before, after] * there[:, 1:]
        by_step[:, column] = np.einsum("ntf,nt->f", opened[:, 1:], over)
    slope = np.concatenate([by_shown.ravel(), by_step.ravel()])
    return SMOOTH * 0.5 * told @ told - gain, SMOOTH * told - slope


def learn(rows: list[dict]) -> part_model.Weights:
    """Learn all weights from proposals, rounded as they are shipped."""
    lessons = [lesson(row) for row in rows]
    grams, cues, base = learn_sentences(lessons)
    emissions, steps = learn_run(lessons)
    unit = float(np.abs(grams).max()) / 127
    steps_of = np.asfortranarray(np.round(grams / unit).astype(np.int8))
    return part_model.Weights(
        steps_of, unit, *(np.round(each, 3) for each in (cues, base, emissions, steps))
    )


def write(weights: part_model.Weights, target: Path) -> None:
    np.savez_compressed(
        target,
        grams=weights.grams,
        unit=np.float64(weights.unit),
        **{
            name: getattr(weights, name).astype(np.float32)
            for name in ("cues", "base", "emissions", "steps")
        },
    )


def main() -> int:
    if not data_path().exists():
        print(f"no proposals at {data_path()}: set HUIYIN_DATA", file=sys.stderr)
        return 2
    rows = [row for row in load_rows() if not held_out(row)]
    write(learn(rows), TARGET)
    print(f"learned from {len(rows)} proposals: {TARGET} ({TARGET.stat().st_size:,} bytes)")
    return 0


if __name__ == "__main__":
    sys.exit(main())
