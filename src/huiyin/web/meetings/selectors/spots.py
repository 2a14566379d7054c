# SPDX-License-Identifier: Apache-2.0
"""Orders given on the spot (现场交办) as pages and desks show them."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString

from huiyin.web.accounts.actors import Actor
from huiyin.web.docket import permissions as rights
from huiyin.web.docket.selectors import shown as names
from huiyin.web.docket.services import turning
from huiyin.web.kit import showing
from huiyin.web.kit.models import LedgerEntry
from huiyin.web.meetings import models, permissions
from huiyin.web.meetings.selectors import shown

DESK_MOST = 8


@dataclass(frozen=True, slots=True)
class Order:
    """An order as a line of a list."""

    row: models.SpotAssignment
    state: names.State
    body: str
    leader: str
    clock: dict[str, Any] | None


def seen(actor: Actor) -> QuerySet[models.SpotAssignment]:
    """Give the orders an actor may see."""
    rows = models.SpotAssignment.objects.filter(rights.visible(actor, models.SpotAssignment))
    return rows.select_related(
        "meeting", "body", "found__utterance", "found__participant__person", "found__participant__body"
    )  # fmt: skip


def of_meeting(actor: Actor, row: models.Meeting) -> QuerySet[models.SpotAssignment]:
    """Give the orders given in a meeting that an actor may see."""
    return seen(actor).filter(meeting=row)


def line(row: models.SpotAssignment) -> Order:
    """Show an order."""
    who = row.found.participant
    clock = None
    if row.due_on is not None and row.state in ("given", "reported"):
        clock = showing.clock(row.due_on, on=timezone.localdate())
    return Order(
        row, shown.state(row), names.body(row.body) if row.body else "",
        shown.person(who) if who else row.found.utterance.label, clock,
    )  # fmt: skip


def possible(actor: Actor, row: models.SpotAssignment) -> set[str]:
    """Give the acts an actor may do to an order now."""
    acts = turning.machine_of(row).acts.values()
    return {
        act.id for act in acts if row.state in act.sources and rights.may(actor, act, row)
    }  # fmt: skip


def act_name(row: models.SpotAssignment, act: str) -> str:
    """Name an act in the words of the pack."""
    return names.label(turning.machine_of(row).acts[act].words)


def sent_back(row: models.SpotAssignment) -> str:
    """Give why the last report was sent back, "" where it was not."""
    if row.state != "given":
        return ""
    acts = LedgerEntry.objects.filter(kind="spotassignment", object_id=row.pk).order_by("-seq")
    last = acts.first()
    return last.reason if last is not None and last.act == "spot_assignment.return" else ""


def desk(actor: Actor, row: Any, lang: str) -> SafeString | None:
    """Lay on the desk the orders that wait for the actor: to give, to report, to check."""
    if actor.user_id is None:
        return None
    rows, piles = seen(actor).order_by("due_on", "pk"), []
    if bodies := actor.bodies("liaison", "handler"):
        piles.append(("to_report", rows.filter(body_id__in=bodies, state="given")))
    if actor.has(*permissions.OFFICE, "oversight"):
        piles.append(("to_give", rows.filter(state="noted")))
        piles.append(("to_check", rows.filter(state="reported")))
    shown_piles = [
        {"words": f"desk_m.{key}", "key": key, "n": n, "lines": [line(one) for one in some[:DESK_MOST]]}
        for key, some in piles if (n := some.count())
    ]  # fmt: skip
    context = {"piles": shown_piles, "lang": lang}
    return render_to_string("meetings/parts/desk.html", context) if shown_piles else None
