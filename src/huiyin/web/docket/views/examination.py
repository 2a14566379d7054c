# SPDX-License-Identifier: Apache-2.0
"""The examination: queues by stage, one decision or many at once, each with its reason, undone where it may be."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from huiyin.core.docket.transitions import Given
from huiyin.core.values.refusals import HuiyinError
from huiyin.web.accounts.models import User
from huiyin.web.docket import models
from huiyin.web.docket.selectors import queues, shown
from huiyin.web.docket.services import examining, reviewing
from huiyin.web.kit import doors, incoming, listing

OFFICE = reviewing.OFFICE
BATCH_MOST = 100


def _context(request: HttpRequest, stage: str) -> dict[str, Any]:
    actor = doors.actor_of(request)
    mine = request.GET.get("mine", "") == "1"
    found = listing.of(request, queues.queue(actor, stage, only_mine=mine), [], per_page=25)
    acts = queues.acts(actor, stage)
    return {
        "stage": stage,
        "tabs": queues.tabs(stage),
        "listing": found,
        "lines": [queues.line(actor, row, on=doors.today()) for row in found.rows],
        "acts": [
            {
                "id": act.id,
                "label": shown.verb(act.words),
                "reasons": queues.reasons(act),
                "main": act.id == queues.passes(stage),
            }
            for act in acts.values()
        ],
        "pass_act": queues.passes(stage) if queues.passes(stage) in acts else "",
        "reviewers": queues.reviewers(),
        "mine": mine,
    }


@doors.needing(*OFFICE)
def page(request: HttpRequest) -> HttpResponse:
    """Show a queue."""
    stage = queues.stage_of(doors.actor_of(request), request.GET.get("stage", ""))
    return render(request, "docket/examination.html", _context(request, stage))


def _items(request: HttpRequest) -> list[tuple[str, int]]:
    """Read the proposals chosen, each with the version that was seen."""
    found = []
    for one in request.POST.getlist("item")[:BATCH_MOST]:
        uid, _, version = one.partition(":")
        if (seen := incoming.whole(version)) is not None:
            found.append((uid, seen))
    return found


@require_POST
@doors.needing(*OFFICE)
@doors.answering
def batch(request: HttpRequest) -> HttpResponse:
    """Do one act to the proposals chosen; each is an act of its own."""
    actor = doors.actor_of(request)
    stage = queues.stage_of(actor, request.POST.get("stage", ""))
    act = request.POST.get("act", "")
    given = Given(request.POST.get(f"code_{act}", ""), request.POST.get(f"words_{act}", "").strip())
    items = _items(request)
    try:
        if not items:
            raise HuiyinError("FIELD_EMPTY", field=shown.say("exam.choose"))
        if act == "advise":
            _advise(request, items, stage)
            return redirect(f"/examination/?stage={stage}")
        if act == "give":
            _give(request, items)
            return redirect(f"/examination/?stage={stage}")
        known = queues.acts(actor, stage).get(act)
        if known is None:
            raise HuiyinError("NOT_ALLOWED", act=act)
        if known.reason == "code" and not given.code:
            raise HuiyinError("REASON_CODE_REQUIRED", act=act)
    except HuiyinError as refusal:
        context = _context(request, stage) | {
            "chosen": [uid for uid, _ in items],
            "typed": request.POST,
        }
        return doors.again(request, "docket/examination.html", context, refusal)
    done = examining.batch(actor, items, act, given=given, now=doors.now())
    rows = {
        row.uid: row for row in models.Proposal.objects.filter(uid__in=[uid for uid, _ in items])
    }
    context = {
        "stage": stage,
        "act": shown.verb(known.words),
        "undoable": act != "file",
        "done": [rows[one.uid] for one in done if one.refused is None and one.uid in rows],
        "refused": [(rows.get(one.uid), one.refused) for one in done if one.refused is not None],
    }
    return render(request, "docket/examined.html", context)


def _advise(request: HttpRequest, items: list[tuple[str, int]], stage: str) -> None:
    actor = doors.actor_of(request)
    advice = request.POST.get("advice", "")
    for uid, _ in items:
        examining.advise(
            actor, uid, stage=stage, advice=advice, code=request.POST.get(f"code_{advice}", ""),
            note=request.POST.get("words_advise", "").strip(), now=doors.now(),
        )  # fmt: skip
    messages.success(request, shown.say("exam.advice_given", n=len(items)))


def _give(request: HttpRequest, items: list[tuple[str, int]]) -> None:
    actor = doors.actor_of(request)
    asked = request.POST.get("reviewer", "")
    reviewer = User.objects.filter(pk=incoming.whole(asked) or 0).first()
    if reviewer is None:
        raise HuiyinError("FIELD_EMPTY", field=shown.say("exam.reviewer"))
    for uid, _ in items:
        reviewing.give(actor, uid, reviewer, now=doors.now())
    messages.success(request, shown.say("exam.given", n=len(items), who=shown.user(reviewer)))


@require_POST
@doors.needing(*OFFICE)
@doors.answering
def undo(request: HttpRequest) -> HttpResponse:
    """Take back what was just done, one or all of a batch."""
    actor = doors.actor_of(request)
    stage = request.POST.get("stage", "")
    reason = request.POST.get("words", "").strip() or shown.say("exam.undo_reason")
    undone = 0
    for uid in request.POST.getlist("uid")[:BATCH_MOST]:
        try:
            examining.undo(actor, uid, reason=reason, now=doors.now())
        except HuiyinError as refusal:
            messages.error(request, f"{refusal.say(shown.lang())} {refusal.code}")
        else:
            undone += 1
    if undone:
        messages.success(request, shown.say("exam.undone", n=undone))
    return redirect(f"/examination/?stage={stage}")
