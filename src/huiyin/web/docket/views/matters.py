# SPDX-License-Identifier: Apache-2.0
"""The pages of a proposal, a case and a task: text, people, clocks, happenings, and what can be done now."""

from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from huiyin.web.accounts.actors import Actor
from huiyin.web.docket import models, permissions
from huiyin.web.docket.selectors import acts, cases, happenings, proposals, reckoning, shown, stages
from huiyin.web.kit import doors, gates
from huiyin.web.kit.showing import Mark


def proposal_of(actor: Actor, uid: str) -> models.Proposal:
    """Give a proposal an actor may see.

    Errors: `NOT_FOUND`.
    """
    beside = ("case__session", "proposer", "session__term")
    seen = permissions.visible(actor, models.Proposal)
    return gates.get(models.Proposal, seen, beside=beside, uid=uid)


def case_uid_of(actor: Actor, uid: str) -> str:
    """Give the uid of the case a proposal is handled in, "" where there is none.

    Errors: `NOT_FOUND`.
    """
    row = proposal_of(actor, uid)
    return row.case.uid if row.case else ""


def proposal_context(request: HttpRequest, row: models.Proposal) -> dict[str, Any]:
    """Give what the page of a proposal shows."""
    actor = doors.actor_of(request)
    said = proposals.page(actor, row)
    return said | {
        "acts": acts.of_proposal(actor, row, now=doors.now()) if actor.user_id else None,
        "stages": stages.of(row),
        "clocks": reckoning.of(said["deadlines"]),
        "happenings": happenings.of_proposal(actor, row),
        "tasks": cases.tasks(actor, row.case) if row.case else [],
        "merger": cases.merger_of(actor, row),
        "siblings": cases.siblings(actor, row),
        "source_marks": [
            Mark(one.start, one.end, "ask", f"s{one.order}")
            for one in said["asks"]
            if one.start is not None
        ],
        "is_own": actor.person_id is not None and actor.person_id == row.proposer_id,
        "may_split": actor.has("clerk", "reviewer", "committee")
        and row.state not in ("draft", "cosigning", "returned"),
        "may_read_source": actor.person_id == row.proposer_id
        or actor.has("clerk", "reviewer", "committee", "auditor"),
    }


@doors.answering
def proposal(request: HttpRequest, uid: str) -> HttpResponse:
    """Show a proposal."""
    row = proposal_of(doors.actor_of(request), uid)
    return render(request, "docket/proposal.html", proposal_context(request, row))


@doors.answering
def edition(request: HttpRequest, uid: str, number: int) -> HttpResponse:
    """Show a proposal as it was handed in."""
    row = proposal_of(doors.actor_of(request), uid)
    found = gates.get(models.Edition, Q(), proposal=row, number=number)
    return render(
        request,
        "docket/edition.html",
        {"row": row, "edition": found, "number": shown.number(row.case)},
    )


@doors.answering
def case(request: HttpRequest, uid: str) -> HttpResponse:
    """Show a case: what is handled as one."""
    actor = doors.actor_of(request)
    seen = permissions.visible(actor, models.Case)
    row = gates.get(models.Case, seen, beside=("session__term",), uid=uid)
    some = list(proposals.with_all(proposals.seen(actor).filter(case=row)).order_by("state", "pk"))
    context = {
        "row": row,
        "number": shown.number(row),
        "session": shown.session(row.session),
        "lines": [(proposals.line(actor, one), proposals.living(one)) for one in some],
        "tasks": cases.tasks(actor, row),
        "clocks": reckoning.of(cases.clocks(actor, row)),
        "happenings": happenings.of_case(actor, row, some),
        "may_assign": actor.has("assigner"),
    }
    return render(request, "docket/case.html", context)


def task_context(request: HttpRequest, row: models.Assignment) -> dict[str, Any]:
    """Give what the page of a task shows."""
    actor = doors.actor_of(request)
    some = list(proposals.with_all(proposals.seen(actor).filter(case=row.case)).order_by("pk"))
    return {
        "row": row,
        "state": shown.state(row),
        "number": shown.number(row.case),
        "body": shown.body(row.body),
        "role": shown.role(shown.pack_of(row), row.role),
        "acts": acts.of_assignment(actor, row, now=doors.now()),
        "scope": list(
            row.scope.filter(dropped_at=None)
            .select_related("proposal")
            .order_by("proposal", "order")
        ),
        "lines": [proposals.line(actor, one) for one in some],
        "clocks": reckoning.of(row.deadlines.order_by("state", "due_on")),
        "objections": cases.objections(row),
        "others": [one for one in cases.tasks(actor, row.case) if one["row"].pk != row.pk],
        "happenings": happenings.of_assignment(actor, row),
    }


@doors.answering
def task(request: HttpRequest, uid: str) -> HttpResponse:
    """Show a body's task."""
    actor = doors.actor_of(request)
    seen = permissions.visible(actor, models.Assignment)
    row = gates.get(models.Assignment, seen, beside=("case__session", "body", "parent"), uid=uid)
    return render(request, "docket/task.html", task_context(request, row))
