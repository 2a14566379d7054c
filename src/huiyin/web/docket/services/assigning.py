# SPDX-License-Identifier: Apache-2.0
"""Assignment (交办) as the negotiation it is: propose, issue, sign for, accept, hand back, rule, settle."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from huiyin.core.docket import transitions
from huiyin.core.values.refusals import HuiyinError
from huiyin.web.accounts.actors import Actor
from huiyin.web.accounts.models import Body, User
from huiyin.web.docket import models, permissions
from huiyin.web.docket.services import turning
from huiyin.web.kit import gates


@dataclass(frozen=True, slots=True)
class Task:
    """A body's place in an assignment: its role and the suggestions it answers (none named: all)."""

    body: Body
    role: str
    scope: Sequence[int] = ()


@transaction.atomic
def propose(
    actor: Actor, case_uid: str, tasks: Iterable[Task], *, now: datetime
) -> list[models.Assignment]:
    """Put proposed assignments on a case; nothing is issued yet.

    Errors: `NOT_ALLOWED`; `BODY_DISSOLVED`; `BODY_TWICE`.
    """
    case = _case(actor, case_uid)
    made = []
    for task in tasks:
        if task.body.valid_to and task.body.valid_to < timezone.localdate(now):
            raise HuiyinError("BODY_DISSOLVED", name=task.body.name)
        if (
            case.assignments.filter(body=task.body)
            .exclude(state__in=["handed_on", "dropped"])
            .exists()
        ):
            raise HuiyinError("BODY_TWICE", name=task.body.name)
        row = models.Assignment.objects.create(
            case=case, body=task.body, role=task.role, state="proposed", proposed_at=now
        )
        row.scope.set(task.scope or _suggestions(case))
        made.append(row)
    return made


def _case(actor: Actor, uid: str) -> models.Case:
    if not actor.has("assigner", "committee"):
        raise HuiyinError("NOT_FOUND")
    return gates.get(models.Case, permissions.visible(actor, models.Case), lock=True, uid=uid)


def _suggestions(case: models.Case) -> list[int]:
    living = models.Suggestion.objects.filter(proposal__case=case, dropped_at=None)
    return list(living.values_list("pk", flat=True))


@transaction.atomic
def issue(actor: Actor, case_uid: str, *, now: datetime) -> models.Case:
    """Issue the proposed assignments of a case: exactly one lead or sole body, or separate ones that cover everything.

    Errors: `GUARD_HAS_LEAD`; `SUGGESTION_WITHOUT_BODY` when separate bodies leave one out; those of `turning.turn`.
    """
    case = _case(actor, case_uid)
    proposed = list(case.assignments.filter(state="proposed").select_related("body"))
    _check_lead(case, proposed)
    for row in proposed:
        facts = {"body_living"}
        turned = turning.Turn(facts=facts, changes={"issued_at": now})
        turning.turn(row, "issue", actor=actor, now=now, turned=turned)
    for proposal in case.proposals.filter(state="filed"):
        turning.turn(
            proposal, "assign", actor=actor, now=now, turned=turning.Turn(facts={"has_lead"})
        )
    return case


def _check_lead(case: models.Case, proposed: Sequence[models.Assignment]) -> None:
    living = [*proposed, *case.assignments.filter(state__in=models.Assignment.LIVING)]
    leads = [row for row in living if row.role in ("lead", "sole")]
    separate = [row for row in living if row.role == "separate"]
    if len(leads) > 1 or (leads and separate):
        raise HuiyinError("LEAD_TWICE")
    if not leads and not separate:
        raise HuiyinError("GUARD_HAS_LEAD", act="issue")
    if separate:
        covered = {pk for row in separate for pk in row.scope.values_list("pk", flat=True)}
        if set(_suggestions(case)) - covered:
            raise HuiyinError("SUGGESTION_WITHOUT_BODY")


def _assignment(actor: Actor, uid: str) -> models.Assignment:
    return gates.get(
        models.Assignment, permissions.visible(actor, models.Assignment), lock=True, uid=uid
    )


@transaction.atomic
def sign_for(actor: Actor, uid: str, *, now: datetime) -> models.Assignment:
    """Sign for receipt (签收): the return window and the first-contact clock begin."""
    row = _assignment(actor, uid)
    turning.turn(
        row, "sign_for", actor=actor, now=now, turned=turning.Turn(changes={"received_at": now})
    )
    return row


@transaction.atomic
def accept(
    actor: Actor, uid: str, *, now: datetime, add: Body | None = None, words: str = ""
) -> models.Assignment:
    """Accept a task; with `add`, ask the assigning body to bring in another body."""
    row = _assignment(actor, uid)
    if add is None:
        turning.turn(row, "accept", actor=actor, now=now, turned=turning.Turn())
        return row
    given = transitions.Given(words=words)
    turned = turning.Turn(given=given, facts={"names_body"}, note={"asks_to_add": add.pk})
    turning.turn(row, "accept_with_request", actor=actor, now=now, turned=turned)
    _object(row, actor, now, kind="add", words=words, names=add)
    return row


@transaction.atomic
def hand_back(
    actor: Actor,
    uid: str,
    *,
    code: str,
    words: str,
    names: Body | None,
    none_known: bool = False,
    now: datetime,
) -> models.Assignment:
    """Ask to hand a task back (退办), naming the right body or saying that none is known.

    Errors: `GUARD_NAMES_BODY`; `GUARD_IN_RETURN_WINDOW` when the clock has run out: a late return is refused.
    """
    row = _assignment(actor, uid)
    facts = set()
    if (names and names.pk != row.body_id) or none_known:
        facts.add("names_body")
    window = row.deadlines.filter(clock="objection").exclude(state="stopped").first()
    if window is None or timezone.localdate(now) <= window.due_on:
        facts.add("in_return_window")
    given = transitions.Given(code, words)
    turned = turning.Turn(
        given=given,
        facts=facts,
        changes={"ping_pong": row.ping_pong + 1},
        note={"names": names.pk if names else None},
    )
    turning.turn(row, "object", actor=actor, now=now, turned=turned)
    _object(
        row, actor, now, kind="return", code=code, words=words, names=names, none_known=none_known
    )
    return row


def _object(row: models.Assignment, actor: Actor, now: datetime, **fields: Any) -> None:
    by = User.objects.get(pk=actor.user_id)
    models.Objection.objects.create(assignment=row, by=by, at=now, **fields)


@transaction.atomic
def rule(
    actor: Actor, uid: str, *, grant: bool, to: Body | None, words: str, now: datetime
) -> models.Assignment:
    """Rule on a return: grant it and reassign to another body, or refuse it and let the body go on.

    Errors: `GUARD_NAMES_BODY` when a grant names no body; `REASON_REQUIRED`; those of `turning.turn`.
    """
    row = _assignment(actor, uid)
    given = transitions.Given(words=words)
    if not grant:
        act = "settle" if row.state == "disputed" else "refuse_return"
        turning.turn(row, act, actor=actor, now=now, turned=turning.Turn(given=given))
        _ruled(row, actor, "refused", words, now)
        return row
    turned = turning.Turn(
        given=given, facts={"names_body"} if to else set(), note={"to": to.pk if to else None}
    )
    turning.turn(row, "grant", actor=actor, now=now, turned=turned)
    _ruled(row, actor, "granted", words, now)
    assert to is not None  # the guard has asked
    (again,) = propose(
        actor,
        row.case.uid,
        [Task(to, row.role, tuple(row.scope.values_list("pk", flat=True)))],
        now=now,
    )
    gates.save(again, again.version, ping_pong=row.ping_pong)
    turned = turning.Turn(facts={"body_living"}, changes={"issued_at": now}, note={"from": row.pk})
    turning.turn(again, "issue", actor=actor, now=now, turned=turned)
    return again


def _ruled(row: models.Assignment, actor: Actor, ruling: str, words: str, now: datetime) -> None:
    row.objections.filter(kind="return", ruling="").update(
        ruling=ruling, ruling_words=words, ruled_by_id=actor.user_id, ruled_at=now
    )
