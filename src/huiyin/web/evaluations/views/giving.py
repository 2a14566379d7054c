# SPDX-License-Identifier: Apache-2.0
"""Giving an evaluation: on the page by the person asked, signed in anew; on paper through a clerk; printed for those offline."""

from typing import Any

from allauth.account.internal.flows.login import get_authentication_records
from allauth.core.exceptions import ReauthenticationRequired
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from huiyin.core.values.refusals import HuiyinError
from huiyin.web.docket.selectors import shown as names
from huiyin.web.evaluations import forms, models, permissions
from huiyin.web.evaluations.selectors import evaluations, shown
from huiyin.web.evaluations.services import printing, rows, submitting
from huiyin.web.kit import doors, ports


def _signed_in_anew(request: HttpRequest) -> None:
    """Ask for the sign-in again unless it is fresh; what was typed is kept and sent on afterwards."""
    records = get_authentication_records(request, request.user)
    last = max((float(one.get("at", 0)) for one in records), default=0.0)
    if doors.now().timestamp() - last >= settings.ACCOUNT_REAUTHENTICATION_TIMEOUT:
        raise ReauthenticationRequired


def _asked(row: models.Evaluation, said: submitting.Said | None, last: Any) -> dict[str, Any]:
    marks = dict(said.marks) if said else {}
    values = dict(said.values) if said else {}
    if said is None and last is not None:
        marks = {int(key): value for key, value in last.marks.items()}
        values = dict(last.values)
    asked, whole = shown.choices(row, values, marks)
    typed = said or submitting.Said(remark=last.remark if last else "")
    return {"asked": asked, "choices": whole, "typed": typed}


@doors.signed_in
@doors.answering
def one(request: HttpRequest, uid: str) -> HttpResponse:
    """Show an evaluation; to the person asked, while it is open, as the form to fill in."""
    actor, now = doors.actor_of(request), doors.now()
    row = rows.evaluation(actor, uid, lock=False)
    if request.method == "POST":
        return _given(request, row, "evaluations/give.html")
    context = evaluations.page(actor, row, now=now)
    if context["own"] and row.state == "open":
        return render(request, "evaluations/give.html", context | _asked(row, None, None))
    context["acts"] = evaluations.acts(actor, row, now=now)
    return render(request, "evaluations/evaluation.html", context)


def _given(request: HttpRequest, row: models.Evaluation, template: str) -> HttpResponse:
    actor, now = doors.actor_of(request), doors.now()
    if not permissions.is_own(actor, row):
        raise HuiyinError("NOT_AUTHOR")
    _signed_in_anew(request)
    said = forms.said(request.POST)
    try:
        submitting.submit(
            actor, row.uid, said, version=forms.number(request.POST, "version"), now=now
        )
    except HuiyinError as refusal:
        row.refresh_from_db()
        context = evaluations.page(actor, row, now=now) | _asked(row, said, None)
        return doors.again(request, template, context, refusal)
    messages.success(request, names.say("evaluation.thanks"))
    return redirect(f"/evaluations/{row.uid}/")


@doors.signed_in
@doors.answering
def revise(request: HttpRequest, uid: str) -> HttpResponse:
    """Change one's evaluation within the window, with the reason; the earlier one stays."""
    actor, now = doors.actor_of(request), doors.now()
    row = rows.evaluation(actor, uid, lock=False)
    if not permissions.is_own(actor, row):
        raise HuiyinError("NOT_AUTHOR")
    if request.method == "POST":
        return _given(request, row, "evaluations/give.html")
    context = evaluations.page(actor, row, now=now)
    if not context["may_revise"]:
        return redirect(f"/evaluations/{uid}/")
    return render(request, "evaluations/give.html", context | _asked(row, None, context["form"]))


@doors.signed_in
@doors.answering
def paper(request: HttpRequest, uid: str) -> HttpResponse:
    """Enter a form that came on paper."""
    actor, now = doors.actor_of(request), doors.now()
    row = rows.evaluation(actor, uid, lock=False)
    if not actor.has("clerk"):
        raise HuiyinError("NOT_AUTHOR")
    said = forms.said(request.POST) if request.method == "POST" else None
    context = evaluations.page(actor, row, now=now) | _asked(row, said, None)
    if said is None:
        return render(request, "evaluations/paper.html", context)
    try:
        version = forms.number(request.POST, "version")
        submitting.enter_paper(actor, uid, said, version=version, now=now)
    except HuiyinError as refusal:
        return doors.again(request, "evaluations/paper.html", context, refusal)
    messages.success(request, names.say("evaluation.entered"))
    return redirect(f"/evaluations/{uid}/")


@doors.signed_in
@doors.answering
def printed(request: HttpRequest, uid: str) -> HttpResponse:
    """Give the form to print, with the code that leads back to it."""
    actor = doors.actor_of(request)
    row = rows.evaluation(actor, uid, lock=False)
    if not (permissions.is_own(actor, row) or actor.has("clerk")):
        raise HuiyinError("NOT_FOUND")
    address = (
        f"{settings.SITE_URL or request.build_absolute_uri('/').rstrip('/')}/evaluations/{uid}/"
    )
    made = ports.write_paper(printing.form(row, address, names.lang(), on=doors.today()), "pdf")
    answer = HttpResponse(made.raw, content_type=made.media_type)
    answer["Content-Disposition"] = f'inline; filename="evaluation-{uid}.pdf"'
    return answer
