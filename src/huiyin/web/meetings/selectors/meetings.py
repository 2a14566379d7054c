# SPDX-License-Identifier: Apache-2.0
"""Meetings as an actor may see them: the list, one meeting, its agenda with times and states, what can be done."""

from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from huiyin.core.docket import transitions
from huiyin.core.meetings import agenda
from huiyin.web.accounts.actors import Actor
from huiyin.web.docket import permissions as rights
from huiyin.web.docket.selectors import shown as names
from huiyin.web.docket.services import turning
from huiyin.web.kit import ports
from huiyin.web.kit.showing import ActShown
from huiyin.web.meetings import models
from huiyin.web.meetings.selectors import shown
from huiyin.web.meetings.services import preparing

_CLOCKS = ("meeting_notice", "meeting_material")
_STANDING = Q(found__state__in=models.STANDING)


def seen(actor: Actor) -> QuerySet[models.Meeting]:
    """Give the meetings an actor may see."""
    rows = models.Meeting.objects.filter(rights.visible(actor, models.Meeting))
    return rows.select_related("chair", "session__term")


def items(row: models.Meeting) -> list[dict[str, Any]]:
    """Give the agenda: each item with its times and the state its parts put it in.

    Cost: one query.
    """
    some = list(
        row.agenda.filter(dropped_at=None)
        .select_related("body")
        .annotate(
            turn_count=Count("turns", distinct=True),
            running=Count("turns", filter=Q(turns__ended_at=None), distinct=True),
            undecided=Count(
                "utterances__found", filter=Q(utterances__found__state="proposed"), distinct=True
            ),
        )
    )
    begun = row.opened_at or row.starts_at
    spans = agenda.times(begun, [one.minutes for one in some])
    return [
        {
            "row": one,
            "begins": timezone.localtime(begin),
            "ends": timezone.localtime(end),
            "body": names.body(one.body) if one.body else "",
            "state": shown.item_state(
                agenda.state(
                    agenda.Parts(
                        one.opened_at is not None, one.ended_at is not None, one.turn_count, one.running,
                        one.undecided,
                    )
                )
            ),
        }
        for one, (begin, end) in zip(some, spans, strict=True)
    ]  # fmt: skip


def clocks(row: models.Meeting) -> list[dict[str, Any]]:
    """Give by when the notice and the papers of a meeting are due by its pack, and whether they are out."""
    pack, day = turning.pack_of(row), timezone.localdate(row.starts_at)
    papers = row.papers.filter(kind="material", dropped_at=None).order_by("handed_in_at").first()
    done: dict[str, date | None] = {
        "meeting_notice": timezone.localdate(row.notified_at) if row.notified_at else None,
        "meeting_material": timezone.localdate(papers.handed_in_at) if papers else None,
    }
    found = []
    for clock_id in _CLOCKS:
        clock = pack.clocks.get(clock_id)
        if clock is None or clock.limit is None or row.state == "cancelled":
            continue
        due = agenda.last_day_before(day, clock.limit, ports.calendar())
        out = done[clock_id]
        found.append({
            "name": names.label(clock.words), "due_on": due, "state": "stopped" if out else "running",
            "stopped_on": out, "cite": clock.cite, "sure": clock.sure,
        })  # fmt: skip
    return found


def acts(actor: Actor, row: models.Meeting) -> list[ActShown]:
    """Give the acts an actor's roles know for a meeting, possible or not and why."""
    pack, machine = turning.pack_of(row), turning.machine_of(row)
    roles = rights.roles_in(actor, row)
    facts = frozenset(preparing.facts_of(row))
    found = []
    for act_id in preparing.ACTS:
        act = machine.acts.get(act_id)
        if act is None or roles.isdisjoint(act.by):
            continue
        matter = transitions.Matter(row.state, row.before, facts)
        refused = transitions.refusal(pack, machine, matter, act.id)
        if refused and refused.code == "ILLEGAL_TRANSITION":
            continue
        tone = "harsh" if act.backward else "main"
        found.append(
            ActShown(
                act.id, names.verb(act.words), f"/meetings/{row.uid}/acts/{act.id}", refused=refused,
                reason=act.reason, tone=tone, hidden=[("version", str(row.version))],
            )
        )  # fmt: skip
    return found


def page(actor: Actor, row: models.Meeting) -> dict[str, Any]:
    """Give what the first page of a meeting shows."""
    papers = models.MeetingPaper.objects.filter(
        rights.visible(actor, models.MeetingPaper), meeting=row, dropped_at=None
    )
    return {
        "items": items(row),
        "clocks": clocks(row),
        "acts": acts(actor, row) if actor.user_id else [],
        "papers": list(papers.select_related("item", "participant__person")),
    }
