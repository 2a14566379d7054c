# SPDX-License-Identifier: Apache-2.0
"""The assignment meeting: the board, and the page on which a case gets its bodies."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from huiyin.core.values.refusals import HuiyinError
from huiyin.web.accounts.actors import Actor
from huiyin.web.docket import forms, live, models, permissions
from huiyin.web.docket.selectors import cases, meeting, proposals, shown
from huiyin.web.docket.services import assigning, negotiating
from huiyin.web.kit import doors, gates, incoming, waking

ROWS = 4


@doors.needing(*live.AT_BOARD)
def board(request: HttpRequest) -> HttpResponse:
    """Show all bodies with their loads, the cases that wait, and what is to be ruled on; the page follows the board."""
    version = waking.versions([live.BOARD])[live.BOARD]
    audience = live.at_board(doors.actor_of(request), "") or ""
    context = live.board_of(audience, on=doors.today()) | {"version": version}
    return render(request, "docket/board.html", context)


def _case(actor: Actor, uid: str) -> models.Case:
    return gates.get(models.Case, permissions.visible(actor, models.Case), uid=uid)


def _context(request: HttpRequest, case: models.Case) -> dict[str, Any]:
    actor = doors.actor_of(request)
    some = list(
        case.proposals.prefetch_related("suggestions", "handlers__body").select_related(
            "proposer", "session", "case"
        )
    )
    asks = [ask for row in some for ask in proposals.living(row)]
    pack = shown.pack_of(case)
    return {
        "case": case,
        "number": shown.number(case),
        "proposals": [(row, shown.proposer(actor, row)) for row in some],
        "asks": asks,
        "fits": meeting.fits_of({case.pk: asks}).get(case.pk, []),
        "wished": list(
            dict.fromkeys(
                shown.body(one.body)
                for row in some
                for one in row.handlers.all()
                if one.standing == "wished"
            )
        ),
        "tasks": cases.tasks(actor, case),
        "bodies": meeting.bodies(),
        "roles": [(role, shown.role(pack, role)) for role in ("lead", "joint", "separate", "sole")],
        "rows": _rows(request),
        "proposed": case.assignments.filter(state="proposed").count(),
        "may_issue": actor.has("assigner"),
    }


def _rows(request: HttpRequest) -> list[dict[str, Any]]:
    """Give the rows of the form as they were typed, or as a link asked for them."""
    data = request.POST or request.GET
    found = []
    for n in range(ROWS):
        default = "lead" if n == 0 else "joint"
        found.append({
            "n": n, "body": data.get(f"body-{n}", ""), "role": data.get(f"role-{n}", default),
            "scope": data.getlist(f"scope-{n}"),
        })  # fmt: skip
    return found


@doors.needing("assigner", "committee")
@doors.answering
def assign(request: HttpRequest, uid: str) -> HttpResponse:
    """Propose bodies for a case, and issue what is proposed."""
    actor = doors.actor_of(request)
    case = _case(actor, uid)
    if request.method != "POST":
        return render(request, "docket/assign.html", _context(request, case))
    do = request.POST.get("do", "propose")
    tasks = []
    for row in _rows(request):
        body = forms.body_of(request.POST, f"body-{row['n']}")
        if body is not None:
            scope = tuple(incoming.whole(one) or 0 for one in row["scope"])
            tasks.append(assigning.Task(body, row["role"], scope))
    try:
        if not tasks and do == "propose":
            raise HuiyinError("FIELD_EMPTY", field=shown.say("meet.body"))
        if do == "issue":
            assigning.propose_and_issue(actor, uid, tasks, now=doors.now())
        else:
            assigning.propose(actor, uid, tasks, now=doors.now())
    except HuiyinError as refusal:
        if doors.status_of(refusal.code) in (403, 404):
            raise
        return doors.again(request, "docket/assign.html", _context(request, case), refusal)
    messages.success(request, shown.say("meet.issued" if do == "issue" else "meet.proposed"))
    return redirect("/assignment-meeting/" if do == "issue" else f"/cases/{uid}/assign")


@require_POST
@doors.needing("assigner")
@doors.answering
def drop(request: HttpRequest, uid: str) -> HttpResponse:
    """Take a proposed body off a case again."""
    actor = doors.actor_of(request)
    row = assigning.drop(
        actor,
        uid,
        words=request.POST.get("words", "").strip() or shown.say("meet.dropped"),
        now=doors.now(),
    )
    messages.success(request, shown.say("meet.dropped"))
    return redirect(f"/cases/{row.case.uid}/assign")


@require_POST
@doors.needing("assigner")
@doors.answering
def answer_request(request: HttpRequest, uid: str) -> HttpResponse:
    """Answer a body's wish to have another one added."""
    actor = doors.actor_of(request)
    granted = request.POST.get("how") == "grant"
    try:
        negotiating.answer_request(
            actor,
            uid,
            granted=granted,
            words=request.POST.get("words", "").strip(),
            now=doors.now(),
        )
    except HuiyinError as refusal:
        if doors.status_of(refusal.code) in (403, 404):
            raise
        messages.error(request, f"{refusal.say(shown.lang())} {refusal.code}")
        return redirect("/assignment-meeting/#requests")
    row = gates.get(models.Assignment, permissions.visible(actor, models.Assignment), uid=uid)
    messages.success(request, shown.say("meet.answered"))
    return redirect(f"/cases/{row.case.uid}/assign" if granted else "/assignment-meeting/")
