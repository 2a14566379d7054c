# SPDX-License-Identifier: Apache-2.0
"""The public's echo map (回音图): the suggestions of a session that are open, body by body, each with how far it is.

It is made from nothing but what the public may know: a reply that is not released is one that is not there to be read.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from huiyin.web.accounts.actors import NOBODY
from huiyin.web.commitments.selectors import telling
from huiyin.web.docket.selectors import handling, shown
from huiyin.web.portal.selectors import matters

MOST = 3_000  # suggestions that are drawn one by one
STATES = ("unassigned", "waiting", "promised", "done", "whole")
_OF = {"answered": "done", "closed_answer": "whole"}
_TITLE = 42  # characters of a suggestion in the name of its mark


@dataclass(frozen=True, slots=True)
class Mark:
    """A suggestion on the map; its state is one of `STATES`."""

    uid: str
    title: str
    state: str


@dataclass(frozen=True, slots=True)
class Row:
    """A body with the suggestions it has to answer, and how many of them were; the row without a body has none yet."""

    name: str
    href: str
    marks: tuple[Mark, ...]

    @property
    def answered(self) -> int:
        """How many of its suggestions were answered."""
        return sum(one.state not in ("waiting", "unassigned") for one in self.marks)


@dataclass(frozen=True, slots=True)
class Map:
    """The rows, those with most first, and how many suggestions are in each state."""

    rows: Sequence[Row]
    legend: Sequence[tuple[str, int]]


def of(session_id: int, *, on: date) -> Map | None:
    """Draw the map of a session; None where it holds nothing, or more than can be looked over.

    Cost: a dozen queries whatever the session holds.
    """
    some = list(matters.rows().filter(proposal__session_id=session_id).order_by("pk")[: MOST + 1])
    if not some or len(some) > MOST:
        return None
    promised = telling.of_suggestions(NOBODY, [one.pk for one in some])
    tasks = handling.bodies({one.proposal.case_id for one in some if one.proposal.case_id})
    held: dict[tuple[str, str], list[Mark]] = defaultdict(list)
    for row, line in zip(some, matters.lines(some, on=on), strict=True):
        state = _OF.get(line.standing.id, line.standing.id)
        mark = Mark(row.uid, _title(row.text, line.standing.label), "promised" if state == "done" and row.pk in promised else state)  # fmt: skip
        owing = [one for one in tasks.get(row.proposal.case_id or 0, []) if one.role != "joint"]
        for one in owing:
            held[shown.body(one.body), f"/public/bodies/{one.body.pk}/"].append(mark)
        if not owing:
            held["", ""].append(mark)
    found = [
        Row(name, href, tuple(sorted(marks, key=lambda one: STATES.index(one.state))))
        for (name, href), marks in held.items()
    ]
    found.sort(key=lambda row: (row.name == "", -len(row.marks), row.name))
    by = Counter({one.uid: one.state for row in found for one in row.marks}.values())
    return Map(found, [(state, by[state]) for state in STATES if by[state]])


def _title(text: str, standing: str) -> str:
    return f"{text if len(text) <= _TITLE else f'{text[:_TITLE]}…'} · {standing}"
