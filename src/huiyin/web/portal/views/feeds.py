# SPDX-License-Identifier: Apache-2.0
"""Feeds, cards and widgets: the portal for readers of feeds, for messages that show a link, and for other sites."""

from typing import Any

from csp.decorators import csp_replace
from django.conf import settings
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import feedgenerator, timezone
from django.views.decorators.clickjacking import xframe_options_exempt

from huiyin.web.accounts.models import Institution
from huiyin.web.docket.selectors import shown
from huiyin.web.kit import doors, ports
from huiyin.web.portal.selectors import happenings, matters, places
from huiyin.web.portal.views.caching import shared
from huiyin.web.portal.views.reading import ASKED

ENTRIES = 40
ATOM = "application/atom+xml; charset=utf-8"


def _feed(title: str, link: str) -> feedgenerator.Atom1Feed:
    held = Institution.objects.first()
    return feedgenerator.Atom1Feed(
        title=title, link=f"{settings.SITE_URL}{link}", description=title, language=shown.lang(),
        feed_url=f"{settings.SITE_URL}{link}feed.atom", author_name=held.name if held else "",
    )  # fmt: skip


@shared
def many(request: HttpRequest) -> HttpResponse:
    """Give the suggestions a list shows as a feed, what changed last first."""
    asked = {name: request.GET.get(name, "") for name in ASKED}
    found = _feed(shown.say("public.suggestions"), "/public/suggestions/")
    rows = matters.narrowed(asked).order_by("-proposal__changed_at", "-pk")[:ENTRIES]
    for line in matters.lines(rows, on=doors.today()):
        found.add_item(**_entry(line))
    return HttpResponse(found.writeString("utf-8"), content_type=ATOM)


def _entry(line: matters.Line) -> dict[str, Any]:
    at = line.proposal.changed_at
    said = f"{line.standing.label} · {' '.join(line.bodies)}"
    return {
        "title": line.text[:120], "link": f"{settings.SITE_URL}/public/suggestions/{line.uid}/", "description": said,
        "unique_id": f"{settings.SITE_URL}/public/suggestions/{line.uid}/", "updateddate": at, "pubdate": at,
    }  # fmt: skip


@shared
def one(request: HttpRequest, uid: str) -> HttpResponse:
    """Give what happened to a suggestion as a feed."""
    row = matters.one(uid)
    life = matters.life(row)
    found = _feed(row.text[:120], f"/public/suggestions/{uid}/")
    for happened in happenings.of(row, life.tasks, life.said, life.promised):
        at = timezone.localtime(happened.at)
        place = f"{settings.SITE_URL}/public/suggestions/{uid}/"
        found.add_item(
            title=happened.label, link=place, description=happened.label, unique_id=f"{place}#{at:%Y%m%d%H%M}-{happened.label}",
            updateddate=at, pubdate=at,
        )  # fmt: skip
    return HttpResponse(found.writeString("utf-8"), content_type=ATOM)


@shared
def card(request: HttpRequest, uid: str) -> HttpResponse:
    """Give the picture a message shows beside the link of a suggestion."""
    line = matters.lines([matters.one(uid)], on=doors.today())[0]
    held = Institution.objects.first()
    context = {
        "line": line,
        "rows": _rows(line.text),
        "institution": held.name if held else "",
        "lang": shown.lang(),
    }
    svg = render_to_string("portal/card.svg", context)
    return HttpResponse(ports.chart_png(svg), content_type="image/png")


def _rows(text: str, width: int = 19, most: int = 4) -> list[str]:
    rows = [text[at : at + width] for at in range(0, len(text), width)]
    return [*rows[: most - 1], f"{rows[most - 1][:-1]}…"] if len(rows) > most else rows


@xframe_options_exempt
@csp_replace({"frame-ancestors": ["*"]})
@shared
def widget(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a session's progress small, to be put into other sites."""
    progress = next((one for one in places.sessions() if one.session.pk == pk), None)
    own = Q(proposal__session_id=pk)
    waiting = matters.lines(places.longest_waiting(own)[:3], on=doors.today())
    return render(request, "portal/widget.html", {"progress": progress, "waiting": waiting})
