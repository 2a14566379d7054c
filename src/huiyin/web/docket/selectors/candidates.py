# SPDX-License-Identifier: Apache-2.0
"""Candidates (并案候选) for merging, with the evidence: what two proposals share and where they differ."""

from collections.abc import Sequence
from dataclasses import dataclass

from huiyin.web.accounts.actors import Actor
from huiyin.web.docket import models
from huiyin.web.docket.selectors import proposals, shown
from huiyin.web.kit import ports
from huiyin.web.kit.showing import Mark

STATES = ("received", "first_examined", "second_examined", "filed")
COMPARED, MOST = 3000, 40


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
    for one in ports.alike([text for _, text, _ in rows]):
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
    """Set two proposals side by side, what both say and what one says only marked."""
    a, b = proposals.living(first), proposals.living(second)
    found = _likenesses(a, b)
    return _side(actor, first, a, found, 0), _side(actor, second, b, found, len(a))


def _likenesses(
    a: Sequence[models.Suggestion], b: Sequence[models.Suggestion]
) -> list[ports.Likeness]:
    texts = [one.text for one in (*a, *b)]
    return [one for one in ports.alike(texts) if min(one.a, one.b) < len(a) <= max(one.a, one.b)]


def _side(
    actor: Actor,
    row: models.Proposal,
    asks: Sequence[models.Suggestion],
    found: Sequence[ports.Likeness],
    skip: int,
) -> Side:
    text, marks = "", []
    for n, ask in enumerate(asks):
        at = len(text) + len(f"{n + 1}. ")
        text += f"{n + 1}. {ask.text}\n"
        for one in found:
            here = one.a if one.a == n + skip else one.b if one.b == n + skip else None
            if here is None:
                continue
            only = one.only_a if here == one.a else one.only_b
            marks += _places(ask.text, at, one.shared, "same") + _places(
                ask.text, at, only, "other"
            )
    marks.sort(key=lambda mark: (mark.start, mark.start - mark.end))
    return Side(proposals.line(actor, row), row.title, text.rstrip(), marks)


def _places(text: str, at: int, words: Sequence[str], kind: str) -> list[Mark]:
    found = []
    for word in words:
        start = text.find(word)
        if start >= 0 and word:
            found.append(Mark(at + start, at + start + len(word), kind))
    return found
