# SPDX-License-Identifier: Apache-2.0
"""The page of a commitment, and the acts on it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from huiyin.core.values.refusals import HuiyinError
from huiyin.web.accounts.actors import Actor
from huiyin.web.accounts.models import Session
from huiyin.web.commitments import forms, models
from huiyin.web.commitments.selectors import one, shown
from huiyin.web.commitments.services import moving, reporting, rows
from huiyin.web.docket import permissions
from huiyin.web.docket.selectors import shown as names
from huiyin.web.docket.services import turning
from huiyin.web.kit import doors, files, gates

_AT_ONCE: dict[str, Callable[..., models.Commitment]] = {
    "start": lambda actor, uid, words, **more: moving.start(actor, uid, **more),
    "verify": lambda actor, uid, words, **more: moving.verify(actor, uid, **more),
    "close": lambda actor, uid, words, **more: moving.close(actor, uid, **more),
    "doubt": lambda actor, uid, words, **more: moving.doubt(actor, uid, words=words, **more),
    "give_up": lambda actor, uid, words, **more: moving.give_up(actor, uid, words=words, **more),
    "take_up_again": lambda actor, uid, words, **more: moving.take_up_again(
        actor, uid, words=words, **more
    ),
}


def _context(request: HttpRequest, row: models.Commitment) -> dict[str, Any]:
    actor = doors.actor_of(request)
    said = one.page(actor, row, on=doors.today())
    return said | {"acts": one.acts(actor, row) if actor.user_id else None}


@doors.answering
def page(request: HttpRequest, uid: str) -> HttpResponse:
    """Show a commitment."""
    row = rows.commitment(doors.actor_of(request), uid, lock=False)
    return render(request, "commitments/one.html", _context(request, row))


def _again(request: HttpRequest, refusal: HuiyinError, uid: str, act: str) -> HttpResponse:
    row = rows.commitment(doors.actor_of(request), uid, lock=False)
    context = _context(request, row) | {"typed": request.POST.get("words", "")}
    return doors.again(request, "commitments/one.html", context, refusal)


@require_POST
@doors.signed_in
@doors.answering(again=_again)
def act(request: HttpRequest, uid: str, act: str) -> HttpResponse:
    """Do an act that needs no more than a reason."""
    if act not in _AT_ONCE:
        raise HuiyinError("ACT_UNKNOWN", act=act)
    row = _AT_ONCE[act](
        doors.actor_of(request), uid, request.POST.get("words", ""),
        version=forms.number(request.POST, "version"), now=doors.now(),
    )  # fmt: skip
    return _done(request, row, act)


def _done(request: HttpRequest, row: models.Commitment, act: str) -> HttpResponse:
    known = turning.machine_of(row).acts[act]
    messages.success(request, names.say("docket.done", act=names.label(known.words)))
    return redirect(f"/commitments/{row.uid}/")


@doors.signed_in
@doors.answering
def form(request: HttpRequest, uid: str, act: str) -> HttpResponse:
    """Schedule, move the date, raise the class, carry over: acts that need a day or a choice besides the reason."""
    actor = doors.actor_of(request)
    row = rows.commitment(actor, uid, lock=False)
    known = turning.machine_of(row).acts.get(act)
    if known is None or act not in ("schedule", "slip", "upgrade", "carry_over"):
        raise HuiyinError("ACT_UNKNOWN", act=act)
    if not permissions.may(actor, known, row):
        raise HuiyinError("NOT_ALLOWED", act=act)
    context: dict[str, Any] = {
        "row": row, "act": act, "label": names.verb(known.words), "typed": request.POST,
        "history": shown.history(row, row.slips.count()), "today": doors.today(),
        "letters": [(one, shown.class_words(row, one)) for one in moving.higher(row)],
        "sessions": [(one.pk, names.session(one)) for one in _later(row)],
    }  # fmt: skip
    if request.method != "POST":
        return render(request, "commitments/act.html", context)
    try:
        _do(actor, row, act, request)
    except HuiyinError as refusal:
        return doors.again(request, "commitments/act.html", context, refusal)
    return _done(request, row, act)


def _later(row: models.Commitment) -> list[Session]:
    known = Session.objects.select_related("term")
    if row.session is not None:
        known = known.filter(opens_on__gt=row.session.opens_on)
    return list(known)


def _do(actor: Actor, row: models.Commitment, act: str, request: HttpRequest) -> None:
    data, now = request.POST, doors.now()
    version, words = forms.number(data, "version"), data.get("words", "")
    if act == "schedule":
        moving.schedule(
            actor, row.uid, owner=data.get("owner", ""), due_on=forms.day(data, "due_on"), version=version, now=now
        )  # fmt: skip
    elif act == "slip":
        moving.slip(actor, row.uid, to=forms.day(data, "to"), words=words, version=version, now=now)
    elif act == "upgrade":
        letter = data.get("letter", "")
        moving.upgrade(actor, row.uid, letter=letter, words=words, version=version, now=now)
    else:
        into = next((one for one in _later(row) if one.pk == forms.number(data, "into")), None)
        if into is None:
            raise HuiyinError("SESSION_NOT_LATER")
        moving.carry_over(actor, row.uid, into=into, words=words, version=version, now=now)


@doors.signed_in
@doors.answering
def report(request: HttpRequest, uid: str, act: str) -> HttpResponse:
    """Report progress, or claim that it is done, with what proves it."""
    actor = doors.actor_of(request)
    row = rows.commitment(actor, uid, lock=False)
    known = turning.machine_of(row).acts[act]
    if not permissions.may(actor, known, row):
        raise HuiyinError("NOT_ALLOWED", act=act)
    context: dict[str, Any] = {
        "row": row, "act": act, "label": names.verb(known.words), "typed": request.POST,
        "milestones": list(row.milestones.filter(reached=None, dropped_at=None)), "owed": _owed(row, request),
        "chosen": request.POST.getlist("reached"), "megabytes": files.MEGABYTES,
        "places": [
            {"at": at, "n": at + 1}
            | {name: request.POST.get(f"{name}-{at}", "") for name in ("shows", "link", "figure")}
            for at in range(forms.PROOFS)
        ],
    }  # fmt: skip
    if request.method != "POST":
        return render(request, "commitments/report.html", context)
    service = reporting.claim if act == "claim" else reporting.report
    try:
        version = forms.number(request.POST, "version")
        service(actor, uid, forms.told(request), version=version, now=doors.now())
    except HuiyinError as refusal:
        return doors.again(request, "commitments/report.html", context, refusal)
    return _done(request, row, act)


def _owed(row: models.Commitment, request: HttpRequest) -> list[dict[str, Any]]:
    rows = models.Owed.objects.filter(indicator__commitment=row, progress=None, dropped=False)
    return [
        {
            "pk": one.pk, "indicator": one.indicator, "due_on": one.due_on,
            "typed": request.POST.get(f"owed-{one.pk}", ""),
        }
        for one in rows.select_related("indicator").order_by("due_on")[:12]
    ]  # fmt: skip


@doors.answering
def evidence(request: HttpRequest, pk: int) -> Any:
    """Give out a file of evidence to those who may see its report; never to be shown inside the page."""
    seen = permissions.visible(doors.actor_of(request), models.Evidence)
    found = gates.get(models.Evidence, seen, pk=pk if pk < 2**62 else 0, kind="file")
    answer = FileResponse(
        files.where(found.stored).open("rb"), as_attachment=True, filename=found.name,
        content_type=found.media_type,
    )  # fmt: skip
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
