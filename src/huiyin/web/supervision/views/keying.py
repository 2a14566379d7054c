# SPDX-License-Identifier: Apache-2.0
"""The room's own page, and the pages of key proposals."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from huiyin.core.values.refusals import HuiyinError
from huiyin.web.accounts.models import Committee, User
from huiyin.web.docket.selectors import reading
from huiyin.web.docket.selectors import shown as names
from huiyin.web.docket.services import turning
from huiyin.web.kit import doors
from huiyin.web.supervision import models, permissions
from huiyin.web.supervision.selectors import shown, watching
from huiyin.web.supervision.selectors.shown import Block, Line
from huiyin.web.supervision.services import keying, rows
from huiyin.web.supervision.views.asking import Asked, Page, ask, day, number, text

_PAGES = {"approve": "approve", "note_event": "event", "open_vote": "panel", "cast": "cast"}
_MAIN = ("shortlist", "approve", "note_event", "cast")


@doors.signed_in
@doors.answering
def home(request: HttpRequest) -> HttpResponse:
    """Show all of supervision one may see."""
    actor = doors.actor_of(request)
    context = {
        "blocks": watching.home(actor),
        "may_look_back": actor.has("committee", "oversight"),
    }
    return render(request, "supervision/home.html", context)


@doors.signed_in
@doors.answering
def nominate(request: HttpRequest, uid: str) -> HttpResponse:
    """Nominate a proposal."""
    actor = doors.actor_of(request)
    proposal = reading.proposal(actor, uid)
    page = Page(
        "nominate",
        "nominate_purpose",
        proposal.title,
        f"/proposals/{uid}/",
        "nominate",
        "nominated",
    )
    fields = [
        Asked("recommended", "recommended", help="recommended_help"),
        Asked("why", "why", "area"),
    ]

    def act(data: Any) -> str:
        row = keying.nominate(
            actor,
            uid,
            recommended=text(data, "recommended"),
            why=text(data, "why"),
            now=doors.now(),
        )
        return f"/keyproposals/{row.uid}/"

    rows.need(actor, "nominate", *keying.NOMINATES)
    return ask(request, page, fields, act)


def _context(actor: Any, row: models.KeyProposal) -> dict[str, Any]:
    kinds = turning.pack_of(row).replies.contacts
    events = tuple(
        Line(
            f"{one.held_on:%Y-%m-%d} {names.label(kinds.get(one.kind, {}))}",
            one.notes,
            one.participants,
        )
        for one in row.events.all()
    )
    blocks = [Block("events", events, "events_empty")]
    if row.state in ("voting", "concluded"):
        blocks += _vote(actor, row)
    facts = [("recommended", row.recommended), ("why", row.why)]
    if row.official:
        committee = row.committee.name if row.committee else ""
        facts += [("official", row.official), ("committee", committee)]
    return {
        "row": row, "title": row.proposal.title, "kind": "key_one", "state": shown.state(row), "facts": facts,
        "about": f"/proposals/{row.proposal.uid}/", "blocks": blocks,
        "acts": shown.acts(actor, row, keying.facts_of(row, actor), _PAGES, main=_MAIN),
        "happenings": shown.happenings(row, "key_proposal", hide=("cast",)) if actor.has(*permissions.READERS) else [],
    }  # fmt: skip


def _vote(actor: Any, row: models.KeyProposal) -> list[Block]:
    known = {one.id: one for one in keying.verdict(row).values}
    seats = list(watching.seen(actor, models.Seat).filter(key=row).select_related("user__person"))
    said = [
        Line(
            names.user(one.user), chip=names.say("sup.has_voted" if one.has_cast else "sup.has_not_voted"),
            tone="done" if one.has_cast else "waiting",
            note=names.label(known[one.choice].words) if one.choice in known else "",
        )
        for one in seats
    ]  # fmt: skip
    blocks = [Block(f"panel_{row.ballot}", tuple(said))] if actor.has(*permissions.READERS) else []
    tallies = watching.seen(actor, models.Tally).filter(key=row)
    if tallies:
        lines = tuple(
            Line(
                names.label(known[one.choice].words),
                chip=str(one.n),
                tone=shown.COUNTS[known[one.choice].counts],
            )
            for one in tallies
            if one.choice in known
        )
        blocks.append(Block("tally", lines))
    return blocks


@doors.signed_in
@doors.answering
def one(request: HttpRequest, uid: str) -> HttpResponse:
    """Show a key proposal with its events and the vote."""
    actor = doors.actor_of(request)
    row = rows.get(models.KeyProposal, actor, uid, lock=False)
    return render(request, "supervision/record.html", _context(actor, row))


def _again(request: HttpRequest, refusal: HuiyinError, uid: str, **more: Any) -> HttpResponse:
    actor = doors.actor_of(request)
    row = rows.get(models.KeyProposal, actor, uid, lock=False)
    return doors.again(request, "supervision/record.html", _context(actor, row), refusal)


@require_POST
@doors.signed_in
@doors.answering(again=_again)
def act(request: HttpRequest, uid: str, act: str) -> HttpResponse:
    """Shortlist, return, drop, close the vote."""
    actor, version = doors.actor_of(request), number(request.POST, "version")
    if act == "close_vote":
        row = keying.close_vote(actor, uid, version=version, now=doors.now())
    else:
        words = text(request.POST, "words")
        row = keying.act(actor, uid, act, words=words, version=version, now=doors.now())
    known = turning.machine_of(row).acts[act]
    messages.success(request, names.say("docket.done", act=names.label(known.words)))
    return redirect(f"/keyproposals/{uid}/")


def _page(row: models.KeyProposal, key: str, button: str, done: str) -> Page:
    at = f"/keyproposals/{row.uid}/"
    return Page(key, f"{key}_purpose", row.proposal.title, at, button, done, row.version)


@doors.signed_in
@doors.answering
def approve(request: HttpRequest, uid: str) -> HttpResponse:
    """Approve, with the leading official and the committee in charge."""
    actor = doors.actor_of(request)
    row = rows.get(models.KeyProposal, actor, uid, lock=False)
    rows.need(actor, "approve", "leader", "committee")
    committees = [(str(one.pk), one.name) for one in Committee.objects.order_by("pk")]
    fields = [
        Asked("official", "official", given=row.official, help="official_help"),
        Asked("committee", "committee", "choice", choices=committees),
    ]

    def act(data: Any) -> str:
        keying.approve(
            actor, uid, official=text(data, "official"), committee=number(data, "committee"),
            version=number(data, "version"), now=doors.now(),
        )  # fmt: skip
        return f"/keyproposals/{uid}/"

    return ask(request, _page(row, "approve", "approve", "approved"), fields, act)


@doors.signed_in
@doors.answering
def event(request: HttpRequest, uid: str) -> HttpResponse:
    """Note an event of the supervision."""
    actor = doors.actor_of(request)
    row = rows.get(models.KeyProposal, actor, uid, lock=False)
    rows.need(actor, "note_event", "committee", "oversight", "clerk")
    kinds = [
        (key, names.label(said)) for key, said in turning.pack_of(row).replies.contacts.items()
    ]
    fields = [
        Asked("kind", "event_kind", "choice", choices=kinds),
        Asked("held_on", "held_on", "day", given=doors.today().isoformat()),
        Asked("participants", "participants", "area"),
        Asked("notes", "notes", "area"),
    ]

    def act(data: Any) -> str:
        what = keying.Happened(
            text(data, "kind"),
            day(data, "held_on"),
            text(data, "participants"),
            text(data, "notes"),
        )
        keying.note_event(actor, uid, what, version=number(data, "version"), now=doors.now())
        return f"/keyproposals/{uid}/"

    return ask(request, _page(row, "event", "event", "noted"), fields, act)


@doors.signed_in
@doors.answering
def panel(request: HttpRequest, uid: str) -> HttpResponse:
    """Name the panel and open the vote."""
    actor = doors.actor_of(request)
    row = rows.get(models.KeyProposal, actor, uid, lock=False)
    rows.need(actor, "open_vote", "committee")
    members = User.objects.filter(
        grants__role__in=["member", "committee", "convener"], is_active=True
    )
    people = [
        (str(one.pk), names.user(one)) for one in members.select_related("person").distinct()[:400]
    ]
    fields = [Asked("panel", "panel", "many", choices=people, help="panel_help")]

    def act(data: Any) -> str:
        ids = [int(one) for one in data.getlist("panel") if one.isascii() and one.isdecimal()][:400]
        keying.open_vote(actor, uid, ids, version=number(data, "version"), now=doors.now())
        return f"/keyproposals/{uid}/"

    return ask(request, _page(row, "panel", "open_vote", "vote_opened"), fields, act)


@doors.signed_in
@doors.answering
def cast(request: HttpRequest, uid: str) -> HttpResponse:
    """Vote."""
    actor = doors.actor_of(request)
    row = rows.get(models.KeyProposal, actor, uid, lock=False)
    if "panel" not in permissions.roles_in_key(actor, row):
        raise HuiyinError("NOT_ALLOWED", act="cast")
    axis = keying.verdict(row)
    choices = [(one.id, names.label(one.words)) for one in axis.values]
    fields = [Asked("verdict", "", "pick", choices=choices, label=names.label(axis.words))]
    page = _page(row, f"cast_{row.ballot or 'secret'}", "cast", "voted")

    def act(data: Any) -> str:
        keying.cast(actor, uid, text(data, "verdict"), now=doors.now())
        return f"/keyproposals/{uid}/"

    return ask(request, page, fields, act)
