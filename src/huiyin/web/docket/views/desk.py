# SPDX-License-Identifier: Apache-2.0
"""The desk, the notices and the search."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from huiyin.web.docket import models, search
from huiyin.web.docket.selectors import desks, keeping, notices, proposals
from huiyin.web.kit import doors, incoming, listing, waking
from huiyin.web.kit.models import Notice
from huiyin.web.kit.showing import Mark

HITS_MOST = 200


def desk(request: HttpRequest) -> HttpResponse:
    """Show what is mine and undone, the soonest clock first."""
    actor = doors.actor_of(request)
    kept = keeping.of(actor)
    piles = desks.of(actor, on=doors.today())
    context = {
        "piles": [*kept, *(one for one in piles if not kept or one.key != "filed_public")],
        "figures": desks.figures(actor),
        "news": notices.told(desks.news(actor)),
    }
    return render(request, "docket/desk.html", context)


@doors.signed_in
def told(request: HttpRequest) -> HttpResponse:
    """Show one's notices, the newest first."""
    actor = doors.actor_of(request)
    rows = Notice.objects.filter(user_id=actor.user_id or 0)
    found = listing.of(request, rows, [], per_page=50)
    return render(
        request, "docket/notices.html", {"listing": found, "told": notices.told(found.rows)}
    )


@require_POST
@doors.signed_in
def read(request: HttpRequest) -> HttpResponse:
    """Take all one's notices as read, or a single one, and go where it leads."""
    actor = doors.actor_of(request)
    rows = Notice.objects.filter(user_id=actor.user_id or 0, read_at=None)
    one = request.POST.get("notice", "")
    if pk := incoming.whole(one):
        row = Notice.objects.filter(user_id=actor.user_id or 0, pk=pk).first()
        rows.filter(pk=pk).update(read_at=doors.now())
        waking.bump(f"notices:{actor.user_id}")
        return redirect(row.link if row and row.link.startswith("/") else "/notices/")
    rows.update(read_at=doors.now())
    waking.bump(f"notices:{actor.user_id}")
    return redirect("/notices/")


@doors.answering
def find(request: HttpRequest) -> HttpResponse:
    """Find proposals by every word of them, among those one may see, the newest first."""
    actor = doors.actor_of(request)
    q = request.GET.get("q", "").strip()
    found = listing.of(request, search.find(actor, q, HITS_MOST), [], per_page=20, searchable=True)
    rows = {
        row.pk: row
        for row in proposals.titled(
            proposals.with_all(
                models.Proposal.objects.filter(pk__in=[one.object_id for one in found.rows])
            )
        )
    }
    said = [search.fold(word) for word in q.split()]
    hits = [
        {
            "line": proposals.line(actor, rows[one.object_id]),
            "text": one.excerpt,
            "marks": _marks(one.excerpt, said),
        }
        for one in found.rows
        if one.object_id in rows
    ]
    return render(
        request, "docket/search.html", {"listing": found, "hits": hits, "q": q, "most": HITS_MOST}
    )


def _marks(text: str, said: list[str]) -> list[Mark]:
    return [Mark(at, at + len(word)) for word in said if (at := text.find(word)) >= 0]
