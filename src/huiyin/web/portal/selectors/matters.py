# SPDX-License-Identifier: Apache-2.0
"""Matters (事项): the suggestions the public may know, each with where it stands."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from huiyin.core.values.refusals import HuiyinError
from huiyin.web.accounts.actors import NOBODY
from huiyin.web.commitments.selectors import telling
from huiyin.web.docket import search
from huiyin.web.docket.selectors import handling, reading, shown
from huiyin.web.kit import incoming
from huiyin.web.replies.selectors import answered

SHOWN = ("filed", "in_hand", "merged", "replied")
HITS = 400  # proposals looked at for words
STATES = ("waiting", "answered")


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a suggestion stands: `unassigned`, `waiting`, `answered` or `closed_answer`; words, tone, days waited."""

    id: str
    label: str
    tone: str
    days: int = 0


@dataclass(frozen=True, slots=True)
class Line:
    """A suggestion in a list."""

    uid: str
    text: str
    who: str
    proposal: Any
    number: str
    bodies: tuple[str, ...]
    standing: Standing
    filed_on: date | None


def rows() -> QuerySet[Any]:
    """Give the suggestions the public may know, the newest first."""
    found = reading.suggestions(NOBODY).filter(proposal__state__in=SHOWN)
    return found.select_related(
        "proposal__case", "proposal__proposer", "proposal__session__term"
    ).order_by("-pk")


def one(uid: str) -> Any:
    """Give a suggestion.

    Errors: `NOT_FOUND`, whether it is absent or hidden.
    """
    found = rows().filter(uid=uid).first()
    if found is None:
        raise HuiyinError("NOT_FOUND")
    return found


def narrowed(asked: Mapping[str, str]) -> QuerySet[Any]:
    """Narrow the suggestions by what an address asks: words, session, body, category, state.

    Errors: `QUERY_TOO_LONG`.
    """
    found = rows()
    if asked.get("q", "").strip():
        hits = search.find(NOBODY, asked["q"], HITS)
        found = found.filter(proposal_id__in=[one.object_id for one in hits])
    if asked.get("session", ""):
        found = found.filter(proposal__session_id=incoming.whole(asked["session"]) or 0)
    if asked.get("body", ""):
        found = found.filter(handling.held_by(incoming.whole(asked["body"]) or 0))
    if asked.get("category", ""):
        found = found.filter(proposal__category=asked["category"])
    if asked.get("state") == "waiting":
        found = found.exclude(handling.answered())
    elif asked.get("state") == "answered":
        found = found.filter(handling.answered())
    return found


def keys(some: QuerySet[Any], asked: Mapping[str, str]) -> QuerySet[Any, Any]:
    """Give the keys of narrowed suggestions in their order.

    Where nothing but the state narrows them, most suggestions are among them: they are looked through from the newest on,
    instead of being gathered by their proposals and put in order for each page.
    """
    if any(asked.get(name, "").strip() for name in ("q", "session", "body", "category")):
        return some.values_list("pk", flat=True)
    one = some.order_by().filter(pk=OuterRef("pk"))
    every: QuerySet[Any, Any] = some.model.objects.order_by("-pk")
    return every.filter(Exists(one)).values_list("pk", flat=True)


def latest(extra: Q | None = None) -> QuerySet[Any]:
    """Give the suggestions that were answered, the one that moved last first."""
    found = rows().filter(handling.answered(), extra or Q())
    return found.order_by("-proposal__changed_at", "-pk")


def lines(some: Iterable[Any], *, on: date) -> list[Line]:
    """Give suggestions as a list shows them.

    Cost: five queries, however many there are.
    """
    held = list(some)
    keys = [one.pk for one in held]
    done = _done(keys)
    tasks = handling.bodies({one.proposal.case_id for one in held if one.proposal.case_id})
    told = answered.of(NOBODY, keys)
    found = []
    for one in held:
        own = tasks.get(one.proposal.case_id or 0, [])
        at = _standing(one, own, done=one.pk in done, told=one.pk in told, on=on)
        found.append(_line(one, own, at))
    return found


def _done(keys: Sequence[int]) -> set[int]:
    return set(rows().filter(handling.answered(), pk__in=keys).values_list("pk", flat=True))


def _line(row: Any, tasks: Sequence[handling.Handled], at: Standing) -> Line:
    proposal = row.proposal
    return Line(
        row.uid, row.text, shown.proposer(NOBODY, proposal), proposal, shown.number(proposal.case),
        tuple(shown.body(one.body) for one in tasks), at, _day(proposal.filed_at),
    )  # fmt: skip


def _standing(
    row: Any, tasks: Sequence[handling.Handled], *, done: bool, told: bool, on: date
) -> Standing:
    """Tell where a suggestion stands; that nothing is to be read is not that nothing was answered."""
    if done and told:
        return Standing("answered", shown.say("public.answered"), "done")
    if done:
        return Standing("closed_answer", shown.say("public.closed_answer"), "done")
    filed = _day(row.proposal.filed_at)
    days = max(0, (on - (filed or on)).days)
    if all(one.role == "joint" for one in tasks):
        return Standing("unassigned", shown.say("public.unassigned"), "waiting", days)
    return Standing("waiting", shown.say("public.waiting"), "going", days)


def _day(at: Any) -> date | None:
    return timezone.localdate(at) if at else None


@dataclass(frozen=True, slots=True)
class Life:
    """All the public may know of one suggestion: who has it, what was answered, what was promised."""

    row: Any
    tasks: list[handling.Handled]
    said: list[answered.Said]
    promised: list[telling.Told]


def line(of: Life, *, on: date) -> Line:
    """Give the suggestion of a life as a list shows it.

    Cost: one query.
    """
    done = bool(_done([of.row.pk]))
    return _line(of.row, of.tasks, _standing(of.row, of.tasks, done=done, told=bool(of.said), on=on))  # fmt: skip


def life(row: Any) -> Life:
    """Give all the public may know of a suggestion.

    Cost: six queries.
    """
    case = row.proposal.case_id or 0
    return Life(
        row, handling.bodies([case]).get(case, []), answered.of(NOBODY, [row.pk]).get(row.pk, []),
        telling.of_suggestions(NOBODY, [row.pk]).get(row.pk, []),
    )  # fmt: skip
