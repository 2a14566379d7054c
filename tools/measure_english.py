# SPDX-License-Identifier: Apache-2.0
"""Measure the reader of English records on the data beside the checkout; nothing of it is kept.

Usage: `python tools/measure_english.py`. Reads `HUIYIN_DATA` or `../shared/data`; says so and stops when it is absent.
"""

import csv
import hashlib
import json
import os
import re
import sys
import time
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from huiyin.adapters.documents import adapter
from huiyin.core.extraction import drafts, english
from huiyin.core.text import normalising, sentences, structure
from huiyin.core.values import findings

ROOT = Path(__file__).resolve().parents[1]
DATA = Path(os.environ.get("HUIYIN_DATA", ROOT.parent / "shared" / "data"))
REPORTS = (
    ("Behaviour-Change-Report-Recomm.pdf", "Behaviour_Change_Recommendations_Responses.jsonl"),
    ("PostOfficeHorizon-I- Inquiry-Recomm.pdf", "PostOffice_Horizon_Recommendations_Responses.jsonl"),
)  # fmt: skip
FOUND_SHARE = 0.6
ADJOINING = 8
STOP = frozenset(
    [
        "the",
        "a",
        "an",
        "of",
        "to",
        "in",
        "and",
        "or",
        "that",
        "is",
        "are",
        "be",
        "for",
        "on",
        "as",
        "it",
        "its",
        "with",
        "this",
        "by",
        "at",
        "from",
        "which",
        "who",
        "have",
        "has",
        "not",
        "their",
        "they",
        "was",
        "will",
        "should",
        "shall",
        "we",
        "recommend",
        "recommends",
        "such",
        "any",
        "may",
        "if",
    ]
)


def say(line: str) -> None:
    sys.stdout.write(line + "\n")


def page_of(text: str, *, tabular: bool = False) -> drafts.Page:
    blocks = structure.outline(text)
    return drafts.Page(text, blocks, sentences.split(text, blocks), tabular=tabular)


def content(words: str) -> set[str]:
    """Give the content words: small letters, without hyphens and the commonest words."""
    return set(re.findall(r"[a-z0-9]+", words.lower().replace("-", ""))) - STOP


def places(text: str, found: Iterable[drafts.Draft]) -> list[set[str]]:
    """Join findings that overlap or adjoin, and give the content words of each place."""
    joined: list[list[int]] = []
    for draft in sorted(found, key=lambda draft: draft.start):
        if joined and draft.start - joined[-1][1] <= ADJOINING:
            joined[-1][1] = max(joined[-1][1], draft.end)
        else:
            joined.append([draft.start, draft.end])
    return [content(text[start:end]) for start, end in joined]


def asks(found: Iterable[drafts.Draft]) -> list[drafts.Draft]:
    return [draft for draft in found if draft.kind is findings.Kind.SUGGESTION]


def posts() -> None:
    """Sentence F1 of "asks for something" over forum posts and reviews, each row by itself."""
    for name in ("A/SubtaskA_Trial_Test_Labeled.csv", "B/SubtaskB_Trial_Test_Labeled.csv"):
        path = DATA / "suggestion_mining_en" / name
        with path.open(encoding="latin-1", newline="") as file:
            rows = [row for row in csv.reader(file) if row[-1] in ("0", "1")]
        half = [int(hashlib.sha256(row[0].encode()).hexdigest(), 16) % 2 for row in rows]
        for label, chosen in (("all", {0, 1}), ("half 0", {0}), ("half 1", {1})):
            count = Counter[tuple[bool, bool]]()
            for row, side in zip(rows, half, strict=True):
                if side in chosen:
                    words = " ".join(row[1].split())
                    hit = bool(asks(english.read(page_of(words, tabular=True))[0]))
                    count[hit, row[-1] == "1"] += 1
            precision = count[True, True] / max(1, count[True, True] + count[True, False])
            recall = count[True, True] / max(1, count[True, True] + count[False, True])
            f1 = 2 * precision * recall / max(1e-9, precision + recall)
            say(f"{name[:1]} trial {label}: P {precision:.3f} R {recall:.3f} F1 {f1:.3f}")


def reading(name: str) -> str:
    return normalising.read(adapter.read(DATA / "uk_inquiries" / name)).text


def listed(name: str) -> list[dict[str, str]]:
    lines = (DATA / "uk_inquiries" / name).read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines]


def reports() -> None:
    """Recall of listed recommendations straight from the report, and how many findings there are."""
    for pdf, jsonl in REPORTS:
        text = reading(pdf)
        found = asks(english.read(page_of(text))[0])
        words = places(text, found)
        missed = []
        for row in listed(jsonl):
            wanted = content(row["rec"])
            if max(len(wanted & place) / len(wanted) for place in words) < FOUND_SHARE:
                missed.append(row["rec_id"])
        rows = len(listed(jsonl))
        numbered = sum(1 for draft in found if draft.number)
        say(
            f"{pdf}: recall {1 - len(missed) / rows:.3f} of {rows}, missed {missed}; "
            f"{len(found)} suggestions, {numbered} numbered"
        )


def covers(label: str, number: str) -> bool:
    """Tell whether "8.3-8.4" or "8.32" holds the number of a list, whose "8.32a" is a half of one."""
    first, _, last = label.partition("-")
    key = [int(part) for part in re.findall(r"\d+", number.split("/", maxsplit=1)[0])]
    low = [int(part) for part in first.split(".")]
    high = [int(part) for part in (last or first).split(".")]
    return low <= key <= high


def response() -> None:
    """Share of recommendations whose answer is found by number alone."""
    text = reading("Behaviour-Change-Response.pdf")
    found, _ = english.read(page_of(text))
    answers: dict[str, str] = {}
    for draft in found:
        if draft.kind is findings.Kind.REPLY:
            words = text[draft.start : draft.end]
            answers[draft.number] = answers.get(draft.number, "") + " " + words
    rows = [row for row in listed(REPORTS[0][1]) if row.get("res")]
    right = exact = 0
    for row in rows:
        wanted = content(row["res"])
        best = max(answers, key=lambda label: len(wanted & content(answers[label])))
        if len(wanted & content(answers[best])) / len(wanted) >= FOUND_SHARE:
            right += covers(best, row["rec_id"])
            exact += covers(best, row["rec_id"]) and re.search("[a-z]", row["rec_id"]) is None
    say(f"response: P@1 by number {right / len(rows):.3f} of {len(rows)} ({exact} without letters)")
    say(f"  findings {dict(Counter(draft.kind.value for draft in found))}")


def registers() -> None:
    """Recall on registers in which every record is an ask."""
    for name, key in (("upr/recommendations.jsonl", "Text"), ("taic/recs.jsonl", "Recommendation")):
        lines = (DATA / name).read_text("utf-8").splitlines()
        texts = [str(json.loads(line)[key] or "") for line in lines]
        texts = [" ".join(text.split()) for text in texts if text.strip()]
        started = time.process_time()
        hits = sum(bool(asks(english.read(page_of(text, tabular=True))[0])) for text in texts)
        micros = (time.process_time() - started) / len(texts) * 1e6
        say(f"{name}: recall {hits / len(texts):.3f} of {len(texts)}, {micros:.0f} µs a record")


def speed() -> None:
    """Time a sentence of a long report costs, cutting and reading."""
    text = reading(REPORTS[1][0])
    page = page_of(text)
    english.read(page)
    started = time.process_time()
    page = page_of(text)
    cut = time.process_time()
    english.read(page)
    done = time.process_time()
    count = len(page.sentences)
    say(
        f"speed: {(cut - started) / count * 1e6:.0f} µs to cut and {(done - cut) / count * 1e6:.0f} µs to read "
        f"a sentence, of {count}"
    )


def main() -> int:
    if not DATA.is_dir():
        say(f"no data at {DATA}: nothing measured")
        return 0
    posts()
    reports()
    response()
    registers()
    speed()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
