# SPDX-License-Identifier: Apache-2.0
"""Reading the portal: its front, suggestions, one suggestion with its timeline, proposals, sessions, bodies, members."""

from functools import partial
from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from huiyin.core.docket import packs
from huiyin.core.values.refusals import HuiyinError
from huiyin.web.accounts.actors import NOBODY
from huiyin.web.docket.selectors import handling, shown
from huiyin.web.docket.selectors import reading as docket
from huiyin.web.kit import doors, listing, memo
from huiyin.web.overviews.selectors import showing as overviews
from huiyin.web.portal.selectors import echoes, happenings, matters, places, promises
from huiyin.web.portal.services import raising
from huiyin.web.portal.views.caching import shared

ASKED = ("q", "session", "body", "category", "state")
LATEST = 6


@shared
def front(request: HttpRequest) -> HttpResponse:
    """Show the latest session's progress, what waits longest, what was answered last, and the overviews."""
    today = doors.today()
    progress = places.sessions()
    waiting = matters.lines(places.longest_waiting(), on=today)
    answered_last = matters.lines(matters.latest()[:LATEST], on=today)
    context = {
        "progress": progress, "waiting": waiting, "answered": answered_last,
        "overviews": list(overviews.seen(NOBODY).order_by("-published_at")[:4]), "raises": raising.is_open(),
    }  # fmt: skip
    return render(request, "portal/front.html", context)


@shared
def suggestions(request: HttpRequest) -> HttpResponse:
    """List the suggestions, narrowed by words, session, body, category and state."""
    asked = {name: request.GET.get(name, "") for name in ASKED}
    found = listing.of(
        request, matters.narrowed(asked), [], filters=_filters(), searchable=True, per_page=25,
        keys=partial(matters.keys, asked=asked),
    )  # fmt: skip
    context = {
        "listing": found,
        "lines": matters.lines(found.rows, on=doors.today()),
        "query": _query(request),
    }
    return render(request, "portal/suggestions.html", context)


def _query(request: HttpRequest) -> str:
    query = request.GET.copy()
    query.pop("page", None)
    query.pop("lang", None)
    return query.urlencode()


def _filters() -> list[listing.Filter]:
    """Give what the list may be narrowed by, the same for all its pages until the next act of a day."""
    name = f"portal.filters.{shown.lang()}.{doors.today()}"
    return memo.until_next_act(name, _choices)


def _choices() -> list[listing.Filter]:
    pack = shown.present_pack()
    sessions = [(str(one.session.pk), one.name) for one in places.sessions()]
    bodies = [(str(one.body.pk), one.name) for one in places.bodies(on=doors.today()) if one.cases]
    states = [(one, shown.say(f"public.state_{one}")) for one in matters.STATES]
    return [
        listing.Filter("state", "public.state", states),
        listing.Filter("session", "public.session", sessions),
        listing.Filter("body", "public.body", sorted(bodies, key=lambda one: one[1])),
        listing.Filter("category", "public.category", _categories(pack)),
    ]


def _categories(pack: packs.Pack) -> list[tuple[str, str]]:
    return [(key, shown.label(words)) for key, words in pack.categories]


@shared
def suggestion(request: HttpRequest, uid: str) -> HttpResponse:
    """Show a suggestion: who asked, who has it, what was answered and promised, and what happened when."""
    row = matters.one(uid)
    life = matters.life(row)
    context = {
        "row": row,
        "line": matters.line(life, on=doors.today()),
        "tasks": [(shown.body(one.body), one) for one in life.tasks],
        "answers": [
            (shown.body(one.body), _disposition(row, one.disposition), one) for one in life.said
        ],
        "promises": promises.lines(life.promised),
        "happenings": happenings.of(row, life.tasks, life.said, life.promised),
        "beside": [one for one in _beside(row) if one.pk != row.pk],
        "path": f"/public/suggestions/{row.uid}/",
    }
    return render(request, "portal/suggestion.html", context)


def _beside(row: Any) -> list[Any]:
    some = docket.suggestions(NOBODY).filter(proposal=row.proposal)
    return list(some.select_related(None).order_by("order"))


def _disposition(row: Any, named: str) -> str:
    known = shown.pack_of(row.proposal).replies.dispositions.get(named)
    return shown.label(known.words) if known else ""


@shared
def sessions(request: HttpRequest) -> HttpResponse:
    """List the sessions with their progress."""
    return render(request, "portal/sessions.html", {"progress": places.sessions()})


@shared
def session(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a session: its progress, its echo map body by body, and what waits longest."""
    row = places.session(pk)
    progress = next(one for one in places.sessions() if one.session.pk == pk)
    waiting = places.longest_waiting(Q(proposal__session_id=pk))
    papers = overviews.seen(NOBODY).filter(session_id=pk).order_by("-published_at")
    context = {
        "row": row, "name": shown.session(row), "progress": progress,
        "waiting": matters.lines(waiting, on=doors.today()), "overviews": list(papers),
        "path": f"/public/sessions/{pk}/", "map": echoes.of(pk, on=doors.today()),
    }  # fmt: skip
    return render(request, "portal/session.html", context)


@shared
def bodies(request: HttpRequest) -> HttpResponse:
    """List the bodies with what waits for each."""
    return render(request, "portal/bodies.html", {"some": places.bodies(on=doors.today())})


@shared
def body(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a body: its duties, its numbers, what waits for it longest, and all its suggestions."""
    line = places.body(pk)
    waiting = places.longest_waiting(handling.held_by(pk))
    some = matters.narrowed({"body": str(pk)})
    found = listing.of(request, some, [], per_page=25, keys=listing.by_key)
    lines = matters.lines([*waiting, *found.rows], on=doors.today())
    context = {
        "line": line, "waiting": lines[: len(waiting)], "listing": found, "lines": lines[len(waiting) :],
        "path": f"/public/bodies/{pk}/",
    }  # fmt: skip
    return render(request, "portal/body.html", context)


@shared
def member(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what a member has asked in public, and what became of it."""
    person, seats = places.member(pk)
    some = matters.rows().filter(places.of_member(pk)).distinct()
    found = listing.of(request, some, [], per_page=25, keys=listing.by_key)
    context = {
        "name": shown.person(person), "seats": seats, "listing": found,
        "lines": matters.lines(found.rows, on=doors.today()),
    }  # fmt: skip
    return render(request, "portal/member.html", context)


@shared
def overview(request: HttpRequest, uid: str) -> HttpResponse:
    """Show a published overview to the public, each sentence with its proof."""
    row = overviews.seen(NOBODY).filter(uid=uid).first()
    if row is None:
        raise HuiyinError("NOT_FOUND")
    context = {
        "row": row,
        "sections": overviews.sections(NOBODY, row),
        "charts": overviews.charts(row),
    }
    return render(request, "portal/overview.html", context)
