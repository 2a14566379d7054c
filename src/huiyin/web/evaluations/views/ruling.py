# SPDX-License-Identifier: Apache-2.0
"""Ruling on a dissatisfied evaluation, and recording what came of each rung."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from huiyin.core.values.refusals import HuiyinError
from huiyin.web.docket.selectors import shown as names
from huiyin.web.docket.services import turning
from huiyin.web.evaluations import forms
from huiyin.web.evaluations.selectors import evaluations
from huiyin.web.evaluations.services import rows, ruling
from huiyin.web.kit import doors


def _again(request: HttpRequest, refusal: HuiyinError, uid: str, **more: Any) -> HttpResponse:
    actor, now = doors.actor_of(request), doors.now()
    row = rows.evaluation(actor, uid, lock=False)
    context = evaluations.page(actor, row, now=now)
    context |= {
        "acts": evaluations.acts(actor, row, now=now),
        "typed": request.POST.get("words", ""),
    }
    return doors.again(request, "evaluations/evaluation.html", context, refusal)


@require_POST
@doors.signed_in
@doors.answering(again=_again)
def act(request: HttpRequest, uid: str, act: str) -> HttpResponse:
    """Rule, climb, take a late form or ask for one, each with the reason."""
    actor, now = doors.actor_of(request), doors.now()
    version, words = forms.number(request.POST, "version"), forms.text(request.POST, "words")
    row = rows.evaluation(actor, uid, lock=False)
    if act == "rehandle":
        ruling.rehandle(actor, uid, words=words, version=version, now=now)
    elif act == "climb":
        ruling.climb(actor, uid, words=words, version=version, now=now)
    else:
        ruling.act(actor, uid, act, words=words, version=version, now=now)
    known = turning.machine_of(row).acts[act]
    messages.success(request, names.say("docket.done", act=names.label(known.words)))
    return redirect(f"/evaluations/{uid}/")


@doors.signed_in
@doors.answering
def rung(request: HttpRequest, uid: str) -> HttpResponse:
    """Record what came of the rung that is open."""
    actor, now = doors.actor_of(request), doors.now()
    row = rows.evaluation(actor, uid, lock=False)
    if not actor.has("clerk", "committee", "oversight"):
        raise HuiyinError("NOT_ALLOWED", act="record_rung")
    names_ = ("participants", "record", "outcome")
    typed = {name: forms.text(request.POST, name) for name in names_}
    context = evaluations.page(actor, row, now=now) | {
        "typed": typed | {"held_on": request.POST.get("held_on", doors.today().isoformat())}
    }
    if request.method != "POST":
        return render(request, "evaluations/rung.html", context)
    try:
        met = ruling.Met(forms.day(request.POST, "held_on"), **typed)
        version = forms.number(request.POST, "version")
        ruling.record(actor, uid, met, version=version, now=now)
    except HuiyinError as refusal:
        return doors.again(request, "evaluations/rung.html", context, refusal)
    messages.success(request, names.say("evaluation.recorded"))
    return redirect(f"/evaluations/{uid}/")
