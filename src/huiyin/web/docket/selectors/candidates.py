# SPDX-License-Identifier: Apache-2.0
"""Candidates (并案候选) for merging, with the evidence: what two proposals share and where they differ."""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from huiyin.web.accounts.actors import Actor
from huiyin.web.docket import models
from huiyin.web.docket.selectors import likeness, proposals, shown
from huiyin.web.kit import ports
from huiyin.web.kit.showing import Mark

STATES = ("received", "first_examined", "second_examined", "filed")
COMPARED, MOST = 3000, 40
MET_LEAST, RUN_LEAST = 0.35, 2  # below, two suggestions do not meet; shorter runs are chance


@dataclass(frozen=True, slots=True)
class Pair:
    """Two proposals that may be one case, with the suggestions that say the same."""

    first: proposals.Line
    second: proposals.Line
    score: float
    shared: tuple[str, ...]
    n: int


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a comparison."""

    line: proposals.Line
    title: str
    text: str
    marks: list[Mark]


def pairs(actor: Actor, *, of: str = "") -> list[Pair]:
    """Give the pairs of proposals of the present session that say the same, the likest first.

    Cost: one query and one comparison of at most `COMPARED` suggestions.
    """
    session = shown.present()
    if session is None:
        return []
    asks = models.Suggestion.objects.filter(
        proposal__session=session, proposal__state__in=STATES, dropped_at=None
    ).order_by("proposal_id", "order")
    rows = list(asks.values_list("proposal_id", "text", "proposal__uid")[:COMPARED])
    best: dict[tuple[int, int], list[ports.Likeness]] = {}
    for one in likeness.of([text for _, text, _ in rows]):
        a, b = rows[one.a], rows[one.b]
        if a[0] != b[0] and (not of or of in (a[2], b[2])):
            first, second = sorted((a[0], b[0]))
            best.setdefault((first, second), []).append(one)
    top = sorted(
        best, key=lambda key: -max(one.score for one in best[key]) - 0.05 * len(best[key])
    )[:MOST]
    wanted = {pk for pair in top for pk in pair}
    lines = {
        row.pk: proposals.line(actor, row)
        for row in proposals.with_all(models.Proposal.objects.filter(pk__in=wanted))
    }
    return [
        Pair(
            lines[a], lines[b], max(one.score for one in best[a, b]),
            tuple(dict.fromkeys(word for one in best[a, b] for word in one.shared))[:8], len(best[a, b]),
        )
        for a, b in top
    ]  # fmt: skip


def evidence(first: models.Proposal, second: models.Proposal) -> dict[str, object]:
    """Give what is kept with a merger as its basis."""
    found = _likenesses(proposals.living(first), proposals.living(second))
    return {
        "score": round(max((one.score for one in found), default=0.0), 3),
        "shared": list(dict.fromkeys(word for one in found for word in one.shared))[:20],
        "suggestions": len(found),
    }


def compare(actor: Actor, first: models.Proposal, second: models.Proposal) -> tuple[Side, Side]:
    """Set two proposals side by side: of suggestions that meet, what both say and what one says only is marked."""
    a = [ask.text for ask in proposals.living(first)]
    b = [ask.text for ask in proposals.living(second)]
    marks_a: list[Mark] = []
    marks_b: list[Mark] = []
    starts_a, starts_b = _starts(a), _starts(b)
    for i, j in _met(a, b):
        runs = [run for run in _runs(a[i], b[j]).get_matching_blocks() if run.size >= RUN_LEAST]
        marks_a += _marks(a[i], starts_a[i], [(run.a, run.a + run.size) for run in runs])
        marks_b += _marks(b[j], starts_b[j], [(run.b, run.b + run.size) for run in runs])
    return (
        Side(proposals.line(actor, first), first.title, _text(a), marks_a),
        Side(proposals.line(actor, second), second.title, _text(b), marks_b),
    )


def _runs(a: str, b: str) -> SequenceMatcher[str]:
    return SequenceMatcher(None, a, b, autojunk=False)


def _met(a: Sequence[str], b: Sequence[str]) -> list[tuple[int, int]]:
    """Give the suggestions that meet, each at most once, the nearest first."""
    near = [
        (_runs(one, other).ratio(), i, j) for i, one in enumerate(a) for j, other in enumerate(b)
    ]
    met: list[tuple[int, int]] = []
    for ratio, i, j in sorted(near, key=lambda one: -one[0]):
        free = all(i != k and j != m for k, m in met)
        if ratio >= MET_LEAST and free:
            met.append((i, j))
    return met


def _text(asks: Sequence[str]) -> str:
    return "\n".join(f"{n}. {ask}" for n, ask in enumerate(asks, start=1))


def _starts(asks: Sequence[str]) -> list[int]:
    found, at = [], 0
    for n, ask in enumerate(asks, start=1):
        at += len(f"{n}. ")
        found.append(at)
        at += len(ask) + 1
    return found


def _marks(text: str, at: int, same: Sequence[tuple[int, int]]) -> list[Mark]:
    found, last = [], 0
    for start, end in [*same, (len(text), len(text))]:
        if start > last:
            found.append(Mark(at + last, at + start, "other"))
        if end > start:
            found.append(Mark(at + start, at + end, "same"))
        last = end
    return found


def _likenesses(
    a: Sequence[models.Suggestion], b: Sequence[models.Suggestion]
) -> list[ports.Likeness]:
    texts = [one.text for one in (*a, *b)]
    return [one for one in likeness.of(texts) if min(one.a, one.b) < len(a) <= max(one.a, one.b)]
