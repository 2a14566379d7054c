# SPDX-License-Identifier: Apache-2.0
"""Measure matching on real data: `python -m tools.measure_matching [answers|merge|pairs|speed]…` (all without a name).

Data: the folder that HUIYIN_DATA names, else ../shared/data beside the checkout; what is absent is skipped with a line.
Thresholds were chosen while looking at the even rows; the odd rows were not looked at. "rank" is `pertinence.rank`, in which
answers compete; "plain" is `pertinence.pertinence` alone.
"""

import itertools
import json
import os
import random
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from types import SimpleNamespace

from huiyin.core.matching import (
    alike,
    canvassing,
    differing,
    grouping,
    opposing,
    pairing,
    passages,
    pertinence,
    terms,
)
from huiyin.core.values import findings, spans

DATA = Path(os.environ.get("HUIYIN_DATA", Path(__file__).parents[2] / "shared" / "data"))


def rows(name: str) -> list[dict]:
    path = DATA / name
    if not path.is_file():
        print(f"skipped: {name} is not in {DATA}")
        return []
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def mean(values: Sequence[float]) -> float:
    return sum(values) / max(1, len(values))


def measure_answers() -> None:
    found = rows("gov_reply/replies.jsonl")
    if found:
        asked = [f"{one['subject']}。{one['detail']}" for one in found]
        _align("gov_reply", asked, [one["reply"] for one in found], range(len(found)))
        _auc(asked, [one["reply"] for one in found])
    uk = "uk_inquiries/Behaviour_Change_Recommendations_Responses.jsonl"
    for name, ask, answer in (
        (uk, "rec", "res"),
        ("taic/recs.jsonl", "Recommendation", "Reply Text"),
    ):
        kept = [one for one in rows(name) if isinstance(one[answer], str) and len(one[answer]) > 20]
        if kept:
            answers = list(dict.fromkeys(one[answer] for one in kept))
            gold = [answers.index(one[answer]) for one in kept]
            _align(name.split("/", maxsplit=1)[0], [one[ask] for one in kept], answers, gold)


def _align(name: str, asked: list[str], answers: list[str], gold: Sequence[int]) -> None:
    weights = terms.weigh(map(terms.of, asked + answers))
    ours = [pertinence.vector(text, weights) for text in asked]
    theirs = [pertinence.vector(text, weights) for text in answers]
    ranked = pertinence.rank(ours, theirs)
    right = [
        bool(near) and near[0].place == place for near, place in zip(ranked, gold, strict=True)
    ]
    plain = [
        max(range(len(theirs)), key=[pertinence.dot(one, other) for other in theirs].__getitem__)
        == place
        for one, place in zip(ours, gold, strict=True)
    ]
    crowd = _in_a_crowd(asked, answers)
    print(
        f"{name}: first answer right as one of very many, all {mean([one == place for one, place in zip(crowd, gold, strict=True)]):.3f}"
    )
    print(
        f"{name}: first answer right, all {len(asked)} rows: rank {mean(right):.3f} plain {mean(plain):.3f};"
        f" odd rows: rank {mean(right[1::2]):.3f} plain {mean(plain[1::2]):.3f}"
    )


def _in_a_crowd(asked: list[str], answers: list[str]) -> list[int]:
    """Give the first answer to each as `canvassing` finds it among very many."""
    found = [passages.Passage(_finding(f"1-s{n}", 1), text, "") for n, text in enumerate(asked)]
    said = [passages.Passage(_finding(f"2-r{n}", 2), text, "") for n, text in enumerate(answers)]
    canvass = canvassing.Canvass(found, said)
    signals = canvass.signals()
    first: dict[int, int] = {}
    for row, answer in zip(signals.asked.tolist(), signals.answer.tolist(), strict=True):
        first.setdefault(row, int(canvass.answers.first[answer]))
    return [first.get(row, -1) for row in canvass.asked.of.tolist()]


def _finding(id: str, source: int) -> findings.Finding:
    span, kind = spans.Span(0, 1), findings.Kind.SUGGESTION if source == 1 else findings.Kind.REPLY
    speaker = findings.Speaker()
    return findings.Finding(id, kind, source, span, "", span, speaker, "", 1, findings.Why(""))


def _auc(asked: list[str], answers: list[str]) -> None:
    """Print the AUC of the true reply against the reply to the most similar other message."""
    weights = terms.weigh(map(terms.of, asked + answers))
    ours = [pertinence.vector(text, weights) for text in asked]
    theirs = [pertinence.vector(text, weights) for text in answers]
    near = [
        max(
            (n for n in range(len(ours)) if n != at),
            key=[pertinence.dot(one, two) for two in ours].__getitem__,
        )
        for at, one in enumerate(ours)
    ]
    across = [[pertinence.dot(one, other) for other in theirs] for one in ours]
    own = [pertinence.best(line) for line in across]
    usual = [pertinence.best(column) for column in zip(*across, strict=True)]
    for name, is_relative in (("plain", False), ("rank", True)):

        def score(at: int, other: int, is_relative: bool = is_relative) -> float:
            value = across[at][other]
            return pertinence.relative(value, usual[other], own[at]) if is_relative else value

        true = [score(at, at) for at in range(1, len(ours), 2)]
        false = [score(at, near[at]) for at in range(1, len(ours), 2)]
        auc = mean([(a > b) + 0.5 * (a == b) for a in true for b in false])
        print(
            f"gov_reply: AUC against the reply to the most similar other message, odd rows: {name} {auc:.3f}"
        )


def _suggestions(count: int) -> list:
    return [SimpleNamespace(id=str(n)) for n in range(count)]


def measure_merge() -> None:
    found = rows("gov_merge/messages.jsonl")
    if not found:
        return
    for name in ("subject and detail", "subject"):
        texts = [
            one["subject"] + (f"。{one['detail']}" if "detail" in name else "") for one in found
        ]
        suggestions = _suggestions(len(texts))
        pairs = alike.find(suggestions, texts=texts)
        groups = grouping.groups(suggestions, pairs)
        linked = _components([one.id for one in suggestions], pairs)
        cluster = {str(n): one["cluster"] for n, one in enumerate(found)}
        met = {frozenset((pair.a, pair.b)) for pair in pairs}
        _told(
            f"gov_merge, {name}: pairs found",
            cluster,
            lambda a, b, met=met: frozenset((a, b)) in met,
        )
        _told(f"gov_merge, {name}: same group", cluster, lambda a, b, of=groups: of[a] == of[b])
        _told(
            f"gov_merge, {name}: linked by pairs", cluster, lambda a, b, of=linked: of[a] == of[b]
        )


def _components(ids: list[str], pairs: Sequence) -> dict[str, str]:
    head = {key: key for key in ids}

    def find(key: str) -> str:
        while head[key] != key:
            key = head[key]
        return key

    for pair in pairs:
        head[find(pair.b)] = find(pair.a)
    return {key: find(key) for key in ids}


def _told(name: str, cluster: dict, is_same) -> None:
    inside = [key for key in cluster if cluster[key]]
    said = [(is_same(a, b), cluster[a] == cluster[b]) for a, b in itertools.combinations(inside, 2)]
    hits = sum(one and other for one, other in said)
    precision, recall = (
        hits / max(1, sum(one for one, _ in said)),
        hits / sum(other for _, other in said),
    )
    pulled = sum(not cluster[key] and any(is_same(key, one) for one in inside) for key in cluster)
    print(f"{name}: precision {precision:.3f} recall {recall:.3f}, others pulled in {pulled}")


def measure_pairs() -> None:
    from scipy.stats import spearmanr

    for name in ("LCQMC", "BQ", "PAWSX", "STS-B"):
        path = DATA / "zh_pairs" / f"{name}.valid.tsv"
        if not path.is_file():
            print(f"skipped: {path}")
            continue
        told = [line.split("\t") for line in path.read_text("utf-8").splitlines()]
        bags = pairing.bag([text for one in told for text in one[:2]])
        plain = [pairing.compare(bags, 2 * n, 2 * n + 1) for n in range(len(told))]
        full = [score * _against(a, b) for score, (a, b, _) in zip(plain, told, strict=True)]
        gold = [float(one[2]) for one in told]
        print(
            f"zh_pairs {name}: Spearman x100, terms {100 * spearmanr(plain[1::2], gold[1::2])[0]:.1f},"
            f" with what speaks against it {100 * spearmanr(full[1::2], gold[1::2])[0]:.1f} (odd rows)"
        )


def _against(a: str, b: str) -> float:
    aligned = differing.align(differing.Side(a), differing.Side(b))
    return opposing.factor(opposing.Stance(a), opposing.Stance(b), aligned)


def measure_speed() -> None:
    for count in (30, 30, 5_000, 20_000, 80_000):
        texts = _made(count)
        suggestions = _suggestions(count)
        wall, used = time.perf_counter(), time.process_time()
        pairs = alike.find(suggestions, texts=texts)
        grouping.groups(suggestions, pairs)
        print(
            f"alike, {count:>6} made-up suggestions: {time.perf_counter() - wall:.3f} s"
            f" ({time.process_time() - used:.3f} s of processor), {len(pairs)} pairs"
        )


def _made(count: int) -> list[str]:
    """Make suggestions of some 45 characters, 15 % of them rewordings of earlier ones."""
    seeded = random.Random(1)
    letters = [chr(0x4E00 + n) for n in range(2500)]
    words = [
        "".join(seeded.choices(letters, k=seeded.choice((2, 2, 2, 3, 4)))) for _ in range(12_000)
    ]
    shares = list(itertools.accumulate(1 / (n + 3) for n in range(len(words))))
    made: list[str] = []
    for number in range(count):
        if number > 10 and seeded.random() < 0.15:
            old, at = seeded.choice(made), seeded.randrange(20)
            made.append(old[:at] + seeded.choice(words) + old[at + 2 :])
        else:
            said = "".join(seeded.choices(words, cum_weights=shares, k=seeded.randint(8, 18)))
            made.append(f"建议加快{said}建设。")
    return made


def main() -> None:
    parts = {
        "answers": measure_answers,
        "merge": measure_merge,
        "pairs": measure_pairs,
        "speed": measure_speed,
    }
    for name in sys.argv[1:] or parts:
        parts[name]()


if __name__ == "__main__":
    main()
