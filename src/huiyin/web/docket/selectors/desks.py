# SPDX-License-Identifier: Apache-2.0
"""Desks (办公桌): for each role what is theirs and undone, the soonest clock first."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count, Min, Q, QuerySet

from huiyin.web.accounts.actors import Actor
from huiyin.web.docket import models
from huiyin.web.docket.selectors import overdue, proposals, shown
from huiyin.web.kit import ports, words
from huiyin.web.kit.models import Notice

MOST = 12
COUNTED = 1000
ALL_OF_A_BODY = (
    100  # what a body has in hand stands on its desk whole: there is no other list of it
)


@dataclass(frozen=True, slots=True)
class Item:
    """A matter on a desk: where it leads, how it is called, how it stands and what its clock says."""

    title: str
    href: str
    state: shown.State | None = None
    note: str = ""
    due: models.Deadline | None = None
    clock: str = ""
    waiting: int | None = None


@dataclass(frozen=True, slots=True)
class Pile:
    """A pile of a desk: its words, its count, its items, where all of it stands, and what to do when it is empty."""

    key: str
    n: int
    items: list[Item] = field(default_factory=list)
    href: str = ""
    act: tuple[str, str] | None = None


def of(actor: Actor, *, on: date) -> list[Pile]:
    """Give the piles of an actor's desk, the most urgent roles first."""
    piles: list[Pile] = []
    if actor.bodies("liaison", "handler", "signer"):
        piles += _liaison(actor)
    if actor.has("clerk", "reviewer", "committee"):
        piles += _office(actor, on)
    if actor.has("assigner"):
        piles += _assigner(actor, on)
    if actor.has("leader"):
        piles += _higher()
    if actor.has("oversight", "leader"):
        piles += _oversight(on)
    if actor.person_id:
        piles += _member(actor)
    elif actor.drafts_for:
        piles += [_drafts(actor, Q(proposer_id__in=actor.drafts_for))]
    return piles or [_public(actor)]


def _n(rows: QuerySet[Any], items: Sequence[Item] = ()) -> int:
    """Count, up to a number that says "many" as well; a pile that is shown whole is counted by what is shown."""
    if 0 < len(items) < MOST:
        return len(items)
    return rows.order_by()[:COUNTED].count()


def _item(actor: Actor, row: models.Proposal, on: date | None = None) -> Item:
    line = proposals.line(actor, row)
    waiting = (on - row.waiting_since).days if on and row.waiting_since else None
    name = f"{line.number} {row.title}".strip() or shown.say("docket.untitled")
    note = words.listed(line.holders, words.language()) if line.state.id not in ("draft",) else ""
    return Item(
        name,
        f"/proposals/{row.uid}/",
        line.state,
        note,
        line.clock,
        _clock_name(line.clock),
        waiting,
    )


def _clock_name(row: models.Deadline | None) -> str:
    if row is None:
        return ""
    clock = ports.pack(row.pack, row.pack_version).clocks.get(row.clock)
    return shown.label(clock.words) if clock else row.clock


def _pile(
    key: str,
    actor: Actor,
    rows: Any,
    *,
    href: str = "",
    on: date | None = None,
    act: tuple[str, str] | None = None,
) -> Pile:
    items = [_item(actor, one, on) for one in proposals.titled(proposals.with_all(rows))[:MOST]]
    return Pile(key, _n(rows, items), items, href, act)


def _drafts(actor: Actor, mine: Q) -> Pile:
    rows = models.Proposal.objects.filter(mine, state__in=["draft", "cosigning", "returned"])
    return _pile("drafts", actor, rows.order_by("-changed_at"), act=("/proposals/new", "nav.new"))


def _member(actor: Actor) -> list[Pile]:
    mine = Q(proposer_id=actor.person_id)
    asked = models.Signature.objects.filter(person_id=actor.person_id or 0, state="pending")
    asked = (
        asked.exclude(proposal__state="draft")
        .select_related("proposal__proposer")
        .order_by("expires_at")
    )
    to_sign = [
        Item(
            one.proposal.title, f"/proposals/{one.proposal.uid}/sign", shown.signature(one),
            shown.say("desk.until", who=shown.proposer(actor, one.proposal), day=f"{one.expires_at:%Y-%m-%d}"),
        )
        for one in asked[:MOST]
    ]  # fmt: skip
    signed = models.Signature.objects.filter(person_id=actor.person_id or 0, state="signed")
    own = Q(pk__in=list(signed.values_list("proposal_id", flat=True))) | mine
    handed_in = models.Proposal.objects.filter(own)
    handed_in = handed_in.exclude(state__in=["draft", "cosigning", "returned"])
    first = [Pile("to_sign", _n(asked), to_sign)] if to_sign else []
    return [
        *first,
        _drafts(actor, mine),
        _pile("handed_in", actor, handed_in.order_by("-received_at"), href="/proposals/?mine=1"),
    ]


_STAGES = (("clerk", "received"), ("reviewer", "first_examined"), ("committee", "second_examined"))


def _office(actor: Actor, on: date) -> list[Pile]:
    found = []
    for role, state in _STAGES:
        if actor.has(role):
            rows = models.Proposal.objects.filter(state=state).order_by("waiting_since", "pk")
            found.append(
                _pile(f"queue_{state}", actor, rows, href=f"/examination/?stage={state}", on=on)
            )
    objections = models.MergerObjection.objects.filter(ruling="", merger__undone_at=None)
    if actor.has("committee") and objections.exists():
        items = [
            Item(one.merger.proposal.title, f"/merging/mergers/#m{one.merger_id}", None, one.words)
            for one in objections.select_related("merger__proposal")[:MOST]
        ]
        found.append(Pile("merger_objections", _n(objections), items, "/merging/mergers/"))
    return found


def _assigner(actor: Actor, on: date) -> list[Pile]:
    waiting = models.Proposal.objects.filter(state="filed").order_by("waiting_since", "pk")
    returns = models.Assignment.objects.filter(state="objected")
    disputes = models.Assignment.objects.filter(state="disputed")
    return [
        _tasks("returns", returns, href="/assignment-meeting/#rulings"),
        *(
            [_tasks("disputes", disputes, href="/assignment-meeting/#rulings")]
            if disputes.exists()
            else []
        ),
        _pile("to_assign", actor, waiting, href="/assignment-meeting/", on=on),
    ]


def _higher() -> list[Pile]:
    """Give the disputes that were taken a level higher."""
    rows = models.Assignment.objects.filter(
        state="disputed", objections__ruling="", objections__rung__gt=1
    )
    return [_tasks("disputes", rows)] if rows.exists() else []


def _tasks(key: str, rows: Any, *, href: str = "", clock: str = "", most: int = MOST) -> Pile:
    running = Q(deadlines__state="running") & (Q(deadlines__clock=clock) if clock else Q())
    cut = rows.annotate(soonest=Min("deadlines__due_on", filter=running)).order_by("soonest", "pk")
    cut = cut.select_related("case__session", "body").prefetch_related("deadlines")[:most]
    items = [task(one) for one in cut]
    return Pile(key, len(items) if len(items) < most else _n(rows), items, href)


def task(row: models.Assignment) -> Item:
    """Give a body's task as an item."""
    due = min(
        (one for one in row.deadlines.all() if one.state != "stopped"),
        key=lambda one: one.due_on,
        default=None,
    )
    note = f"{shown.role(shown.pack_of(row), row.role)} · {shown.body(row.body)}"
    name = f"{shown.number(row.case)} {row.case.title}".strip()
    return Item(name, f"/assignments/{row.uid}/", shown.state(row), note, due, _clock_name(due))


def _liaison(actor: Actor) -> list[Pile]:
    mine = models.Assignment.objects.filter(
        body_id__in=actor.bodies("liaison", "handler", "signer")
    )
    late = _late(
        "overdue", _overdue(on=shown.today()).filter(assignment__body_id__in=actor.bodies())
    )
    hand = mine.filter(state__in=["received", "accepted", "objected", "disputed"])
    return [
        *([late] if late.n else []),
        _tasks("to_sign_for", mine.filter(state="issued"), most=ALL_OF_A_BODY),
        _tasks("in_hand", hand, most=ALL_OF_A_BODY),
    ]


def _overdue(*, on: date) -> Any:
    late = models.Deadline.objects.filter(state="running", due_on__lt=on)
    return late.exclude(clock__in=overdue.WINDOWS)


def _late(key: str, rows: Any) -> Pile:
    keys = list(rows.order_by("due_on", "pk").values_list("pk", flat=True)[:MOST])
    some = models.Deadline.objects.filter(pk__in=keys).order_by("due_on", "pk")
    cut = some.select_related("assignment__case__session", "assignment__body", "proposal")
    items = [_late_item(one) for one in cut]
    return Pile(key, _n(rows, items), items, "/clocks/overdue/")


def _late_item(row: models.Deadline) -> Item:
    if row.assignment is not None:
        note = shown.body(row.assignment.body)
        case = row.assignment.case
        return Item(
            f"{shown.number(case)} {case.title}".strip(),
            f"/assignments/{row.assignment.uid}/",
            None,
            note,
            row,
            _clock_name(row),
        )
    assert row.proposal is not None  # a clock is of something
    return Item(
        row.proposal.title, f"/proposals/{row.proposal.uid}/", None, "", row, _clock_name(row)
    )


def _oversight(on: date) -> list[Pile]:
    fired = models.Reminder.objects.filter(fired_at__isnull=False, form__in=["reminder", "letter"])
    last = fired.filter(deadline__assignment__isnull=False).select_related(
        "deadline__assignment__case", "deadline__assignment__body"
    )
    ladder = [_sent(one) for one in last.order_by("-fired_at")[:MOST]]
    return [
        _late("overdue", _overdue(on=on)),
        Pile("ladder", _n(fired), ladder, "/clocks/overdue/"),
    ]


def _sent(row: models.Reminder) -> Item:
    task, clock = row.deadline.assignment, row.deadline
    assert task is not None  # asked for above
    note = f"{shown.say(f'due.form_{row.form}')} · {shown.body(task.body)}"
    name = f"{shown.number(task.case)} {task.case.title}".strip()
    return Item(name, f"/assignments/{task.uid}/", None, note, clock, _clock_name(clock))


def _public(actor: Actor) -> Pile:
    rows = proposals.seen(actor).order_by("-pk")
    return _pile("filed_public", actor, rows, href="/proposals/")


def figures(actor: Actor) -> list[tuple[str, int, str]]:
    """Give the few figures of the session: words, number, where they lead."""
    session = shown.present()
    if session is None or not actor.has(
        "clerk", "reviewer", "committee", "assigner", "oversight", "leader"
    ):
        return []
    by = dict(
        models.Proposal.objects.filter(session=session)
        .order_by()
        .values_list("state")
        .annotate(n=Count("pk"))
    )
    examined = by.get("received", 0) + by.get("first_examined", 0) + by.get("second_examined", 0)
    return [
        ("desk.n_examining", examined, "/examination/"),
        ("desk.n_filed", by.get("filed", 0), "/proposals/?state=filed"),
        ("desk.n_in_hand", by.get("in_hand", 0), "/proposals/?state=in_hand"),
        ("desk.n_replied", by.get("replied", 0), "/proposals/?state=replied"),
        ("desk.n_not_filed", by.get("not_filed", 0), "/proposals/?state=not_filed"),
    ]


def news(actor: Actor) -> list[Notice]:
    """Give the newest notices of a person."""
    return list(Notice.objects.filter(user_id=actor.user_id)[:6]) if actor.user_id else []
