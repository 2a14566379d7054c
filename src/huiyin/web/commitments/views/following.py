# SPDX-License-Identifier: Apache-2.0
"""What hangs on a commitment: indicators and their rhythm, milestones, goals of plans; and the promises of a reply."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from huiyin.core.commitments import scheduling
from huiyin.core.values.refusals import HuiyinError
from huiyin.web.commitments import forms, models, permissions
from huiyin.web.commitments.selectors import commitments, shown
from huiyin.web.commitments.services import (
    extracting,
    indicating,
    looking_back,
    planning,
    promising,
    rows,
)
from huiyin.web.commitments.views.lists import goal_choices
from huiyin.web.docket.selectors import shown as names
from huiyin.web.kit import doors
from huiyin.web.kit.showing import Mark
from huiyin.web.replies.selectors import rows as replies


@doors.signed_in
@doors.answering
def follow(request: HttpRequest, uid: str) -> HttpResponse:
    """Set milestones and indicators, change when an indicator is due, drop a milestone."""
    actor = doors.actor_of(request)
    row = rows.commitment(actor, uid, lock=False)
    rows.of_body(actor, row.body_id, "indicate")
    context: dict[str, Any] = {
        "row": row, "typed": request.POST, "milestones": list(row.milestones.filter(reached=None, dropped_at=None)),
        "indicators": [
            (one, names.say(f"commit.every_{one.every}")) for one in row.indicators.all()
        ],
        "every": [(str(one), names.say(f"commit.every_{one}")) for one in scheduling.Every],
    }  # fmt: skip
    if request.method != "POST":
        return render(request, "commitments/follow.html", context)
    try:
        _follow(request, uid)
    except HuiyinError as refusal:
        return doors.again(request, "commitments/follow.html", context, refusal)
    messages.success(request, names.say("commit.followed"))
    return redirect(f"/commitments/{uid}/follow")


def _follow(request: HttpRequest, uid: str) -> None:
    actor, data, now = doors.actor_of(request), request.POST, doors.now()
    do, words = data.get("do", ""), data.get("words", "")
    if do == "step":
        indicating.step(
            actor, uid, text=data.get("step", ""), due_on=forms.day(data, "step_on"), now=now
        )
    elif do == "drop":
        indicating.drop_step(actor, uid, data.get("which", ""), words=words, now=now)
    elif do == "reschedule":
        indicating.reschedule(
            actor, uid, data.get("which", ""), rhythm=forms.rhythm(data), words=words,
            version=forms.number(data, "version"), now=now,
        )  # fmt: skip
    else:
        indicating.indicate(
            actor, uid, name=data.get("name", ""), unit=data.get("unit", ""), target=data.get("target", ""),
            rhythm=forms.rhythm(data), now=now,
        )  # fmt: skip


@doors.signed_in
@doors.answering
def goals(request: HttpRequest, uid: str) -> HttpResponse:
    """Say which goals of plans a commitment serves."""
    actor = doors.actor_of(request)
    row = rows.commitment(actor, uid, lock=False)
    if not actor.has(*permissions.OFFICE):
        rows.of_body(actor, row.body_id, "serve")
    if request.method == "POST":
        planning.serve(actor, uid, request.POST.getlist("goal")[:60], now=doors.now())
        messages.success(request, names.say("commit.followed"))
        return redirect(f"/commitments/{uid}/")
    chosen = list(row.goals.values_list("uid", flat=True))
    context = {"row": row, "goals": goal_choices(chosen)}
    return render(request, "commitments/goals.html", context)


@doors.signed_in
@doors.answering
def promise(request: HttpRequest, uid: str) -> HttpResponse:
    """Show a found promise within its answer; its author confirms it, corrects it, lays it to another, or rejects it."""
    actor = doors.actor_of(request)
    row = promising.promise(actor, uid, lock=False)
    task = row.reply.assignment
    others = commitments.seen(actor).filter(body_id=task.body_id, state__in=models.OPEN)
    context: dict[str, Any] = {
        "row": row, "reply": row.reply, "typed": request.POST, "state": shown.promise_state(row),
        "marks": [Mark(row.start, row.end, "hit")], "decides": task.body_id in actor.bodies(*permissions.WRITERS),
        "owner": row.answer.owner, "goals": goal_choices(request.POST.getlist("goal")),
        "others": commitments.lines(actor, others.order_by("-pk")[:30], on=doors.today()),
    }  # fmt: skip
    if request.method != "POST":
        return render(request, "commitments/promise.html", context)
    try:
        made = _decide(request, uid)
    except HuiyinError as refusal:
        return doors.again(request, "commitments/promise.html", context, refusal)
    messages.success(request, names.say("promise.done_made" if made else "promise.done_rejected"))
    waiting = models.Promise.objects.filter(reply=row.reply, state="proposed").first()
    if waiting is not None:
        return redirect(f"/promises/{waiting.uid}/")
    return redirect(f"/replies/{row.reply.uid}/#promises")


def _decide(request: HttpRequest, uid: str) -> models.Commitment | None:
    actor, data, now = doors.actor_of(request), request.POST, doors.now()
    do = data.get("do", "")
    if do == "reject":
        promising.reject(actor, uid, reason=data.get("reason", ""), now=now)
        return None
    if do == "join":
        return promising.join(actor, uid, data.get("into", ""), now=now)
    return promising.confirm(actor, uid, forms.said(data), now=now)


@doors.signed_in
@doors.answering
def mark(request: HttpRequest, uid: str) -> HttpResponse:
    """Make a commitment of words of a reply that the machine did not find."""
    actor = doors.actor_of(request)
    reply = replies.reply(actor, uid)
    rows.of_body(actor, reply.assignment.body_id, "mark")
    context: dict[str, Any] = {
        "reply": reply, "answers": list(enumerate(replies.answers(reply), start=1)), "typed": request.POST,
        "goals": goal_choices(request.POST.getlist("goal")),
    }  # fmt: skip
    if request.method != "POST":
        return render(request, "commitments/mark.html", context)
    data = request.POST
    quote = data.get("quote", "").replace("\r\n", "\n")
    try:
        made = promising.mark(
            actor, uid, data.get("answer", ""), quote, forms.said(data), now=doors.now()
        )
    except HuiyinError as refusal:
        return doors.again(request, "commitments/mark.html", context, refusal)
    messages.success(request, names.say("promise.done_made"))
    return redirect(f"/commitments/{made.uid}/")


@require_POST
@doors.signed_in
@doors.answering
def read(request: HttpRequest, uid: str) -> HttpResponse:
    """Read a reply for promises now, without waiting for the clock."""
    actor = doors.actor_of(request)
    reply = replies.reply(actor, uid)
    rows.of_body(actor, reply.assignment.body_id, "read")
    if reply.state not in replies.OUT:
        raise HuiyinError("ILLEGAL_TRANSITION", act="read", state=reply.state)
    extracting.read(reply.pk, now=doors.now())
    return redirect(f"/replies/{uid}/#promises")


@require_POST
@doors.signed_in
@doors.answering
def look_back(request: HttpRequest, uid: str) -> HttpResponse:
    """Record what a look-back at a reply found."""
    looking_back.record(
        doors.actor_of(request), uid, holds=request.POST.get("how") == "holds", words=request.POST.get("words", ""),
        now=doors.now(),
    )  # fmt: skip
    messages.success(request, names.say("look.done"))
    return redirect(f"/replies/{uid}/#look-back")
