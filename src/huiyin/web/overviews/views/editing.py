# SPDX-License-Identifier: Apache-2.0
"""Writing overviews: a new one, its sentences, themes, newer figures, and letting it go out."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from huiyin.core.overview import composing as writing
from huiyin.core.values.refusals import HuiyinError
from huiyin.web.accounts.models import Body, Person, Session
from huiyin.web.docket.selectors import reading as docket
from huiyin.web.docket.selectors import shown
from huiyin.web.kit import doors, incoming
from huiyin.web.overviews import models, permissions
from huiyin.web.overviews.selectors import showing
from huiyin.web.overviews.services import composing, editing, publishing, rewording, rows
from huiyin.web.overviews.views import reading
from huiyin.web.replies.selectors import answered

FOUND = 20  # sources offered


def _number(request: HttpRequest, name: str) -> int:
    return incoming.whole(request.POST.get(name, "")) or 0


@doors.needing(*permissions.EDITORS)
def new(request: HttpRequest) -> HttpResponse:
    """Choose what is to be written, and write it."""
    context = {
        "papers": [(one, shown.say(f"overview.paper_{one}")) for one in writing.papers()],
        "sessions": [(one, shown.session(one)) for one in Session.objects.select_related("term")],
        "typed": request.POST,
    }
    if request.method != "POST":
        return render(request, "overviews/new.html", context)
    try:
        row = composing.begin(doors.actor_of(request), _wanted(request), now=doors.now())
    except HuiyinError as refusal:
        return doors.again(request, "overviews/new.html", context, refusal)
    messages.success(request, shown.say("overview.begun"))
    return redirect(f"/overviews/{row.uid}/edit")


def _wanted(request: HttpRequest) -> composing.Wanted:
    sent = request.POST
    session = Session.objects.select_related("term").filter(pk=_number(request, "session")).first()
    if session is None:
        raise HuiyinError("FIELD_UNKNOWN", field="session")
    name = sent.get("about", "").strip()
    paper = sent.get("paper", "")
    body = Body.objects.filter(name=name).first() if paper == "body" else None
    person = Person.objects.filter(name=name).first() if paper == "member" else None
    if name and paper in ("body", "member") and not (body or person):
        raise HuiyinError("FIELD_UNKNOWN", field="about")
    return composing.Wanted(
        paper, session, sent.get("language", ""), sent.get("audience", ""), body, person,
        name if paper == "topic" else "", sent.get("title", ""),
    )  # fmt: skip


def _context(request: HttpRequest, row: models.Overview, **more: Any) -> dict[str, Any]:
    gone = row.lines.exclude(dropped_at=None).order_by("order")[:50]
    return reading.context(request, row, gone=gone, **more)


@doors.needing(*permissions.EDITORS)
@doors.answering
def edit(request: HttpRequest, uid: str) -> HttpResponse:
    """Show a paper to those who write it: what each sentence lacks, and what can be done with it."""
    row = rows.overview(doors.actor_of(request), uid, lock=False)
    return render(request, "overviews/edit.html", _context(request, row))


def _again(request: HttpRequest, refusal: HuiyinError, uid: str, **more: Any) -> HttpResponse:
    row = rows.overview(doors.actor_of(request), uid, lock=False)
    context = _context(request, row, typed=request.POST)
    return doors.again(request, "overviews/edit.html", context, refusal)


@doors.needing(*permissions.EDITORS)
@doors.answering
def line(request: HttpRequest, uid: str, pk: int) -> HttpResponse:
    """Show a sentence with its sources, to say it otherwise or to give it others; and keep what is typed."""
    actor = doors.actor_of(request)
    row = rows.overview(actor, uid, lock=False)
    found = row.lines.filter(pk=pk, dropped_at=None).first()
    if found is None:
        raise HuiyinError("NOT_FOUND")
    sentence = next(
        one
        for section in showing.sections(actor, row)
        for part in section.paragraphs
        for one in part
        if one.line.pk == pk
    )
    q = request.GET.get("q", "").strip()[:60]
    context = {
        "row": row,
        "one": sentence,
        "text": found.text,
        "rewords": rewording.is_on(),
        "q": q,
        "hits": _hits(request, row, q) if q else [],
    }
    if request.method != "POST":
        return render(request, "overviews/line.html", context)
    try:
        _do_line(request, row, pk)
    except HuiyinError as refusal:
        context["text"] = request.POST.get("text", found.text)
        return doors.again(request, "overviews/line.html", context, refusal)
    leaves = request.POST.get("do") in ("drop", "up", "down")
    return redirect(f"/overviews/{uid}/edit#s{pk}" if leaves else f"/overviews/{uid}/lines/{pk}/")


def _do_line(request: HttpRequest, row: models.Overview, pk: int) -> None:
    actor, now, uid = doors.actor_of(request), doors.now(), row.uid
    do, version = request.POST.get("do", ""), _number(request, "version")
    if do == "change":
        editing.change(actor, uid, pk, text=request.POST.get("text", ""), version=version, now=now)
    elif do == "reword":
        rewording.reword(actor, uid, pk, version=version, now=now)
    elif do in ("up", "down"):
        editing.move(actor, uid, pk, up=do == "up", version=version, now=now)
    elif do == "drop":
        editing.drop(actor, uid, pk, version=version, now=now)
    elif do in ("own", "disown"):
        editing.own(actor, uid, pk, version=version, now=now, disown=do == "disown")
    elif do == "uncite":
        editing.uncite(actor, uid, pk, _number(request, "source"), version=version, now=now)
    elif do == "cite":
        source, quote = request.POST.get("source", ""), request.POST.get("quote", "")
        editing.cite(actor, uid, pk, source=source, quote=quote, version=version, now=now)
    else:
        raise HuiyinError("ACT_UNKNOWN", act=do)
    messages.success(request, shown.say("overview.kept"))


def _hits(request: HttpRequest, row: models.Overview, q: str) -> list[tuple[str, str, str]]:
    """Find suggestions and answers of the session that hold some words, as sources to choose from."""
    reader = permissions.reader_of(row, doors.actor_of(request))
    asks = list(
        docket.suggestions(reader).filter(proposal__session_id=row.session_id, text__icontains=q)[
            :FOUND
        ]
    )
    found = [
        (f"suggestion:{one.uid}", shown.say("overview.kind_suggestion"), one.text) for one in asks
    ]
    every = docket.suggestions(reader).filter(proposal__session_id=row.session_id)
    said = answered.of(reader, every.values_list("pk", flat=True))
    for some in said.values():
        found += [
            (f"answer:{one.uid}", shown.say("overview.kind_answer"), one.text)
            for one in some
            if q in one.text
        ]
    return found[: 2 * FOUND]


@require_POST
@doors.needing(*permissions.EDITORS)
@doors.answering(again=_again)
def act(request: HttpRequest, uid: str) -> HttpResponse:
    """Add a sentence, put one back, name the paper, publish it, take it back."""
    actor, now, sent = doors.actor_of(request), doors.now(), request.POST
    do, version = sent.get("do", ""), _number(request, "version")
    if do == "add":
        after, text = _number(request, "after"), sent.get("text", "")
        found = editing.add(
            actor, uid, section=sent.get("section", ""), after=after, text=text, now=now
        )
        return redirect(f"/overviews/{uid}/lines/{found.pk}/")
    if do == "back":
        editing.drop(actor, uid, _number(request, "line"), version=version, now=now, back=True)
    elif do == "name":
        title, subtitle = sent.get("title", ""), sent.get("subtitle", "")
        editing.name(actor, uid, title=title, subtitle=subtitle, version=version, now=now)
    elif do == "publish":
        publishing.publish(actor, uid, version=version, now=now)
    elif do == "revise":
        publishing.revise(actor, uid, reason=sent.get("words", ""), version=version, now=now)
    elif do == "withdraw":
        publishing.withdraw(actor, uid, reason=sent.get("words", ""), version=version, now=now)
    else:
        raise HuiyinError("ACT_UNKNOWN", act=do)
    messages.success(request, shown.say(f"overview.done_{do}"))
    out = do in ("publish", "withdraw")
    return redirect(f"/overviews/{uid}/" if out else f"/overviews/{uid}/edit")


@doors.needing(*permissions.EDITORS)
@doors.answering
def newer(request: HttpRequest, uid: str) -> HttpResponse:
    """Show which sentences would read otherwise from the data of today, and renew those chosen."""
    actor, now = doors.actor_of(request), doors.now()
    if request.method == "POST":
        chosen = [incoming.whole(one) or 0 for one in request.POST.getlist("line")[:2000]]
        composing.renew(actor, uid, chosen, now=now)
        messages.success(request, shown.say("overview.renewed", n=len(chosen)))
        return redirect(f"/overviews/{uid}/edit")
    row = rows.overview(actor, uid, lock=False)
    changed, fresh = composing.newer(actor, row, on=doors.today())
    return render(request, "overviews/newer.html", {"row": row, "changed": changed, "fresh": fresh})


@doors.needing(*permissions.EDITORS)
@doors.answering
def themes(request: HttpRequest, uid: str) -> HttpResponse:
    """Show the themes with their proposals; rename, join and part them."""
    actor, now = doors.actor_of(request), doors.now()
    row = rows.overview(actor, uid, lock=False)
    if request.method == "POST":
        label = request.POST.get("label", "")
        if proposal := _number(request, "proposal"):
            editing.put_under(actor, uid, proposal, label=label, now=now)
        else:
            editing.rename_theme(actor, uid, _number(request, "theme"), label=label, now=now)
        messages.success(request, shown.say("overview.kept"))
        return redirect(f"/overviews/{uid}/themes")
    under: dict[int, list[Any]] = {}
    for one in row.themed.select_related("proposal").order_by("pk"):
        under.setdefault(one.theme_id, []).append(one.proposal)
    some = [(one, under.get(one.pk, [])) for one in row.themes.filter(dropped_at=None)]
    return render(request, "overviews/themes.html", {"row": row, "some": some})
