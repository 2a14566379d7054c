# SPDX-License-Identifier: Apache-2.0
"""`make bench`: the echo beside peers, in one run, as ratios; absolute times move with the machine.

Each size runs in a process of its own, so that its peak memory is its own (children counted).
"""

import json
import math
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil

from tools import bench_corpus

SIZES = (100_000, 1_000_000, 10_000_000)


def _echo(characters: int) -> dict[str, float]:
    import huiyin

    documents = list(bench_corpus.documents(characters))
    size = sum(len(document.text) for document in documents)
    huiyin.echo(documents[:2])  # patterns and word lists are compiled once, outside the clock
    start = time.perf_counter()
    report = huiyin.echo(documents)
    seconds = time.perf_counter() - start
    return {"characters": size, "seconds": seconds, "suggestions": len(report.suggestions())}


def _jieba(characters: int) -> dict[str, float]:
    import jieba

    jieba.setLogLevel(60)
    jieba.initialize()
    texts = [document.text for document in bench_corpus.documents(characters)]
    start = time.perf_counter()
    words = sum(1 for text in texts for _ in jieba.cut(text))
    return {
        "characters": sum(map(len, texts)),
        "seconds": time.perf_counter() - start,
        "words": words,
    }


def _measured(job: str, characters: int) -> dict[str, float]:
    """Run one job in a process of its own; add the peak memory of it and its children in MB."""
    child = subprocess.Popen(
        [sys.executable, "-m", "tools.bench", job, str(characters)],
        stdout=subprocess.PIPE,
        text=True,
    )
    watched = psutil.Process(child.pid)
    peak = 0
    while child.poll() is None:
        peak = max(peak, _memory(watched))
        time.sleep(0.05)
    result: dict[str, float] = json.loads(child.stdout.read())  # type: ignore[union-attr]
    return result | {"peak_mb": peak / 2**20}


def _memory(process: psutil.Process) -> int:
    total = 0
    try:
        for one in (process, *process.children(recursive=True)):
            total += one.memory_full_info().pss
    except psutil.Error:
        pass  # it ended between two looks
    return total


def _cold_start() -> tuple[float, float]:
    text = next(iter(bench_corpus.documents(100))).text
    with tempfile.TemporaryDirectory() as folder:
        article = Path(folder, "article.txt")
        article.write_text((text * (5000 // len(text) + 1))[:5000], "utf-8")
        echo = [os.fspath(Path(sys.executable).parent / "huiyin"), "echo", os.fspath(article)]
        return _best_of(echo, 5), _best_of(
            [sys.executable, "-c", "import jieba; jieba.initialize()"], 3
        )


def _best_of(command: list[str], times: int) -> float:
    best = math.inf
    for _ in range(times):
        start = time.perf_counter()
        subprocess.run(command, check=False, capture_output=True)
        best = min(best, time.perf_counter() - start)
    return best


def main() -> None:
    if len(sys.argv) == 3:
        print(json.dumps({"echo": _echo, "jieba": _jieba}[sys.argv[1]](int(sys.argv[2]))))
        return
    runs = {size: _measured("echo", size) for size in SIZES}
    peer = _measured("jieba", 1_000_000)
    small, middle, large = (runs[size] for size in SIZES)
    slope = math.log(large["seconds"] / small["seconds"]) / math.log(
        large["characters"] / small["characters"]
    )
    for run in (small, middle, large):
        print(
            "echo  {characters:>12,.0f} characters {seconds:8.2f} s {peak_mb:6.0f} MB {suggestions:8,.0f} suggestions".format(
                **run
            )
        )
    print(
        "jieba {characters:>12,.0f} characters {seconds:8.2f} s (cutting into words only)".format(
            **peer
        )
    )
    print(
        f"ratio echo : jieba at 1,000,000   {middle['seconds'] / peer['seconds']:.2f}   (goal <= 1)"
    )
    print(f"growth 100,000 -> 10,000,000      {slope:.2f}   (goal <= 1.1)")
    print(f"peak memory at 10,000,000      {large['peak_mb']:.0f} MB (goal <= 1,024)")
    ours, theirs = _cold_start()
    print(
        f"cold start, 5,000 characters      {ours:.2f} s (goal <= 1; jieba alone loads in {theirs:.2f} s)"
    )


if __name__ == "__main__":
    main()
