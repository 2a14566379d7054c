# SPDX-License-Identifier: Apache-2.0
"""Batch intake: upload, look at the preview, take in; a run goes on where the one before stopped."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from huiyin.core.values.refusals import HuiyinError
from huiyin.web.docket.selectors import shown
from huiyin.web.docket.services import intake
from huiyin.web.kit import doors, listing

_OFFICE = ("clerk", "reviewer", "committee")


@doors.needing(*_OFFICE)
@doors.answering
def page(request: HttpRequest) -> HttpResponse:
    """Upload a batch."""
    actor = doors.actor_of(request)
    session = shown.present()
    context: dict[str, Any] = {
        "session": session,
        "batches": [
            (one, len(one.items), len(intake.taken(one))) for one in intake.all_batches(actor)
        ],
    }
    if request.method != "POST" or session is None:
        return render(request, "docket/intake.html", context)
    files = [(file.name or "file", file.read()) for file in request.FILES.getlist("files")]
    try:
        batch = intake.stage(actor, session, files, now=doors.now())
    except HuiyinError as refusal:
        return doors.again(request, "docket/intake.html", context, refusal)
    return redirect(f"/intake/{batch.id}/")


@doors.needing(*_OFFICE)
@doors.answering
def batch(request: HttpRequest, batch: str) -> HttpResponse:
    """Show a batch, and take a stretch of it in at each press."""
    actor = doors.actor_of(request)
    found = intake.read(actor, batch)
    if request.method == "POST":
        intake.run(actor, found, now=doors.now())
    done = intake.taken(found)
    good = [one for one in found.items if not one.problems]
    left = sum(one.key not in done for one in good)
    if request.method == "POST" and not left:
        bad = len(found.items) - len(good)
        messages.success(request, shown.say("intake.finished", done=len(good), bad=bad))
    rows = sorted(found.items, key=lambda one: not one.problems)
    cut = listing.of(request, rows, [], per_page=100)
    context = {
        "batch": found,
        "listing": cut,
        "rows": [
            (one, done.get(one.key), [_said(*problem) for problem in one.problems])
            for one in cut.rows
        ],
        "n": len(good),
        "done": len(good) - left,
        "left": left,
        "running": request.method == "POST" and left > 0,
    }
    part = bool(getattr(request, "htmx", False))
    return render(request, "docket/parts/batch.html" if part else "docket/batch.html", context)


def _said(problem: str, found: str) -> str:
    if problem == "refused":
        return f"{HuiyinError(found).say(shown.lang())} {found}"
    return shown.say(f"intake.{problem}", name=found)
