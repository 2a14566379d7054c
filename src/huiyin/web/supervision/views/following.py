# SPDX-License-Identifier: Apache-2.0
"""Instructions, reminder letters, look-backs, assessments and mutual rating: begun on the page of a task, followed here."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_POST

from huiyin.core.values.refusals import HuiyinError
from huiyin.web.docket.selectors import rows as docket
from huiyin.web.docket.selectors import shown as names
from huiyin.web.docket.services import turning
from huiyin.web.kit import doors, ports
from huiyin.web.supervision import models, permissions
from huiyin.web.supervision.selectors import shown, watching
from huiyin.web.supervision.selectors.shown import Block, Line
from huiyin.web.supervision.services import instructing, looking, rows
from huiyin.web.supervision.views.asking import Asked, Page, ask, axes, day, number, text, values

_KINDS: dict[str, Any] = {"instructions": models.Instruction, "lookbacks": models.Item}
_SERVICES: dict[str, Any] = {"instructions": instructing, "lookbacks": looking}


def _about(task: Any) -> str:
    return f"{task.case.title} · {names.body(task.body)}"


@doors.signed_in
@doors.answering
def instruct(request: HttpRequest, uid: str) -> HttpResponse:
    """Record a leader's instruction to the body of a task."""
    actor = doors.actor_of(request)
    task = docket.task(actor, uid)
    rows.need(actor, "instruct", "leader", "oversight", "clerk")
    page = Page(
        "instruct",
        "instruct_purpose",
        _about(task),
        f"/assignments/{uid}/",
        "instruct",
        "instructed",
    )
    own = actor.name if actor.has("leader") else ""
    fields = [
        Asked("leader", "leader", given=own), Asked("given_on", "given_on", "day", given=doors.today().isoformat()),
        Asked("words", "instruction_words", "area"),
    ]  # fmt: skip

    def act(data: Any) -> str:
        row = instructing.instruct(
            actor, uid, leader=text(data, "leader"), words=text(data, "words"), given_on=day(data, "given_on"),
            now=doors.now(),
        )  # fmt: skip
        return f"/instructions/{row.uid}/"

    return ask(request, page, fields, act)


@doors.signed_in
@doors.answering
def remind(request: HttpRequest, uid: str) -> HttpResponse:
    """Send a numbered reminder letter."""
    actor = doors.actor_of(request)
    task = docket.task(actor, uid)
    rows.need(actor, "remind", "oversight", "assigner", "clerk")
    page = Page(
        "remind", "remind_purpose", _about(task), f"/assignments/{uid}/", "remind", "reminded"
    )
    fields = [
        Asked("words", "letter_words", "area", given=names.say("sup.letter_given")),
        Asked("due_on", "letter_due", "day", optional=True),
    ]

    def act(data: Any) -> str:
        row = instructing.remind(
            actor, uid, words=text(data, "words"), due_on=day(data, "due_on"), now=doors.now()
        )
        return f"/reminders/{row.uid}/"

    return ask(request, page, fields, act)


@doors.signed_in
@doors.answering
def letter(request: HttpRequest, uid: str, form: str = "") -> HttpResponse:
    """Show a reminder letter as it is printed, or give it as a file."""
    row = rows.get(models.ReminderLetter, doors.actor_of(request), uid, lock=False)
    paper = instructing.paper(row)
    if form in ("pdf", "docx"):
        made = ports.write_paper(paper, form)
        answer = HttpResponse(made.raw, content_type=made.media_type)
        answer["Content-Disposition"] = f'attachment; filename="reminder-{uid}.{form}"'
        return answer
    if form:
        raise HuiyinError("NOT_FOUND")
    context = {
        "row": row,
        "paper": mark_safe(ports.show_paper(paper)),  # noqa: S308 - the adapter escapes all that it sets
        "body": names.body(row.assignment.body),
    }
    return render(request, "supervision/letter.html", context)


@doors.signed_in
@doors.answering
def look_back(request: HttpRequest) -> HttpResponse:
    """Open a round of looking back."""
    actor = doors.actor_of(request)
    rows.need(actor, "look_back", "committee", "oversight")
    page = Page("look_back", "look_back_purpose", "", "/supervision/", "look_back", "round_opened")
    classes = [
        (key, f"{key} {names.label(said)}") for key, said in names.present_pack().classes.items()
    ]
    today = doors.today()
    fields = [
        Asked("title", "round_title", given=names.say("sup.round_given", year=today.year)),
        Asked("letters", "classes", "many", choices=classes),
        Asked(
            "since",
            "since",
            "day",
            given=today.replace(year=today.year - 1, month=1, day=1).isoformat(),
        ),
        Asked("until", "until", "day", given=today.isoformat()),
    ]

    def act(data: Any) -> str:
        row = looking.open_round(
            actor, title=text(data, "title"), letters=[one[:8] for one in data.getlist("letters")],
            since=day(data, "since"), until=day(data, "until"), now=doors.now(),
        )  # fmt: skip
        return f"/supervision/rounds/{row.uid}/"

    return ask(request, page, fields, act)


@doors.signed_in
@doors.answering
def round_(request: HttpRequest, uid: str) -> HttpResponse:
    """Show a round with how each of its cases stands."""
    actor = doors.actor_of(request)
    row = rows.get(models.Round, actor, uid, lock=False)
    lines = tuple(
        watching.line(one, "lookbacks") for one in watching.items(actor).filter(round=row)
    )
    facts = [
        ("classes", "、".join(row.letters)),
        ("since", str(row.since)),
        ("until", str(row.until)),
    ]
    context = {
        "row": row,
        "title": row.title,
        "kind": "round",
        "facts": facts,
        "blocks": [Block("look_backs", lines)],
    }
    return render(request, "supervision/record.html", context)


def _context(actor: Any, kind: str, row: Any) -> dict[str, Any]:
    task = row.assignment
    facts = [("body", names.body(task.body))]
    if kind == "instructions":
        facts += [
            ("leader", row.leader),
            ("given_on", str(row.given_on)),
            ("instruction_words", row.words),
        ]
        lines = tuple(Line(one["by"], one["text"], one["at"][:10]) for one in reversed(row.reports))
        machine = "instruction"
    else:
        facts.append(("round", row.round.title))
        form = rows.form(task, "look_back")
        lines = tuple(
            Line(
                names.user(one.by),
                one.words,
                f"{one.at:%Y-%m-%d}",
                facts=shown.values(form, one.values),
            )
            for one in row.sheets.select_related("by__person").order_by("-pk")
        )
        machine = "look_back"
    inside = actor.has(*permissions.READERS)
    return {
        "row": row, "title": task.case.title, "kind": machine, "state": shown.state(row), "facts": facts,
        "about": f"/assignments/{task.uid}/", "blocks": [Block("reports", lines, "reports_empty")],
        "acts": shown.acts(actor, row, {"has_report"}, {"report": "report"}, main=("report", "settle", "confirm")),
        "happenings": shown.happenings(row, machine) if inside else [],
    }  # fmt: skip


@doors.signed_in
@doors.answering
def one(request: HttpRequest, uid: str, kind: str) -> HttpResponse:
    """Show an instruction or a case of a look-back, with the reports on it."""
    actor = doors.actor_of(request)
    row = rows.get(_KINDS[kind], actor, uid, lock=False)
    return render(request, "supervision/record.html", _context(actor, kind, row))


def _again(
    request: HttpRequest, refusal: HuiyinError, uid: str, kind: str, **more: Any
) -> HttpResponse:
    actor = doors.actor_of(request)
    row = rows.get(_KINDS[kind], actor, uid, lock=False)
    return doors.again(request, "supervision/record.html", _context(actor, kind, row), refusal)


@require_POST
@doors.signed_in
@doors.answering(again=_again)
def act(request: HttpRequest, uid: str, kind: str, act: str) -> HttpResponse:
    """Accept or return a report, withdraw, leave out: with the reason where it steps back."""
    actor, words = doors.actor_of(request), text(request.POST, "words")
    version = number(request.POST, "version")
    row = _SERVICES[kind].act(actor, uid, act, words=words, version=version, now=doors.now())
    known = turning.machine_of(row).acts[act]
    messages.success(request, names.say("docket.done", act=names.label(known.words)))
    return redirect(f"/{kind}/{uid}/")


@doors.signed_in
@doors.answering
def report(request: HttpRequest, uid: str, kind: str) -> HttpResponse:
    """Report, as the body."""
    actor = doors.actor_of(request)
    row = rows.get(_KINDS[kind], actor, uid, lock=False)
    if row.assignment.body_id not in actor.bodies("liaison", "handler"):
        raise HuiyinError("NOT_ALLOWED", act="report")
    back = f"/{kind}/{uid}/"
    page = Page(
        f"report_{kind}",
        "report_purpose",
        _about(row.assignment),
        back,
        "report",
        "reported",
        row.version,
    )
    form = rows.form(row.assignment, "look_back") if kind == "lookbacks" else None
    fields = [*(axes(form) if form else []), Asked("text", "report_text", "area")]

    def act(data: Any) -> str:
        version, said = number(data, "version"), text(data, "text")
        if kind == "lookbacks":
            looking.report(actor, uid, values(data), words=said, version=version, now=doors.now())
        else:
            instructing.report(actor, uid, text=said, version=version, now=doors.now())
        return back

    return ask(request, page, fields, act)


@doors.signed_in
@doors.answering
def assess(request: HttpRequest, uid: str) -> HttpResponse:
    """Enter an assessment from outside."""
    actor = doors.actor_of(request)
    task = docket.task(actor, uid)
    rows.need(actor, "assess", "committee", "oversight", "clerk")
    page = Page(
        "assess", "assess_purpose", _about(task), f"/assignments/{uid}/", "assess", "assessed"
    )
    fields = [
        Asked("assessor", "assessor"),
        *axes(rows.form(task, "assessment")),
        Asked("words", "remarks", "area", optional=True),
    ]

    def act(data: Any) -> str:
        looking.assess(
            actor,
            uid,
            values(data),
            assessor=text(data, "assessor"),
            words=text(data, "words"),
            now=doors.now(),
        )
        return f"/assignments/{uid}/"

    return ask(request, page, fields, act)


@doors.signed_in
@doors.answering
def rate(request: HttpRequest, uid: str) -> HttpResponse:
    """Rate the other side; what it said is seen once both are in."""
    actor = doors.actor_of(request)
    task = docket.task(actor, uid)
    form, _ = looking.side_of(actor, task)
    if not form:
        raise HuiyinError("NOT_ALLOWED", act="rate")
    page = Page(
        f"rate_{form}", "rate_purpose", _about(task), f"/assignments/{uid}/", "rate", "rated"
    )
    fields = [*axes(rows.form(task, form)), Asked("words", "remarks", "area", optional=True)]

    def act(data: Any) -> str:
        looking.rate(actor, uid, values(data), words=text(data, "words"), now=doors.now())
        return f"/assignments/{uid}/"

    return ask(request, page, fields, act)
