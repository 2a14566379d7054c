# SPDX-License-Identifier: Apache-2.0
"""The four rates (四率): answered, satisfied, solved, promises kept, each with what it counts, over what, and what it leaves out.

Each kind of row says here which marks it holds; what is counted over what is told by the definitions of
`core.overview`. Every rate keeps the rows behind it, so that a number can be opened.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from huiyin.core.overview.figures import Fact, Figure, Query, compute

FOUR = ("answered", "satisfied", "solved", "kept")
GAP = Fraction(1, 5)  # satisfied above solved by so much is far

Group = Mapping[str, str | tuple[str, ...]]  # {"body": (…,), "sector": (…,), "category": (…,)}


@dataclass(frozen=True, slots=True)
class ReplyRow:
    """A reply that is due: of one lead or one separate body in one case.

    Attributes:
        id: of the assignment; the row behind the number.
        received_on: when the last proposer owed it had received it; a reply only issued is None.
        left_out: why it is not counted (`withdrawn`, `reassigned`, `dropped`), "" where it is.
        marks: what else holds of it, for other figures.
    """

    id: str
    received_on: date | None
    left_out: str = ""
    group: Group = field(default_factory=dict)
    marks: frozenset[str] = frozenset()

    def fact(self) -> Fact:
        """Give it as a row that can be counted."""
        marks = {self.left_out, "received" if self.received_on else ""}
        return Fact(self.id, "replies_due", (self.marks | marks) - {""}, _each(self.group))


@dataclass(frozen=True, slots=True)
class FormRow:
    """An evaluation asked of one proposer.

    Attributes:
        state: `submitted`, `open`, `lapsed` or `proxy_blocked`.
        counts: `good`, `middling` or `bad` for one submitted, as the pack's value counts.
        marks: what else holds of it, such as `attitude_good`.
    """

    id: str
    state: str
    counts: str = ""
    group: Group = field(default_factory=dict)
    marks: frozenset[str] = frozenset()

    def fact(self) -> Fact:
        """Give it as a row that can be counted; a form still open is not yet due."""
        marks = {self.state, self.counts, "not_yet_due" if self.state == "open" else ""}
        return Fact(self.id, "forms", (self.marks | marks) - {""}, _each(self.group))


@dataclass(frozen=True, slots=True)
class SuggestionRow:
    """A suggestion.

    Attributes:
        now: its disposition at the last look, "" where it was never answered.
        left_out: why it is not counted (`withdrawn`, `not_assigned`), "" where it is.
        received: whether an answer to it was received.
    """

    id: str
    now: str
    left_out: str = ""
    group: Group = field(default_factory=dict)
    received: bool = False

    def fact(self) -> Fact:
        """Give it as a row that can be counted."""
        marks = {self.now, self.left_out, "answered" if self.received else ""}
        groups = {**_each(self.group), "disposition": (self.now or "not_answered",)}
        return Fact(self.id, "suggestions", frozenset(marks) - {""}, groups)


@dataclass(frozen=True, slots=True)
class PromiseRow:
    """A commitment.

    Attributes:
        state: of the machine `commitment`.
        due_on: the first date promised, never the one it slipped to; None where none was.
    """

    id: str
    state: str
    due_on: date | None
    group: Group = field(default_factory=dict)

    def fact(self, as_of: date) -> Fact:
        """Give it as a row that can be counted on a day.

        One kept early counts; one whose first date has not come, or that has none, is left out and told; one given up
        as infeasible stays below the line.
        """
        mark = ""
        if self.state in ("verified", "closed"):
            mark = "kept"
        elif self.due_on is None:
            mark = "no_date"
        elif self.due_on > as_of:
            mark = "not_yet_due"
        return Fact(self.id, "commitments", frozenset({self.state, mark}) - {""}, _each(self.group))


def _each(group: Group) -> Mapping[str, tuple[str, ...]]:
    return {axis: (one,) if isinstance(one, str) else one for axis, one in group.items()}


def is_far_above(satisfaction: Figure, solution: Figure, gap: Fraction = GAP) -> bool:
    """Tell whether satisfied exceeds solved by more than `gap`: contentment declared where little was done.

    False where either is hidden or over nothing.
    """
    if satisfaction.share is None or solution.share is None:
        return False
    return satisfaction.share - solution.share > gap


def kept(rows: Iterable[PromiseRow], as_of: date) -> Figure:
    """Give the promises verified or closed over those that were to be kept by a day."""
    return compute(Query("kept", as_of=as_of), (row.fact(as_of) for row in rows))
