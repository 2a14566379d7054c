# SPDX-License-Identifier: Apache-2.0
"""Submitting (提交评价): by the person asked and nobody else; on paper through a clerk, with the reason, never of the body.

1. the row is found by who may see it, and asked of whom it is: anybody else is no author;
2. every axis of the pack and every suggestion is judged, else nothing is kept;
3. the act follows from the axis that decides: content or dissatisfied, and a dissatisfied one gives a reason;
4. the form is laid beside those before it; once the last form of the task is in, its window closes.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.utils import timezone

from huiyin.core.docket import transitions
from huiyin.core.values.refusals import HuiyinError
from huiyin.web.accounts.actors import Actor
from huiyin.web.docket.services import clocks, turning
from huiyin.web.evaluations import models
from huiyin.web.evaluations.services import rows
from huiyin.web.kit import acting, words


@dataclass(frozen=True, slots=True)
class Said:
    """What a form says: axis → value, suggestion id → value, a remark, the reason where one is needed; on paper, whence."""

    values: Mapping[str, str] = field(default_factory=dict)
    marks: Mapping[int, str] = field(default_factory=dict)
    remark: str = ""
    reason: str = ""
    proxy: str = ""


@acting.act
def submit(actor: Actor, uid: str, said: Said, *, version: int, now: datetime) -> models.Evaluation:
    """Give one's evaluation, or revise it within the window; earlier forms are kept.

    Errors: `NOT_FOUND`; `NOT_AUTHOR`; `EVALUATION_INCOMPLETE`; `FIELD_UNKNOWN`; `REASON_REQUIRED` for a dissatisfied or
        a revised one; `GUARD_IN_WINDOW`; those of `turning.turn`.
    """
    row = rows.own(actor, uid)
    stem = "revise" if row.state in models.JUDGED else "submit"
    return _give(actor, row, stem, said, version, now)


@acting.act
def enter_paper(
    actor: Actor, uid: str, said: Said, *, version: int, now: datetime
) -> models.Evaluation:
    """Enter, as a clerk, a form that came on paper, saying where it came from.

    Errors: `NOT_FOUND`; `NOT_AUTHOR` for who is no clerk; `GUARD_NOT_OF_THE_BODY`; `REASON_REQUIRED`;
        `EVALUATION_INCOMPLETE`; those of `turning.turn`.
    """
    row = rows.evaluation(actor, uid)
    if not actor.has("clerk"):
        raise HuiyinError("NOT_AUTHOR")
    return _give(actor, row, "enter_paper", said, version, now)


def _give(
    actor: Actor, row: models.Evaluation, stem: str, said: Said, version: int, now: datetime
) -> models.Evaluation:
    facts, paper = rows.facts(row, actor, now=now), stem == "enter_paper"
    looked = turning.Turn(given=transitions.Given(words="-"), facts=facts, version=version)
    turning.check(row, stem, actor=actor, turned=looked)
    counts = check(row, said)
    act = f"{stem}_dissatisfied" if counts == "bad" else stem
    if counts == "bad" and not said.reason.strip():
        raise HuiyinError("REASON_REQUIRED", act=act)
    given = transitions.Given(words=(said.proxy if paper else said.reason).strip())
    turned = turning.Turn(given=given, facts=facts, version=version)
    turning.check(row, act, actor=actor, turned=turned)
    made = _form(actor, row, said, counts, paper=paper, now=now)
    changes = {"submitted_at": row.submitted_at or now, "counts": counts, "changed_at": now}
    turned = turning.Turn(
        given=given, facts=facts, version=version, changes=changes, touched=[made],
        note={"form": made.number, "how": made.how},
    )  # fmt: skip
    turning.turn(row, act, actor=actor, now=now, turned=turned)
    close_window(row, now)
    return row


def _form(
    actor: Actor, row: models.Evaluation, said: Said, counts: str, *, paper: bool, now: datetime
) -> models.Judgement:
    return models.Judgement.objects.create(
        evaluation=row, number=row.judgements.count() + 1, evaluator_id=row.person_id,
        how=models.Judgement.How.PAPER if paper else models.Judgement.How.SELF,
        author_id=None if paper else actor.person_id, entered_by_id=actor.signed_in(), values=dict(said.values),
        marks={str(key): value for key, value in said.marks.items()}, counts=counts, remark=said.remark.strip(),
        reason=said.reason.strip(), proxy=said.proxy.strip() if paper else "", at=now,
    )  # fmt: skip


def check(row: models.Evaluation, said: Said) -> str:
    """Give how the deciding axis counts, once every axis and suggestion is judged with a value of the pack.

    Errors: `FIELD_UNKNOWN`; `EVALUATION_INCOMPLETE` naming all that lack.
    """
    lang, counts, lacking = words.language(), "good", []
    for axis in rows.axes(row):
        known = {value.id: value.counts for value in axis.values}
        chosen = said.values.get(axis.id, "")
        if chosen and chosen not in known:
            raise HuiyinError("FIELD_UNKNOWN", field=axis.id)
        if not chosen:
            lacking.append(axis.words[lang])
        elif axis.decides:
            counts = known[chosen]
    lacking += _unmarked(row, said, lang)
    if unknown := set(said.values) - {axis.id for axis in rows.axes(row)}:
        raise HuiyinError("FIELD_UNKNOWN", field=sorted(unknown)[0])
    if lacking:
        raise HuiyinError(
            "EVALUATION_INCOMPLETE", what=("、" if lang == "zh" else ", ").join(lacking)
        )
    return counts


def _unmarked(row: models.Evaluation, said: Said, lang: str) -> list[str]:
    axis, answers = rows.each_axis(row), rows.answered(row)
    if axis is None:
        return []
    known = {value.id for value in axis.values}
    asked = {one.suggestion_id for one in answers}
    if (
        unknown := {key for key in said.marks if key not in asked}
        or set(said.marks.values()) - known
    ):
        raise HuiyinError("FIELD_UNKNOWN", field=str(sorted(unknown)[0]))
    return [
        words.say("evaluation.nth", lang, n=place)
        for place, one in enumerate(answers, start=1)
        if one.suggestion_id not in said.marks
    ]


def close_window(row: models.Evaluation, now: datetime) -> None:
    """Stop the window of a task once nobody is asked any more."""
    task = row.reply.assignment
    waiting = models.Evaluation.objects.filter(reply__assignment=task, state="open")
    owed = row.reply.deliveries.filter(received_at=None)
    if waiting.exists() or owed.exists():
        return
    stopped = clocks.running(task, "evaluate")
    for deadline in stopped:
        clocks.stop(deadline, on=timezone.localdate(now))
    if stopped:
        rows.note(row, "evaluation.window_closed", now, touched=stopped)
