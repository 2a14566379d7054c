# SPDX-License-Identifier: Apache-2.0
"""Ruling (裁定) on a dissatisfied evaluation: the reply stands, it is handled again, or it goes one rung up the ladder."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from huiyin.core.docket import transitions
from huiyin.core.values.refusals import HuiyinError
from huiyin.web.accounts.actors import Actor
from huiyin.web.docket.services import turning
from huiyin.web.evaluations import models
from huiyin.web.evaluations.services import rows
from huiyin.web.kit import acting, gates
from huiyin.web.replies.services import again

PLAIN = ("uphold", "reopen", "ask_late")  # acts that take a reason and nothing more


@acting.act
def act(
    actor: Actor, uid: str, name: str, *, words: str, version: int, now: datetime
) -> models.Evaluation:
    """Let the reply stand, take a late form, or ask for one: with the reason.

    Errors: `NOT_FOUND`; `ACT_UNKNOWN`; `NOT_AUTHOR` for a late form of somebody else; `REASON_REQUIRED`; `GUARD_…`; those of
        `turning.turn`.
    """
    if name not in PLAIN:
        raise HuiyinError("ACT_UNKNOWN", act=name)
    row = rows.own(actor, uid) if name == "ask_late" else rows.evaluation(actor, uid)
    changes: dict[str, object] = {"changed_at": now}
    if name == "ask_late":
        changes["asked_late_at"] = now
    _turn(row, name, actor, words, version, now, changes)
    return row


@acting.act
def rehandle(
    actor: Actor, uid: str, *, words: str, version: int, now: datetime
) -> models.Evaluation:
    """Have the task handled again: a further round of the reply begins, the earlier stays as it was.

    Two dissatisfied proposers of one case are answered in the same further round.
    Errors: `NOT_FOUND`; `GUARD_ROUND_MAY_BEGIN` while the reply has not reached everyone; `GUARD_RUNG_RECORDED`;
        `REASON_REQUIRED`; those of `turning.turn`.
    """
    row = rows.evaluation(actor, uid)
    _turn(row, "rehandle", actor, words, version, now, {"changed_at": now})
    task = row.reply.assignment
    if not task.replies.filter(round__gt=row.reply.round).exists():
        again.rehandle(actor, task.uid, words=words, now=now)
    return row


@acting.act
def climb(actor: Actor, uid: str, *, words: str, version: int, now: datetime) -> models.Rung:
    """Take a second dissatisfaction one rung up the ladder of the place; what came of the rung before is recorded.

    Errors: `NOT_FOUND`; `GUARD_SECOND_DISSATISFACTION`; `GUARD_RUNG_RECORDED`; `GUARD_HIGHER_RUNG`; `REASON_REQUIRED`;
        those of `turning.turn`.
    """
    row = rows.evaluation(actor, uid)
    given = transitions.Given(words=words.strip())
    facts = rows.facts(row, actor, now=now)
    turned = turning.Turn(given=given, facts=facts, version=version)
    turning.check(row, "climb", actor=actor, turned=turned)
    place = row.rungs.count()
    made = models.Rung.objects.create(
        evaluation=row, place=place, rung=rows.ladder(row)[place].id, why=given.words, opened_at=now
    )
    turned = turning.Turn(
        given=given, facts=facts, version=version, changes={"changed_at": now}, touched=[made],
        note={"rung": made.rung},
    )  # fmt: skip
    turning.turn(row, "climb", actor=actor, now=now, turned=turned)
    return made


@dataclass(frozen=True, slots=True)
class Met:
    """What came of a rung: the day, who took part, what was said, the outcome."""

    held_on: date | None
    participants: str
    record: str
    outcome: str


@acting.act
def record(actor: Actor, uid: str, met: Met, *, version: int, now: datetime) -> models.Rung:
    """Record what came of the rung that is open.

    Errors: `NOT_FOUND`; `GUARD_RUNG_OPEN`; `FIELD_EMPTY`; `DATE_INVALID` for a day before the rung was opened or after
        today; those of `turning.turn`.
    """
    row = rows.evaluation(actor, uid)
    facts = rows.facts(row, actor, now=now)
    turned = turning.Turn(facts=facts, version=version, changes={"changed_at": now})
    turning.check(row, "record_rung", actor=actor, turned=turned)
    rung = row.rungs.select_for_update().get(recorded_at=None)
    held_on = _whole(met, rung, now)
    gates.save(
        rung, rung.version, held_on=held_on, participants=met.participants.strip(), record=met.record.strip(),
        outcome=met.outcome.strip(), recorded_by_id=actor.signed_in(), recorded_at=now,
    )  # fmt: skip
    turned = turning.Turn(
        facts=facts, version=version, changes={"changed_at": now}, touched=[rung],
        note={"rung": rung.rung, "held_on": held_on.isoformat()},
    )  # fmt: skip
    turning.turn(row, "record_rung", actor=actor, now=now, turned=turned)
    return rung


def _whole(met: Met, rung: models.Rung, now: datetime) -> date:
    for name in ("participants", "record", "outcome"):
        if not getattr(met, name).strip():
            raise HuiyinError("FIELD_EMPTY", field=name)
    if met.held_on is None:
        raise HuiyinError("FIELD_EMPTY", field="held_on")
    if not timezone.localdate(rung.opened_at) <= met.held_on <= timezone.localdate(now):
        raise HuiyinError("DATE_INVALID", day=met.held_on.isoformat())
    return met.held_on


def _turn(
    row: models.Evaluation, name: str, actor: Actor, words: str, version: int, now: datetime,
    changes: dict[str, object],
) -> None:  # fmt: skip
    turned = turning.Turn(
        given=transitions.Given(words=words.strip()), facts=rows.facts(row, actor, now=now), changes=changes,
        version=version,
    )  # fmt: skip
    turning.turn(row, name, actor=actor, now=now, turned=turned)
