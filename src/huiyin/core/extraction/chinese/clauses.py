# SPDX-License-Identifier: Apache-2.0
"""Clauses (分句): a run of words that asks, cut into its single asks.

Rules in words: docs/explanation/what-counts-as-one-suggestion.en.md.
"""

import re
from dataclasses import dataclass, field

from huiyin.core.extraction.chinese import words
from huiyin.core.extraction.chinese.clause_kinds import Is, is_notice, kind

_CUT = re.compile("[，,；;：:。！？!?]+[”’」』）)]*")
# “一是” in mid-clause, where the source has no mark before it.
_INNER = re.compile(
    "[一二三四五六七八九]是要?(?:加|建|完|推|强|深|优|提|制|健|搭|畅|开|出|明|构|创|培|扩|规|做|设|落|支|严)"
)
_SOLVE = re.compile("(?:切实|真正|以便?|避免|防止|以免|方便|便于|解决|确保|好让|从)")
_INSTEAD = re.compile("改[成为]|变[成为]|做成?|换成|而[是应]|可以|不如|让")
_OUTCOME = re.compile(
    "(?:减少|减轻|缓解|方便|满足|避免|防止|惠及|形成|实现|达到|成为|确保|保障|使|让|真正|最终|逐步实现)"
)
_PREDICATE = re.compile(
    "(?:是|不仅|既是|就是|才能|才会|具有|有着|有利于|有助于|意义|显得|尤为|势在)"
)
_STANDS = re.compile("(?:充分|有效|积极|合理)*(?:利用|运用|借鉴|发挥)|更好发挥|.*进行")


@dataclass(slots=True)
class Ask:
    """One ask: a range of the reading and the words it begins with."""

    start: int
    end: int
    head: str
    negative: bool = False


def pieces(text: str, start: int, end: int) -> list[tuple[int, int, str]]:
    """Cut a range at its commas; give ranges without the marks, and the mark behind each.

    >>> pieces("增设护栏,拓宽路面；清障。", 0, 13)
    [(0, 4, ','), (5, 9, '；'), (10, 12, '。')]
    """
    cuts = [(m.start(), m.end(), m.group()[0]) for m in _CUT.finditer(text, start, end)]
    inner = [m.start() for m in _INNER.finditer(text, start + 1, end)]
    if inner:
        cuts = sorted([*cuts, *((at, at, "；") for at in inner)])
    found, at = [], start
    for a, b, mark in cuts:
        if a > at:
            found.append((at, a, mark))
        at = b
    if at < end:
        found.append((at, end, ""))
    return [_bare(text, a, b, mark) for a, b, mark in found if text[a:b].strip(" \u3000“”’‘」）)")]


def _bare(text: str, a: int, b: int, mark: str) -> tuple[int, int, str]:
    while text[a] in " \u3000”’」）)":
        a += 1
    while text[b - 1] in " \u3000“‘":
        b -= 1
    return a, b, mark


@dataclass(slots=True)
class _Run:
    """A run of clauses on the way to its asks.

    Attributes:
        pending: where words begin that belong to the next ask, -1 without any.
        fresh: at the beginning, or behind a semicolon.
    """

    text: str
    strict: bool
    counted: bool
    found: list[Ask] = field(default_factory=list)
    pending: int = -1
    fresh: bool = True

    def begin(self, a: int, b: int, clause: str, *, negative: bool = False) -> None:
        start = self.pending if self.pending >= 0 else a
        self.found.append(Ask(start, b, clause, negative))

    def hold(self, a: int, b: int, mark: str, clause: str) -> None:
        """Keep a clause of manner for the ask behind it; at a semicolon it goes to the one before, or stands alone."""
        self.pending = self.pending if self.pending >= 0 else a
        if mark not in "；;。":
            return
        if self.found and b - self.found[-1].end <= 24 and not self.fresh:
            self.found[-1].end = b
        elif b - a > 6 and (not self.strict or "进行" in clause):
            self.begin(a, b, self.text[self.pending : b])
        self.fresh, self.pending = True, -1


def asks(text: str, start: int, end: int, *, strict: bool, counted: bool = False) -> list[Ask]:
    """Cut a range that asks into single asks.

    Shapes: ranges inside `[start, end)`, in order, not overlapping. With `strict` the first clause must itself begin as a
        request, else nothing is found; `counted` where a mere number stands before it.
    """
    run = _Run(text, strict, counted)
    for first, b, mark in pieces(text, start, end):
        if words.LEAD_IN.fullmatch(text, first, b):
            continue
        a = _past_lead(text, first, b)
        if counted and run.fresh and not run.found and b - a <= 4 and mark in "，,":
            continue  # a catchword before the request itself
        clause = text[a:b]
        what = _as_it_stands(run, clause)
        if what is Is.MANNER and mark:
            run.hold(a, b, mark, clause)
            continue
        if not _take(run, what, clause, a, b):
            break
        run.fresh = mark in "；;"
        run.pending = -1
    _last(run, end)
    return run.found


def _past_lead(text: str, a: int, b: int) -> int:
    """Give where a clause begins behind its number, its lead-in and its cue."""
    lead = words.ORDINAL.match(text, a, b) or words.LEAD_IN.match(text, a, b)
    a = lead.end() if lead and lead.end() < b else a
    cue = words.HEAD_CUE.match(text, a, b)
    return cue.end() if cue and cue.end() < b else a


def _as_it_stands(run: _Run, clause: str) -> Is:
    """Say what a clause does in its place: the first of a run asks more readily, a short one behind it less."""
    found = run.found
    what = kind(clause, strict=run.strict or bool(found), cued=not run.strict)
    if what is Is.NEGATIVE and found and not found[-1].negative and "不得" in clause:
        return Is.ACT
    if run.fresh and what is Is.EFFECT and words.ACTION.match(clause):
        return what if run.strict and _OUTCOME.match(clause) else Is.ACT
    if run.fresh and not run.strict and what is Is.REST and (len(clause) >= 8 or not run.counted):
        return Is.ACT
    if what is Is.ACT and found and not run.fresh and _bare_verb(clause):
        return Is.REST
    return what


def _take(run: _Run, what: Is, clause: str, a: int, b: int) -> bool:
    """Take a clause into the run; False when nothing behind it belongs to the run any more."""
    found = run.found
    joined = bool(found) and found[-1].negative and _joins(clause, found[-1], run.text)
    if what is Is.ACT and not joined:
        run.begin(a, b, clause)
    elif what is Is.NEGATIVE and (not found or run.fresh):
        run.begin(a, b, clause, negative=True)
    elif run.strict and found and _PREDICATE.match(clause) and not run.fresh:
        found.clear()  # what was named is what this clause tells something about
    elif (run.fresh and found) or not _extend(run, what, clause, b):
        lost = run.strict and not found and b - a > 7
        return not (lost or what is Is.EXPLAIN)
    return True


def _last(run: _Run, end: int) -> None:
    """Let words that waited for an ask stand alone where they can."""
    if run.found or run.pending < 0:
        return
    left = run.text[run.pending : end].rstrip("。！；，,")
    if len(left) <= 4:
        return
    stands = not run.strict if is_notice(left) else _STANDS.match(left) is not None
    if stands or not (run.strict or run.counted):
        run.begin(run.pending, run.pending + len(left), left)


def _bare_verb(clause: str) -> bool:
    """Tell whether a short clause ends with its verb: it has no object of its own and belongs to the ask before."""
    if len(clause) > 12:
        return False
    verbs = list(words.VERB.finditer(clause))
    return len(verbs) == 1 and verbs[0].start() > 0 and verbs[0].end() == len(clause)


def _joins(clause: str, ask: Ask, text: str) -> bool:
    tail = text[ask.start : ask.end]
    alone = "，" not in tail and "," not in tail
    return alone or _INSTEAD.match(clause) is not None


def _extend(run: _Run, what: Is, clause: str, end: int) -> bool:
    """Let the last ask take in a clause that belongs to it."""
    if not run.found:
        return False
    last = run.found[-1]
    size = end - last.end
    if end - last.start > 80:
        return False
    takes = (
        last.negative
        or what is Is.NEGATIVE
        or (what is Is.MANNER and size <= 24)
        or (what is Is.REST and size <= (14 if run.strict else 30))
        or (
            what is Is.EFFECT
            and _SOLVE.match(clause) is not None
            and size <= (26 if run.pending >= 0 else 16)
        )
    )
    if takes:
        last.end = end
    return takes
