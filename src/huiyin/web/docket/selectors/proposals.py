# SPDX-License-Identifier: Apache-2.0
"""Lists of proposals: what an actor may see, narrowed and sorted as asked."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone

from huiyin.web.accounts.actors import Actor
from huiyin.web.accounts.models import Session
from huiyin.web.docket import models, permissions, search
from huiyin.web.docket.selectors import shown
from huiyin.web.kit import incoming, words
from huiyin.web.kit.listing import Column, Filter

FOUND_MOST = 500
_OF_CLOCK = (
    "clock", "due_on", "state", "stopped_on", "provisional", "pack", "pack_version", "proposal", "assignment",
)  # fmt: skip
_LONG = ("facts", "analysis", "source_text")
COLUMNS = (
    Column("docket.number", "case__number", number=True),
    Column("docket.title", "title"),
    Column("docket.proposer"),
    Column("docket.state", "state"),
    Column("docket.who_has_it"),
    Column("docket.received_on", "received_at"),
)


@dataclass(frozen=True, slots=True)
class Line:
    """A proposal as a line of a list."""

    row: models.Proposal
    number: str
    state: shown.State
    proposer: str
    holders: tuple[str, ...]
    clock: models.Deadline | None
    received: str = ""


def seen(actor: Actor) -> QuerySet[models.Proposal]:
    """Give the proposals an actor may see, each once."""
    return models.Proposal.objects.filter(permissions.visible(actor, models.Proposal))


def narrowed(actor: Actor, asked: Mapping[str, str]) -> QuerySet[models.Proposal]:
    """Give the visible proposals that meet what the list page asks for."""
    rows = seen(actor)
    for name, field in (
        ("state", "state"),
        ("session", "session_id"),
        ("kind", "kind"),
        ("category", "category"),
    ):
        if value := asked.get(name, ""):
            rows = (
                rows.filter(**{field: value})
                if name != "session" or incoming.whole(value)
                else rows.none()
            )
    if asked.get("mine") and actor.person_id:
        asked_of = models.Signature.objects.filter(person_id=actor.person_id)
        asked_of_ids = list(asked_of.values_list("proposal_id", flat=True))
        rows = rows.filter(Q(proposer_id=actor.person_id) | Q(pk__in=asked_of_ids))
    if q := asked.get("q", "").strip():
        rows = rows.filter(_says(actor, q))
    return with_all(rows)


def _says(actor: Actor, q: str) -> Q:
    found = Q(pk__in=[one.object_id for one in search.find(actor, q, FOUND_MOST)])
    return found | Q(case__number=int(q)) if q.isdecimal() and len(q) < 8 else found


def with_all(rows: QuerySet[models.Proposal]) -> QuerySet[models.Proposal]:
    """Fetch with the rows what a line needs."""
    tasks = models.Assignment.objects.filter(state__in=models.Assignment.LIVING).select_related(
        "body"
    )
    tasks = tasks.only("case", "state", "role", "body__name", "body__name_en")
    clocks = models.Deadline.objects.exclude(state="stopped").order_by("due_on").only(*_OF_CLOCK)
    replies = clocks.filter(clock="reply")
    return rows.select_related("case__session", "proposer", "session").prefetch_related(
        Prefetch(
            "case__assignments",
            tasks.prefetch_related(Prefetch("deadlines", replies, to_attr="running")),
            to_attr="living",
        ),
        Prefetch("deadlines", clocks, to_attr="running"),
    )


def titled(rows: QuerySet[models.Proposal]) -> QuerySet[models.Proposal]:
    """Leave the long texts in the store, for lists that show none."""
    return rows.defer(*_LONG)


def line(actor: Actor, row: models.Proposal) -> Line:
    """Give a proposal (from `with_all`) as a line."""
    tasks: Iterable[models.Assignment] = getattr(row.case, "living", ()) if row.case else ()
    holders = tuple(shown.body(one.body) for one in tasks)
    clocks = list(getattr(row, "running", []))
    if actor.user_id is not None and row.state == "in_hand":
        clocks += [one for task in tasks for one in getattr(task, "running", [])]
    return Line(
        row,
        shown.number(row.case) if row.case_id else "",
        shown.state(row),
        shown.proposer(actor, row),
        holders or _desk(row),
        min(clocks, key=lambda one: one.due_on, default=None),
        f"{timezone.localtime(row.received_at):%Y-%m-%d}" if row.received_at else "",
    )


def _desk(row: models.Proposal) -> tuple[str, ...]:
    """Say at whose desk a proposal lies before it has bodies."""
    where = {
        "draft": "at_proposer", "cosigning": "at_cosigners", "returned": "at_proposer", "received": "at_clerk",
        "first_examined": "at_reviewer", "second_examined": "at_committee", "filed": "at_assigner",
    }.get(row.state)  # fmt: skip
    return (shown.say(f"docket.{where}"),) if where else ()


def filters() -> list[Filter]:
    """Give the choices above the list."""
    pack = shown.present_pack()
    sessions = Session.objects.select_related("term")[:20]
    return [
        Filter("state", "docket.state", shown.states("proposal")),
        Filter(
            "session",
            "docket.session_label",
            [(str(one.pk), shown.session(one)) for one in sessions],
        ),
        Filter(
            "kind", "docket.kind", [(key, shown.label(said)) for key, said in pack.kinds.items()]
        ),
        Filter(
            "category",
            "docket.category",
            [(key, shown.label(said)) for key, said in pack.categories],
        ),
    ]


def table(actor: Actor, rows: Iterable[models.Proposal]) -> Iterator[list[str]]:
    """Give proposals as a table to take away, row by row: heads first."""
    heads = [
        "receipt",
        "number",
        "title",
        "kind",
        "proposer",
        "state",
        "who_has_it",
        "received_on",
        "suggestions",
    ]
    yield [shown.say(f"docket.{head}") for head in heads]
    for one in rows:
        said = line(actor, one)
        pack = shown.pack_of(one)
        yield [
            one.receipt_no, said.number, one.title, shown.label(pack.kinds.get(one.kind, {})), said.proposer,
            said.state.label, words.listed(said.holders, words.language()), f"{one.received_at:%Y-%m-%d}" if one.received_at else "",
            "\n".join(f"{n}. {ask.text}" for n, ask in enumerate(living(one), start=1)),
        ]  # fmt: skip


def living(row: models.Proposal) -> list[models.Suggestion]:
    """Give the suggestions of a proposal that stand."""
    return sorted(
        (one for one in row.suggestions.all() if one.dropped_at is None), key=lambda one: one.order
    )


def page(actor: Actor, row: models.Proposal) -> dict[str, Any]:
    """Give what the page of one proposal shows besides acts and happenings."""
    pack = shown.pack_of(row)
    inside = actor.person_id == row.proposer_id or actor.has(
        "clerk", "reviewer", "committee", "auditor"
    )
    people = [
        {
            "name": shown.person(one.person),
            "note": one.opinion if one.state in ("signed", "declined") else "",
            "chip": shown.signature(one).label,
            "tone": shown.signature(one).tone,
        }
        for one in row.signatures.select_related("person")
        if inside or one.state == "signed" or one.person_id == actor.person_id
    ]
    return {
        "row": row,
        "state": shown.state(row),
        "number": shown.number(row.case),
        "proposer": shown.proposer(actor, row),
        "kind": shown.label(pack.kinds.get(row.kind, {})),
        "category": shown.label(dict(pack.categories).get(row.category, {})),
        "session": shown.session(row.session),
        "asks": living(row),
        "people": people,
        "echo": shown.label(pack.machines["proposal"].states[row.state].echo),
        "attachments": row.attachments.filter(dropped_at=None),
        "editions": list(row.editions.order_by("-number")),
        "wished": [
            shown.body(one.body)
            for one in row.handlers.filter(standing="wished").select_related("body")
        ],
        "deadlines": list(row.deadlines.order_by("state", "due_on")),
    }
