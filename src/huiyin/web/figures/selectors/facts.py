# SPDX-License-Identifier: Apache-2.0
"""Facts (可计之事): the rows of a session as the definitions of figures count them, gathered from the rooms below.

1. the docket tells proposals, tasks and suggestions, the rooms above it what was replied, thought and promised;
2. whoever asks gets facts of what they may count, and of nothing else;
3. from facts alone every figure of every page is computed: a page has no number of its own.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from huiyin.core.overview.figures import Fact, Query
from huiyin.core.rates import rates
from huiyin.web.accounts.actors import Actor
from huiyin.web.accounts.models import Session
from huiyin.web.commitments.selectors import tallies as commitments
from huiyin.web.docket.selectors import tallies as docket
from huiyin.web.evaluations.selectors import tallies as evaluations
from huiyin.web.kit import ports
from huiyin.web.replies.selectors import tallies as replies

Groups = Mapping[str, tuple[str, ...]]
_PENDING = ("received", "first_examined", "second_examined")
_FILED = ("filed", "in_hand", "replied")
_LEFT_OUT = {"handed_on": "reassigned", "dropped": "dropped"}


@dataclass(frozen=True, slots=True)
class Gathered:
    """The facts of a session on a day, for one actor.

    Attributes:
        whole: whether they are of the whole session, or of the actor's own matters only.
    """

    session: Session
    as_of: date
    facts: tuple[Fact, ...]
    whole: bool

    def query(self, figure: str, where: Iterable[tuple[str, str]] = ()) -> Query:
        """Ask for a figure of this session and day."""
        return Query(
            figure,
            session=label(self.session),
            as_of=self.as_of,
            scheme=f"{self.session.pack}@{self.session.pack_version}",
            where=tuple(sorted(where)),
        )


def label(session: Session) -> str:
    """Give a session's short name, as it stands in addresses: its term and its number."""
    return f"{session.term.number}-{session.number}"


def gather(actor: Actor, session: Session, *, as_of: date) -> Gathered:
    """Gather the facts of a session that an actor may count.

    Cost: a dozen queries whatever the session holds; linear in its rows.
    """
    told = _Told(actor, session)
    some = [
        *told.proposals(),
        *told.cases(),
        *told.tasks(as_of),
        *told.replies(),
        *told.suggestions(),
        *told.forms(),
        *told.promises(as_of),
        *told.members(),
    ]
    return Gathered(session, as_of, tuple(some), docket.reads_all(actor))


class _Told:
    """What the rooms below tell of a session, each asked once."""

    def __init__(self, actor: Actor, session: Session) -> None:
        self.session = session
        self.actor = actor
        self._proposals = docket.proposals(actor, session)
        self._tasks = docket.tasks(actor, session)
        self._asks = docket.asks(actor, session, self._tasks)
        self._replies = replies.replies(actor, session)
        self._contacts = replies.contacts(actor, session)
        self._sectors = docket.sectors(session)
        self._commitments = self._own(commitments.commitments(actor, session))
        self._kept = self._raised()
        self._by_case: dict[int, list[docket.ProposalTally]] = defaultdict(list)
        for one in self._proposals:
            if one.case_id is not None:
                self._by_case[one.case_id].append(one)
        self._by_id = {one.id: one for one in self._proposals}
        self._by_task = {one.id: one for one in self._tasks}
        self._bodies: dict[int, set[int]] = defaultdict(set)
        self._all_bodies: dict[int, set[int]] = defaultdict(set)
        for task in self._tasks:
            if task.state not in _LEFT_OUT:
                self._all_bodies[task.case_id].add(task.body_id)
                if task.role in docket.OWING:
                    self._bodies[task.case_id].add(task.body_id)

    def proposals(self) -> Iterable[Fact]:
        for one in self._proposals:
            marks = {
                _disposition(one),
                "collective" if one.collective else "member",
                "at_session" if one.at_session else "ordinary",
            }
            bodies = self._bodies[one.case_id] if one.case_id else ()
            yield Fact(
                one.uid, "proposals", frozenset(marks) - {""}, self._groups([one], bodies=bodies)
            )

    def cases(self) -> Iterable[Fact]:
        for case in docket.cases(self.actor, self.session):
            bodies = self._all_bodies[case.id]
            marks = {"several"} if len(bodies) > 1 else set()
            groups = self._groups(self._by_case[case.id], bodies=bodies)
            yield Fact(case.uid, "cases", frozenset(marks), groups)

    def tasks(self, as_of: date) -> Iterable[Fact]:
        for task in self._tasks:
            if task.role in docket.OWING:
                yield self._due(task, as_of).fact()

    def replies(self) -> Iterable[Fact]:
        for tally in self._replies.values():
            task = self._by_task.get(tally.task_id)
            if task is not None:
                marks = {"released"} if tally.released else set()
                yield Fact(tally.uid, "replies", frozenset(marks), self._of_tasks([task]))

    def suggestions(self) -> Iterable[Fact]:
        for ask in self._asks:
            proposal = self._by_id[ask.proposal_id]
            given = [self._by_task[one] for one in ask.owing]
            said = [self._replies[one.id] for one in given if one.id in self._replies]
            by_hand = any(one.replied_on for one in given if one.id not in self._replies)
            latest = max(
                (one for one in said if ask.id in one.dispositions),
                key=lambda one: (one.round, one.first_issued_on),
                default=None,
            )
            now = latest.dispositions[ask.id] if latest else "not_itemised" if by_hand else ""
            now = "done" if ask.id in self._kept else now
            left_out = "withdrawn" if proposal.state == "withdrawn" else ""
            yield rates.SuggestionRow(
                ask.uid,
                now,
                left_out or ("" if given else "not_assigned"),
                self._groups([proposal], given),
                by_hand or any(ask.id in one.received_asks for one in said),
            ).fact()

    def forms(self) -> Iterable[Fact]:
        for form in evaluations.forms(self.actor, self.session):
            task = self._by_task.get(form.task_id)
            groups = self._of_tasks([task]) if task else {}
            yield rates.FormRow(form.uid, form.state, form.counts, groups, form.axes).fact()

    def promises(self, as_of: date) -> Iterable[Fact]:
        for one in self._commitments:
            task = self._by_task.get(one.task_id or 0)
            groups = self._of_tasks([task]) if task else {"body": (str(one.body_id),)}
            yield rates.PromiseRow(one.uid, one.state, one.due_on, groups).fact(as_of)

    def members(self) -> Iterable[Fact]:
        if not docket.reads_all(self.actor):
            return
        wrote = {one.person_id for one in self._proposals} | docket.signers(self.session)
        for person, (sector, _) in self._sectors.items():
            marks = {"submitted"} if person in wrote else set()
            groups = {"sector": (str(sector),)} if sector else {}
            yield Fact(str(person), "members", frozenset(marks), groups)

    def _own(self, some: list[commitments.CommitmentTally]) -> list[commitments.CommitmentTally]:
        """Keep what an actor counts: who does not read all of a session may still read what others made public."""
        if docket.reads_all(self.actor):
            return some
        tasks, bodies = {task.id for task in self._tasks}, self.actor.bodies()
        return [one for one in some if one.task_id in tasks or one.body_id in bodies]

    def _raised(self) -> set[int]:
        """Give the suggestions whose commitment was verified and raised to the class of what is done."""
        pack = ports.pack(self.session.pack, self.session.pack_version)
        done = pack.replies.dispositions.get("done")
        kept = [one for one in self._commitments if one.state in ("verified", "closed")]
        raised = [one for one in kept if done and one.class_now == done.letter]
        return {ask for one in raised for ask in one.asks}

    def _due(self, task: docket.TaskTally, as_of: date) -> rates.ReplyRow:
        said = self._replies.get(task.id)
        issued_on = said.first_issued_on if said else task.replied_on
        marks = set()
        if issued_on:
            marks.add("issued")
            if task.due_on is None or issued_on <= task.due_on:
                marks.add("in_time")
        elif task.due_on is None or task.due_on >= as_of:
            marks.add("not_yet_due")
        if task.id in self._contacts:
            marks |= {"contacted", "met"} if self._contacts[task.id] else {"contacted"}
        if said and said.round > 1:
            marks.add("second_round")
        gone = all(one.state == "withdrawn" for one in self._by_case[task.case_id])
        return rates.ReplyRow(
            task.uid,
            said.received_on if said else task.replied_on,
            _LEFT_OUT.get(task.state) or ("withdrawn" if gone else ""),
            {
                **self._of_tasks([task]),
                "due_month": (f"{task.due_on:%Y-%m}",) if task.due_on else (),
                "issued_month": (f"{issued_on:%Y-%m}",) if issued_on else (),
            },
            frozenset(marks),
        )

    def _of_tasks(self, some: list[docket.TaskTally]) -> Groups:
        return self._groups(self._by_case[some[0].case_id], some)

    def _groups(
        self,
        proposals: Iterable[docket.ProposalTally],
        some: Iterable[docket.TaskTally] = (),
        bodies: Iterable[int] = (),
    ) -> Groups:
        """Give the groups of a row: of the proposals it stands for, and of the bodies and replies of its tasks."""
        given = list(some)
        letters = [self._replies[one.id].letter for one in given if one.id in self._replies]
        of = list(proposals)
        found = {
            "body": {*(str(one.body_id) for one in given), *(str(body) for body in bodies)},
            "sector": {str(self._sectors.get(one.person_id or 0, (0, ""))[0] or "") for one in of},
            "category": {one.category for one in of},
            "kind": {one.kind for one in of},
            "class": set(letters),
        }
        return {axis: tuple(sorted(values - {""})) for axis, values in found.items()}


def _disposition(one: docket.ProposalTally) -> str:
    if one.state in _PENDING:
        return "pending"
    if one.state in _FILED:
        return "filed"
    if one.state == "converted" and one.referred:
        return "referred"
    return one.state
