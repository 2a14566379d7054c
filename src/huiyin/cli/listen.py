# SPDX-License-Identifier: Apache-2.0
"""`huiyin listen`: a transcript told to a meeting as if it were spoken now; lost connections lose and double nothing."""

import hashlib
import os
import sys
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from huiyin.cli import telling
from huiyin.core.meetings import transcript
from huiyin.core.values.refusals import HuiyinError

_CHARS_A_SECOND = 4.5  # how fast people speak, where a text says no times
_AT_ONCE = 50


@dataclass(frozen=True, slots=True)
class Piece:
    """What is to be told: its key, who says it, the words, and when, in seconds from the begin."""

    key: str
    label: str
    text: str
    second: float


def listen(
    meeting: Annotated[
        str, typer.Argument(metavar="MEETING", help="The id of the meeting, as in its address.")
    ],
    file: Annotated[
        str,
        typer.Argument(metavar="FILE", help="Lines `speaker: words`; - for standard input."),
    ] = "-",
    url: Annotated[str, typer.Option("--url", help="Where Huiyin answers.")] = "http://127.0.0.1:8000",
    token: Annotated[
        str,
        typer.Option("--token", help="A token with the scope examine; else HUIYIN_TOKEN.", show_default=False),
    ] = "",
    speed: Annotated[
        float, typer.Option("--speed", min=0.1, max=10_000, help="How many times as fast as spoken.")
    ] = 1.0,
    patience: Annotated[
        float, typer.Option("--patience", min=0, help="Seconds to keep trying when nothing answers.")
    ] = 600.0,
) -> int:  # fmt: skip
    """Tell a meeting what is said: a file at the pace of its times, or standard input as it comes.

    A line is told until it is known to be kept. Stopped and started again with the same file, it goes on where it was.
    """
    secret = token or os.environ.get("HUIYIN_TOKEN", "")
    if not secret:
        raise HuiyinError("LISTEN_TOKEN")
    teller = telling.Teller(url.rstrip("/"), secret, meeting, patience)
    told = known = 0
    for batch in _live(file, speed, teller):
        for one in teller.tell(batch):
            told, known = told + 1, known + one["known"]
        sys.stderr.write(f"\r{told} ")
        sys.stderr.flush()
    sys.stderr.write("\n")
    sys.stdout.write(f"{told}\n")
    return 0


def _live(file: str, speed: float, teller: telling.Teller) -> Iterator[list[dict[str, object]]]:
    if file == "-":
        yield from _spoken()
        return
    try:
        text = Path(file).read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as fault:
        raise HuiyinError("FILE_UNREADABLE", name=Path(file).name) from fault
    held = teller.known()
    begun = time.monotonic()
    waiting = [one for one in pieces(text) if one.key not in held]
    first = waiting[0].second if waiting else 0.0
    while waiting:
        at = first + (time.monotonic() - begun) * speed
        due = [one for one in waiting[:_AT_ONCE] if one.second <= at]
        if not due:
            time.sleep(min(0.5, max(0.005, (waiting[0].second - at) / speed)))
            continue
        yield [_said(one) for one in due]
        waiting = waiting[len(due) :]


def pieces(text: str) -> list[Piece]:
    r"""Give what a transcript says, each with its moment: as it stands, or as long as the words before it take.

    The key is made of the whole text and the place, so that the same file is told once however often it is begun.

    >>> [(one.second, one.text) for one in pieces("00:05 甲：好。\n00:09 乙：是的。")]
    [(5.0, '好。'), (9.0, '是的。')]
    """
    run = hashlib.sha256(text.encode()).hexdigest()[:16]
    found: list[Piece] = []
    at = 0.0
    for n, one in enumerate(transcript.parse(text), start=1):
        at = at if one.second is None else max(at, float(one.second))
        found.append(Piece(f"{run}-{n}", one.label, one.text, at))
        if one.second is None:
            at += len(one.text) / _CHARS_A_SECOND
    return found


def _spoken() -> Iterator[list[dict[str, object]]]:
    """Take standard input line by line, as it is spoken."""
    run = os.urandom(8).hex()
    n, label, begun = 0, "", time.monotonic()
    for line in _lines(sys.stdin):
        for one in transcript.parse(f"{label}：{line}" if label and not _labelled(line) else line):
            n, label = n + 1, one.label
            yield [_said(Piece(f"{run}-{n}", one.label, one.text, time.monotonic() - begun))]


def _labelled(line: str) -> bool:
    said = transcript.parse(line)
    return bool(said and said[0].label)


def _lines(source: Iterable[str]) -> Iterator[str]:
    return (line for line in source if line.strip())


def _said(one: Piece) -> dict[str, object]:
    return {
        "key": one.key,
        "speaker": one.label,
        "text": one.text,
        "offset_ms": int(one.second * 1000),
        "said_at": telling.moment(),
    }
