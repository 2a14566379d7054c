# SPDX-License-Identifier: Apache-2.0
"""The pages before a reply: contacts with the proposer, and the opinions of joint bodies."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from huiyin.core.values.refusals import HuiyinError
from huiyin.web.docket import permissions
from huiyin.web.docket.selectors import rows as docket
from huiyin.web.docket.selectors import shown as names
from huiyin.web.kit import doors, gates
from huiyin.web.replies import forms, models
from huiyin.web.replies.selectors import shown
from huiyin.web.replies.services import contacting, opinions, rows


@doors.signed_in
@doors.answering
def contacts(request: HttpRequest, uid: str) -> HttpResponse:
    """Show the contacts of a task, and note one."""
    actor = doors.actor_of(request)
    task = docket.task(actor, uid)
    kinds = {key: names.label(words) for key, words in rows.rules(task).contacts.items()}
    seen = models.Contact.objects.filter(
        permissions.visible(actor, models.Contact), assignment=task
    )
    writes = task.body_id in actor.bodies(*rows.WRITERS)
    hidden = {
        one.person.pk
        for one in docket.parties(task)
        if permissions.masked(actor, one.proposal) and one.person.pk != actor.person_id
    }
    context = {
        "task": task,
        "number": names.number(task.case),
        "body": names.body(task.body),
        "some": [
            {
                "row": one,
                "kind": kinds.get(one.kind, one.kind),
                "who": names.say("docket.masked") if one.person_id in hidden else names.person(one.person),
            }
            for one in seen.select_related("person", "by")
        ],
        "kinds": list(kinds.items()),
        "people": [
            (one.person.pk, names.person(one.person)) for one in contacting.reachable(actor, task)
        ]
        if writes
        else [],
        "may_log": writes and task.state in ("received", "accepted"),
        "today": doors.today(),
        "typed": request.POST,
    }  # fmt: skip
    if request.method != "POST":
        return render(request, "replies/contacts.html", context)
    try:
        held_on = forms.day(request.POST, "held_on")
        if held_on is None:
            raise HuiyinError("DATE_INVALID", day="")
        contacting.log(
            actor, uid, person_id=forms.number(request.POST, "person"), kind=request.POST.get("kind", ""),
            held_on=held_on, summary=request.POST.get("summary", ""), now=doors.now(),
        )  # fmt: skip
    except HuiyinError as refusal:
        return doors.again(request, "replies/contacts.html", context, refusal)
    messages.success(request, names.say("contact.logged"))
    return redirect(f"/assignments/{uid}/contacts")


@doors.signed_in
@doors.answering
def contact(request: HttpRequest, uid: str) -> HttpResponse:
    """Show one contact; the person contacted says whether it took place."""
    actor = doors.actor_of(request)
    row = gates.get(models.Contact, permissions.visible(actor, models.Contact), uid=uid)
    kinds = rows.rules(row.assignment).contacts
    context = {
        "row": row,
        "kind": names.label(kinds[row.kind]) if row.kind in kinds else row.kind,
        "body": names.body(row.assignment.body),
        "mine": actor.person_id == row.person_id,
        "typed": request.POST,
    }
    if request.method != "POST":
        return render(request, "replies/contact.html", context)
    try:
        contacting.confirm(
            actor, uid, held=request.POST.get("how") == "yes", words=request.POST.get("words", ""),
            now=doors.now(),
        )  # fmt: skip
    except HuiyinError as refusal:
        return doors.again(request, "replies/contact.html", context, refusal)
    messages.success(request, names.say("contact.thanks"))
    return redirect(f"/contacts/{uid}/")


@require_POST
@doors.signed_in
@doors.answering
def begin_opinion(request: HttpRequest, uid: str) -> HttpResponse:
    """Begin a joint body's opinion."""
    row = opinions.begin(doors.actor_of(request), uid, now=doors.now())
    return redirect(f"/opinions/{row.uid}/")


@require_POST
@doors.signed_in
@doors.answering
def waive_opinion(request: HttpRequest, uid: str) -> HttpResponse:
    """Let a joint body off its opinion."""
    actor = doors.actor_of(request)
    row = opinions.waive(actor, uid, words=request.POST.get("words", ""), now=doors.now())
    messages.success(request, names.say("opinion.waived"))
    return redirect(f"/opinions/{row.uid}/")


@doors.signed_in
@doors.answering
def opinion(request: HttpRequest, uid: str) -> HttpResponse:
    """Show a joint body's opinion: to write and send, or to take or return."""
    actor = doors.actor_of(request)
    row = rows.opinion(actor, uid, lock=False)
    roles = permissions.roles_in(actor, row)
    writes = not roles.isdisjoint(rows.WRITERS) and row.assignment.body_id in actor.bodies()
    asks = docket.asks(row.assignment)
    last = row.sendings[-1] if row.sendings else {}
    said = row.texts if writes else last.get("texts", {})
    typed = {ask.uid: request.POST.get(ask.uid, "") for ask in asks if ask.uid in request.POST}
    context: dict[str, Any] = {
        "row": row,
        "state": shown.state(row),
        "body": names.body(row.assignment.body),
        "number": names.number(row.assignment.case),
        "lines": [
            {
                "ask": ask,
                "text": typed.get(ask.uid, said.get(ask.uid, "")),
                "empty": bool(said.get(ask.uid)) and not opinions.has_substance(said[ask.uid]),
            }
            for ask in asks
        ],
        "writes": writes and row.state in ("draft", "returned"),
        "leads": "lead" in roles and row.state == "sent",
        "waives": actor.has("oversight", "assigner") and row.state in ("draft", "returned"),
        "why": last.get("why", "") if row.state == "returned" else "",
        "sendings": row.sendings[:-1],
    }
    if request.method != "POST":
        return render(request, "replies/opinion.html", context)
    version, now = forms.number(request.POST, "version"), doors.now()
    do = request.POST.get("do", "save")
    try:
        if do in ("save", "send"):
            row = opinions.save(actor, uid, version=version, texts=typed, now=now)
        if do == "send":
            opinions.send(actor, uid, version=row.version, now=now)
        elif do == "take":
            opinions.take(actor, uid, version=version, now=now)
        elif do == "bounce":
            words = request.POST.get("words", "")
            opinions.bounce(actor, uid, words=words, version=version, now=now)
    except HuiyinError as refusal:
        now_row = models.Opinion.objects.get(pk=row.pk)
        more = {"theirs": now_row.texts if refusal.code == "CHANGED_MEANWHILE" else {}}
        return doors.again(
            request, "replies/opinion.html", context | more | {"row": now_row}, refusal
        )
    messages.success(request, names.say(f"opinion.done_{do}"))
    return redirect(f"/opinions/{uid}/")
