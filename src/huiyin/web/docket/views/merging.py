# SPDX-License-Identifier: Apache-2.0
"""Merging: candidates with their evidence, side by side; mergers with the objections to them, and their undoing."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from huiyin.core.values.refusals import HuiyinError
from huiyin.web.docket import models
from huiyin.web.docket.selectors import candidates, proposals, shown
from huiyin.web.docket.services import merging
from huiyin.web.docket.views import matters
from huiyin.web.kit import doors, listing, ports

OFFICE = ("clerk", "reviewer", "committee")


@doors.needing(*OFFICE)
def page(request: HttpRequest) -> HttpResponse:
    """Show the candidates, and those for one proposal when asked."""
    actor = doors.actor_of(request)
    of = request.GET.get("of", "")
    q = request.GET.get("q", "").strip()
    row = proposals.seen(actor).filter(uid=of).first() if of else None
    others = (
        proposals.narrowed(actor, {"q": q}).filter(state__in=candidates.STATES)
        if q and row
        else None
    )
    context = {
        "pairs": candidates.pairs(actor, of=of),
        "row": row,
        "q": q,
        "others": [proposals.line(actor, one) for one in others.exclude(pk=row.pk)[:20]]
        if others and row
        else [],
        "compares": ports.can_compare(),
    }
    return render(request, "docket/merging.html", context)


def _two(request: HttpRequest, first: str, second: str) -> dict[str, Any]:
    actor = doors.actor_of(request)
    a, b = matters.proposal_of(actor, first), matters.proposal_of(actor, second)
    left, right = candidates.compare(actor, a, b)
    return {
        "first": a,
        "second": b,
        "left": left,
        "right": right,
        "basis": candidates.evidence(a, b),
    }


@doors.needing(*OFFICE)
@doors.answering
def pair(request: HttpRequest, first: str, second: str) -> HttpResponse:
    """Set two side by side and merge the second into the case of the first, with a reason."""
    actor = doors.actor_of(request)
    context = _two(request, first, second)
    context["may_merge"] = actor.has("reviewer", "committee")
    if request.method != "POST":
        return render(request, "docket/pair.html", context)
    into = request.POST.get("into", first)
    primary, child = (second, first) if into == second else (first, second)
    words = request.POST.get("words", "").strip()
    try:
        merging.merge(actor, primary, child, reason=words, basis=context["basis"], now=doors.now())
    except HuiyinError as refusal:
        return doors.again(
            request, "docket/pair.html", context | {"typed": words, "into": into}, refusal
        )
    messages.success(request, shown.say("merge.done"))
    return redirect("/merging/mergers/")


@doors.needing(*OFFICE)
@doors.answering
def mergers(request: HttpRequest) -> HttpResponse:
    """Show the mergers, those objected to first."""
    return render(request, "docket/mergers.html", _mergers(request))


def _mergers(request: HttpRequest) -> dict[str, Any]:
    actor = doors.actor_of(request)
    rows = models.Merger.objects.select_related("case", "proposal__proposer", "by__person")
    rows = rows.prefetch_related("objections__person").order_by("undone_at", "-at")
    found = listing.of(request, rows, [], per_page=30)
    found.rows.sort(
        key=lambda one: (
            not (one.undone_at is None and any(not said.ruling for said in one.objections.all()))
        )
    )
    return {
        "listing": found,
        "mergers": [
            {
                "row": one,
                "number": shown.number(one.case),
                "who": shown.user(one.by),
                "proposer": shown.proposer(actor, one.proposal),
            }
            for one in found.rows
        ],
        "may_rule": actor.has("committee"),
    }


@require_POST
@doors.needing("committee")
@doors.answering
def rule(request: HttpRequest, uid: str) -> HttpResponse:
    """Undo a merger, or rule that it stands, with the reason."""
    actor = doors.actor_of(request)
    words = request.POST.get("words", "").strip()
    try:
        if request.POST.get("how") == "uphold":
            merging.uphold(actor, uid, words=words, now=doors.now())
            messages.success(request, shown.say("merge.upheld"))
        else:
            merging.unmerge(actor, uid, reason=words, now=doors.now())
            messages.success(request, shown.say("merge.undone"))
    except HuiyinError as refusal:
        if doors.status_of(refusal.code) in (403, 404):
            raise
        context = _mergers(request) | {"typed": words, "typed_for": uid}
        return doors.again(request, "docket/mergers.html", context, refusal)
    return redirect("/merging/mergers/")


@require_POST
@doors.signed_in
@doors.answering
def object_to(request: HttpRequest, uid: str) -> HttpResponse:
    """Object to the merging of one's own proposal."""
    actor = doors.actor_of(request)
    words = request.POST.get("words", "").strip()
    try:
        merging.object_to(actor, uid, words=words, now=doors.now())
    except HuiyinError as refusal:
        if doors.status_of(refusal.code) in (403, 404):
            raise
        context = matters.proposal_context(request, matters.proposal_of(actor, uid)) | {
            "typed": words
        }
        return doors.again(request, "docket/proposal.html", context, refusal)
    messages.success(request, shown.say("merge.objection_sent"))
    return redirect(f"/proposals/{uid}/")
