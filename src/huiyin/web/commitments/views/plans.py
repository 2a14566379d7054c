# SPDX-License-Identifier: Apache-2.0
"""Plans and their goals, with how far what serves them is."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from huiyin.core.values.refusals import HuiyinError
from huiyin.web.commitments import forms, models, permissions
from huiyin.web.commitments.selectors import plans, shown
from huiyin.web.commitments.services import planning
from huiyin.web.docket import permissions as docket
from huiyin.web.docket.selectors import shown as names
from huiyin.web.kit import doors, gates


def _may(request: HttpRequest) -> bool:
    return doors.actor_of(request).has(*permissions.OFFICE, "policy_admin")


@doors.answering
def many(request: HttpRequest) -> HttpResponse:
    """Show the plans; lay one down."""
    context: dict[str, Any] = {
        "plans": plans.plans(doors.actor_of(request)), "may": _may(request), "typed": request.POST,
    }  # fmt: skip
    if request.method != "POST":
        return render(request, "commitments/plans.html", context)
    data = request.POST
    try:
        title = planning.Named(data.get("title", ""), data.get("title_en", ""))
        row = planning.plan(
            doors.actor_of(request), title, starts_on=forms.day(data, "starts_on"), ends_on=forms.day(data, "ends_on"),
            now=doors.now(),
        )  # fmt: skip
    except HuiyinError as refusal:
        return doors.again(request, "commitments/plans.html", context, refusal)
    messages.success(request, names.say("plan.made"))
    return redirect(f"/plans/{row.uid}/")


@doors.answering
def one(request: HttpRequest, uid: str) -> HttpResponse:
    """Show the goals of a plan as a tree; lay a goal into it."""
    actor = doors.actor_of(request)
    row = gates.get(models.Plan, docket.visible(actor, models.Plan), uid=uid)
    top = plans.tree(actor, row)
    context: dict[str, Any] = {
        "row": row, "title": shown.title_of(row), "lines": plans.flat(top), "may": _may(request),
        "typed": request.POST,
    }  # fmt: skip
    if request.method != "POST":
        return render(request, "commitments/plan.html", context)
    data = request.POST
    try:
        title = planning.Named(data.get("title", ""), data.get("title_en", ""))
        under = data.get("under", "")
        planning.goal(actor, uid, data.get("code", ""), title, under=under, now=doors.now())
    except HuiyinError as refusal:
        return doors.again(request, "commitments/plan.html", context, refusal)
    messages.success(request, names.say("plan.goal_made"))
    return redirect(f"/plans/{uid}/")
