# SPDX-License-Identifier: Apache-2.0
"""Places (去处): sessions, bodies and members as the public may know them, each with its numbers."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q

from huiyin.core.values.refusals import HuiyinError
from huiyin.web.accounts.actors import NOBODY
from huiyin.web.accounts.models import Body, Membership, Person, Session
from huiyin.web.docket.selectors import handling, shown
from huiyin.web.kit import memo
from huiyin.web.portal.selectors import matters

LONGEST = 8  # matters that wait longest, on a page


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a session is: suggestions, those answered, and those that wait."""

    session: Any
    name: str
    asked: int
    answered: int

    @property
    def waiting(self) -> int:
        """How many wait."""
        return self.asked - self.answered


def sessions() -> list[Progress]:
    """Give the sessions with their progress, the latest first.

    Cost: one query over the suggestions, once until the next act.
    """
    known = {one.pk: one for one in Session.objects.select_related("term")}
    by = memo.until_next_act("portal.sessions", _numbers)
    return [Progress(one, shown.session(one), *by.get(pk, (0, 0))) for pk, one in known.items()]


def _numbers() -> dict[int, tuple[int, int]]:
    """Give how many suggestions each session has, and how many of them are answered."""
    some = (
        matters.rows()
        .order_by()
        .values_list("proposal__session_id")
        .annotate(n=Count("pk"), done=Count("pk", filter=handling.answered()))
    )
    return {pk: (n, done) for pk, n, done in some}


def _cases() -> dict[int, tuple[int, int]]:
    """Give how many open cases each body has to answer, and how many it has answered."""
    return memo.until_next_act("portal.bodies", lambda: handling.counts(NOBODY))


def session(pk: int) -> Session:
    """Give a session.

    Errors: `NOT_FOUND`.
    """
    found = Session.objects.select_related("term").filter(pk=pk).first()
    if found is None:
        raise HuiyinError("NOT_FOUND")
    return found


@dataclass(frozen=True, slots=True)
class BodyLine:
    """A body with its cases: how many it has to answer, how many it has answered."""

    body: Body
    name: str
    cases: int
    answered: int

    @property
    def waiting(self) -> int:
        """How many wait for it."""
        return self.cases - self.answered


def bodies(*, on: date) -> list[BodyLine]:
    """Give the bodies that stand on a day, those with most that waits first.

    Cost: two queries, one of them over the tasks once until the next act.
    """
    by = _cases()
    found = [
        BodyLine(one, shown.body(one), *by.get(one.pk, (0, 0)))
        for one in Body.objects.filter(Q(valid_to=None) | Q(valid_to__gte=on) | Q(pk__in=by))
    ]
    return sorted(found, key=lambda one: (-one.waiting, -one.cases, one.name))


def body(pk: int) -> BodyLine:
    """Give a body with its numbers.

    Errors: `NOT_FOUND`.
    """
    found = Body.objects.filter(pk=pk).first()
    if found is None:
        raise HuiyinError("NOT_FOUND")
    return BodyLine(found, shown.body(found), *_cases().get(pk, (0, 0)))


@dataclass(frozen=True, slots=True)
class Seat:
    """A member's place in a term: term, sector, committee."""

    term: int
    sector: str
    committee: str


def member(pk: int) -> tuple[Person, list[Seat]]:
    """Give a member with the seats held; somebody who holds none, e.g. a citizen, is not there.

    Errors: `NOT_FOUND`.
    """
    found = Person.objects.filter(pk=pk, memberships__isnull=False).distinct().first()
    if found is None:
        raise HuiyinError("NOT_FOUND")
    some = Membership.objects.filter(person=found).select_related("term", "sector", "committee")
    en = shown.lang() == "en"

    def name(row: Any) -> str:
        return ((en and row.name_en) or row.name) if row else ""

    seats = [
        Seat(one.term.number, name(one.sector), name(one.committee)) for one in some.order_by("-pk")
    ]
    return found, seats


def of_member(pk: int) -> Q:
    """Give the condition of the suggestions a member is known to have made: a masked one tells nobody."""
    own = Q(proposal__proposer_id=pk)
    signed = Q(proposal__signatures__person_id=pk, proposal__signatures__state="signed")
    return (own | signed) & Q(proposal__masked=False)


def longest_waiting(extra: Q | None = None) -> list[Any]:
    """Give the suggestions that wait longest."""
    found = matters.rows().exclude(handling.answered()).filter(extra or Q())
    found = found.distinct().order_by("proposal__filed_at", "pk")
    keys = [pk for pk, _ in found.values_list("pk", "proposal__filed_at")[:LONGEST]]
    return list(found.filter(pk__in=keys))
