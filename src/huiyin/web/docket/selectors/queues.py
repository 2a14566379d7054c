# SPDX-License-Identifier: Apache-2.0
"""Queues (审查队列) of the examination, what waits longest first."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, QuerySet

from huiyin.core.docket import packs
from huiyin.web.accounts.actors import Actor
from huiyin.web.accounts.models import User
from huiyin.web.docket import models
from huiyin.web.docket.selectors import proposals, shown
from huiyin.web.docket.services import checking, reviewing

STAGES = ("received", "first_examined", "second_examined")
_PASS = {"received": "examine_first", "first_examined": "examine_second", "second_examined": "file"}


@dataclass(frozen=True, slots=True)
class Line:
    """A proposal in a queue: how long it waits, what the checks say, who looks at it, and the advice so far."""

    line: proposals.Line
    asks: list[models.Suggestion]
    waiting: int | None
    checks: list[checking.Finding]
    reviewer: str
    advice: list[str]


def tabs(chosen: str) -> list[dict[str, object]]:
    """Give the stages with their counts as tabs."""
    counts = dict(
        models.Proposal.objects.filter(state__in=STAGES)
        .order_by()
        .values_list("state")
        .annotate(n=Count("pk"))
    )
    names = dict(shown.states("proposal"))
    return [
        {
            "label": names.get(stage, stage),
            "href": f"?stage={stage}",
            "current": stage == chosen,
            "n": counts.get(stage, 0),
        }
        for stage in STAGES
    ]


def stage_of(actor: Actor, asked: str) -> str:
    """Give the stage to open: the one asked for, else the first the actor decides."""
    if asked in STAGES:
        return asked
    for role, stage in (
        ("clerk", "received"),
        ("reviewer", "first_examined"),
        ("committee", "second_examined"),
    ):
        if actor.has(role):
            return stage
    return STAGES[0]


def queue(actor: Actor, stage: str, *, only_mine: bool = False) -> QuerySet[models.Proposal]:
    """Give the proposals of a stage, waiting longest first."""
    rows = models.Proposal.objects.filter(state=stage)
    if only_mine:
        rows = rows.filter(reviewer_id=actor.user_id)
    rows = proposals.with_all(rows).select_related(
        "case__session", "proposer", "session", "reviewer__person"
    )
    return rows.prefetch_related("suggestions", "examinations__by__person").order_by(
        "waiting_since", "pk"
    )


def line(actor: Actor, row: models.Proposal, *, on: date) -> Line:
    """Give a proposal of a queue."""
    asks = proposals.living(row)
    pack = shown.pack_of(row)
    return Line(
        proposals.line(actor, row),
        asks,
        (on - row.waiting_since).days if row.waiting_since else None,
        checking.check(
            title=row.title,
            parts=[row.facts, row.analysis],
            asks=[ask.text for ask in asks],
            pack=pack,
        ),
        shown.user(row.reviewer) if row.reviewer else "",
        [_advice(pack, one) for one in row.examinations.all()],
    )


def _advice(pack: packs.Pack, row: models.Examination) -> str:
    act = pack.machines["proposal"].acts.get(row.advice)
    said = shown.label(act.words) if act else row.advice
    return shown.say("exam.advised", who=shown.user(row.by), what=said, note=row.note)


def acts(actor: Actor, stage: str) -> dict[str, packs.Act]:
    """Give the acts an actor may do in a stage: the way on, the way back, the refusal."""
    machine = shown.present_pack().machines["proposal"]
    wanted = (_PASS[stage], "return", "refuse")
    return {
        key: machine.acts[key]
        for key in wanted
        if key in machine.acts
        and stage in machine.acts[key].sources
        and actor.has(*machine.acts[key].by)
    }


def passes(stage: str) -> str:
    """Give the act that takes a proposal on from a stage."""
    return _PASS[stage]


def reasons(act: packs.Act) -> list[tuple[str, str]]:
    """Give the coded reasons of an act."""
    pack = shown.present_pack()
    return [(one.code, shown.label(one.words)) for one in pack.reasons.get(act.reasons, ())]


def reviewers() -> list[tuple[int, str]]:
    """Give the people of the office who may be asked to look at a proposal."""
    rows = User.objects.filter(grants__role__in=reviewing.OFFICE, is_active=True).distinct()
    return [(row.pk, shown.user(row)) for row in rows.select_related("person").order_by("pk")]
