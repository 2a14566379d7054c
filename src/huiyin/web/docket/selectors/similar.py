# SPDX-License-Identifier: Apache-2.0
"""Similar ones (相似件) of all years with what became of them, the rejected too; only those the reader may see."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q

from huiyin.web.accounts.actors import Actor
from huiyin.web.docket import models, permissions
from huiyin.web.docket.selectors import likeness, proposals, shown

MOST, COMPARED = 6, 1500
_COMMON = re.compile(r"^(?:关于|建议|进一步|加强|推进|加快|完善|提升|我市|全市)+|的(?:提案|建议)$")
_HAN = re.compile(r"[\u3400-\u9fff]{2,}|[A-Za-z]{4,}")


@dataclass(frozen=True, slots=True)
class Similar:
    """A proposal that says something like it: how much, what both say, and what became of it."""

    line: proposals.Line
    score: float
    shared: tuple[str, ...]
    ask: str
    echo: str
    year: str


def of(actor: Actor, *, title: str, asks: Sequence[str], but: int | None = None) -> list[Similar]:
    """Find proposals like a title and its suggestions.

    Cost: one query for the candidates and one comparison of at most `COMPARED` suggestions.
    """
    mine = [text for text in (title, *asks) if len(text.strip()) > 3]
    if not mine:
        return []
    seen = models.Suggestion.objects.filter(
        permissions.visible(actor, models.Suggestion), dropped_at=None
    )
    seen = seen.exclude(proposal_id=but or 0).exclude(proposal__state__in=["draft", "cosigning"])
    pieces = _pieces(title, asks)
    if pieces:
        says = Q()
        for piece in pieces:
            says |= Q(text__contains=piece) | Q(proposal__title__contains=piece)
        seen = seen.filter(says)
    others = list(
        seen.order_by("-proposal_id")
        .values_list("proposal_id", "text", "proposal__title")
        .distinct()[:COMPARED]
    )
    texts = [*mine, *(f"{text}" for _, text, _ in others)]
    best: dict[int, tuple[float, tuple[str, ...], str]] = {}
    for pair in likeness.of(texts):
        low, high = sorted((pair.a, pair.b))
        if low < len(mine) <= high:
            pk, text, _ = others[high - len(mine)]
            if pair.score > best.get(pk, (0.0, (), ""))[0]:
                best[pk] = (pair.score, pair.shared, text)
    return _shown(actor, best)


def _pieces(title: str, asks: Sequence[str]) -> list[str]:
    """Cut a title and suggestions into short pieces a like text would hold too."""
    found: dict[str, None] = {}
    for text in (_COMMON.sub("", title), *asks):
        for run in _HAN.findall(text):
            step = 2 if run[0] >= "\u3400" else len(run)
            for at in range(0, min(len(run), 16) - 1, step):
                found.setdefault(run[at : at + step], None)
    return [piece for piece in found if len(piece) > 1][:14]


def _shown(actor: Actor, best: dict[int, tuple[float, tuple[str, ...], str]]) -> list[Similar]:
    top = sorted(best, key=lambda pk: -best[pk][0])[:MOST]
    rows = {row.pk: row for row in proposals.with_all(models.Proposal.objects.filter(pk__in=top))}
    found = []
    for pk in top:
        row = rows[pk]
        score, shared, text = best[pk]
        echo = shown.label(shown.pack_of(row).machines["proposal"].states[row.state].echo)
        year = f"{row.received_at:%Y}" if row.received_at else ""
        found.append(Similar(proposals.line(actor, row), score, shared[:6], text, echo, year))
    return found
