# SPDX-License-Identifier: Apache-2.0
"""Places: where a block of an English record stands, which tells how it is to be read."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from huiyin.core.extraction import drafts
from huiyin.core.values import findings


class Context(StrEnum):
    """How a block is to be read."""

    ROW = "row"
    TURN = "turn"
    LISTED = "listed"
    REPLY = "reply"
    REPORT = "report"
    PROSE = "prose"
    SKIP = "skip"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a block stands.

    Attributes:
        context: how it is to be read.
        part: what its stretch of the document does.
        begin: where its own words begin, behind a speaker's label or an enumerator.
        speaker: who speaks, as far as the structure says.
        number: the item's number, or the numbers a reply answers ("8.3-8.4").
        position: of a reply, where its words say it.
        group: the same for all blocks of one numbered paragraph; -1 for others.
    """

    context: Context
    part: findings.PartKind
    begin: int
    speaker: findings.Speaker = field(default=findings.Speaker())
    number: str = ""
    position: str = ""
    group: int = -1


def runs(page: drafts.Page, places: Sequence[Place]) -> list[drafts.PartDraft]:
    """Give the parts of the document: stretches of sentences that do the same thing."""
    found: list[drafts.PartDraft] = []
    first = 0
    kinds = [places[sentence.block].part for sentence in page.sentences]
    for at in range(1, len(kinds) + 1):
        if at == len(kinds) or kinds[at] is not kinds[first]:
            found.append(drafts.PartDraft(kinds[first], first, at))
            first = at
    return found
