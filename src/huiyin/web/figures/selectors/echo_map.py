# SPDX-License-Identifier: Apache-2.0
"""The echo map (回音图): every suggestion of a session beside each body that has to do with it, and how far that is.

1. a mark is one suggestion with one body; a suggestion no body has yet is a mark of its own;
2. marks stand in rows, by body, by sector or by category, so that a thousand of them can be looked over;
3. what an actor may not count is not on the map.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from huiyin.web.accounts.actors import Actor
from huiyin.web.accounts.models import Session
from huiyin.web.docket.selectors import shown
from huiyin.web.docket.selectors import tallies as docket
from huiyin.web.kit import words
from huiyin.web.replies.selectors import tallies as replies

BY = ("body", "sector", "category")
STATES = ("unassigned", "waiting", "late", "sent", "done", "promised", "declined", "whole", "joined", "joining")  # fmt: skip
TONES = {
    "unassigned": "", "waiting": "waiting", "late": "seal", "sent": "going", "done": "done", "promised": "going",
    "declined": "back", "whole": "done", "joined": "done", "joining": "waiting",
}  # fmt: skip
ANSWERED = ("done", "promised", "declined", "whole")
_OF = {"done": "done", "partly_done": "promised", "in_progress": "promised", "planned": "promised"}
_TITLE = 42  # characters of a suggestion in the name of its mark


@dataclass(frozen=True, slots=True)
class Mark:
    """One suggestion with one body.

    Attributes:
        body: its id, "" where no body has it yet.
        state: one of `STATES`.
        since: the day it has waited from, where it waits.
    """

    ask: docket.AskTally
    proposal: docket.ProposalTally
    body: str
    state: str
    since: date | None
    groups: Mapping[str, tuple[str, ...]]

    @property
    def href(self) -> str:
        """Where it leads."""
        return f"/proposals/{self.proposal.uid}/"


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the map: its marks in the order of their states, how many, and how many of those that owe it answered."""

    value: str
    name: str
    marks: tuple[Mark, ...]
    asked: int
    answered: int


def marks(actor: Actor, session: Session, *, as_of: date) -> list[Mark]:
    """Give every mark of a session that an actor may see, in the order of cases and suggestions.

    Cost: a dozen queries whatever the session holds.
    """
    tasks = docket.tasks(actor, session)
    by_task = {one.id: one for one in tasks}
    proposals = {one.id: one for one in docket.proposals(actor, session)}
    said = replies.replies(actor, session)
    given = replies.opinions(actor, session)
    sectors = docket.sectors(session)
    found = []
    for ask in docket.asks(actor, session, tasks, texts=True):
        proposal = proposals[ask.proposal_id]
        if proposal.state == "withdrawn":
            continue
        sector = sectors.get(proposal.person_id or 0, (0, ""))[0]
        groups = {
            "sector": (str(sector),) if sector else (),
            "category": (proposal.category,) if proposal.category else (),
        }
        for task in (by_task[one] for one in ask.owing):
            state = _owed(ask, task, said.get(task.id), as_of)
            found.append(Mark(ask, proposal, str(task.body_id), state, task.issued_on, groups))
        for task in (by_task[one] for one in ask.joining):
            state = "joined" if task.id in given or task.state == "done" else "joining"
            found.append(Mark(ask, proposal, str(task.body_id), state, task.issued_on, groups))
        if not ask.owing:
            found.append(Mark(ask, proposal, "", "unassigned", proposal.received_on, groups))
    return found


def rows(some: Iterable[Mark], by: str, names: Mapping[str, str]) -> list[Row]:
    """Set marks in rows, the fullest first."""
    held: dict[str, list[Mark]] = defaultdict(list)
    for one in some:
        for value in values(one, by):
            held[value].append(one)
    found = [
        Row(
            value,
            names.get(value, value)
            if value or by != "body"
            else shown.say("echo.state_unassigned"),
            tuple(sorted(part, key=lambda one: STATES.index(one.state))),
            sum(one.state not in ("joined", "joining") for one in part),
            sum(one.state in ANSWERED for one in part),
        )
        for value, part in held.items()
    ]
    return sorted(found, key=lambda row: (row.value == "", -len(row.marks), row.name))


def values(one: Mark, by: str) -> tuple[str, ...]:
    """Give the rows a mark stands in."""
    return (one.body,) if by == "body" else one.groups.get(by) or ("",)


def narrowed(some: Iterable[Mark], asked: Mapping[str, str]) -> list[Mark]:
    """Give the marks that meet what the page asks for; by a body, also what other bodies do about its suggestions."""
    held = list(some)
    if state := asked.get("state"):
        held = [one for one in held if one.state == state]
    for by in ("sector", "category"):
        if value := asked.get(by):
            held = [one for one in held if value in values(one, by)]
    if body := asked.get("body"):
        of = {one.ask.id for one in held if one.body == body}
        held = [one for one in held if one.ask.id in of]
    return held


def counts(some: Iterable[Mark]) -> list[tuple[str, int]]:
    """Count marks by their state, in the order of the states."""
    by = Counter(one.state for one in some)
    return [(state, by[state]) for state in STATES if by[state]]


def by_ask(some: Iterable[Mark]) -> list[Sequence[Mark]]:
    """Gather the marks of each suggestion."""
    held: dict[int, list[Mark]] = defaultdict(list)
    for one in some:
        held[one.ask.id].append(one)
    return list(held.values())


def title(one: Mark, bodies: Mapping[str, str]) -> str:
    """Name a mark: the suggestion, the body, and how far it is."""
    text = one.ask.text if len(one.ask.text) <= _TITLE else f"{one.ask.text[:_TITLE]}…"
    state = words.say(f"echo.state_{one.state}", words.language())
    return " · ".join(part for part in (text, bodies.get(one.body, "") if one.body else "", state) if part)  # fmt: skip


def _owed(
    ask: docket.AskTally, task: docket.TaskTally, said: replies.ReplyTally | None, as_of: date
) -> str:
    if said is None and task.replied_on:
        return "whole"
    if said is None or ask.id not in said.dispositions:
        return "late" if task.due_on and task.due_on < as_of else "waiting"
    if ask.id not in said.received_asks:
        return "sent"
    return _OF.get(said.dispositions[ask.id], "declined")
