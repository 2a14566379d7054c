# SPDX-License-Identifier: Apache-2.0
"""Measure the echo on the demo's truth lists: `python -m tools.measure_demo [--misses]`.

A finding is right when kind and source agree and it covers at least half of the truth's quote; each finding counts for at
most one truth. What is found beyond the truth list counts against precision only for suggestions, which the lists hold whole.
The records were written by us, and rules are tuned while they are seen: these figures watch for steps back, no more.
"""

import argparse
import tomllib
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import huiyin
from huiyin import api, demo
from huiyin.core.values import findings

TRUTHS = Path(__file__).parents[1] / "tests" / "corpus"


def truths(name: str) -> dict:
    return tomllib.loads((TRUTHS / name).read_text("utf-8"))


def met(quote: str, text: str, found: Iterable[findings.Finding]) -> findings.Finding | None:
    """Give the finding that covers most of a quote, at least half of it."""
    start = text.find(quote)
    end = start + len(quote)
    covers = [(min(end, f.span.end) - max(start, f.span.start), -len(f.span), f) for f in found]
    best = max(covers, key=lambda cover: cover[:2], default=(0, 0, None))
    return best[2] if start >= 0 and best[0] * 2 >= len(quote) else None


def measure(name: str, wanted: list[dict], with_lists: bool, misses: bool) -> None:
    document = huiyin.read(str(demo.records() / name))
    body_list = api.read_bodies(Path(str(demo.bodies()))) if demo.bodies().is_file() else ()
    roster = api.read_roster(Path(str(demo.roster())))
    report = huiyin.echo(
        [document], bodies=(with_lists and body_list) or (), roster=(with_lists and roster) or ()
    )
    counts: Counter[tuple[str, str]] = Counter()
    used: set[str] = set()
    for truth in wanted:
        kind = truth.get("kind", "suggestion")
        free = [f for f in report.findings if f.kind == kind and f.id not in used]
        hit = met(truth["quote"], document.text, free)
        counts[kind, "wanted"] += 1
        if hit is None:
            if misses:
                print(f"  missed {kind}: {truth['quote']}")
            continue
        used.add(hit.id)
        counts[kind, "found"] += 1
        counts[kind, "speaker"] += truth.get("speaker", "") in {hit.speaker.name, ""}
        if kind == "suggestion":
            verdict = str(report.echoes[hit.id].verdict)
            right = verdict in {truth["verdict"], *truth.get("also", ())}
            counts[kind, "verdict"] += right
            if misses and not right:
                print(f"  verdict {verdict}, not {truth['verdict']}: {truth['quote']}")
    asked = report.suggestions()
    beyond = [f for f in asked if f.id not in used]
    if misses:
        for extra in beyond:
            print(f"  beyond suggestion: {extra.quote}")
    print(f"{name}: {len(asked)} suggestions, {len(beyond)} beyond the list")
    for kind in dict.fromkeys(kind for kind, _ in counts):
        line = " ".join(
            f"{what} {counts[kind, what]}"
            for what in ("found", "speaker", "verdict")
            if counts[kind, what]
        )
        print(f"  {kind:<11} of {counts[kind, 'wanted']:>2}: {line}")


def measure_letters(misses: bool) -> None:
    """Measure each proposal with its letter, by the verdict of each ask."""
    asks = {truth["file"]: truth["asks"] for truth in truths("proposals.toml")["proposal"]}
    counts: Counter[str] = Counter()
    for letter in truths("letters.toml")["letter"]:
        pair = [huiyin.read(str(demo.records() / letter[key])) for key in ("proposal", "file")]
        report = huiyin.echo(pair)
        asked = [f for f in report.suggestions() if f.source == 1]
        for ask, verdict, also in zip(
            asks[letter["proposal"]], letter["verdicts"], letter["also"], strict=True
        ):
            hit = met(ask, pair[0].text, asked)
            counts["asks"] += 1
            counts["found"] += hit is not None
            given = str(report.echoes[hit.id].verdict) if hit else "missed"
            counts["verdict"] += given in {verdict, also}
            if misses and given not in {verdict, also}:
                print(f"  {letter['file']}: {given}, not {verdict}: {ask}")
    print(f"letters: of {counts['asks']} asks found {counts['found']}, verdict {counts['verdict']}")


def measure_proposals(misses: bool) -> None:
    """Measure the asks of each proposal."""
    wanted = found = total = 0
    for truth in truths("proposals.toml")["proposal"]:
        document = huiyin.read(str(demo.records() / truth["file"]))
        free = list(huiyin.echo([document]).suggestions())
        total += len(free)
        for ask in truth["asks"]:
            wanted += 1
            hit = met(ask, document.text, free)
            found += hit is not None
            if hit:
                free.remove(hit)
            elif misses:
                print(f"  {truth['file']}: missed {ask}")
        if misses:
            for extra in free:
                print(f"  {truth['file']}: beyond {extra.quote}")
    print(
        f"proposals: {total} suggestions; of {wanted} asks found {found}, beyond the list {total - found}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "--misses", action="store_true", help="list what was missed or judged otherwise"
    )
    misses = parser.parse_args().misses
    measure(
        "joint-group-discussion.txt", truths("joint_group_discussion.toml")["finding"], True, misses
    )
    measure("harbour-assembly.txt", truths("harbour_assembly.toml")["suggestion"], False, misses)
    measure_proposals(misses)
    measure_letters(misses)


if __name__ == "__main__":
    main()
