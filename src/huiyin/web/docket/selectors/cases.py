# SPDX-License-Identifier: Apache-2.0
"""Cases (案) with their tasks, mergers and objections, as an actor may see them."""

from typing import Any

from django.db.models import QuerySet

from huiyin.web.accounts.actors import Actor
from huiyin.web.docket import models, permissions
from huiyin.web.docket.selectors import shown

_INSIDE = ("clerk", "reviewer", "committee", "assigner", "oversight", "leader", "auditor")


def tasks(actor: Actor, case: models.Case) -> list[dict[str, Any]]:
    """Give the tasks of a case; who is not concerned sees which bodies have it, and that they are at it or have answered."""
    rows = case.assignments.exclude(state__in=["dropped"]).select_related("body", "case__session")
    if not actor.has(*_INSIDE):
        rows = rows.exclude(state="proposed")
    open_to = set(_mine(actor, rows).values_list("pk", flat=True))
    found = []
    for row in rows.prefetch_related("deadlines"):
        if row.pk not in open_to and row.state not in models.Assignment.LIVING:
            continue
        running = [one for one in row.deadlines.all() if one.state != "stopped"]
        found.append({
            "row": row,
            "body": shown.body(row.body),
            "role": shown.role(shown.pack_of(row), row.role),
            "state": shown.state(row if row.pk in open_to else _as_told(row)),
            "href": f"/assignments/{row.uid}/" if row.pk in open_to else "",
            "due": min(running, key=lambda one: one.due_on, default=None),
        })  # fmt: skip
    return found


def _as_told(row: models.Assignment) -> models.Assignment:
    """Give a task as outsiders are told of it: what bodies and office are at odds over is not for them."""
    state = row.state if row.state == "done" else "accepted"
    return models.Assignment(case=row.case, body=row.body, role=row.role, state=state)


def _mine(actor: Actor, rows: QuerySet[models.Assignment]) -> QuerySet[models.Assignment]:
    return rows.filter(permissions.visible(actor, models.Assignment))


def clocks(actor: Actor, case: models.Case) -> list[models.Deadline]:
    """Give the clocks of a case's tasks that an actor may see."""
    seen = _mine(actor, models.Assignment.objects.filter(case=case)).values("pk")
    return list(models.Deadline.objects.filter(assignment__in=seen).order_by("state", "due_on"))


def siblings(actor: Actor, row: models.Proposal) -> list[models.Proposal]:
    """Give the other proposals handled in the same case that an actor may see."""
    if row.case_id is None:
        return []
    seen = models.Proposal.objects.filter(
        permissions.visible(actor, models.Proposal), case_id=row.case_id
    )
    return list(
        models.Proposal.objects.filter(pk__in=seen.values("pk"))
        .exclude(pk=row.pk)
        .select_related("proposer")
    )


def merger_of(actor: Actor, row: models.Proposal) -> dict[str, Any] | None:
    """Give the merger a proposal is in, with its objections, for those concerned."""
    merger = row.mergers.filter(undone_at=None).select_related("case__session").first()
    if merger is None:
        return None
    own = actor.person_id is not None and actor.person_id == row.proposer_id
    window = row.deadlines.filter(clock="member_objection").order_by("-id").first()
    return {
        "row": merger,
        "number": shown.number(merger.case),
        "inside": own or actor.has(*_INSIDE),
        "may_object": own and (window is None or window.due_on >= shown.today()),
        "window": window,
        "objections": list(merger.objections.select_related("person"))
        if own or actor.has(*_INSIDE)
        else [],
    }


def objections(row: models.Assignment) -> list[dict[str, Any]]:
    """Give the objections of a task and of those before it in the same place, the newest first."""
    rows = models.Objection.objects.filter(assignment__case=row.case, assignment__role=row.role)
    pack = shown.pack_of(row)
    codes = {one.code: shown.label(one.words) for one in pack.reasons.get("objection", ())}
    return [
        {
            "row": one,
            "body": shown.body(one.assignment.body),
            "names": shown.body(one.names) if one.names else "",
            "reason": codes.get(one.code, ""),
        }
        for one in rows.select_related("assignment__body", "names").order_by("-at")
    ]
