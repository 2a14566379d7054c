# SPDX-License-Identifier: Apache-2.0
"""Looking back (回头看) at what replies said, assessments from outside, and the mutual rating of body and proposer."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.apps import apps
from django.db import IntegrityError, transaction
from django.utils import timezone

from huiyin.core.values.refusals import HuiyinError
from huiyin.web.accounts.actors import Actor
from huiyin.web.docket.selectors import rows as docket
from huiyin.web.docket.services import turning
from huiyin.web.kit import acting
from huiyin.web.replies.selectors import replies
from huiyin.web.supervision import models, permissions
from huiyin.web.supervision.services import instructing, rows

PLAIN = ("confirm", "find_wanting", "leave_out")
MOST = 400


@acting.act
def open_round(
    actor: Actor, *, title: str, letters: Sequence[str], since: date | None, until: date | None, now: datetime
) -> models.Round:  # fmt: skip
    """Open a round over the tasks whose last reply has one of some classes and was issued in some days.

    Errors: `NOT_ALLOWED`; `FIELD_EMPTY`; `DATES_REVERSED`; `NOTHING_SELECTED`.
    """
    rows.need(actor, "look_back", "committee", "oversight")
    rows.filled(title=title, letters="".join(letters))
    if since is None or until is None:
        raise HuiyinError("FIELD_EMPTY", field="since")
    if until < since:
        raise HuiyinError("DATES_REVERSED")
    tasks = selected(actor, letters, since, until)
    if not tasks:
        raise HuiyinError("NOTHING_SELECTED")
    made = models.Round.objects.create(
        title=title.strip()[:120], letters=sorted(letters), since=since, until=until, opened_by_id=actor.signed_in(),
        opened_at=now,
    )  # fmt: skip
    rows.write("look_back_round.opened", made, actor, now, case_id=None)
    for task in tasks:
        item = models.Item.objects.create(
            round=made,
            assignment=task,
            state=turning.pack_of(task).machines["look_back"].initial,
            changed_at=now,
        )
        begun = rows.begin_clock(task, "look_back", now=now)
        rows.write("look_back.selected", item, actor, now, case_id=task.case_id, touched=begun)
        stem = f"look_back:{item.pk}"
        instructing.tell(task, ["liaison", "handler"], stem, "look_back.selected", item.uid, now)
    return made


def selected(actor: Actor, letters: Sequence[str], since: date, until: date) -> list[Any]:
    """Give the tasks a round would look at: one for each, by its last reply that left."""
    begin = timezone.make_aware(datetime.combine(since, datetime.min.time()))
    end = timezone.make_aware(datetime.combine(until, datetime.min.time())) + timedelta(days=1)
    found = replies.seen(actor).filter(
        state="received", letter__in=list(letters), issued_at__gte=begin, issued_at__lt=end
    )
    ids = list(found.order_by("issued_at").values_list("assignment_id", flat=True)[:MOST])
    task = apps.get_model("docket", "Assignment")
    return list(
        task.objects.filter(pk__in=ids, state="done").select_related("body", "case").order_by("pk")
    )


@acting.act
def report(
    actor: Actor, uid: str, values: Mapping[str, str], *, words: str, version: int, now: datetime
) -> models.Item:
    """Report, as the body, how the matter stands now, on the form of the place.

    Errors: `NOT_FOUND`; `FIELD_EMPTY`; `FIELD_UNKNOWN`; `GUARD_HAS_REPORT` without words; those of `turning.turn`.
    """
    row = rows.get(models.Item, actor, uid)
    facts = ["has_report"] if words.strip() else []
    turning.check(row, "report", actor=actor, turned=turning.Turn(facts=facts, version=version))
    made = models.Sheet.objects.create(
        form="look_back", assignment=row.assignment, item=row, values=rows.judged(rows.form(row, "look_back"), values),
        words=words.strip(), by_id=actor.signed_in(), at=now,
    )  # fmt: skip
    rows.turn(row, "report", actor, version=version, now=now, facts=facts, touched=[made])
    return row


@acting.act
def act(
    actor: Actor, uid: str, name: str, *, words: str, version: int, now: datetime
) -> models.Item:
    """Confirm what was reported, find it wanting, or leave the matter out: with the reason where it steps back.

    Errors: `NOT_FOUND`; `ACT_UNKNOWN`; those of `turning.turn`.
    """
    if name not in PLAIN:
        raise HuiyinError("ACT_UNKNOWN", act=name)
    row = rows.get(models.Item, actor, uid)
    rows.turn(row, name, actor, version=version, now=now, words=words)
    return row


@acting.act
def assess(
    actor: Actor,
    task_uid: str,
    values: Mapping[str, str],
    *,
    assessor: str,
    words: str,
    now: datetime,
) -> models.Sheet:
    """Enter the assessment of somebody from outside, on the place's criteria.

    Errors: `NOT_FOUND`; `NOT_ALLOWED`; `FIELD_EMPTY`; `FIELD_UNKNOWN`; `ILLEGAL_TRANSITION` before a reply.
    """
    task = docket.task(actor, task_uid, lock=True)
    rows.need(actor, "assess", "committee", "oversight", "clerk")
    rows.filled(assessor=assessor)
    _answered(task, "assess")
    made = models.Sheet.objects.create(
        form="assessment", assignment=task, assessor=assessor.strip()[:120], words=words.strip(),
        values=rows.judged(rows.form(task, "assessment"), values), by_id=actor.signed_in(), at=now,
    )  # fmt: skip
    rows.write("sheet.assessed", made, actor, now, case_id=task.case_id)
    return made


@acting.act
def rate(
    actor: Actor, task_uid: str, values: Mapping[str, str], *, words: str, now: datetime
) -> models.Sheet:
    """Rate the other side of a task that was answered: the body the proposal, a proposer the handling; each once.

    Errors: `NOT_FOUND`; `NOT_ALLOWED` for who is neither; `ALREADY_RATED`; `FIELD_EMPTY`; `FIELD_UNKNOWN`;
        `ILLEGAL_TRANSITION` before a reply.
    """
    task = docket.task(actor, task_uid, lock=True)
    form, side = side_of(actor, task)
    if not form:
        raise HuiyinError("NOT_ALLOWED", act="rate")
    _answered(task, "rate")
    given = rows.judged(rows.form(task, form), values)
    try:
        with transaction.atomic():
            made = models.Sheet.objects.create(
                form=form,
                assignment=task,
                side=side,
                values=given,
                words=words.strip(),
                by_id=actor.signed_in(),
                at=now,
            )
    except IntegrityError as fault:
        raise HuiyinError("ALREADY_RATED") from fault
    rows.write("sheet.rated", made, actor, now, case_id=task.case_id)
    return made


def side_of(actor: Actor, task: Any) -> tuple[str, str]:
    """Give the form an actor rates with and the side it stands for, "" for who is neither side."""
    if actor.person_id in {one.person.pk for one in docket.parties(task)}:
        return "of_handling", str(actor.person_id)
    if task.body_id in actor.bodies(*permissions.OFFICERS):
        return "of_proposal", "body"
    return "", ""


def _answered(task: Any, act: str) -> None:
    state = task.state
    if state != "done":
        raise HuiyinError("ILLEGAL_TRANSITION", act=act, state=state)
