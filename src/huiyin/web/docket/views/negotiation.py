# SPDX-License-Identifier: Apache-2.0
"""Acts on a task that need more than a reason: hand back naming another, ask to add one, rule, extend, dispute, register."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from huiyin.core.calendar.deadlines import Limit, Unit
from huiyin.core.values.refusals import HuiyinError
from huiyin.web.accounts.actors import Actor
from huiyin.web.accounts.models import Body
from huiyin.web.docket import forms, models, permissions
from huiyin.web.docket.selectors import meeting, shown
from huiyin.web.docket.services import assigning, negotiating, replying, timing
from huiyin.web.kit import doors, gates, incoming


@dataclass(frozen=True, slots=True)
class Asked:
    """What the form of an act gave."""

    body: Body | None
    none_known: bool
    code: str
    words: str
    head_signed: bool
    count: int
    reply_no: str
    day: date | None


Did = Callable[[Actor, str, Asked], Any]


def _extend(actor: Actor, uid: str, asked: Asked) -> Any:
    limit = Limit(asked.count, Unit.MONTHS)
    return timing.extend(actor, uid, limit=limit, words=asked.words, now=doors.now())


def _conclude(actor: Actor, uid: str, asked: Asked) -> Any:
    if asked.day is None:
        raise HuiyinError("DATE_INVALID", day="")
    return replying.conclude(
        actor, uid, reply_no=asked.reply_no, replied_on=asked.day, now=doors.now()
    )


def _pass_on(actor: Actor, uid: str, asked: Asked) -> Any:
    if asked.body is None:
        raise HuiyinError("FIELD_EMPTY", field=shown.say("meet.body"))
    return assigning.pass_on(actor, uid, to=asked.body, words=asked.words, now=doors.now())


def _accept(actor: Actor, uid: str, asked: Asked) -> Any:
    if asked.body is None:
        raise HuiyinError("GUARD_NAMES_BODY", act="accept_with_request")
    return negotiating.accept(actor, uid, add=asked.body, words=asked.words, now=doors.now())


# act: the fields its form shows, and the service it calls
ACTS: dict[str, tuple[tuple[str, ...], Did]] = {
    "object": (("code", "words", "body", "none_known"), lambda actor, uid, asked: negotiating.hand_back(
        actor, uid, code=asked.code, words=asked.words, names=asked.body, none_known=asked.none_known, now=doors.now()
    )),
    "accept_with_request": (("body", "words"), _accept),
    "grant": (("body", "words"), lambda actor, uid, asked: assigning.rule(
        actor, uid, grant=True, to=asked.body, words=asked.words, now=doors.now()
    )),
    "extend": (("count", "words"), _extend),
    "dispute": (("words", "head_signed"), lambda actor, uid, asked: negotiating.dispute(
        actor, uid, words=asked.words, head_signed=asked.head_signed, now=doors.now()
    )),
    "pass_on": (("body", "words"), _pass_on),
    "conclude": (("reply_no", "day"), _conclude),
}  # fmt: skip


def _asked(request: HttpRequest) -> Asked:
    data = request.POST
    try:
        day = date.fromisoformat(data.get("day", ""))
    except ValueError:
        day = None
    count = data.get("count", "")
    return Asked(
        forms.body_of(data, "body"), data.get("none_known") == "yes", data.get("code", ""), data.get("words", "").strip(),
        data.get("head_signed") == "yes", incoming.whole(count) or 0, data.get("reply_no", "").strip(), day,
    )  # fmt: skip


@doors.signed_in
@doors.answering
def page(request: HttpRequest, uid: str, act: str) -> HttpResponse:
    """Show the form of an act on a task, and do it."""
    actor = doors.actor_of(request)
    row = gates.get(models.Assignment, permissions.visible(actor, models.Assignment), uid=uid)
    pack = shown.pack_of(row)
    known = pack.machines["assignment"].acts.get(act)
    if act not in ACTS or known is None:
        raise HuiyinError("ACT_UNKNOWN", act=act)
    fields, do = ACTS[act]
    below = Body.objects.filter(parent_id=row.body_id, valid_to=None)
    last = row.objections.filter(kind="return").order_by("-id").first()
    context = {
        "row": row,
        "act": act,
        "label": shown.verb(known.words),
        "fields": fields,
        "body_words": f"task.body_{act}",
        "about": f"task.about_{act}",
        "bodies": [(one.pk, shown.body(one)) for one in below]
        if act == "pass_on"
        else [one for one in meeting.bodies() if one[0] != row.body_id],
        "reasons": [
            (one.code, shown.label(one.words)) for one in pack.reasons.get(known.reasons, ())
        ],
        "typed": request.POST,
        "named": request.POST.get("body", "")
        or (str(last.names_id) if act == "grant" and last and last.names_id else ""),
        "fits": _fits(row) if act in ("object", "grant") else [],
        "today": doors.today(),
        "body_name": shown.body(row.body),
        "number": shown.number(row.case),
        "objection": last if act == "grant" else None,
    }
    if request.method != "POST":
        return render(request, "docket/task_act.html", context)
    try:
        do(actor, uid, _asked(request))
    except HuiyinError as refusal:
        return doors.again(request, "docket/task_act.html", context, refusal)
    messages.success(request, shown.say("docket.done", act=shown.label(known.words)))
    return redirect(f"/assignments/{uid}/")


def _fits(row: models.Assignment) -> list[meeting.Fit]:
    asks = list(row.scope.filter(dropped_at=None))
    return [
        fit
        for fit in meeting.fits_of({row.case_id: asks}).get(row.case_id, [])
        if fit.body.pk != row.body_id
    ]
