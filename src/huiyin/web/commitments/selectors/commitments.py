# SPDX-License-Identifier: Apache-2.0
"""Commitments as an actor may see them: lists and their export, and how each stands."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from huiyin.core.commitments import rolling
from huiyin.web.accounts.actors import Actor
from huiyin.web.accounts.models import Body, Session
from huiyin.web.commitments import models
from huiyin.web.commitments import permissions as rights
from huiyin.web.commitments.selectors import shown
from huiyin.web.docket import permissions
from huiyin.web.docket.selectors import shown as names
from huiyin.web.kit import incoming, listing
from huiyin.web.replies.selectors import rows as replies
from huiyin.web.replies.services import publishing

COLUMNS = (
    listing.Column("commit.text", ""),
    listing.Column("commit.body", "body__name"),
    listing.Column("commit.due_on", "due_on"),
    listing.Column("commit.progress", ""),
    listing.Column("commit.state", "state"),
)
DOING = ("promised", "scheduled", "in_progress")  # what is still to be done


@dataclass(frozen=True, slots=True)
class Line:
    """A commitment as a line: its words as the actor may read them, its date, what is known of its progress."""

    row: models.Commitment
    text: str
    state: names.State
    body: str
    number: str
    over: int
    slips: int
    progress: str
    reported_on: date | None


def seen(actor: Actor) -> QuerySet[Any]:
    """Give the commitments an actor may see, with how often each slipped and the last report that actor may read."""
    return dressed(
        actor, models.Commitment.objects.filter(permissions.visible(actor, models.Commitment))
    )


def dressed(actor: Actor, rows: QuerySet[models.Commitment]) -> QuerySet[Any]:
    """Give commitments an actor may see with what a line of them needs."""
    told = models.Progress.objects.filter(
        permissions.visible(actor, models.Progress), commitment=OuterRef("pk")
    ).order_by("-number")
    return rows.select_related("body", "assignment__case__session", "session__term").annotate(
        slip_count=Count("slips", distinct=True),
        known_at=Subquery(told.values("at")[:1]),
        known_percent=Subquery(told.values("percent")[:1]),
    )


def narrowed(actor: Actor, asked: Mapping[str, str], *, on: date) -> QuerySet[Any]:
    """Give what is left of them after the filters of a list; a filter nobody knows leaves nothing out."""
    rows = seen(actor)
    if words := asked.get("q", "").strip():
        rows = rows.filter(Q(text__icontains=words) | Q(title__icontains=words) | Q(number=words))
    if (wanted := asked.get("state", "")) in dict(shown.states()):
        rows = rows.filter(state=wanted)
    for name in ("body", "session"):
        if (pk := incoming.whole(asked.get(name, ""))) is not None:
            rows = rows.filter(**{f"{name}_id": pk})
    if goal := asked.get("goal", ""):
        rows = rows.filter(goals__uid=goal)
    when = asked.get("when", "")
    if when == "overdue":
        rows = overdue(rows, on=on)
    elif when == "slipped":
        rows = rows.filter(slip_count__gt=0)
    elif when == "unknown":
        rows = rows.filter(known_at=None, state__in=models.OPEN)
    return rows


def overdue(rows: QuerySet[models.Commitment], *, on: date) -> QuerySet[models.Commitment]:
    """Give those that are still to be done and past their date."""
    return rows.filter(state__in=DOING, due_on__lt=on)


def filters(actor: Actor) -> list[listing.Filter]:
    """Give the filters of the list; only bodies of whose commitments the actor may see one are named."""
    own = models.Commitment.objects.filter(permissions.visible(actor, models.Commitment))
    when = [(one, names.say(f"commit.when_{one}")) for one in ("overdue", "slipped", "unknown")]
    bodies = [
        (str(row.pk), names.body(row)) for row in Body.objects.filter(pk__in=own.values("body_id"))
    ]
    sessions = [(str(row.pk), names.session(row)) for row in Session.objects.select_related("term")]
    return [
        listing.Filter("state", "commit.state", shown.states()),
        listing.Filter("when", "commit.when", when),
        listing.Filter("body", "commit.body", bodies),
        listing.Filter("session", "commit.session", sessions),
    ]


def lines(actor: Actor, rows: Iterable[models.Commitment], *, on: date) -> list[Line]:
    """Give commitments (from `seen`) as lines.

    Cost: one query for all of them.
    """
    some = list(rows)
    cover = covers(actor, some)
    return [_line(row, cover, on) for row in some]


def covers(actor: Actor, some: Sequence[models.Commitment]) -> dict[int, list[str]]:
    """Give the words to cover for an actor who reads a reply only because it was released, by the reply."""
    own = actor.bodies(*rights.OFFICERS)  # who reads a reply of the own body reads all of it
    keys = {row.reply_id for row in some if row.reply_id and row.body_id not in own}
    return replies.covers(actor, replies.left().filter(pk__in=keys)) if keys else {}


def covered(text: str, row: models.Commitment, cover: Mapping[int, list[str]]) -> str:
    """Give a text of a commitment with what is kept back covered."""
    return publishing.covered(text, cover.get(row.reply_id or 0, []))


def _line(row: Any, cover: Mapping[int, list[str]], on: date) -> Line:
    return Line(
        row,
        covered(row.text, row, cover),
        shown.state(row),
        names.body(row.body),
        shown.number(row),
        shown.over(row, on=on),
        row.slip_count,
        progress(row),
        row.known_at.date() if row.known_at else None,
    )


def progress(row: Any) -> str:
    """Say what is known of a commitment (from `seen`): a share, a report without one, or that nothing is known."""
    if row.state in rolling.KEPT:
        return names.say("commit.proven")
    if row.known_at is None:
        return names.say("commit.unknown")
    if row.known_percent is None:
        return names.say("commit.reported")
    return f"{row.known_percent}%"


def standing(row: Any) -> rolling.Standing:
    """Give how a commitment (from `seen`) stands, to be rolled up."""
    return rolling.Standing(
        row.state, row.known_at.date() if row.known_at else None, row.known_percent
    )


HEADS = (
    "number", "title", "text", "body", "owner", "first_due_on", "due_on", "slips", "state", "progress", "last_words",
    "class_then", "class_now", "budget", "begun_in", "session", "proof", "link",
)  # fmt: skip


def table(actor: Actor, rows: Iterable[models.Commitment], *, on: date) -> Iterator[list[str]]:
    """Give commitments (from `seen`) as a table: heads, then a row each.

    Cost: three queries for each five hundred.
    """
    yield [names.say(f"commit.{head}") for head in HEADS]
    held: list[models.Commitment] = []
    for row in rows:
        held.append(row)
        if len(held) == 500:
            yield from _rows(actor, held, on)
            held = []
    yield from _rows(actor, held, on)


def _rows(actor: Actor, some: list[models.Commitment], on: date) -> Iterator[list[str]]:
    reports = models.Progress.objects.filter(
        permissions.visible(actor, models.Progress), commitment__in=[row.pk for row in some]
    )
    last: dict[int, models.Progress] = {}
    proofs: dict[int, list[str]] = {}
    for one in reports.order_by("number").prefetch_related("evidence"):
        last[one.commitment_id] = one
        proofs.setdefault(one.commitment_id, []).extend(proof.shows for proof in one.evidence.all())
    cover = covers(actor, some)
    for row in some:
        line = _line(row, cover, on)
        told = last.get(row.pk)
        yield [
            line.number, row.title, line.text, line.body, covered(row.owner, row, cover),
            _day(row.first_due_on), _day(row.due_on), str(line.slips), line.state.label, line.progress,
            told.words if told else "", row.class_then, row.class_now, row.budget, shown.session(row.begun_in),
            shown.session(row.session), "；".join(proofs.get(row.pk, [])), f"/commitments/{row.uid}/",
        ]  # fmt: skip


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""
