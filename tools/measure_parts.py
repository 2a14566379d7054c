# SPDX-License-Identifier: Apache-2.0
"""Measure the three parts on real proposals: `python tools/measure_parts.py [--tuning] [--folds]`.

Prints the F1 of the sentences labelled suggestions against "lies under 具体建议", headings removed, for sections joined
by line feeds, by a blank and by nothing, with the sentences of core/text and with a plain split at 。！？. By default
the shipped weights are judged on the rows held out (pkid ending in 8-f); `--tuning` shows the rows they were learned
and tuned on; `--folds` learns anew five times and judges each fifth of all rows by weights from the others.
"""

import argparse
import sys
from pathlib import Path
from unittest import mock

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent))
import train_parts

from huiyin.core.extraction import drafts
from huiyin.core.extraction.chinese import part_model, parts
from huiyin.core.text import normalising, sentences, structure
from huiyin.core.values import documents
from huiyin.core.values.findings import PartKind

JOINTS = {"line feed": "\n", "blank": " ", "nothing": ""}
_SLOT = {PartKind.FACTS: 0, PartKind.ANALYSIS: 1, PartKind.SUGGESTIONS: 2}


def pairs(row: dict, joint: str, *, plain: bool) -> tuple[np.ndarray, np.ndarray]:
    """Give for each sentence of a proposal the part it lies in and the part it was labelled."""
    body, marks = train_parts.joined(row, joint)
    text = row["title"] + "\n" + body
    marks = np.concatenate([np.full(len(row["title"]) + 1, 3), marks])
    view = normalising.read(documents.Document("a.txt", "0" * 64, "text/plain", text, row["title"]))
    blocks = structure.outline(view.text)
    page = drafts.Page(view.text, blocks, sentences.split(view.text, blocks), row["title"])
    told = np.full(len(text), 4)
    ranges = []
    for at, kind in zip(page.sentences, parts.sentence_kinds(page), strict=True):
        span = view.span(at.start, at.end)
        told[span.start : span.end] = _SLOT.get(kind, 3)
        ranges.append((span.start, span.end))
    if plain:
        ends = [place + 1 for place, sign in enumerate(text) if sign in "。！？"] + [len(text)]
        ranges = [
            (start, end)
            for start, end in zip([len(row["title"]) + 1, *ends], ends, strict=False)
            if text[start:end].strip()
        ]
    truth, got = [], []
    for start, end in ranges:
        of = int(np.bincount(marks[start:end], minlength=5).argmax())
        if of < 3:
            truth.append(of)
            got.append(int(np.bincount(told[start:end], minlength=5)[:4].argmax()))
    return np.array(truth), np.array(got)


def f1(truth: np.ndarray, got: np.ndarray, part: int = 2) -> float:
    both = ((truth == part) & (got == part)).sum()
    return float(2 * both / ((truth == part).sum() + (got == part).sum()))


def measure(rows: list[dict], joint: str, *, plain: bool) -> tuple[np.ndarray, np.ndarray]:
    found = [pairs(row, joint, plain=plain) for row in rows]
    return np.concatenate([one for one, _ in found]), np.concatenate([two for _, two in found])


def folds(rows: list[dict], joint: str, learned: list, *, plain: bool) -> tuple:
    found = []
    for number, weights in enumerate(learned):
        with mock.patch.object(part_model, "load", return_value=weights):
            found += [pairs(row, joint, plain=plain) for row in rows[number :: len(learned)]]
    return np.concatenate([one for one, _ in found]), np.concatenate([two for _, two in found])


def main() -> int:
    reading = argparse.ArgumentParser(description=__doc__)
    reading.add_argument("--tuning", action="store_true")
    reading.add_argument("--folds", action="store_true")
    asked = reading.parse_args()
    if not train_parts.data_path().exists():
        print(f"no proposals at {train_parts.data_path()}: set HUIYIN_DATA", file=sys.stderr)
        return 2
    every = train_parts.load_rows()
    rows = [row for row in every if train_parts.held_out(row) is not asked.tuning]
    learned = []
    if asked.folds:
        rows = every
        learned = [
            train_parts.learn([row for at, row in enumerate(rows) if at % 5 != fold])
            for fold in range(5)
        ]
    print(f"{len(rows)} rows, {'five folds' if learned else 'shipped weights'}")
    for name, joint in JOINTS.items():
        for plain in (False, True):
            truth, got = (
                folds(rows, joint, learned, plain=plain)
                if learned
                else measure(rows, joint, plain=plain)
            )
            marks = "  ".join(f"{f1(truth, got, part):.3f}" for part in (2, 1, 0))
            split = "plain split" if plain else "own split"
            print(f"{name:10} {split:12} suggestions, analysis, facts: {marks}  ({len(truth)})")
    return 0


if __name__ == "__main__":
    sys.exit(main())
