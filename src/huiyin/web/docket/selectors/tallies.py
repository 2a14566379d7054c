# SPDX-License-Identifier: Apache-2.0
"""Tallies (计数底数): the docket's rows of a session, bare, for counting: what an actor may count, and no more than that.

1. who reads over the whole docket counts all that was received in a session;
2. everybody else counts matters of their own only: the tasks of their bodies, the proposals they made or signed;
3. a proposer whose name is kept back is counted, and in no sector.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Min, Q, QuerySet
from django.utils import timezone

from huiyin.web.accounts.actors import Actor
from huiyin.web.accounts.models import Membership, Session
from huiyin.web.docket import models, permissions

READERS = ("clerk", "reviewer", "committee", "assigner", "oversight", "leader", "auditor")
OWING = ("lead", "sole", "separate")
_NOT_IN = ("draft", "cosigning")
_STANDING = ("filed", "in_hand", "replied", "merged", "withdrawn")


@dataclass(frozen=True, slots=True)
class ProposalTally:
    """A proposal that was received.

    Attributes:
        person_id: who proposed, None where the name is kept back from the actor.
        referred: whether its content went to an institution above or below.
    """

    id: int
    uid: str
    state: str
    kind: str
    category: str
    collective: bool
    at_session: bool
    received_on: date
    referred: bool
    case_id: int | None
    person_id: int | None


@dataclass(frozen=True, slots=True)
class CaseTally:
    """A case that has bodies."""

    id: int
    uid: str


@dataclass(frozen=True, slots=True)
class TaskTally:
    """A task that was given to a body; `due_on` is the day its first reply was or is due."""

    id: int
    uid: str
    case_id: int
    body_id: int
    role: str
    state: str
    issued_on: date | None
    replied_on: date | None
    due_on: date | None


@dataclass(frozen=True, slots=True)
class AskTally:
    """A suggestion that stands in a proposal with a case, and the ids of the tasks that owe it an answer or join in it."""

    id: int
    uid: str
    proposal_id: int
    case_id: int
    order: int
    text: str
    owing: tuple[int, ...]
    joining: tuple[int, ...]


def reads_all(actor: Actor) -> bool:
    """Tell whether an actor counts the whole session, or only matters of their own."""
    return actor.system or actor.has(*READERS)


def proposals(actor: Actor, session: Session) -> list[ProposalTally]:
    """Give the proposals received in a session.

    Cost: three queries.
    """
    rows = _proposals(actor, session).exclude(state__in=_NOT_IN).filter(received_at__isnull=False)
    known = set(rows.filter(permissions.unmasked(actor)).values_list("pk", flat=True))
    referred = set(
        models.Conversion.objects.filter(
            proposal__session=session, undone=False, leads_to="referred"
        ).values_list("proposal_id", flat=True)
    )
    names = ("pk", "uid", "state", "kind", "category", "collective", "received_at", "case_id", "proposer_id")  # fmt: skip
    return [
        ProposalTally(
            pk, uid, state, kind, category, collective != "", at <= session.submission_deadline,
            timezone.localdate(at), pk in referred, case_id, person if pk in known else None,
        )
        for pk, uid, state, kind, category, collective, at, case_id, person in rows.values_list(*names)
    ]  # fmt: skip


def cases(actor: Actor, session: Session) -> list[CaseTally]:
    """Give the cases of a session that were given to bodies.

    Cost: one query.
    """
    rows = models.Case.objects.filter(pk__in=_tasks(actor, session).values("case_id")).order_by()
    return [CaseTally(pk, uid) for pk, uid in rows.values_list("pk", "uid")]


def tasks(actor: Actor, session: Session) -> list[TaskTally]:
    """Give the tasks given to bodies in the cases of a session.

    Cost: two queries.
    """
    rows = _tasks(actor, session)
    due = dict(
        models.Deadline.objects.filter(assignment__in=rows.values("pk"), clock="reply")
        .values_list("assignment_id")
        .annotate(Min("due_on"))
        .order_by()
    )
    names = ("pk", "uid", "case_id", "body_id", "role", "state", "issued_at", "replied_on")
    return [
        TaskTally(
            pk, uid, case_id, body_id, role, state, timezone.localdate(issued) if issued else None,
            replied_on, due.get(pk),
        )
        for pk, uid, case_id, body_id, role, state, issued, replied_on in rows.values_list(*names)
    ]  # fmt: skip


def asks(
    actor: Actor, session: Session, given: Iterable[TaskTally], *, texts: bool = False
) -> list[AskTally]:
    """Give the suggestions of a session's cases, with the living tasks (of `given`) that owe them an answer or join.

    A lead or sole body owes all of its case but what separate bodies owe.

    Cost: two queries; the words are read only where `texts` asks for them.
    """
    living = [one for one in given if one.state in models.Assignment.LIVING]
    own: Mapping[int, set[int]] = defaultdict(set)
    scope = models.Assignment.scope.through.objects.filter(
        assignment__case__session=session, assignment__role__in=["separate", "joint", "part"]
    )
    for task, ask in scope.values_list("assignment_id", "suggestion_id"):
        own[task].add(ask)
    by_case: Mapping[int, list[TaskTally]] = defaultdict(list)
    for one in living:
        by_case[one.case_id].append(one)
    standing = _proposals(actor, session).filter(state__in=_STANDING, case__isnull=False)
    rows = models.Suggestion.objects.filter(dropped_at=None, proposal__in=standing.values("pk"))
    names = ("pk", "uid", "proposal_id", "proposal__case_id", "order", *(["text"] if texts else []))
    found = []
    for pk, uid, proposal_id, case_id, order, *text in rows.order_by(
        "proposal__case__number", "proposal_id", "order"
    ).values_list(*names):
        owing, joining = _bodies(pk, by_case[case_id], own)
        found.append(
            AskTally(pk, uid, proposal_id, case_id, order, text[0] if text else "", owing, joining)
        )
    return found


def sectors(session: Session) -> dict[int, tuple[int, str]]:
    """Give the sector of each member of a session's term: person → its id and name.

    Cost: one query.
    """
    seats = Membership.objects.filter(term=session.term)
    return {
        person: (sector or 0, name or "")
        for person, sector, name in seats.values_list("person_id", "sector_id", "sector__name")
    }


def signers(session: Session) -> set[int]:
    """Give the persons who signed a proposal received in a session.

    Cost: one query.
    """
    rows = models.Signature.objects.filter(
        state="signed", proposal__session=session, proposal__received_at__isnull=False
    )
    return set(rows.values_list("person_id", flat=True))


def _bodies(
    ask: int, some: list[TaskTally], own: Mapping[int, set[int]]
) -> tuple[tuple[int, ...], tuple[int, ...]]:
    apart = [one.id for one in some if one.role == "separate" and ask in own[one.id]]
    lead = [one.id for one in some if one.role in ("lead", "sole")]
    joining = [one.id for one in some if one.role not in OWING and ask in own[one.id]]
    return tuple(apart or lead), tuple(joining)


def _tasks(actor: Actor, session: Session) -> QuerySet[models.Assignment]:
    seen = models.Assignment.objects.filter(
        permissions.visible(actor, models.Assignment), case__session=session
    )
    return seen.exclude(state="proposed").filter(issued_at__isnull=False).order_by()


def _proposals(actor: Actor, session: Session) -> QuerySet[models.Proposal]:
    rows = models.Proposal.objects.filter(
        permissions.visible(actor, models.Proposal), session=session
    ).order_by()
    if reads_all(actor):
        return rows
    mine = Q(case_id__in=_tasks(actor, session).values("case_id"))
    if actor.person_id:
        signed = models.Signature.objects.filter(person_id=actor.person_id, state="signed")
        mine |= Q(proposer_id=actor.person_id) | Q(pk__in=signed.values("proposal_id"))
    return rows.filter(mine)
