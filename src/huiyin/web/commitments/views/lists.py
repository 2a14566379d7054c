# SPDX-License-Identifier: Apache-2.0
"""The lists of commitments: board, list with export, bodies, hand-over."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render

from huiyin.core.values.refusals import HuiyinError
from huiyin.web.accounts.models import Session
from huiyin.web.commitments import forms, models, permissions
from huiyin.web.commitments.selectors import commitments, plans, rates, shown
from huiyin.web.commitments.services import importing, moving
from huiyin.web.docket.selectors import shown as names
from huiyin.web.docket.views import lists
from huiyin.web.kit import acting, doors, listing, ports

LANE_MOST = 12
TABS = ("board", "list", "timeline", "calendar", "bodies")


def tabs(here: str) -> list[dict[str, Any]]:
    """Give the ways to look at commitments, with the present one marked."""
    return [
        {
            "href": "/commitments/" if one == "board" else f"/commitments/{one}",
            "label": names.say(f"commit.tab_{one}"), "current": one == here, "n": None,
        }
        for one in TABS
    ]  # fmt: skip


@doors.answering
def board(request: HttpRequest) -> HttpResponseBase:
    """Show the commitments one may see by their state."""
    actor, on = doors.actor_of(request), doors.today()
    rows = commitments.seen(actor).order_by("due_on", "pk")
    lanes = []
    for state, label in shown.states():
        held = rows.filter(state=state)
        cut = commitments.lines(actor, held[: LANE_MOST + 1], on=on)
        n = len(cut) if len(cut) <= LANE_MOST else held.order_by().count()
        lanes.append({
            "id": state, "label": label, "tone": shown.TONES.get(state, ""), "n": n, "lines": cut[:LANE_MOST],
        })  # fmt: skip
    context = {
        "tabs": tabs("board"), "lanes": lanes, "any": any(lane["n"] for lane in lanes),
        "over": commitments.overdue(rows, on=on).order_by().count(),
        "carries": actor.has(*permissions.OFFICE),
    }  # fmt: skip
    return render(request, "commitments/board.html", context)


@doors.answering
def many(request: HttpRequest) -> HttpResponseBase:
    """List the commitments one may see, narrowed and sorted; or give the whole list to take away."""
    actor, on = doors.actor_of(request), doors.today()
    rows = commitments.narrowed(actor, request.GET, on=on)
    if (wanted := request.GET.get("export", "")) in ("csv", "xlsx"):
        return exported(actor, rows, "commitments", wanted, on)
    found = listing.of(
        request, rows.order_by("due_on", "pk"), commitments.COLUMNS, filters=commitments.filters(actor),
        searchable=True,
    )  # fmt: skip
    query = request.GET.copy()
    query.pop("page", None)
    goal = models.Goal.objects.filter(uid=request.GET.get("goal", "")).first()
    context = {
        "tabs": tabs("list"), "listing": found, "lines": commitments.lines(actor, found.rows, on=on),
        "query": query.urlencode(), "goal": shown.title_of(goal) if goal else "",
    }  # fmt: skip
    return render(request, "commitments/list.html", context)


def exported(actor: Any, rows: Any, name: str, form: str, on: date) -> HttpResponseBase:
    """Give commitments as a table to take away."""
    whole = rows.order_by("body_id", "due_on", "pk").iterator(chunk_size=lists.AT_ONCE)
    return lists.export(commitments.table(actor, whole, on=on), name, form)


@doors.answering
def bodies(request: HttpRequest) -> HttpResponseBase:
    """Show the bodies with what they promised and kept, both numbers of each share."""
    some = rates.by_body(doors.actor_of(request), on=doors.today())
    return render(request, "commitments/bodies.html", {"tabs": tabs("bodies"), "some": some})


@doors.needing(*permissions.OFFICE)
def handover(request: HttpRequest) -> HttpResponseBase:
    """Show what is still open, to be carried over into another session or term; all of it, as a table to hand over."""
    actor, on = doors.actor_of(request), doors.today()
    rows = commitments.narrowed(actor, request.GET, on=on).filter(
        state__in=["promised", "scheduled", "in_progress", "done_claimed"]
    )
    if (wanted := request.GET.get("export", "")) in ("csv", "xlsx"):
        return exported(actor, rows, "handover", wanted, on)
    sessions = list(Session.objects.select_related("term"))
    filters = [one for one in commitments.filters(actor) if one.name in ("body", "session")]
    found = listing.of(
        request, rows.order_by("session_id", "due_on", "pk"), commitments.COLUMNS, filters=filters, per_page=100
    )  # fmt: skip
    query = request.GET.copy()
    query.pop("page", None)
    context: dict[str, Any] = {
        "listing": found, "lines": commitments.lines(actor, found.rows, on=on), "query": query.urlencode(),
        "sessions": [(one.pk, names.session(one)) for one in sessions], "typed": request.POST,
        "chosen": request.POST.getlist("one"),
    }  # fmt: skip
    if request.method != "POST":
        return render(request, "commitments/handover.html", context)
    try:
        n = _carry(request, sessions)
    except HuiyinError as refusal:
        return doors.again(request, "commitments/handover.html", context, refusal)
    messages.success(request, names.say("commit.carried", n=n))
    return redirect(request.get_full_path())


def _carry(request: HttpRequest, sessions: list[Session]) -> int:
    """Carry the chosen ones over, all or none."""
    actor, now = doors.actor_of(request), doors.now()
    into = next((one for one in sessions if one.pk == forms.number(request.POST, "into")), None)
    chosen = request.POST.getlist("one")[:500]
    if into is None or not chosen:
        raise HuiyinError(
            "FIELD_EMPTY", field=names.say("commit.into" if into is None else "commit.chosen")
        )

    @acting.act
    def carry() -> int:
        for uid in chosen:
            moving.carry_over(actor, uid, into=into, words=request.POST.get("words", ""), now=now)
        return len(chosen)

    return carry()


@doors.needing(*permissions.OFFICE)
def take_in(request: HttpRequest) -> HttpResponseBase:
    """Take in a ledger of past commitments: first a preview with every bad row, then the act."""
    sessions = list(Session.objects.select_related("term"))
    session = next(
        (one for one in sessions if str(one.pk) == request.POST.get("session", "")), None
    )
    context: dict[str, Any] = {
        "kinds": [(one, names.say(f"ledgers.{one}")) for one in importing.KINDS], "typed": request.POST,
        "sessions": [(one.pk, names.session(one)) for one in sessions],
        "heads": [
            (names.say(f"ledgers.{kind}"), [importing.HEADS[key][0 if names.lang() == "zh" else -1] for key in needed])
            for kind, needed in importing.KINDS.items()
        ],
    }  # fmt: skip
    if request.method != "POST":
        return render(request, "commitments/import.html", context)
    try:
        if "rows" in request.POST:
            return _taken(request, sessions)
        file = request.FILES.get("file")
        if file is None or session is None:
            raise HuiyinError(
                "FIELD_EMPTY", field=names.say("import.file" if session else "commit.session")
            )
        plan = importing.plan(
            request.POST.get("kind", ""), session, ports.table(file.name or "", file.read())
        )
    except HuiyinError as refusal:
        return doors.again(request, "commitments/import.html", context, refusal)
    bad = [{"row": one, "says": HuiyinError(one.code).say(names.lang())} for one in plan.bad]
    signed = "" if bad else signing.dumps([session.pk, plan.rows], salt="ledger", compress=True)
    context |= {"plan": plan, "bad": bad, "signed": signed, "file_name": file.name}
    return render(request, "commitments/import.html", context, status=422 if bad else 200)


def _taken(request: HttpRequest, sessions: list[Session]) -> HttpResponseBase:
    try:
        pk, some = signing.loads(request.POST["rows"], salt="ledger", max_age=3600)
    except signing.BadSignature as fault:
        raise HuiyinError("PREVIEW_STALE") from fault
    session = next((one for one in sessions if one.pk == pk), None)
    if session is None:
        raise HuiyinError("PREVIEW_STALE")
    made, same = importing.take(doors.actor_of(request), session, some, now=doors.now())
    messages.success(request, names.say("ledgers.done", n=made, same=same))
    return redirect(f"/commitments/list?session={pk}")


def goal_choices(chosen: list[str]) -> list[tuple[str, str, bool]]:
    """Give the goals of all plans as choices, those that are chosen marked."""
    return [(uid, label, uid in chosen) for uid, label in plans.choices()]
