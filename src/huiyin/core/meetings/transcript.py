# SPDX-License-Identifier: Apache-2.0
"""The transcript (文字稿): what was said in order, corrected without losing what was bound to it."""

import difflib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from huiyin.core.values import refusals
from huiyin.core.values.spans import Span

UTTERANCE_MOST = (
    8_000  # characters of one utterance; longer texts are split at the ends of sentences
)
TEXT_MOST = 1_000_000  # characters of one telling
_SPLIT_AT = 1_200
_AHEAD, _BEHIND = timedelta(seconds=30), timedelta(hours=12)
_ENDS = "。！？!?…\n"
_CLOSING = "”’」』）)】\"'"
_LABEL = re.compile(
    r"^[\s\u3000]*(?P<label>[^\s：:。，,；;！？!?“”]{1,40}(?: [^：:。，,]{1,60})?)[：:](?P<text>.+)$"
)
_STAMP = re.compile(
    r"^[\s\u3000]*\[?(?P<h>\d{1,2}):(?P<m>[0-5]\d)(?::(?P<s>[0-5]\d))?\]?[\s\u3000]+(?P<rest>.+)$"
)


@dataclass(frozen=True, slots=True)
class Said:
    """What one speaker says in one breath.

    Units: `second` counts from the begin of the telling, None where the text does not say.
    """

    label: str
    text: str
    second: int | None = None


def carry(span: Span, old: str, new: str) -> Span | None:
    """Give the span in the corrected text that says what a span said in the old; None where its words are gone.

    Shapes: `span` counts in `old`, the result in `new`. A correction inside the span widens or narrows it; it is gone
        when less than half of its characters are still there.
    Cost: quadratic at worst in the length of an utterance, linear for small corrections.

    >>> carry(Span(2, 6), "我们增设停车", "我们要增设停车")
    Span(start=3, end=7)
    >>> carry(Span(0, 2), "增设停车", "取消夜市") is None
    True
    """
    if span.end > len(old):
        raise refusals.HuiyinError("SPAN_OUTSIDE_TEXT", start=span.start, end=span.end)
    same = difflib.SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks()
    kept = [
        (max(span.start, a) - a + b, min(span.end, a + size) - a + b)
        for a, b, size in same
        if a < span.end and span.start < a + size
    ]
    if sum(end - start for start, end in kept) * 2 < len(span):
        return None
    return Span(kept[0][0], kept[-1][1])


def believed(said_at: datetime | None, told_at: datetime, last: datetime | None) -> datetime:
    """Give the moment something was said: the teller's clock where it can be, else ours.

    Shapes: a clock that runs ahead of ours, or lies half a day behind, is wrong; `last` is the moment before it.

    >>> from datetime import UTC
    >>> now = datetime(2026, 1, 14, 9, 0, tzinfo=UTC)
    >>> believed(datetime(2031, 1, 1, tzinfo=UTC), now, None) == now
    True
    """
    if said_at is None or said_at > told_at + _AHEAD or said_at < told_at - _BEHIND:
        return max(told_at, last) if last else told_at
    return said_at


def split(text: str) -> Iterator[str]:
    """Cut a long text into utterances at the ends of sentences; joined they are the text again.

    Errors: `UTTERANCES_TOO_LONG` above `TEXT_MOST`.
    """
    if len(text) > TEXT_MOST:
        raise refusals.HuiyinError("UTTERANCES_TOO_LONG", n=TEXT_MOST)
    at = 0
    while len(text) - at > UTTERANCE_MOST:
        end = max(text.rfind(mark, at + _SPLIT_AT, at + UTTERANCE_MOST) for mark in _ENDS) + 1
        if end <= 0:
            end = at + UTTERANCE_MOST
        while end < len(text) and end - at < UTTERANCE_MOST and text[end] in _CLOSING:
            end += 1
        yield text[at:end]
        at = end
    if at < len(text):
        yield text[at:]


def parse(text: str) -> list[Said]:
    r"""Read a script of lines `label：words`, each with a time before it where known, into what was said.

    Shapes: a line without a label goes on with the speaker before it, as an utterance of its own.
    Errors: `UTTERANCES_TOO_LONG`.

    >>> parse("00:05 何砚秋市长：开始吧。\n大家随便谈。")[1]
    Said(label='何砚秋市长', text='大家随便谈。', second=None)
    """
    if len(text) > TEXT_MOST:
        raise refusals.HuiyinError("UTTERANCES_TOO_LONG", n=TEXT_MOST)
    found: list[Said] = []
    label = ""
    for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        if not line.strip():
            continue
        second, rest = _stamp(line)
        named = _LABEL.match(rest)
        if named:
            label, rest = named["label"].strip(), named["text"]
        found += [
            Said(label, part.strip(), second if n == 0 else None)
            for n, part in enumerate(split(rest.strip()))
            if part.strip()
        ]
    return found


def _stamp(line: str) -> tuple[int | None, str]:
    found = _STAMP.match(line)
    if not found:
        return None, line
    h, m, s = int(found["h"]), int(found["m"]), found["s"]
    second = h * 60 + m if s is None else h * 3600 + m * 60 + int(s)
    return second, found["rest"]


def name_in(label: str, names: Sequence[str]) -> str:
    """Give the name of a list that a speaker label holds, the longest first; "" for none.

    >>> name_in("市卫健委主任冯玉洁", ["冯玉洁", "何砚秋"])
    '冯玉洁'
    """
    held = [name for name in names if name and name in label]
    return max(held, key=len, default="")
