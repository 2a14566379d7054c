# SPDX-License-Identifier: Apache-2.0
"""Reading overviews: the list, a paper with its proof, the rows behind a figure, and the paper as a file."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from huiyin.core.values.refusals import HuiyinError
from huiyin.web.docket import permissions as docket_rights
from huiyin.web.docket.selectors import shown
from huiyin.web.kit import doors, listing, ports
from huiyin.web.overviews import models, permissions
from huiyin.web.overviews.selectors import showing
from huiyin.web.overviews.services import rows

TONES = {"draft": "", "published": "done", "withdrawn": "back"}
FORMS = ("pdf", "docx", "html")


@doors.answering
def many(request: HttpRequest) -> HttpResponse:
    """List the overviews one may see, the latest first."""
    actor = doors.actor_of(request)
    found = listing.of(request, showing.seen(actor).order_by("-changed_at", "-pk"), [], per_page=30)
    lines = [(one, state(one)) for one in found.rows]
    context = {"listing": found, "some": lines, "edits": permissions.edits(actor)}
    return render(request, "overviews/list.html", context)


def state(row: models.Overview) -> shown.State:
    """Give the state of a paper in the words of the page."""
    return shown.State(row.state, shown.say(f"overview.state_{row.state}"), TONES[row.state])


@doors.answering
def one(request: HttpRequest, uid: str) -> HttpResponse:
    """Show a paper; each sentence opens its proof."""
    actor = doors.actor_of(request)
    row = rows.overview(actor, uid, lock=False)
    return render(request, "overviews/overview.html", context(request, row))


def context(request: HttpRequest, row: models.Overview, **more: Any) -> dict[str, Any]:
    """Give what the page of a paper shows."""
    actor = doors.actor_of(request)
    some = showing.sections(actor, row)
    told = [one for section in some for part in section.paragraphs for one in part]
    return {
        "row": row,
        "state": state(row),
        "sections": some,
        "charts": showing.charts(row),
        "faulty": sum(bool(one.faults) for one in told),
        "count": len(told),
        "edits": permissions.edits(actor),
        "publishes": actor.has(*permissions.PUBLISHERS),
        "editions": list(row.editions.all()),
        **more,
    }


@doors.answering
def source(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the suggestions behind a figure, those one may see."""
    actor = doors.actor_of(request)
    seen = models.Line.objects.filter(docket_rights.visible(actor, models.Line))
    row = models.LineSource.objects.filter(line__in=seen, pk=pk, kind="figure", dropped_at=None)
    found = row.select_related("line__overview").first()
    if found is None:
        raise HuiyinError("NOT_FOUND")
    some = [
        (one, shown.number(one.proposal.case), shown.proposer(actor, one.proposal))
        for one in showing.behind(actor, found)
    ]
    return render(
        request,
        "overviews/source.html",
        {"row": found, "some": some, "hidden": len(found.behind) - len(some)},
    )


@doors.answering
def export(request: HttpRequest, uid: str, form: str) -> HttpResponse:
    """Give a paper as a file, with its proof as notes."""
    actor = doors.actor_of(request)
    row = rows.overview(actor, uid, lock=False)
    if form not in FORMS:
        raise HuiyinError("NOT_FOUND")
    paper = showing.paper(row, showing.sections(actor, row), showing.charts(row))
    written = ports.write_paper(paper, form)
    answer = HttpResponse(written.raw, content_type=written.media_type)
    answer.headers["Content-Disposition"] = f'attachment; filename="overview-{row.uid}.{form}"'
    return answer
