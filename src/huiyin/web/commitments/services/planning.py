# SPDX-License-Identifier: Apache-2.0
"""Planning (规划衔接): plans with their goals as a tree, and which of them a commitment serves."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Model

from huiyin.core.values.refusals import HuiyinError
from huiyin.web.accounts.actors import Actor
from huiyin.web.commitments import models, permissions
from huiyin.web.commitments.services import rows
from huiyin.web.kit import acting, ledger


@dataclass(frozen=True, slots=True)
class Named:
    """A name in Chinese and, where there is one, in English."""

    zh: str
    en: str = ""


def _may(actor: Actor) -> None:
    if not actor.system and not actor.has(*permissions.OFFICE, "policy_admin"):
        raise HuiyinError("NOT_ALLOWED", act="plan")


@acting.act
def plan(
    actor: Actor, title: Named, *, starts_on: date | None, ends_on: date | None, now: datetime
) -> models.Plan:
    """Lay down a plan.

    Errors: `NOT_ALLOWED` for others than committee, oversight and rules administrator; `FIELD_EMPTY`; `DATES_REVERSED`;
        `ALREADY_THERE`.
    """
    _may(actor)
    if not title.zh.strip() or starts_on is None or ends_on is None:
        raise HuiyinError("FIELD_EMPTY", field="title" if not title.zh.strip() else "starts_on")
    if ends_on <= starts_on:
        raise HuiyinError("DATES_REVERSED")
    if models.Plan.objects.filter(title=title.zh.strip()).exists():
        raise HuiyinError("ALREADY_THERE", name=title.zh.strip())
    made = models.Plan.objects.create(
        title=title.zh.strip()[:120], title_en=title.en.strip()[:160], starts_on=starts_on, ends_on=ends_on,
        by_id=actor.user_id, at=now,
    )  # fmt: skip
    _write("plan.made", made, actor, now, [made])
    return made


@acting.act
def goal(
    actor: Actor, plan_uid: str, code: str, title: Named, *, under: str = "", now: datetime
) -> models.Goal:
    """Lay a goal into a plan, at its top or under another.

    Errors: `NOT_FOUND`; `NOT_ALLOWED`; `FIELD_EMPTY`; `ALREADY_THERE` for a code the plan has.
    """
    _may(actor)
    held = models.Plan.objects.select_for_update().filter(uid=plan_uid).first()
    if held is None:
        raise HuiyinError("NOT_FOUND")
    code = code.strip()[:20]
    if not code or not title.zh.strip():
        raise HuiyinError("FIELD_EMPTY", field="code" if not code else "title")
    parent = held.goals.filter(uid=under).first() if under else None
    if under and parent is None:
        raise HuiyinError("NOT_FOUND")
    if held.goals.filter(code=code).exists():
        raise HuiyinError("ALREADY_THERE", name=code)
    made = models.Goal.objects.create(
        plan=held, parent=parent, code=code, title=title.zh.strip()[:200], title_en=title.en.strip()[:240],
        order=held.goals.count() + 1,
    )  # fmt: skip
    _write("plan.goal", held, actor, now, [made])
    return made


@acting.act
def serve(actor: Actor, uid: str, goals: Collection[str], *, now: datetime) -> models.Commitment:
    """Say which goals of plans a commitment serves; it may serve many, and a goal many commitments.

    Errors: `NOT_FOUND` for goals that are not there; `NOT_ALLOWED` for others than its body and the offices.
    """
    row = rows.commitment(actor, uid)
    if not actor.has(*permissions.OFFICE):
        rows.of_body(actor, row.body_id, "serve")
    found = list(models.Goal.objects.filter(uid__in=list(goals)))
    if len(found) != len(set(goals)):
        raise HuiyinError("NOT_FOUND")
    row.goals.set(found)
    rows.write(
        row, "served", actor, now, touched=[row], after={"goals": [one.code for one in found]}
    )
    return row


def _write(act: str, row: models.Plan, actor: Actor, now: datetime, touched: list[Model]) -> None:
    entry = ledger.Entry(
        act=act, kind="plan", object_id=row.pk, actor_id=actor.user_id, after={"title": row.title}, touched=touched
    )  # fmt: skip
    ledger.write(entry, at=now)
