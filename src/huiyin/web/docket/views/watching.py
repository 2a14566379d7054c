# SPDX-License-Identifier: Apache-2.0
"""Watching over clocks and the ledger: what is overdue, the formal letter, and every act as it was written."""

from collections.abc import Iterable, Iterator

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from huiyin.core.values.refusals import HuiyinError
from huiyin.web.docket import models
from huiyin.web.docket.selectors import overdue as overdue_clocks
from huiyin.web.docket.selectors import reckoning, shown
from huiyin.web.docket.views.lists import AT_ONCE, export
from huiyin.web.kit import doors, listing
from huiyin.web.kit.models import LedgerEntry

_WATCHERS = (
    "clerk",
    "reviewer",
    "committee",
    "assigner",
    "oversight",
    "leader",
    "liaison",
    "handler",
    "signer",
)


@doors.needing(*_WATCHERS)
def overdue(request: HttpRequest) -> HttpResponseBase:
    """Show the clocks that ran out and those that soon will, with the reminders that went out."""
    actor = doors.actor_of(request)
    on = doors.today()
    late = overdue_clocks.rows(actor, on=on)
    if (wanted := request.GET.get("export", "")) in ("csv", "xlsx"):
        return export(
            _table(overdue_clocks.line(row, on=on) for row in late.iterator(chunk_size=AT_ONCE)),
            "overdue",
            wanted,
        )
    found = listing.of(request, late, [], per_page=50)
    soon = overdue_clocks.rows(actor, on=on, late=False)[:50]
    context = {
        "listing": found,
        "late": [overdue_clocks.line(row, on=on) for row in found.rows],
        "soon": [overdue_clocks.line(row, on=on) for row in soon],
    }
    return render(request, "docket/overdue.html", context)


def _table(lines: Iterable[overdue_clocks.Line]) -> Iterator[list[str]]:
    keys = ("matter", "body", "clock", "due_on", "over", "sent")
    yield [shown.say(f"due.{key}") for key in keys]
    for one in lines:
        sent = "; ".join(f"{day} {shown.say(f'due.form_{form}')}" for form, day in one.fired)
        yield [one.title, one.body, one.name, f"{one.row.due_on}", str(one.over), sent]


@doors.needing(*_WATCHERS)
@doors.answering
def letter(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the formal letter about a clock that ran out, to be printed and sent."""
    actor = doors.actor_of(request)
    row = (
        overdue_clocks.rows(actor, on=doors.today()).filter(pk=pk, assignment__isnull=False).first()
    )
    if row is None:
        raise HuiyinError("NOT_FOUND")
    clock = reckoning.of([row])[0]
    task: models.Assignment = row.assignment  # type: ignore[assignment]
    context = {
        "line": overdue_clocks.line(row, on=doors.today()),
        "clock": clock,
        "task": task,
        "role": shown.role(shown.pack_of(task), task.role),
        "today": doors.today(),
        "number": shown.number(task.case),
    }
    return render(request, "docket/letter.html", context)


@doors.needing("auditor")
def ledger(request: HttpRequest) -> HttpResponseBase:
    """Show the ledger: every act, who, when, why, and the chain."""
    rows = LedgerEntry.objects.order_by("-seq")
    kind, q = request.GET.get("kind", ""), request.GET.get("q", "").strip()
    if kind:
        rows = rows.filter(kind=kind)
    if q:
        rows = rows.filter(act__icontains=q) | rows.filter(reason__icontains=q)
    if (wanted := request.GET.get("export", "")) in ("csv", "xlsx"):
        return export(_entries(rows.iterator(chunk_size=AT_ONCE)), "ledger", wanted)
    kinds = [(one, one) for one in ("proposal", "assignment", "suggestion", "accounts")]
    found = listing.of(
        request, rows, [listing.Column("book.seq", number=True), listing.Column("book.at"), listing.Column("book.act"), listing.Column("book.who"), listing.Column("book.reason"), listing.Column("book.digest")],
        filters=[listing.Filter("kind", "book.kind", kinds)], searchable=True,
    )  # fmt: skip
    names = shown.users(one.actor_id for one in found.rows if one.actor_id)
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "listing": found,
        "entries": [
            (one, names.get(one.actor_id or 0, ""), names.get(one.behalf_id or 0, ""))
            for one in found.rows
        ],
        "query": query.urlencode(),
    }
    return render(request, "docket/ledger.html", context)


def _entries(rows: Iterable[LedgerEntry]) -> Iterator[list[str]]:
    yield [
        "seq", "at", "act", "kind", "object", "actor", "behalf", "role", "code", "reason", "door", "digest",
    ]  # fmt: skip
    for one in rows:
        yield [
            str(one.seq), one.at.isoformat(), one.act, one.kind, str(one.object_id), str(one.actor_id or ""),
            str(one.behalf_id or ""), one.role, one.reason_code, one.reason, one.door, one.digest,
        ]  # fmt: skip
